import { AlertDialog } from "@base-ui/react/alert-dialog";
import type { LucideIcon } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { Button } from "./Button";
import styles from "./ConfirmDialog.module.css";
import { classes } from "./classes";
import { Icon } from "./Icon";
import text from "./text.module.css";
import tones from "./tones.module.css";

/** Windows puts the affirmative answer first, macOS and GNOME put it last. */
const YES_FIRST = navigator.userAgent.includes("Windows");

/** A question with two answers; "yes" has the focus unless it asks for care or destroys. */
export function ConfirmDialog({
	open,
	icon,
	tone = "bad",
	title,
	question,
	children,
	yes,
	no,
	careful = false,
	busy,
	danger = false,
	reason = null,
	onYes,
	onNo,
	testId,
}: {
	open: boolean;
	icon: LucideIcon;
	/** What the icon stands for; red is for what is lost. */
	tone?: "bad" | "warning" | "active";
	title: string;
	question: ReactNode;
	children: ReactNode;
	yes: string;
	no: string;
	/** "No" has the focus: Enter must not agree by accident. */
	careful?: boolean;
	busy: boolean;
	/** The first answer destroys something. */
	danger?: boolean;
	/** Why the first answer cannot be given yet. */
	reason?: string | null;
	onYes: () => void;
	onNo: () => void;
	testId: string;
}) {
	const first = useRef<HTMLButtonElement>(null);
	const noFirst = careful || danger;
	const noButton = (
		<Button key="no" ref={noFirst ? first : undefined} onClick={onNo} data-testid={`${testId}-no`}>
			{no}
		</Button>
	);
	const yesButton = (
		<Button
			key="yes"
			ref={noFirst ? undefined : first}
			look={danger ? "danger" : "primary"}
			busy={busy}
			reason={reason}
			onClick={onYes}
			className={styles.yes}
			data-testid={`${testId}-yes`}
		>
			{yes}
		</Button>
	);
	return (
		<AlertDialog.Root open={open} onOpenChange={(next) => !next && onNo()}>
			<AlertDialog.Portal>
				<AlertDialog.Backdrop className={styles.scrim} />
				<AlertDialog.Viewport className={styles.viewport}>
					<AlertDialog.Popup className={styles.dialog} initialFocus={first} data-testid={testId}>
						<div className={styles.body}>
							<span className={classes(styles.icon, tones[tone])}>
								<Icon of={icon} size="large" />
							</span>
							<div className={classes(text.stack, styles.content)}>
								<AlertDialog.Title className={styles.title}>{title}</AlertDialog.Title>
								<AlertDialog.Description render={<p />}>{question}</AlertDialog.Description>
								{children}
							</div>
						</div>
						<div className={styles.actions}>
							{YES_FIRST ? [yesButton, noButton] : [noButton, yesButton]}
						</div>
					</AlertDialog.Popup>
				</AlertDialog.Viewport>
			</AlertDialog.Portal>
		</AlertDialog.Root>
	);
}
