import { CircleCheck, LogOut, type LucideIcon, Unplug } from "lucide-react";
import { useState } from "react";
import { Icon } from "../../components/Icon";
import { LinkButton } from "../../components/LinkButton";
import { Moment } from "../../components/Moment";
import type { Tone } from "../../components/Status";
import { formatNumber } from "../../components/time";
import type { TimelineEntry, TimelineEvent } from "../../ipc/bindings";
import text from "../../styles/text.module.css";
import { EFFECTIVE } from "./statusWords";
import styles from "./Timeline.module.css";

/** Entries that are shown before somebody asks for all. */
const SHORT = 5;

/** What became of a user: changes of the status, and the losses that everyone went through. */
export function Timeline({ entries, changes }: { entries: TimelineEntry[]; changes: number }) {
	const [all, setAll] = useState(false);
	if (entries.length === 0) {
		return null;
	}
	const shown = all ? entries : entries.slice(0, SHORT);
	const left = changes - entries.filter(isChange).length;
	return (
		<section className={styles.section} aria-label="Timeline" data-testid="timeline">
			<div className={text.row}>
				<h3 className={text.grow}>Timeline</h3>
				{entries.length > SHORT && (
					<LinkButton small aria-expanded={all} onClick={() => setAll(!all)}>
						{all ? "Show fewer" : `Show all ${formatNumber(entries.length)}`}
					</LinkButton>
				)}
			</div>
			<ol className={styles.list}>
				{shown.map((entry) => {
					const { word, icon, tone } = words(entry.event);
					return (
						<li
							key={`${entry.at} ${JSON.stringify(entry.event)} ${entry.raw}`}
							className={styles.entry}
							data-event={entry.event.kind}
						>
							<span className={styles[tone]}>
								<Icon of={icon} />
							</span>
							<span className={styles.words}>
								{word}
								{entry.raw !== null && (
									<code className={tone === "bad" ? styles.bad : text.muted}>{entry.raw}</code>
								)}
							</span>
							<span className={styles.when}>
								<Moment at={entry.at} />
							</span>
						</li>
					);
				})}
			</ol>
			{all && left > 0 && (
				<p className={text.hint}>{formatNumber(left)} older changes are kept and not shown.</p>
			)}
		</section>
	);
}

function isChange({ event }: TimelineEntry): boolean {
	return event.kind === "status" || event.kind === "leftGroup";
}

function words(event: TimelineEvent): {
	word: string;
	icon: LucideIcon;
	tone: Extract<Tone, "bad" | "good" | "quiet">;
} {
	switch (event.kind) {
		case "status": {
			const { word, icon, tone } = EFFECTIVE[event.status];
			return { word, icon, tone: tone === "bad" || tone === "good" ? tone : "quiet" };
		}
		case "leftGroup":
			return { word: "Left the group", icon: LogOut, tone: "quiet" };
		case "connectionLost":
			return { word: "Salesforce connectivity was lost", icon: Unplug, tone: "bad" };
		case "connectionRestored":
			return { word: "Salesforce was connected again", icon: CircleCheck, tone: "good" };
	}
}
