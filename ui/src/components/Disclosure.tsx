import { ChevronDown, ChevronRight } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import styles from "./Disclosure.module.css";
import { Icon } from "./Icon";

/** A card that folds; what is folded away is not in the page. */
export function Disclosure({
	title,
	note,
	children,
	startsOpen = false,
	testId,
}: {
	title: string;
	note?: string;
	children: ReactNode;
	startsOpen?: boolean;
	testId?: string;
}) {
	const id = useId();
	const [open, setOpen] = useState(startsOpen);
	return (
		<section className={styles.card} data-testid={testId}>
			<h2>
				<button
					type="button"
					className={styles.head}
					aria-expanded={open}
					aria-controls={id}
					onClick={() => setOpen(!open)}
				>
					<Icon of={open ? ChevronDown : ChevronRight} />
					{title}
					{note && <span className={styles.note}>{note}</span>}
				</button>
			</h2>
			<div id={id} hidden={!open} className={styles.body}>
				{open && children}
			</div>
		</section>
	);
}
