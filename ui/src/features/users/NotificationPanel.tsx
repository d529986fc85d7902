import { ChevronDown, ChevronUp, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { Ago } from "../../components/Ago";
import { Button } from "../../components/Button";
import { CopyButton } from "../../components/CopyButton";
import { EmptyState } from "../../components/EmptyState";
import { Moment } from "../../components/Moment";
import { Notice } from "../../components/Notice";
import { Spinner } from "../../components/Spinner";
import { Status } from "../../components/Status";
import { formatNumber } from "../../components/time";
import { CheckNowButton } from "../../domain/CheckNowButton";
import { ExplanationFacts } from "../../domain/ExplanationFacts";
import { ReconnectButton } from "../../domain/ReconnectButton";
import { TriangleAlert } from "lucide-react";
import type { Explanation, UserNotification, UserRow } from "../../ipc/bindings";
import { toApiError } from "../../ipc/host";
import { useUserNotification } from "../../ipc/queries";
import text from "../../styles/text.module.css";
import styles from "./NotificationPanel.module.css";
import { EFFECTIVE, OWN, QUIET_WORDS } from "./statusWords";

/** One user's notification beside the list. Arrows walk the list, Esc goes back to the row. */
export function NotificationPanel({
	organizationId,
	listed,
	onWalk,
	onClose,
}: {
	organizationId: string;
	/** The row as the list knew it; the panel asks for the newest. */
	listed: UserRow;
	onWalk: (step: 1 | -1) => void;
	onClose: () => void;
}) {
	const { data, error, refetch } = useUserNotification(organizationId, listed.id);
	const user = data?.user ?? listed;
	const { tone, icon, word } = EFFECTIVE[user.effective];
	const frame = useRef<HTMLElement>(null);

	useEffect(() => frame.current?.focus({ preventScroll: true }), []);

	function onKeyDown(event: KeyboardEvent) {
		if (event.key === "Escape") {
			event.stopPropagation();
			onClose();
		} else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
			event.preventDefault();
			onWalk(event.key === "ArrowDown" ? 1 : -1);
		}
	}

	return (
		<aside
			ref={frame}
			className={styles.panel}
			// biome-ignore lint/a11y/useSemanticElements: it is not modal and opens beside the list.
			role="dialog"
			aria-label={user.name}
			tabIndex={-1}
			data-testid="user-panel"
			data-user={user.id}
			onKeyDown={onKeyDown}
		>
			<header className={styles.head}>
				<div className={text.row}>
					<div className={text.grow}>
						<h2 className={styles.name} title={user.name}>
							{user.name}
						</h2>
						<div className={styles.email}>
							<span className={text.cut} title={user.email}>
								{user.email}
							</span>
							<CopyButton text={user.email} label="Copy e-mail" />
						</div>
					</div>
					<Button
						look="quiet"
						size="small"
						bare
						icon={ChevronUp}
						aria-label="Previous user"
						onClick={() => onWalk(-1)}
					/>
					<Button
						look="quiet"
						size="small"
						bare
						icon={ChevronDown}
						aria-label="Next user"
						onClick={() => onWalk(1)}
					/>
					<Button
						look="quiet"
						size="small"
						bare
						icon={X}
						aria-label="Close"
						title="Close, Esc"
						data-testid="close-panel"
						onClick={onClose}
					/>
				</div>
				<dl className={styles.facts}>
					<div>
						<dt>Effective</dt>
						<dd>
							<Status tone={tone} icon={icon} word={word} small />
						</dd>
					</div>
					<div>
						<dt>Own</dt>
						<dd>{user.own === null ? "—" : OWN[user.own]}</dd>
					</div>
					<div>
						<dt>Profile</dt>
						<dd>{user.profile}</dd>
					</div>
				</dl>
			</header>
			<div className={styles.scroll}>
				{data !== undefined ? (
					<Notices organizationId={organizationId} notification={data} />
				) : error ? (
					<EmptyState
						icon={TriangleAlert}
						role="alert"
						title="This user could not be read"
						action={<Button onClick={() => void refetch()}>Retry</Button>}
					>
						{toApiError(error).message}
					</EmptyState>
				) : (
					<p className={text.row}>
						<Spinner /> Reading
					</p>
				)}
			</div>
		</aside>
	);
}

function Notices({
	organizationId,
	notification,
}: {
	organizationId: string;
	notification: UserNotification;
}) {
	const { user, connection, own, others } = notification;
	if (connection === null && own === null) {
		return (
			<>
				<p data-testid="quiet-status">
					{user.effective === "suspended" ? "Suspended." : QUIET_WORDS[user.effective]}
				</p>
				<Session user={user} />
			</>
		);
	}
	return (
		<>
			{connection !== null && (
				<Cause
					organizationId={organizationId}
					explanation={connection}
					// With a fault of their own besides, that fault says since when.
					since={own === null ? user.since : null}
					others={own === null ? others : 0}
					testId="notification-connection"
				/>
			)}
			{own !== null && (
				<Cause
					organizationId={organizationId}
					explanation={own}
					since={user.since}
					others={others}
					second={connection !== null}
					testId="notification-own"
				/>
			)}
			<Session user={user} />
		</>
	);
}

function Cause({
	organizationId,
	explanation,
	since,
	others,
	second = false,
	testId,
}: {
	organizationId: string;
	explanation: Explanation;
	since: number | null;
	others: number;
	/** It remains after a reconnect. */
	second?: boolean;
	testId: string;
}) {
	const title = second ? "Also suspended for a fault of their own" : "Suspended";
	return (
		<Notice
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
				explanation.remedy === "reconnect" ? (
					<ReconnectButton>Reconnect Salesforce</ReconnectButton>
				) : (
					explanation.remedy === "checkNow" && <CheckNowButton organizationId={organizationId} />
				)
			}
		>
			<ExplanationFacts
				explanation={explanation}
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

function Session({ user }: { user: UserRow }) {
	return (
		<p className={text.hint}>
			{user.username}
			{user.lastSession !== null && (
				<>
					{" · last covered by a session "}
					<Moment at={user.lastSession} />
				</>
			)}
		</p>
	);
}
