import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { Button } from "../../components/Button";
import { FormDialog } from "../../components/Dialog";
import { TextField } from "../../components/Field";
import { ErrorLine, Notice } from "../../components/Notice";
import text from "../../components/text.module.css";
import { formatCount } from "../../components/time";
import type { OrganizationSummary } from "../../ipc/bindings";
import styles from "./DeleteDialog.module.css";
import { useEach } from "./useEach";

interface Props {
	organizations: OrganizationSummary[];
	onDeleted: (report: string) => void;
	onClose: () => void;
}

/** Says what is lost, asks for the name, and offers to disconnect first. */
export function DeleteDialog({ organizations, onDeleted, onClose }: Props) {
	const each = useEach("delete_organization");
	const [typed, setTyped] = useState("");
	const field = useRef<HTMLInputElement>(null);
	// What is asked for stays as it was confirmed; after a failure only the rest is left to do.
	const [all] = useState(organizations);
	const left = each.report?.failed.map(({ item }) => item) ?? all;
	const one = all.length === 1 ? all[0] : undefined;
	const count = formatCount(all.length, "organization", "organizations");
	const rest = formatCount(left.length, "organization", "organizations");
	const wanted = one?.name ?? count;
	const connected = left.filter(({ username }) => username !== null);
	const members = left.reduce((sum, one) => sum + one.members, 0);
	const users = left.reduce((sum, one) => sum + one.users, 0);

	async function remove() {
		const report = await each.run(left, (organization) => ({
			organizationId: organization.id,
			name: organization.name,
		}));
		if (report.failed.length === 0) {
			onDeleted(one ? `${one.name} was deleted.` : `${count} were deleted.`);
		}
	}

	return (
		<FormDialog
			title={`Delete ${one?.name ?? rest}?`}
			submit={one ? "Delete organization" : `Delete ${rest}`}
			look="danger"
			busy={each.running}
			locked
			reason={typed.trim() === wanted.trim() ? null : `Type ${wanted} first`}
			initialFocus={field}
			onSubmit={() => void remove()}
			onClose={onClose}
			testId="delete-dialog"
		>
			{!one && <p className={styles.names}>{left.map(({ name }) => name).join(" · ")}</p>}
			<div>
				<p>This cannot be undone. On this computer it deletes:</p>
				<ul className={styles.lost}>
					<li>{connectionWords(connected)}</li>
					<li>
						{formatCount(members, "member", "members")} and everyone else of{" "}
						{formatCount(users, "user", "users")}, with status, causes and search
					</li>
					<li>all recorded sessions and incidents</li>
					<li>the consumer keys and My Domains that were entered</li>
				</ul>
				<p className={text.muted}>The Activity keeps what was done. Salesforce keeps its users.</p>
			</div>
			{connected.length > 0 && (
				<StillValid connected={connected} busy={each.running} onLeave={onClose} />
			)}
			<TextField
				ref={field}
				label={`Type ${wanted} to confirm`}
				value={typed}
				onChange={(event) => setTyped(event.target.value)}
				data-testid="delete-name"
			/>
			{each.report?.failed.map(({ item, error }) => (
				<ErrorLine
					key={item.id}
					error={one ? error : { ...error, message: `${item.name}: ${error.message}` }}
				/>
			))}
		</FormDialog>
	);
}

function connectionWords(connected: OrganizationSummary[]): string {
	const [only] = connected;
	if (only === undefined) {
		return "the connection: there is none";
	}
	return connected.length === 1
		? `the connection as ${only.username ?? ""}`
		: `${connected.length} connections`;
}

interface StillValidProps {
	connected: OrganizationSummary[];
	busy: boolean;
	onLeave: () => void;
}

/** Nothing is revoked silently, and nothing stays valid silently either. */
function StillValid({ connected, busy, onLeave }: StillValidProps) {
	const navigate = useNavigate();
	const [only] = connected;
	return (
		<Notice
			level={3}
			tone="warning"
			title={
				connected.length === 1
					? "Deleting does not revoke the token in Salesforce"
					: `Deleting does not revoke ${connected.length} tokens in Salesforce`
			}
			actions={
				only &&
				connected.length === 1 && (
					<Button
						data-testid="disconnect-first"
						reason={busy ? "Wait until it is done." : null}
						onClick={() => {
							onLeave();
							void navigate({
								to: "/organizations/$organizationId/connectivity",
								params: { organizationId: only.id },
							});
						}}
					>
						Disconnect first
					</Button>
				)
			}
		>
			<p>
				Disconnect in Salesforce Connectivity revokes it. Without that it stays valid until somebody
				revokes it in Setup, Connected Apps OAuth Usage, or until it expires unused.
			</p>
		</Notice>
	);
}
