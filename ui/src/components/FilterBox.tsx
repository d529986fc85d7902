import { ListFilter, type LucideIcon, X } from "lucide-react";
import { type RefObject, useRef } from "react";
import styles from "./FilterBox.module.css";
import { Icon } from "./Icon";

/** Narrows a list as it is typed in. */
export function FilterBox({
	label,
	what = "filter",
	icon = ListFilter,
	title,
	value,
	onChange,
	testId,
	ref,
}: {
	label: string;
	/** What the button clears. */
	what?: string;
	icon?: LucideIcon;
	title?: string;
	value: string;
	onChange: (value: string) => void;
	testId?: string;
	ref?: RefObject<HTMLInputElement | null>;
}) {
	const own = useRef<HTMLInputElement>(null);
	const input = ref ?? own;
	return (
		<div className={styles.box} role="search">
			<Icon of={icon} size="small" />
			<input
				ref={input}
				type="text"
				role="searchbox"
				aria-label={label}
				title={title}
				placeholder={label}
				spellCheck={false}
				autoComplete="off"
				data-testid={testId}
				value={value}
				onChange={(event) => onChange(event.target.value)}
				onKeyDown={(event) => {
					if (event.key === "Escape" && value !== "") {
						event.stopPropagation();
						onChange("");
					}
				}}
			/>
			{value !== "" && (
				<button
					type="button"
					aria-label={`Clear the ${what}`}
					title={`Clear the ${what}`}
					onClick={() => {
						onChange("");
						input.current?.focus();
					}}
				>
					<Icon of={X} size="small" />
				</button>
			)}
		</div>
	);
}
