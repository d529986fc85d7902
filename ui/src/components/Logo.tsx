import styles from "./Logo.module.css";

/** The product's mark: one account, many users. */
export function Logo() {
	return (
		<svg className={styles.mark} viewBox="0 0 32 32" role="img" aria-label="LPC Admin Console">
			<rect className={styles.ground} width="32" height="32" rx="8" />
			<path
				className={styles.line}
				d="M11 16h10M11 16c4 0 4-6.5 10-6.5M11 16c4 0 4 6.5 10 6.5"
				strokeWidth="2"
				strokeLinecap="round"
			/>
			<g className={styles.dot}>
				<circle cx="9.5" cy="16" r="3.2" />
				<circle cx="22.5" cy="9.5" r="2" />
				<circle cx="22.5" cy="16" r="2" />
				<circle cx="22.5" cy="22.5" r="2" />
			</g>
		</svg>
	);
}
