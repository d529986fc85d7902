import { ScanSearch } from "lucide-react";
import { useId } from "react";
import { Button } from "../../components/Button";
import { RawText } from "../../components/Copy";
import { classes } from "../../components/classes";
import { Moment } from "../../components/Moment";
import { ErrorLine } from "../../components/Notice";
import text from "../../components/text.module.css";
import { press } from "../../domain/actions";
import type { MemberChecking, MemberCheck as Result, UserRow } from "../../ipc/bindings";
import { useOverview } from "../../ipc/queries";
import { useCommand } from "../../ipc/useCommand";
import styles from "./MemberCheck.module.css";
import { OWN } from "./statusWords";

interface Props {
	organizationId: string;
	user: UserRow;
	checking: MemberChecking;
	/** The text of the connection's fault, which stands above. */
	shown: string | null;
}

/** Reads this one member now, and says what that changed. */
export function MemberCheck({ organizationId, user, checking, shown }: Props) {
	const check = useCommand("check_member");
	const { data: overview } = useOverview();
	const reason = useId();
	const { refusal, last } = checking;
	const sessionRuns =
		overview?.organizations.find(({ id }) => id === organizationId)?.sessionRunning ?? false;
	const raw = last?.fault?.raw ?? null;
	return (
		<section
			className={classes(text.stack, styles.check)}
			aria-label="Check of this user"
			data-testid="member-check"
		>
			<div className={text.row}>
				<h3 className={text.grow}>Check of this user</h3>
				<Button
					size="small"
					icon={ScanSearch}
					reason={refusal}
					aria-describedby={refusal === null ? undefined : reason}
					data-testid="check-member"
					{...press(check, { organizationId, userId: user.id })}
				>
					Check now
				</Button>
			</div>
			<p className={styles.said} role="status" data-testid="member-check-said">
				{check.isPending ? (
					sessionRuns ? (
						"A session runs. This user is checked when it has ended."
					) : (
						"Checking"
					)
				) : last === null ? (
					<span className={text.hint}>Not checked by hand yet.</span>
				) : (
					<>
						{words(last)}{" "}
						<span className={text.hint}>
							Checked <Moment at={last.at} />
						</span>
					</>
				)}
			</p>
			{raw !== null && raw !== shown && !check.isPending && <RawText text={raw} />}
			{refusal === null ? (
				<ErrorLine error={check.error} />
			) : (
				<p id={reason} className={text.hint} data-testid="member-check-refusal">
					{refusal}
				</p>
			)}
		</section>
	);
}

/** What a check found, as a sentence. */
function words({ outcome, before, after, fault }: Result): string {
	switch (outcome) {
		case "unchanged":
			return "Nothing changed.";
		case "changed":
			if (after === null) {
				return "Not in the group any more.";
			}
			if (before === null || before === after) {
				return `${OWN[after]} for another reason than before.`;
			}
			return `${OWN[after]} now, ${OWN[before].toLowerCase()} before.`;
		case "notShown":
			return "Salesforce did not show this user. Nothing changed: an absence counts when it is seen again.";
		case "outdated":
			return "Salesforce answered with an older state than the one known here. Nothing changed.";
		case "failed":
			return fault === null ? "Could not be checked." : `Could not be checked: ${fault.title}.`;
	}
}
