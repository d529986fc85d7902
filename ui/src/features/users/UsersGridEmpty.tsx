import { SearchX, TriangleAlert, Users } from "lucide-react";
import { Button } from "../../components/Button";
import { EmptyState } from "../../components/EmptyState";
import { faultWord } from "../../domain/faultWords";
import type { ApiError } from "../../ipc/bindings";
import { EFFECTIVE } from "./statusWords";
import styles from "./UsersGrid.module.css";
import type { ListQuery } from "./view";

/** Why the list has no rows: it could not be read, or nobody matches. */
export function UsersGridEmpty({
	failed,
	empty,
	firstLoad,
	query,
	onRetry,
	onClear,
}: {
	failed: ApiError | null;
	empty: boolean;
	firstLoad: boolean;
	query: ListQuery;
	onRetry: () => void;
	onClear: () => void;
}) {
	if (failed === null && !empty) {
		return null;
	}
	return (
		// biome-ignore lint/a11y/useFocusableInteractive: the button inside takes the focus.
		<div role="row" className={styles.empty}>
			{/* biome-ignore lint/a11y/useFocusableInteractive: the button inside takes the focus. */}
			<div role="gridcell">
				{failed !== null ? (
					<EmptyState
						icon={TriangleAlert}
						role="alert"
						testId="users-error"
						title="The list could not be read"
						action={<Button onClick={onRetry}>Retry</Button>}
					>
						{failed.message}
					</EmptyState>
				) : firstLoad ? (
					<EmptyState icon={Users} testId="users-loading" title="Reading users from Salesforce">
						The list fills as soon as all of them are read.
					</EmptyState>
				) : (
					<EmptyState
						icon={SearchX}
						testId="users-empty"
						title={`No users match ${describe(query)}`}
						action={
							<Button data-testid="clear-filter" onClick={onClear}>
								Clear
							</Button>
						}
					/>
				)}
			</div>
		</div>
	);
}

function describe({ filter, search }: ListQuery): string {
	const parts: string[] = [];
	if (search !== "") {
		parts.push(`“${search}”`);
	}
	if (filter.kind === "status") {
		parts.push(EFFECTIVE[filter.status].word);
	}
	if (filter.kind === "cause") {
		parts.push(faultWord(filter.raw));
	}
	if (filter.kind === "members") {
		parts.push("Members");
	}
	return parts.length === 0 ? "this list" : parts.join(" and ");
}
