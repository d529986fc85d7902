import { Dialog } from "@base-ui/react/dialog";
import type { ReactNode, RefObject } from "react";
import { Button, type ButtonProps } from "./Button";
import frame from "./ConfirmDialog.module.css";
import styles from "./FormDialog.module.css";

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
				<Dialog.Backdrop className={frame.scrim} />
				<Dialog.Viewport className={frame.viewport}>
					<Dialog.Popup className={frame.dialog} initialFocus={initialFocus} data-testid={testId}>
						<form
							onSubmit={(event) => {
								event.preventDefault();
								if (!busy && reason === null) {
									onSubmit();
								}
							}}
						>
							<div className={styles.body}>
								<Dialog.Title className={frame.title}>{title}</Dialog.Title>
								{children}
							</div>
							<div className={frame.actions}>
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
