import type { LucideIcon } from "lucide-react";
import { Button } from "../../components/Button";
import { RawText } from "../../components/Copy";
import { classes } from "../../components/classes";
import { ErrorLine, Notice } from "../../components/Notice";
import text from "../../components/text.module.css";
import { formatClock } from "../../components/time";
import { press } from "../../domain/actions";
import type { SetAsideFile, WriteProblem } from "../../ipc/bindings";
import { useOwnData } from "../../ipc/queries";
import { useCommand } from "../../ipc/useCommand";
import styles from "./OwnDataBand.module.css";

/** Above every view: what keeps the console from saving, and files that were set aside. */
export function OwnDataBand() {
	const { data } = useOwnData();
	if (!data || (!data.writeProblem && !data.setAside.length && !data.stopped.length)) {
		return null;
	}
	return (
		<div className={classes(text.stack, styles.band)} data-testid="own-data">
			{data.writeProblem && <WriteNotice problem={data.writeProblem} />}
			{data.stopped.map(({ part, at }) => (
				<Notice
					key={part}
					tone="warning"
					role="status"
					title="A part of the console stopped, and was started again"
					data-testid="stopped-part"
				>
					<p>
						It was {part}, at {formatClock(at)}. If it happens again, send the log to support.
					</p>
				</Notice>
			))}
			{data.setAside.map((file) => (
				<SetAsideNotice key={file.path} file={file} />
			))}
		</div>
	);
}

function WriteNotice({ problem }: { problem: WriteProblem }) {
	const again = useCommand("try_writing");
	return (
		<Notice
			tone="bad"
			role="alert"
			title={problem.title}
			data-testid="write-problem"
			actions={
				<>
					<Button data-testid="try-writing" {...press(again, {})}>
						Try again
					</Button>
					<OpenFolderButton />
				</>
			}
		>
			<p>{problem.message}</p>
			<p>{problem.nextStep}</p>
			<RawText text={problem.raw} />
			<ErrorLine error={again.error} />
		</Notice>
	);
}

function SetAsideNotice({ file }: { file: SetAsideFile }) {
	const dismiss = useCommand("dismiss_set_aside");
	return (
		<Notice
			tone="warning"
			role="status"
			title={file.title}
			data-testid={`set-aside-${file.file}`}
			actions={
				<>
					<OpenFolderButton />
					<Button
						data-testid={`dismiss-set-aside-${file.file}`}
						{...press(dismiss, { file: file.file })}
					>
						Dismiss
					</Button>
				</>
			}
		>
			<p>{file.message}</p>
			<p>{file.nextStep}</p>
			<RawText text={file.path} tone="warning" />
			<ErrorLine error={dismiss.error} />
		</Notice>
	);
}

/** Shows the data folder in the desktop's file browser; says so when that fails. */
export function OpenFolderButton({ icon }: { icon?: LucideIcon }) {
	const open = useCommand("open_data_folder");
	return (
		<>
			<Button icon={icon} data-testid="open-data-folder" onClick={() => open.mutate({})}>
				Open folder
			</Button>
			<ErrorLine error={open.error} />
		</>
	);
}
