import { TriangleAlert } from "lucide-react";
import { Meter } from "../../components/Meter";
import { MeterCard } from "../../components/MeterCard";
import { Status } from "../../components/Status";
import { formatNumber, formatPercent } from "../../components/time";
import type { ApiUsage } from "../../ipc/bindings";
import text from "../../styles/text.module.css";
import styles from "./ApiBudgetCard.module.css";

/** Shares of the organization's limit at which the console holds back. */
const MARKS = [
	{ at: 70, label: "70" },
	{ at: 85, label: "85" },
	{ at: 95, label: "95" },
];

/** The console's own share of the limit, at most. */
const OWN_SHARE = 0.05;

export function ApiBudgetCard({ usage, own }: { usage: ApiUsage; own: number }) {
	const others = Math.max(0, usage.used - own);
	const share = usage.limit > 0 ? usage.used / usage.limit : 0;
	const warning = share >= 0.7;
	return (
		<MeterCard
			title="API budget, last 24 hours"
			value={
				<>
					<b>{formatPercent(share)}</b> of {formatNumber(usage.limit)}
				</>
			}
		>
			<Meter
				label="API requests of all apps in the last 24 hours"
				text={`${formatNumber(usage.used)} of ${formatNumber(usage.limit)}`}
				tone={warning ? "warning" : "quiet"}
				value={usage.used}
				max={usage.limit}
				marks={MARKS}
			/>
			{warning && (
				<Status tone="warning" icon={TriangleAlert} word={`Above ${formatPercent(0.7)}`} small />
			)}
			<dl className={styles.shares}>
				<div>
					<dt>This console’s checks</dt>
					<dd data-testid="own-calls">{formatNumber(own)}</dd>
				</div>
				<div>
					<dt>All else, sign-ins included</dt>
					<dd>{formatNumber(others)}</dd>
				</div>
			</dl>
			<p className={text.hint}>
				This console’s own share may reach {formatPercent(OWN_SHARE)} (
				{formatNumber(Math.floor(usage.limit * OWN_SHARE))}). From {formatPercent(0.7)} sessions run
				every 5 minutes, from {formatPercent(0.85)} hourly or by hand, from {formatPercent(0.95)}{" "}
				hourly only.
			</p>
		</MeterCard>
	);
}
