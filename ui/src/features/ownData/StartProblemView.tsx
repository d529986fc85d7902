import { ClipboardCopy, FolderOpen, RotateCw } from "lucide-react";
import { Button } from "../../components/Button";
import { classes } from "../../components/classes";
import { Fact, Facts } from "../../components/Facts";
import { ErrorLine, Notice } from "../../components/Notice";
import text from "../../components/text.module.css";
import { press } from "../../domain/actions";
import type { StartProblem } from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";
import { OpenFolderButton } from "./OwnDataBand";
import styles from "./StartProblemView.module.css";

/** The whole window while the console cannot open its data. */
export function StartProblemView({ problem }: { problem: StartProblem }) {
	const again = useCommand("try_start_again");
	const copy = useCommand("copy_start_problem");
	return (
		<main className={styles.page} data-testid="start-problem">
			<div className={classes(text.stack, styles.column)}>
				<h1 className={styles.name}>LPC Admin Console</h1>
				<Notice
					tone="bad"
					role="alert"
					level={2}
					title={problem.title}
					actions={
						<>
							<Button
								look="primary"
								icon={RotateCw}
								data-testid="try-start-again"
								{...press(again, {})}
							>
								Try again
							</Button>
							<OpenFolderButton icon={FolderOpen} />
							<Button
								icon={ClipboardCopy}
								data-testid="copy-start-problem"
								onClick={() => copy.mutate({})}
							>
								{copy.isSuccess ? "Copied" : "Copy details"}
							</Button>
						</>
					}
				>
					<p>{problem.message}</p>
					<Facts prose>
						<Fact name="Next step" testId="start-next-step">
							{problem.nextStep}
						</Fact>
						<Fact name="Where" testId="start-path">
							<code>{problem.path}</code>
						</Fact>
						<Fact name="Details">
							<code>{problem.detail}</code>
						</Fact>
					</Facts>
					<p role="status">{again.isSuccess && again.data !== null && "Tried again: no change."}</p>
					<ErrorLine error={again.error ?? copy.error} />
				</Notice>
			</div>
		</main>
	);
}
