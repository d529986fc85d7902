import type { Commands, Entitlement, Gate, GateFile, GateProblem, Problem } from "./bindings";

/** What the stand-in's entitlement is worth. */
export type GateName = "open" | "endsSoon" | "notIncluded" | Problem["kind"];

/** What lies beside the file that decides, the newest first. */
export type OtherFile = [name: string, counts: Problem["kind"] | "newerCounts"];

/** A folder in which files were left lying for years. */
export const GATE_FILES: OtherFile[] = [
	["until-2026-01-15-0a1b2c3d4e5f6071.entitlement", "newerCounts"],
	["halden-group (1).entitlement", "wrongSignature"],
	[`${"a-copy-of-".repeat(8)}…`, "malformed"],
	["שלום.entitlement", "unknownKey"],
	["until-2025-01-15-8293a4b5c6d7e8f9.entitlement", "expired"],
	["for-next-year.entitlement", "notYetValid"],
	["other-program.entitlement", "otherProduct"],
];

const DAY = 86_400_000;
const CONNECTED = "00D3z000001QvJkEAK";

type Answers = Pick<
	{ [K in keyof Commands]: (parameters: Commands[K]["parameters"]) => Commands[K]["answer"] },
	"gate" | "import_entitlement" | "import_entitlement_text" | "check_entitlement"
>;

/** The stand-in's gate, with handles by which a test moves it. */
export interface FakeGate {
	answers: Answers;
	/** Whether the connected organization's sessions may run. */
	entitled: () => boolean;
	/** What the next import, drop or look into the folder finds. */
	next: (name: GateName) => void;
	/** The period ends, or another thing happens without the window. */
	become: (name: GateName) => void;
	/** Puts other files into the folder; `more` of them are not listed. */
	lie: (others: OtherFile[], more?: number) => void;
}

function facts(changes: Partial<Entitlement> = {}): Entitlement {
	const now = Date.now();
	return {
		customer: "Halden Group",
		edition: "Enterprise",
		organizations: [CONNECTED],
		sandboxes: true,
		issued: now - 40 * DAY,
		validFrom: now - 40 * DAY,
		expires: now + 325 * DAY,
		...changes,
	};
}

const TITLES: Record<Problem["kind"], [string, string]> = {
	missing: ["There is no entitlement yet", "The console opens with an entitlement from support."],
	unreadable: ["The entitlement file cannot be read", "The system answers: permission denied."],
	malformed: [
		"The file is not an entitlement",
		"halden-group.entitlement cannot be used: its text is cut or was changed.",
	],
	unknownKey: [
		"The entitlement was signed with an unknown key",
		"halden-group.entitlement names the key k-2031, which this version does not know.",
	],
	wrongSignature: [
		"The signature of the entitlement is wrong",
		"halden-group.entitlement was changed after it was signed.",
	],
	otherProduct: [
		"The entitlement is for another program",
		"halden-group.entitlement was issued by Connect(ME) support, but not for this console.",
	],
	notYetValid: [
		"The entitlement is not valid yet",
		"halden-group.entitlement is kept, and opens the console by itself once its period begins.",
	],
	expired: [
		"The entitlement has expired",
		"Everything read so far stays readable. Connecting and sessions are stopped; a saved sign-in is kept alive.",
	],
	wrongEdition: [
		"The entitlement is for another edition",
		"halden-group.entitlement was issued for Professional. The console opens with Enterprise.",
	],
	wrongOrganization: [
		"The entitlement is for another Salesforce organization",
		`This console is connected with ${CONNECTED}, which halden-group.entitlement does not include.`,
	],
};

const CHANGES: Partial<Record<Problem["kind"], () => Partial<Entitlement>>> = {
	wrongEdition: () => ({ edition: "Professional" }),
	wrongOrganization: () => ({ organizations: ["00D5g0000000xyzEAA"] }),
	notYetValid: () => ({ validFrom: Date.now() + 9 * DAY }),
	expired: () => ({ expires: Date.now() - 2 * DAY }),
};

