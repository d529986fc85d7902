import { ChevronDown, ChevronUp, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { IconButton } from "../../components/Button";
import { CopyButton } from "../../components/Copy";
import { classes } from "../../components/classes";
import { Cut } from "../../components/Facts";
import { Spinner } from "../../components/Icon";
import { Status } from "../../components/Status";
import text from "../../components/text.module.css";
import { ReadFailure } from "../../domain/ReadFailure";
import type { UserRow } from "../../ipc/bindings";
import { useUserNotification } from "../../ipc/queries";
import { NotificationBody } from "./NotificationBody";
import styles from "./NotificationPanel.module.css";
import { EFFECTIVE, OWN } from "./statusWords";

interface Props {
	organizationId: string;
	/** The row as the list knew it; the panel asks for the newest. */
	listed: UserRow;
	onWalk: (step: 1 | -1) => void;
	onClose: () => void;
}

/** One user's notification beside the list. Arrows walk the list, Esc goes back to the row. */
export function NotificationPanel({ organizationId, listed, onWalk, onClose }: Props) {
	const { data, error, refetch } = useUserNotification(organizationId, listed.id);
	const user = data?.user ?? listed;
	const frame = useRef<HTMLDivElement>(null);

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
		<div
			ref={frame}
			className={styles.panel}
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
						<h2 className={classes(text.cut, styles.name)} title={user.name}>
							{user.name}
						</h2>
						<div className={styles.email}>
							<Cut>{user.email}</Cut>
							<CopyButton text={user.email} label="Copy e-mail" />
						</div>
					</div>
					<IconButton icon={ChevronUp} label="Previous user" onClick={() => onWalk(-1)} />
					<IconButton icon={ChevronDown} label="Next user" onClick={() => onWalk(1)} />
					<IconButton
						icon={X}
						label="Close"
						title="Close, Esc"
						data-testid="close-panel"
						onClick={onClose}
					/>
				</div>
				<div className={styles.username}>
					<span>Username</span>
					<Cut>{user.username}</Cut>
					<CopyButton text={user.username} label="Copy username" />
				</div>
				<dl className={styles.facts}>
					<div>
						<dt>Effective</dt>
						<dd>
							<Status {...EFFECTIVE[user.effective]} small />
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
			<div className={classes(text.stack, text.scroll, styles.scroll)}>
				{data !== undefined ? (
					<NotificationBody organizationId={organizationId} notification={data} />
				) : error ? (
					<ReadFailure title="This user could not be read" error={error} onRetry={refetch} />
				) : (
					<p className={text.row}>
						<Spinner /> Reading
					</p>
				)}
			</div>
		</div>
	);
}
