import { UserCog } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "../../components/Button";
import { Card } from "../../components/Card";
import { Checkbox } from "../../components/Choice";
import { classes } from "../../components/classes";
import { ErrorLine } from "../../components/Notice";
import text from "../../components/text.module.css";
import { formatClock } from "../../components/time";
import { NEXT_FOCUS } from "../../components/useKeptFocus";
import { press } from "../../domain/actions";
import { EnvironmentPill } from "../../domain/connectionState";
import type { AccountIdentity, AccountQuestion } from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";
import styles from "./AccountQuestionPanel.module.css";
import { CheckList } from "./CheckList";

interface Props {
	organizationId: string;
	question: AccountQuestion;
}

/** Nothing is saved before the admin has seen who signed in. */
export function AccountQuestionPanel({ organizationId, question }: Props) {
	const { pinned, found, member, checks, environment, until } = question;
	const [nobody, setNobody] = useState(false);
	const confirm = useCommand("confirm_account");
	const cancel = useCommand("cancel_login");
	const another = pinned !== null && pinned.username !== found.username;
	return (
		<div data-testid="account-question">
			<Card
				title={pinned === null ? "Use this account?" : "Change the service account?"}
				icon={UserCog}
				aside={<EnvironmentPill environment={environment} />}
				flush
			>
				<div className={classes(text.stack, styles.body)}>
					<p>
						{pinned === null
							? "This account signed in. Nothing is saved yet."
							: "Another account or organization signed in. Nothing is changed yet: the connected account goes on working until you confirm."}
					</p>
					<TwoAccounts pinned={pinned} found={found} />
					{member && (
						<p>
							<b>{found.username} is a member of the group.</b> A person’s account must not be used.
							If it was made only for this purpose, it leaves the group when you confirm.
						</p>
					)}
					<Checkbox
						label={`No LPC user works with ${found.username}; it was made only for this purpose.`}
						testId="question-no-lpc-user"
						checked={nobody}
						onChange={setNobody}
					/>
					<div className={text.actions}>
						<Button
							{...NEXT_FOCUS}
							look="primary"
							reason={nobody ? null : "Confirm first that no LPC user works with this account."}
							data-testid="confirm-account"
							{...press(confirm, { organizationId, noLpcUser: nobody })}
						>
							{another || pinned === null ? "Use this account" : "Use this organization"}
						</Button>
						<Button data-testid="decline-account" {...press(cancel, { organizationId })}>
							Cancel
						</Button>
						<span className={text.hint}>
							If unanswered by {formatClock(until)}, the new token is revoked.
							{pinned !== null && " After you confirm, the old token is revoked."}
						</span>
					</div>
					<ErrorLine error={confirm.error ?? cancel.error} />
				</div>
				<div className={styles.checks}>
					<CheckList checks={checks} label="Checks of the account that signed in" />
				</div>
			</Card>
		</div>
	);
}

interface TwoAccountsProps {
	pinned: AccountIdentity | null;
	found: AccountIdentity;
}

/** Both identities side by side; what differs is marked by a word, not by color alone. */
export function TwoAccounts({ pinned, found }: TwoAccountsProps) {
	const row = (name: string, of: (account: AccountIdentity) => string, mono = false) => {
		const value = (account: AccountIdentity): ReactNode =>
			mono ? <code>{of(account)}</code> : of(account);
		const differs = pinned !== null && of(pinned) !== of(found);
		return (
			<tr data-differs={differs || undefined}>
				<th scope="row">{name}</th>
				{pinned && <td>{value(pinned)}</td>}
				<td className={differs ? text.strong : undefined}>
					{value(found)} {differs && <span className={styles.mark}>differs</span>}
				</td>
			</tr>
		);
	};
	return (
		<table className={styles.table} data-testid="two-accounts">
			<thead>
				<tr>
					<td />
					{pinned && <th scope="col">Connected now</th>}
					<th scope="col">Signed in</th>
				</tr>
			</thead>
			<tbody>
				{row("Username", (account) => account.username)}
				{row("Name", (account) => account.displayName)}
				{row("User ID", (account) => account.userId, true)}
				{row("Organization", (account) => account.salesforceOrganizationName)}
				{row("Organization ID", (account) => account.salesforceOrganizationId, true)}
			</tbody>
		</table>
	);
}
