import type { Commands, Event, OwnData, StartProblem } from "./bindings";
import type { Scenario } from "./fakeScenario";

type Names =
	| "start_problem"
	| "try_start_again"
	| "copy_start_problem"
	| "open_data_folder"
	| "own_data"
	| "try_writing"
	| "dismiss_set_aside"
	| "help";

type Answers = { [K in Names]: (parameters: Commands[K]["parameters"]) => Commands[K]["answer"] };

const FOLDER = "~/.local/share/com.lpcadmin.console";

export const NEWER_DATA: StartProblem = {
	title: "The data is from a newer version of this console",
	message:
		"A newer LPC Admin Console has worked with console.db. This version does not know its format and has not touched it; nothing is lost.",
	nextStep: "Install the newer version again, then open the console.",
	path: `${FOLDER}/console.db`,
	detail: "console.db was made by a newer version of this console (data version 99)",
};

export const DAMAGED_VAULT: OwnData["setAside"][number] = {
	file: "vault",
	path: `${FOLDER}/vault.db.damaged-1`,
	title: "The saved sign-ins were damaged",
	message: "The sign-ins of the service accounts cannot be read any more.",
	nextStep: "Connect the service account of each organization again. The damaged file is kept:",
};

export const FULL_DISK: NonNullable<OwnData["writeProblem"]> = {
	title: "The disk is full",
	message: "The console cannot save sign-ins. What was saved before is untouched.",
	nextStep: `Free some space on the disk that holds ${FOLDER}, then press Try again.`,
	raw: "vault.db: database or disk is full",
};

/** The stand-in's own files: what the scenario says of them, until a command puts it right. */
export function openFakeOwnData(scenario: Scenario, emit: (event: Event) => void): Answers {
	let startProblem = scenario.startProblem ?? null;
	let tries = 0;
	let writeProblem = scenario.writeProblem ?? null;
	let setAside = scenario.setAside ?? [];
	return {
		start_problem: () => startProblem,
		try_start_again: () => {
			tries += 1;
			if (tries > 1) {
				startProblem = null;
			}
			return startProblem;
		},
		copy_start_problem: () => null,
		open_data_folder: () => null,
		help: () => ({
			version: "0.1.0",
			demo: true,
			dataFolder: FOLDER,
			logFolder: `${FOLDER}/logs`,
			supportAddress: "connectme-support@example.com",
			details: [
				"Console:      LPC Admin Console 0.1.0 (demo)",
				"System:       linux x86_64",
				"Installation: LPC-7F3Q-2K9D",
				"Salesforce:   00D3z000001QvJkEAK",
			].join("\n"),
		}),
		own_data: () => ({ folder: FOLDER, writeProblem, setAside }),
		try_writing: () => {
			writeProblem = null;
			emit({ kind: "changed", organizationId: null, tags: ["ownData", "activity"] });
			return null;
		},
		dismiss_set_aside: ({ file }) => {
			setAside = setAside.filter((one) => one.file !== file);
			return null;
		},
	};
}
