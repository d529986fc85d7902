import type { ReactNode } from "react";
import text from "../../components/text.module.css";
import type { AccountIdentity } from "../../ipc/bindings";
import styles from "./TwoAccounts.module.css";

interface Props {
	pinned: AccountIdentity | null;
	found: AccountIdentity;
}

/** Both identities side by side; what differs is marked by a word, not by color alone. */
export function TwoAccounts({ pinned, found }: Props) {
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
