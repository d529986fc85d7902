// arguments: whether the contrast alone is checked; the callback takes one line per finding.
const [contrastOnly, done] = [arguments[0], arguments[arguments.length - 1]];
const options = contrastOnly
	? { runOnly: { type: "rule", values: ["color-contrast"] } }
	: { rules: { "target-size": { enabled: true } } };
options.resultTypes = ["violations"];
axe.run(document, options)
	.then(({ violations }) =>
		done(
			violations.flatMap(({ id, nodes }) =>
				nodes.map(({ target, any, all, html }) => {
					const why = [...any, ...all].map(({ message }) => message).join("; ");
					return `${id}: ${target.join(" ")} — ${why || html.slice(0, 200)}`;
				}),
			),
		),
	)
	.catch((error) => done([`axe-core failed: ${error.message}`]));
