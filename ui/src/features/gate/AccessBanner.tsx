import { FileUp, Hourglass } from "lucide-react";
import { Button } from "../../components/Button";
import { CopyButton } from "../../components/Copy";
import { Day, useNow } from "../../components/Moment";
import { ErrorLine, Notice } from "../../components/Notice";
import { formatCount } from "../../components/time";
import type { Gate } from "../../ipc/bindings";
import styles from "./AccessBanner.module.css";
import { useImport } from "./useImport";

const DAY_MS = 86_400_000;

/** The end of the access is told this long before. */
const WARN_DAYS = 14;

/** Above every view while the access has ended, ends soon, or leaves a connected organization out. */
export function AccessBanner({ gate }: { gate: Gate }) {
	const entitlement = useImport();
	const now = useNow(DAY_MS / 24);
	const words = bannerOf(gate, now);
	if (words === null) {
		return null;
	}
	return (
		<div className={styles.place}>
			<Notice
				tone={words.tone}
				icon={Hourglass}
				role="status"
				title={words.title}
				data-testid="access-banner"
				actions={
					<>
						<Button
							size="small"
							icon={FileUp}
							busy={entitlement.importing}
							onClick={entitlement.choose}
						>
							Import entitlement…
						</Button>
						<CopyButton
							text={gate.request}
							label="Copy what to send to support"
							word="Copy what to send"
						/>
					</>
				}
			>
				<p>{words.text}</p>
				{gate.rejected && <p>{gate.rejected.message}</p>}
				<ErrorLine error={entitlement.error} />
			</Notice>
		</div>
	);
}

function bannerOf(gate: Gate, now: number) {
	const { state, problem, notIncluded, entitlement, supportAddress } = gate;
	const bad = (title: string, text: string) => ({ tone: "bad" as const, title, text });
	if (problem?.kind === "wrongOrganization") {
		return bad(
			problem.title,
			`${problem.message} Its sessions are stopped; its data stays readable. If it is not used any more, disconnect or delete the old organization, then import the entitlement. Else ask ${supportAddress} for one that includes it.`,
		);
	}
	if (state === "readOnly" && problem !== null) {
		return bad(problem.title, `${problem.message} Ask ${supportAddress}.`);
	}
	if (notIncluded.length > 0) {
		const names = notIncluded
			.map((one) => `${one.salesforceOrganizationName} (${one.salesforceOrganizationId})`)
			.join(", ");
		return bad(
			"Your entitlement does not include every connected organization",
			`Sessions of ${names} are stopped; its data stays readable. Ask ${supportAddress} for an entitlement that includes it.`,
		);
	}
	const left = entitlement === null ? null : entitlement.expires - now;
	if (entitlement !== null && left !== null && left < WARN_DAYS * DAY_MS) {
		const days = Math.max(0, Math.floor(left / DAY_MS));
		return {
			tone: "warning" as const,
			title: (
				<>
					Your access ends on <Day at={entitlement.expires} last />, in{" "}
					{days === 0 ? "less than a day" : formatCount(days, "day", "days")}
				</>
			),
			text: `Connecting and sessions stop then. Ask ${supportAddress} for a new entitlement and import it here.`,
		};
	}
	return null;
}
