import { ShieldAlert } from "lucide-react";
import { Ago } from "../components/Ago";
import { ConfirmDialog } from "../components/ConfirmDialog";
import { ErrorLine } from "../components/ErrorLine";
import { Facts } from "../components/Facts";
import { formatCount, formatNumber, formatWithWeekday } from "../components/time";
import type { HeldBack } from "../ipc/bindings";
import { useCommand } from "../ipc/useCommand";
import text from "../styles/text.module.css";
import { ExplanationFacts } from "./ExplanationFacts";

/** Asks whether held-back changes are meant, with the numbers that are agreed to. */
export function HeldBackDialog({
	organizationId,
	asked,
	onClose,
}: {
	organizationId: string;
	/** As it was when the question was opened; `null` while it is closed. */
	asked: HeldBack | null;
	onClose: () => void;
}) {
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
			<Facts
				narrow
				facts={[
					{
						name: members ? "Members now" : "Users known",
						value: formatNumber(asked.before),
					},
					{ name: "Unchanged", value: formatNumber(asked.after) },
					{ name: "Affected", value: <b>{formatNumber(asked.affected)}</b> },
					{
						name: "Since",
						value: (
							<>
								{formatWithWeekday(asked.since)} <Ago at={asked.since} className={text.muted} />
							</>
						),
					},
				]}
			/>
			<ExplanationFacts explanation={asked.explanation} tone="warning" />
			<p className={text.hint}>
				If the next session finds clearly more than these, it is held back again.
			</p>
			<ErrorLine error={apply.error} />
		</ConfirmDialog>
	);
}