function problemOf(kind: Problem["kind"]): GateProblem {
	const [title, message] = TITLES[kind];
	const changes = CHANGES[kind];
	return {
		...({ kind } as Problem),
		code: `ENTITLEMENT_${kind.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`,
		title,
		message,
		nextStep: "Connect(ME) support. Send them the text below and import the new file here.",
		file: kind === "missing" ? null : "halden-group.entitlement",
		facts: changes === undefined ? null : facts(changes()),
	};
}

/** In a list the name stands beside the words. */
function fileOf(name: string, counts: OtherFile[1]): GateFile {
	if (counts === "newerCounts") {
		return { name, counts, problem: null };
	}
	const problem = problemOf(counts);
	const message = problem.message.replace(/^halden-group.entitlement/, "The entitlement");
	return { name, counts: "refused", problem: { ...problem, message, file: null } };
}

function filesOf(name: GateName, others: OtherFile[]): GateFile[] {
	const own = "halden-group.entitlement";
	const opens = name === "open" || name === "endsSoon" || name === "notIncluded";
	const first: GateFile = { name: own, counts: "opens", problem: null };
	return [
		...(opens ? [first] : name === "missing" ? [] : [fileOf(own, name)]),
		...others.map((other) => fileOf(...other)),
	];
}

function gateOf(
	name: GateName,
	rejected: GateProblem | null,
	others: OtherFile[],
	moreFiles: number,
): Gate {
	const opens = name === "open" || name === "endsSoon" || name === "notIncluded";
	const problem = opens ? null : problemOf(name);
	const asked = rejected ?? problem;
	const lines = [
		`Company:            ${asked?.facts?.customer ?? "…  (as in your contract)"}`,
		`Salesforce org IDs: ${asked?.facts ? CONNECTED : "00D…  (Setup › Company Information)"}`,
		"Users to activate:  about …",
		"Console:            LPC Admin Console 0.1.0",
		"Installation:       LPC-7Q4M-29XD",
		...(asked === null ? [] : [`Problem:            ${asked.code}`]),
	];
	return {
		state: opens
			? "open"
			: name === "expired" || name === "wrongOrganization"
				? "readOnly"
				: "closed",
		problem,
		rejected,
		files: filesOf(name, others),
		moreFiles,
		entitlement: opens
			? facts(name === "endsSoon" ? { expires: Date.now() + 6.5 * DAY } : {})
			: null,
		notIncluded:
			name === "notIncluded"
				? [
						{
							organizationId: "halden",
							salesforceOrganizationName: "Halden Group Holding",
							userId: "0053z00000AbCdEAAV",
							username: "svc-lpc@example.com",
							displayName: "LPC Service",
							salesforceOrganizationId: CONNECTED,
							environment: "production",
						},
					]
				: [],
		connected: name === "wrongOrganization" || name === "expired",
		version: "0.1.0",
		supportAddress: "connectme-support@example.com",
		request: lines.join("\n"),
	};
}

export function openFakeGate(
	start: { gate: GateName; gateFiles: OtherFile[] },
	changed: () => void,
): FakeGate {
	let name = start.gate;
	let next: GateName | null = null;
	let rejected: GateProblem | null = null;
	let others = start.gateFiles;
	let more = 0;

	function take(): Gate {
		if (next === "open") {
			name = next;
			rejected = null;
		} else if (next !== null && next !== "endsSoon" && next !== "notIncluded") {
			rejected = problemOf(next);
		}
		next = null;
		return read();
	}

	function read(): Gate {
		return gateOf(name, rejected, others, more);
	}

	return {
		answers: {
			gate: read,
			import_entitlement: take,
			import_entitlement_text: take,
			check_entitlement: take,
		},
		entitled: () => name === "open" || name === "endsSoon",
		next: (wanted) => {
			next = wanted;
		},
		become: (wanted) => {
			name = wanted;
			changed();
		},
		lie: (wanted, unlisted = 0) => {
			others = wanted;
			more = unlisted;
			changed();
		},
	};
}
