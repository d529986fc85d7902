import { Search } from "lucide-react";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { type ChipChoice, ChipRow } from "../../components/ChipRow";
import { FilterBox } from "../../components/FilterBox";
import { formatCount } from "../../components/time";
import type { UserCounts } from "../../ipc/bindings";
import { EFFECTIVE } from "./statusWords";
import { type Show, STATUSES } from "./view";

/** After the last key, before the list is asked for. */
const REST_MS = 150;

interface Props {
	value: string;
	/** The list that is searched. */
	show: Show;
	counts: UserCounts | undefined;
	onChange: (value: string) => void;
}

/** Searches inside the list that is chosen. Ctrl or Cmd with F leads here. */
export function SearchBox({ value, show, counts, onChange }: Props) {
	const input = useRef<HTMLInputElement>(null);
	const [typed, setTyped] = useState(value);
	const told = useRef(value);
	const tell = useEffectEvent((text: string) => {
		told.current = text;
		onChange(text);
	});

	useEffect(() => {
		// A change that was not typed here, for example Clear.
		if (value !== told.current) {
			told.current = value;
			setTyped(value);
		}
	}, [value]);

	useEffect(() => {
		const text = typed.trim();
		if (text !== told.current) {
			const timer = setTimeout(() => tell(text), REST_MS);
			return () => clearTimeout(timer);
		}
	}, [typed]);

	useEffect(() => {
		function onKey(event: KeyboardEvent) {
			if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "f") {
				event.preventDefault();
				input.current?.focus();
				input.current?.select();
			}
		}
		window.addEventListener("keydown", onKey);
		return () => window.removeEventListener("keydown", onKey);
	}, []);

	return (
		<FilterBox
			ref={input}
			label={searchHint(show, counts)}
			what="search"
			icon={Search}
			title="Name, e-mail or username"
			testId="users-search"
			value={typed}
			onChange={setTyped}
		/>
	);
}

function searchHint(show: Show, counts: UserCounts | undefined): string {
	if (counts !== undefined && show === "members" && counts.members > 0) {
		return `Search ${formatCount(counts.members, "member", "members")}`;
	}
	if (counts !== undefined && show === "all" && counts.all > 0) {
		return `Search ${formatCount(counts.all, "user", "users")}`;
	}
	return "Search this list";
}

const TONES: Partial<Record<Show, ChipChoice["tone"]>> = { suspended: "bad", active: "good" };

interface UserChipsProps {
	counts: UserCounts | undefined;
	show: Show;
	onShow: (show: Show) => void;
}

/** Filters with their counts; members first, because only they have a status. */
export function UserChips({ counts, show, onShow }: UserChipsProps) {
	const choices = useMemo<ChipChoice[]>(
		() => [
			{ id: "members", label: "Members", count: counts?.members ?? null },
			...STATUSES.map((status) => ({
				id: status,
				label: EFFECTIVE[status].word,
				icon: EFFECTIVE[status].icon,
				tone: TONES[status],
				count: counts?.[status] ?? null,
			})),
			{ id: "all", label: "All", count: counts?.all ?? null },
		],
		[counts],
	);
	return (
		<ChipRow
			label="Filter by effective status"
			choices={choices}
			chosen={show === "cause" ? null : show}
			onChoose={(id) => onShow(id as Show)}
		/>
	);
}
