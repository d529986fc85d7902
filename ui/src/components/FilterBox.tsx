import { ListFilter, X } from "lucide-react";
import { useRef } from "react";
import styles from "./FilterBox.module.css";
import { Icon } from "./Icon";

/** Narrows a short list as it is typed in. */
export function FilterBox({
	label,
	value,
	onChange,
	testId,
}: {
	label: string;
	value: string;
	onChange: (value: string) => void;
	testId?: string;
}) {
	const input = useRef<HTMLInputElement>(null);
	return (
		<div className={styles.box} role="search">
			<Icon of={ListFilter} size="small" />
			<input
				ref={input}
				type="text"
				role="searchbox"
				aria-label={label}
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
					aria-label="Clear the filter"
					title="Clear the filter"
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
