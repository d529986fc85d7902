import { ShieldAlert } from "lucide-react";
import { useState } from "react";
import { Band } from "../components/Band";
import { Button } from "../components/Button";
import { ConfirmDialog } from "../components/Dialog";
import { Fact, Facts } from "../components/Facts";
import { Ago, Moment } from "../components/Moment";
import { ErrorLine } from "../components/Notice";
import text from "../components/text.module.css";
import { formatCount, formatNumber, formatWithWeekday } from "../components/time";
import type { HeldBack } from "../ipc/bindings";
import { useHeldBack } from "../ipc/queries";
import { useCommand } from "../ipc/useCommand";
import { CheckNowButton } from "./actions";
import { ExplanationFacts } from "./ExplanationFacts";

/** What is held back, in people and numbers. */
export function heldBackWords({ suspicion, affected, before }: HeldBack): string {
	switch (suspicion) {
		case "emptyList":
			return `Salesforce’s list of users is empty; ${formatCount(before, "user was", "users were")} known`;
		case "lostUsers":
			return `${formatNumber(affected)} of ${formatCount(before, "known user", "known users")} are missing from Salesforce’s list`;
		default:
			return `${formatNumber(affected)} of ${formatCount(before, "member", "members")} would lose their status at once`;
	}
}

/** The same in a narrow line; the numbers beside it are in its tooltip. */
export function heldBackInShort({ suspicion, affected }: HeldBack): string {
	switch (suspicion) {
		case "emptyList":
			return "Empty list held back";
		case "lostUsers":
			return `${formatCount(affected, "user", "users")} held back`;
		default:
			return `${formatCount(affected, "member", "members")} held back`;
	}
}

interface Props {
	organizationId: string;
	/** Offers to check now; not where another button does. */
	check?: boolean;
}

/** Changes that look like a fault of the source: nothing was changed until somebody says so. */
export function HeldBackCard({ organizationId, check = true }: Props) {
	const { data: held } = useHeldBack(organizationId);
	const [asked, setAsked] = useState<HeldBack | null>(null);
	return (
		<>
			{held && (
				<Band
					tone="warning"
					icon={ShieldAlert}
					aria-label="Held-back changes"
					data-testid="held-back"
					lead={<b>{heldBackWords(held)}</b>}
					detail={
						<>
							Source problem: nothing was changed
							<span className={text.muted}>
								{" · held back since "}
								<Moment at={held.since} />
							</span>
							{" · closes by itself when a session is normal again"}
						</>
					}
				>
					{check && <CheckNowButton organizationId={organizationId} />}
					<Button
						onClick={() => setAsked(held)}
						reason={held.confirmed ? "The next session applies it." : null}
						data-testid="apply-anyway"
					>
						{held.confirmed ? "Applying" : "Apply anyway…"}
					</Button>
				</Band>
			)}
			<HeldBackDialog
				organizationId={organizationId}
				asked={asked}
				onClose={() => setAsked(null)}
			/>
		</>
	);
}

interface HeldBackDialogProps {
	organizationId: string;
	/** As it was when the question was opened; `null` while it is closed. */
	asked: HeldBack | null;
	onClose: () => void;
}

/** Asks whether held-back changes are meant, with the numbers that are agreed to. */
function HeldBackDialog({ organizationId, asked, onClose }: HeldBackDialogProps) {
	const apply = useCommand("apply_held_back");

	function close() {
		apply.reset();
		onClose();
	}

	if (asked === null) {
		return null;
	}
	const members = asked.suspicion === "flips";
	const whom = members
		? formatCount(asked.affected, "member", "members")
		: formatCount(asked.affected, "user", "users");
	return (
		<ConfirmDialog
			open
			careful
			testId="apply-dialog"
			icon={ShieldAlert}
			tone="warning"
			title={`Apply the changes to ${whom} anyway?`}
			question={
				members ? (
					<>
						<b>{whom}</b> will be suspended or leave the group with the next session, which begins
						at once.
					</>
				) : (
					<>
						<b>{whom}</b> will count as no longer visible to the service account with the next
						session, which begins at once. Members among them will be suspended.
					</>
				)
			}
			yes="Apply anyway"
			no="Keep held back"
			busy={apply.isPending}
			onYes={() => apply.mutate({ organizationId, affected: asked.affected }, { onSuccess: close })}
			onNo={close}
		>
			<Facts narrow>
				<Fact name={members ? "Members now" : "Users known"}>{formatNumber(asked.before)}</Fact>
				<Fact name="Unchanged">{formatNumber(asked.after)}</Fact>
				<Fact name="Affected">
					<b>{formatNumber(asked.affected)}</b>
				</Fact>
				<Fact name="Since">
					{formatWithWeekday(asked.since)} <Ago at={asked.since} className={text.muted} />
				</Fact>
			</Facts>
			<ExplanationFacts explanation={asked.fault} tone="warning" />
			<p className={text.hint}>
				If the next session finds clearly more than these, it is held back again.
			</p>
			<ErrorLine error={apply.error} />
		</ConfirmDialog>
	);
}
