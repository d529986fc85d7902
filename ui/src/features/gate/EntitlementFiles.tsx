import { CircleCheck, FileClock, FileX2, Hourglass, type LucideIcon } from "lucide-react";
import { useId } from "react";
import { Day } from "../../components/Moment";
import { Status } from "../../components/Status";
import text from "../../components/text.module.css";
import { formatNumber } from "../../components/time";
import type { Gate, GateFile } from "../../ipc/bindings";
import styles from "./EntitlementFiles.module.css";

/** What lies in the data folder and what each file counts for, where the page does not say it anyway. */
export function EntitlementFiles({ gate, level = 3 }: { gate: Gate; level?: 2 | 3 }) {
	const id = useId();
	if (!tellsMore(gate)) {
		return null;
	}
	const Heading = `h${level}` as const;
	return (
		<section className={styles.files} data-testid="entitlement-files">
			<Heading id={id}>Files in the data folder</Heading>
			<ul aria-labelledby={id}>
				{gate.files.map((file, at) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: two names may be shown alike.
					<FileRow key={`${at} ${file.name}`} file={file} />
				))}
			</ul>
			{gate.moreFiles > 0 && <p className={text.hint}>and {formatNumber(gate.moreFiles)} more</p>}
		</section>
	);
}

/** One file alone is what the page speaks of, unless that is an import that was not kept. */
function tellsMore({ files, rejected }: Gate): boolean {
	return files.length > 1 || (rejected !== null && files[0]?.counts === "refused");
}

function FileRow({ file }: { file: GateFile }) {
	const { icon, word } = wordsOf(file);
	return (
		<li className={styles.file}>
			<code className={text.cut} title={file.name} translate="no">
				<bdi dir="ltr">{file.name}</bdi>
			</code>
			<div className={styles.words}>
				<Status small tone={file.counts === "opens" ? "good" : "plain"} icon={icon} word={word} />
				<Detail file={file} />
			</div>
		</li>
	);
}

function wordsOf({ counts, problem }: GateFile): { icon: LucideIcon; word: string } {
	if (problem !== null) {
		return { icon: problem.kind === "notYetValid" ? Hourglass : FileX2, word: problem.title };
	}
	return counts === "opens"
		? { icon: CircleCheck, word: "Opens the console" }
		: { icon: FileClock, word: "A newer one counts" };
}

function Detail({ file: { problem } }: { file: GateFile }) {
	if (problem === null) {
		return null;
	}
	// What the gate says of an expired one is about the whole console, which another may keep open.
	if (problem.kind === "expired" || problem.kind === "notYetValid") {
		const { facts, kind } = problem;
		return (
			facts && (
				<p className={text.hint}>
					Valid {kind === "expired" ? "until" : "from"}{" "}
					{kind === "expired" ? <Day at={facts.expires} last /> : <Day at={facts.validFrom} />}
				</p>
			)
		);
	}
	return <p className={text.hint}>{problem.message}</p>;
}
