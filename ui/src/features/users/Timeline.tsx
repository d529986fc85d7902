import { CircleCheck, LogOut, type LucideIcon, Unplug } from "lucide-react";
import { useState } from "react";
import { LinkButton } from "../../components/Button";
import { classes } from "../../components/classes";
import { Icon } from "../../components/Icon";
import { Moment } from "../../components/Moment";
import { Status, type Tone } from "../../components/Status";
import text from "../../components/text.module.css";
import { formatNumber } from "../../components/time";
import tones from "../../components/tones.module.css";
import { duration, OUTCOMES, RUNNING, TRIGGERS } from "../../domain/sessionWords";
import type { TimelineEntry, TimelineEvent, UserSession } from "../../ipc/bindings";
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
							<span className={classes(tones[tone], styles.tone)}>
								<Icon of={icon} />
							</span>
							<span className={styles.words}>
								{word}
								{entry.raw !== null && (
									<code className={classes(tones[tone], tone === "bad" ? styles.tone : text.muted)}>
										{entry.raw}
									</code>
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

/** The newest sessions of the group, and what each meant for this user. */
export function UserSessions({ sessions }: { sessions: UserSession[] }) {
	if (sessions.length === 0) {
		return null;
	}
	return (
		<section className={styles.section} aria-label="Last sessions" data-testid="user-sessions">
			<h3>Last sessions</h3>
			<ol className={styles.list}>
				{sessions.map(({ session, changedThisUser }) => {
					const { word, icon, tone } =
						session.outcome === null ? RUNNING : OUTCOMES[session.outcome];
					return (
						<li key={session.id} className={styles.entry} data-session={session.id}>
							<span className={styles.words}>
								<span className={text.row}>
									<Status tone={tone} icon={icon} word={word} small />
									<span className={text.hint}>
										{TRIGGERS[session.trigger]} · {duration(session)}
									</span>
								</span>
								<span className={text.hint}>{meaning(session.outcome, changedThisUser)}</span>
								{session.fault !== null && <code className={text.muted}>{session.fault.raw}</code>}
							</span>
							<span className={styles.when}>
								<Moment at={session.started} />
							</span>
						</li>
					);
				})}
			</ol>
		</section>
	);
}

function meaning(outcome: UserSession["session"]["outcome"], changed: boolean): string {
	if (changed) {
		return "Changed the status of this user";
	}
	switch (outcome) {
		case null:
			return "Not done yet";
		case "finished":
			return "Checked, nothing changed for this user";
		case "heldBack":
			return "Checked, changes are held back";
		case "failed":
		case "interrupted":
			return "Did not come to the end, so this user keeps the last status";
	}
}
