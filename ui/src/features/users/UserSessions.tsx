import { Moment } from "../../components/Moment";
import { Status } from "../../components/Status";
import { duration, OUTCOMES, RUNNING, TRIGGERS } from "../../domain/sessionWords";
import type { UserSession } from "../../ipc/bindings";
import text from "../../styles/text.module.css";
import styles from "./Timeline.module.css";

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
								{session.error !== null && <code className={text.muted}>{session.error.raw}</code>}
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
