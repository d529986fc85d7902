import { Fragment } from "react";
import styles from "./Shortcuts.module.css";

const MOD = /mac/i.test(navigator.userAgent) ? "⌘" : "Ctrl";

/** Keys are one press; those in one list are pressed together. */
const GROUPS: { title: string; keys: { presses: string[][]; does: string }[] }[] = [
	{
		title: "Everywhere",
		keys: [
			{ presses: [["Tab"], ["Shift", "Tab"]], does: "Go to the next or the previous control" },
			{ presses: [["Enter"], ["Space"]], does: "Press the button" },
			{ presses: [["Esc"]], does: "Close the dialog or menu, clear the filter" },
			{
				presses: [
					[MOD, "+"],
					[MOD, "−"],
				],
				does: "Show everything larger or smaller",
			},
			{ presses: [[MOD, "0"]], does: "Back to 100 %" },
		],
	},
	{
		title: "List of users",
		keys: [
			{ presses: [[MOD, "F"]], does: "Search" },
			{ presses: [["↑"], ["↓"]], does: "Go to the row above or below" },
			{ presses: [["Page Up"], ["Page Down"]], does: "Go a page up or down" },
			{ presses: [["Home"], ["End"]], does: "Go to the first or the last row" },
			{ presses: [["Enter"]], does: "Open the user" },
			{ presses: [["←"], ["→"]], does: "In the head of the list: go to the next column" },
		],
	},
	{
		title: "Panel of a user",
		keys: [
			{ presses: [["↑"], ["↓"]], does: "Show the user above or below" },
			{ presses: [["Esc"]], does: "Close it and go back to the row" },
		],
	},
];

/** The keys of the console. */
export function Shortcuts() {
	return (
		<div className={styles.groups} data-testid="shortcuts">
			{GROUPS.map(({ title, keys }) => (
				<section key={title} aria-label={title}>
					<h3>{title}</h3>
					<dl className={styles.keys}>
						{keys.map(({ presses, does }) => (
							<div key={does} className={styles.key}>
								<dt>
									{presses.map((press, index) => (
										<Fragment key={press.join("+")}>
											{index > 0 && <span className={styles.or}> or </span>}
											<span className={styles.press}>
												{press.map((key) => (
													<kbd key={key}>{key}</kbd>
												))}
											</span>
										</Fragment>
									))}
								</dt>
								<dd>{does}</dd>
							</div>
						))}
					</dl>
				</section>
			))}
		</div>
	);
}
