import { Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Icon } from "../../components/Icon";
import { formatCount } from "../../components/time";
import type { UserCounts } from "../../ipc/bindings";
import styles from "./SearchBox.module.css";
import type { Show } from "./view";

/** After the last key, before the list is asked for. */
const REST_MS = 150;

/** Searches inside the list that is chosen. Ctrl or Cmd with F leads here. */
export function SearchBox({
	value,
	show,
	counts,
	onChange,
}: {
	value: string;
	/** The list that is searched. */
	show: Show;
	counts: UserCounts | undefined;
	onChange: (value: string) => void;
}) {
	const input = useRef<HTMLInputElement>(null);
	const [typed, setTyped] = useState(value);
	const told = useRef(value);
	const latest = useRef(onChange);
	useEffect(() => {
		latest.current = onChange;
	});

	useEffect(() => {
		// A change that was not typed here, for example Clear.
		if (value !== told.current) {
			told.current = value;
			setTyped(value);
		}
	}, [value]);

	useEffect(() => {
		if (typed.trim() === told.current) {
			return;
		}
		const timer = setTimeout(() => {
			told.current = typed.trim();
			latest.current(typed.trim());
		}, REST_MS);
		return () => clearTimeout(timer);
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

	const hint = searchHint(show, counts);
	return (
		<div className={styles.box} role="search">
			<Icon of={Search} size="small" />
			<input
				ref={input}
				type="text"
				role="searchbox"
				aria-label={hint}
				title="Name, e-mail or username"
				placeholder={hint}
				spellCheck={false}
				autoComplete="off"
				data-testid="users-search"
				value={typed}
				onChange={(event) => setTyped(event.target.value)}
				onKeyDown={(event) => {
					if (event.key === "Escape" && typed !== "") {
						event.stopPropagation();
						setTyped("");
					}
				}}
			/>
			{typed !== "" && (
				<button
					type="button"
					aria-label="Clear the search"
					title="Clear the search"
					onClick={() => {
						setTyped("");
						input.current?.focus();
					}}
				>
					<Icon of={X} size="small" />
				</button>
			)}
		</div>
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
