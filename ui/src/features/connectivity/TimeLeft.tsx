import type { ReactNode } from "react";
import { Button } from "../../components/Button";
import { ErrorLine } from "../../components/ErrorLine";
import { Meter } from "../../components/Meter";
import { formatCountdown } from "../../components/time";
import { useNow } from "../../components/useNow";
import type { LoginPhase } from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";
import text from "../../styles/text.module.css";
import styles from "./TimeLeft.module.css";

/** The countdown of a sign-in beside its title, the only part of its panel that ticks. */
export function TimeLeft({
	organizationId,
	login,
	children,
}: {
	organizationId: string;
	children: ReactNode;
	login: Extract<LoginPhase, { phase: "waiting" }>;
}) {
	const now = useNow(1000);
	const extend = useCommand("extend_login");
	const left = Math.max(0, login.expires - now);
	const total = Math.max(1, login.expires - login.started);
	const minutes = Math.round(total / 60_000);
	const words = `${formatCountdown(left)} left of ${minutes} minutes`;
	return (
		<div className={styles.frame}>
			<div className={styles.row}>
				{children}
				<div className={styles.left}>
					<div className={styles.count} role="timer" aria-live="off" data-testid="time-left">
						{formatCountdown(left)}
					</div>
					<div className={text.hint}>left of {minutes} minutes</div>
				</div>
				<Button
					size="small"
					busy={extend.isPending}
					data-testid="extend-login"
					onClick={() => extend.mutate({ organizationId })}
				>
					Extend
				</Button>
			</div>
			<Meter
				role="progressbar"
				label="Time left"
				text={words}
				tone="accent"
				value={left}
				max={total}
			/>
			<ErrorLine error={extend.error} />
		</div>
	);
}
