import { AlertDialog } from "@base-ui/react/alert-dialog";
import { Dialog } from "@base-ui/react/dialog";
import type { LucideIcon } from "lucide-react";
import { type ReactNode, type RefObject, useRef } from "react";
import { Button, type ButtonProps } from "./Button";
import { classes } from "./classes";
import styles from "./Dialog.module.css";
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

/** A short form over the page. Enter submits, Esc leaves; the focus returns to where it came from. */
export function FormDialog({
	title,
	submit,
	look = "primary",
	busy,
	reason = null,
	locked = false,
	initialFocus,
	children,
	onSubmit,
	onClose,
	testId,
}: {
	title: string;
	submit: string;
	look?: ButtonProps["look"];
	busy: boolean;
	/** Why it cannot be submitted yet. */
	reason?: string | null;
	/** It cannot be left while it is busy. */
	locked?: boolean;
	initialFocus?: RefObject<HTMLElement | null>;
	children: ReactNode;
	onSubmit: () => void;
	onClose: () => void;
	testId: string;
}) {
	const held = locked && busy;
	return (
		<Dialog.Root open onOpenChange={(open) => !open && !held && onClose()}>
			<Dialog.Portal>
				<Dialog.Backdrop className={styles.scrim} />
				<Dialog.Viewport className={styles.viewport}>
					<Dialog.Popup className={styles.dialog} initialFocus={initialFocus} data-testid={testId}>
						<form
							onSubmit={(event) => {
								event.preventDefault();
								if (!busy && reason === null) {
									onSubmit();
								}
							}}
						>
							<div className={styles.formDialogBody}>
								<Dialog.Title className={styles.title}>{title}</Dialog.Title>
								{children}
							</div>
							<div className={styles.actions}>
								<Button
									onClick={onClose}
									reason={held ? "Wait until it is done." : null}
									data-testid={`${testId}-cancel`}
								>
									Cancel
								</Button>
								<Button
									type="submit"
									look={look}
									busy={busy}
									reason={reason}
									data-testid={`${testId}-submit`}
								>
									{submit}
								</Button>
							</div>
						</form>
					</Dialog.Popup>
				</Dialog.Viewport>
			</Dialog.Portal>
		</Dialog.Root>
	);
}
