import { ChevronDown, ChevronRight } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import styles from "./Disclosure.module.css";
import { Icon } from "./Icon";
import text from "./text.module.css";

interface Props {
	title: string;
	note?: string;
	children: ReactNode;
	startsOpen?: boolean;
	testId?: string;
}

/** A card that folds; what is folded away is not in the page. */
export function Disclosure({ title, note, children, startsOpen = false, testId }: Props) {
	const id = useId();
	const [open, setOpen] = useState(startsOpen);
	return (
		<section className={text.card} data-testid={testId}>
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
