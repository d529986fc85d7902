import { ShieldAlert } from "lucide-react";
import { useState } from "react";
import band from "../components/Band.module.css";
import { Button } from "../components/Button";
import { classes } from "../components/classes";
import { Icon } from "../components/Icon";
import { Moment } from "../components/Moment";
import { formatCount, formatNumber } from "../components/time";
import type { HeldBack } from "../ipc/bindings";
import { useHeldBack } from "../ipc/queries";
import { CheckNowButton } from "./CheckNowButton";
import styles from "./HeldBackCard.module.css";
import { HeldBackDialog } from "./HeldBackDialog";

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

/** Changes that look like a fault of the source: nothing was changed until somebody says so. */
export function HeldBackCard({
	organizationId,
	check = true,
}: {
	organizationId: string;
	/** Offers to check now; not where another button does. */
	check?: boolean;
}) {
	const { data: held } = useHeldBack(organizationId);
	const [asked, setAsked] = useState<HeldBack | null>(null);
	return (
		<>
			{held && (
				<section className={styles.card} aria-label="Held-back changes" data-testid="held-back">
					<span className={classes(band.icon, styles.icon)}>
						<Icon of={ShieldAlert} size="large" />
					</span>
					<div className={band.words}>
						<b className={band.lead}>{heldBackWords(held)}</b>
						<div className={band.detail}>
							Source problem: nothing was changed
							<span className={band.since}>
								{" · held back since "}
								<Moment at={held.since} />
							</span>
							{" · closes by itself when a session is normal again"}
						</div>
					</div>
					{check && <CheckNowButton organizationId={organizationId} />}
					<Button
						onClick={() => setAsked(held)}
						reason={held.confirmed ? "The next session applies it." : null}
						data-testid="apply-anyway"
					>
						{held.confirmed ? "Applying" : "Apply anyway…"}
					</Button>
				</section>
			)}
			<HeldBackDialog
				organizationId={organizationId}
				asked={asked}
				onClose={() => setAsked(null)}
			/>
		</>
	);
}
