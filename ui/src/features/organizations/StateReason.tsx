import { ShieldAlert } from "lucide-react";
import { Moment } from "../../components/Moment";
import { Status } from "../../components/Status";
import { formatClock, formatMoment } from "../../components/time";
import { CONNECTION_STATES, stopsEveryone, waitsForConsent } from "../../domain/connectionState";
import { heldBackInShort, heldBackWords } from "../../domain/HeldBackCard";
import type { OrganizationSummary } from "../../ipc/bindings";
import { Countdown } from "./Countdown";

/** Why a connection is in its state, in a few words below it. */
export function StateReason({ organization }: { organization: OrganizationSummary }) {
	const { state, stateSince, reason, synchronization, retryAt, nextSession } = organization;
	const { idleEnds, ownShare, lastSession } = organization;
	if (!synchronization) {
		const { word } = CONNECTION_STATES[state];
		return (
			<>synchronization is off{state === "connected" ? "" : `; ${word.toLowerCase()} before`}</>
		);
	}
	if (organization.heldBack !== null && waitsForConsent(organization) && !stopsEveryone(state)) {
		return (
			<Status
				small
				tone="warning"
				icon={ShieldAlert}
				word={heldBackInShort(organization.heldBack)}
				title={heldBackWords(organization.heldBack)}
			/>
		);
	}
	switch (state) {
		case "lost":
			return stateSince === null ? null : (
				<>
					since <Moment at={stateSince} />
				</>
			);
		case "refused":
			return <>{reason === null ? "a policy refuses" : reason.replace(/^[a-z_]+: /, "")}</>;
		case "keyLost":
			return <>the key store lost its key</>;
		case "wrongAccount":
			return <>signed in as another user</>;
		case "expiringSoon":
			return idleEnds === null ? null : <>renew before {formatMoment(idleEnds, Date.now())}</>;
		case "throttled":
			return <>{retryAt === null ? "API limit" : `until ${formatClock(retryAt)}, API limit`}</>;
		case "unreachable":
			return (
				<>
					{stateSince !== null && `since ${formatClock(stateSince)}`}
					{nextSession !== null && (
						<>
							, retry in <Countdown until={nextSession} />
						</>
					)}
				</>
			);
		case "authorizing":
			return <>waiting for the browser</>;
		case "notConfigured":
			return lastSession === null ? (
				<>no service account yet</>
			) : (
				<>disconnected, statuses as of {formatMoment(lastSession.ended, Date.now())}</>
			);
		case "off":
			return <>service account login is disabled</>;
		default:
			return ownShare === null ? null : (
				<>hourly until {formatMoment(ownShare.until, Date.now())}, own API share used</>
			);
	}
}
