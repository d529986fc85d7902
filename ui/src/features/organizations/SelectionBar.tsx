import { Power, PowerOff, ScanSearch, Trash2, X } from "lucide-react";
import { useState } from "react";
import { Button } from "../../components/Button";
import { classes } from "../../components/classes";
import text from "../../components/text.module.css";
import { formatCount } from "../../components/time";
import type { OrganizationSummary } from "../../ipc/bindings";
import styles from "./SelectionBar.module.css";
import { type Report, useEach } from "./useEach";

interface Props {
	selected: OrganizationSummary[];
	onDelete: () => void;
	onClear: () => void;
}

/** What can be done with several organizations at once, and what came of it. */
export function SelectionBar({ selected, onDelete, onClear }: Props) {
	const check = useEach("check_now");
	const synchronize = useEach("set_synchronization");
	const [said, setSaid] = useState<string | null>(null);
	const busy = check.running || synchronize.running;
	const off = selected.filter(({ synchronization }) => !synchronization);
	const on = selected.filter(({ synchronization }) => synchronization);

	async function turn(items: OrganizationSummary[], enabled: boolean) {
		const report = await synchronize.run(items, ({ id }) => ({ organizationId: id, enabled }));
		setSaid(words(report, enabled ? "turned on" : "turned off"));
	}

	async function checkAll() {
		const report = await check.run(selected, ({ id }) => ({ organizationId: id }));
		setSaid(words(report, "being checked"));
	}

	return (
		<div
			className={classes(text.actions, styles.bar)}
			role="group"
			aria-label="Selected organizations"
		>
			<b data-testid="selected-count">{selected.length} selected</b>
			<Button
				size="small"
				icon={Power}
				busy={synchronize.running}
				reason={off.length === 0 ? "Synchronization is on for all of them" : null}
				data-testid="bulk-on"
				onClick={() => void turn(off, true)}
			>
				Turn synchronization on
			</Button>
			<Button
				size="small"
				icon={PowerOff}
				busy={synchronize.running}
				reason={on.length === 0 ? "Synchronization is off for all of them" : null}
				data-testid="bulk-off"
				onClick={() => void turn(on, false)}
			>
				Turn synchronization off
			</Button>
			<Button
				size="small"
				icon={ScanSearch}
				busy={check.running}
				data-testid="bulk-check"
				onClick={() => void checkAll()}
			>
				Check now
			</Button>
			<Button
				size="small"
				icon={Trash2}
				reason={busy ? "Wait until the rest is done" : null}
				data-testid="bulk-delete"
				onClick={onDelete}
			>
				Delete…
			</Button>
			<Button size="small" look="quiet" icon={X} data-testid="bulk-clear" onClick={onClear}>
				Clear
			</Button>
			<span
				className={classes(text.hint, styles.said)}
				role="status"
				title={said ?? undefined}
				data-testid="bulk-report"
			>
				{said}
			</span>
		</div>
	);
}

/** "2 organizations turned off; Halden: a session is running already." */
function words({ done, failed }: Report, what: string): string {
	const parts = failed.map(({ item, error }) => `${item.name}: ${error.message}`);
	if (done.length > 0 || failed.length === 0) {
		parts.unshift(`${formatCount(done.length, "organization", "organizations")} ${what}`);
	}
	return parts.join("; ");
}
