import axe from "axe-core";

/** Rule ids and targets of what the automatic check finds; layout and colors need a browser. */
export async function accessibilityFaults(root: Element): Promise<string[]> {
	const { violations } = await axe.run(root, {
		rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
	});
	return violations.flatMap(({ id, nodes }) =>
		nodes.map(({ target }) => `${id}: ${target.join(" ")}`),
	);
}
