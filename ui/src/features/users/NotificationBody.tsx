import { CopyButton } from "../../components/Copy";
import { Ago, Moment } from "../../components/Moment";
import { Notice } from "../../components/Notice";
import text from "../../components/text.module.css";
import { formatAbsolute, formatNumber } from "../../components/time";
import { CheckNowButton, ReconnectButton } from "../../domain/actions";
import { ExplanationFacts } from "../../domain/ExplanationFacts";
import type { Fault, UserNotification, UserRow } from "../../ipc/bindings";
import { MemberCheck } from "./MemberCheck";
import { QUIET_WORDS, SOURCES } from "./statusWords";
import { Timeline, UserSessions } from "./Timeline";

interface Props {
	organizationId: string;
	notification: UserNotification;
}

/** What suspends a user, each cause for itself; or, quietly, what the status means. */
export function NotificationBody({ organizationId, notification }: Props) {
	const { user, connection, own, others, check, timeline, changes, sessions } = notification;
	return (
		<>
			{connection === null && own === null && (
				<p data-testid="quiet-status">
					{user.effective === "suspended" ? "Suspended." : QUIET_WORDS[user.effective]}
				</p>
			)}
			{connection !== null && (
				<Cause
					organizationId={organizationId}
					user={user}
					explanation={connection}
					// With a fault of their own besides, that fault says since when.
					since={own === null ? user.since : null}
					others={own === null ? others : 0}
					ofEveryone
					testId="notification-connection"
				/>
			)}
			{own !== null && (
				<Cause
					organizationId={organizationId}
					user={user}
					explanation={own}
					since={user.since}
					others={others}
					second={connection !== null}
					testId="notification-own"
				/>
			)}
			{check !== null && (
				// The same one before and after what it found, so that its button keeps the focus.
				<MemberCheck
					key={user.id}
					organizationId={organizationId}
					user={user}
					checking={check}
					shown={connection?.raw ?? null}
				/>
			)}
			{user.source !== null && (
				<p className={text.hint} data-testid="status-source">
					Source: {SOURCES[user.source].long}.
					{user.lastSession !== null && (
						<>
							{" "}
							Last covered by a session <Moment at={user.lastSession} />.
						</>
					)}
				</p>
			)}
			<Timeline key={`timeline of ${user.id}`} entries={timeline} changes={changes} />
			<UserSessions sessions={sessions} />
		</>
	);
}

function Cause({
	organizationId,
	user,
	explanation,
	since,
	others,
	second = false,
	ofEveryone = false,
	testId,
}: {
	organizationId: string;
	user: UserRow;
	explanation: Fault;
	since: number | null;
	others: number;
	/** It remains after a reconnect. */
	second?: boolean;
	/** It suspends every member alike. */
	ofEveryone?: boolean;
	testId: string;
}) {
	const title = second ? "Also suspended for a fault of their own" : "Suspended";
	return (
		<Notice
			level={3}
			tone="bad"
			role="alert"
			data-testid={testId}
			title={
				since === null ? (
					title
				) : (
					<>
						{title} since <Moment at={since} />
					</>
				)
			}
			note={since === null ? undefined : <Ago at={since} />}
			actions={
				<>
					{explanation.remedy === "reconnect" ? (
						<ReconnectButton>Reconnect Salesforce</ReconnectButton>
					) : (
						// A fault of one user's own is looked at again by the check of this user, below.
						ofEveryone &&
						explanation.remedy === "checkNow" && (
							<CheckNowButton organizationId={organizationId}>Check everyone now</CheckNowButton>
						)
					)}
					<CopyButton
						text={asTicket(user, explanation, since)}
						label="Copy for a ticket"
						word="Copy for a ticket"
					/>
				</>
			}
		>
			<ExplanationFacts
				explanation={explanation}
				titled
				also={
					others > 0 &&
					(others === 1
						? "1 other user shares it."
						: `${formatNumber(others)} other users share it.`)
				}
			/>
			{second && <p className={text.hint}>A reconnect does not change this.</p>}
		</Notice>
	);
}

/** A suspension as text, for whoever can fix it. */
function asTicket(user: UserRow, explanation: Fault, since: number | null): string {
	return [
		`${user.name} (${user.username}, ${user.id}) is suspended`,
		...(since === null ? [] : [`Since: ${formatAbsolute(since)}`]),
		explanation.raw,
		`Cause: ${explanation.title}. ${explanation.cause}`,
		`Who can fix: ${explanation.who}`,
	].join("\n");
}
