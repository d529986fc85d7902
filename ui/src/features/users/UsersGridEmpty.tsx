import { SearchX, Users } from "lucide-react";
import { Button } from "../../components/Button";
import { EmptyState } from "../../components/Notice";
import { faultWord } from "../../domain/faultWords";
import { ReadFailure } from "../../domain/ReadFailure";
import type { ApiError } from "../../ipc/bindings";
import { EFFECTIVE } from "./statusWords";
import styles from "./UsersGrid.module.css";
import type { ListQuery } from "./view";

interface Props {
	failed: ApiError | null;
	empty: boolean;
	firstLoad: boolean;
	/** No session has come to its end yet: that nobody is listed says nothing. */
	neverRead: boolean;
	query: ListQuery;
	onRetry: () => void;
	onClear: () => void;
}

/** Why the list has no rows: it could not be read, or nobody matches. */
export function UsersGridEmpty(props: Props) {
	const { failed, empty, firstLoad, neverRead, query, onRetry, onClear } = props;
	if (failed === null && !empty) {
		return null;
	}
	return (
		// biome-ignore lint/a11y/useFocusableInteractive: the button inside takes the focus.
		<div role="row" className={styles.empty}>
			{/* biome-ignore lint/a11y/useFocusableInteractive: the button inside takes the focus. */}
			<div role="gridcell">
				{failed !== null ? (
					<ReadFailure
						testId="users-error"
						title="The list could not be read"
						error={failed}
						onRetry={onRetry}
					/>
				) : firstLoad ? (
					<EmptyState icon={Users} testId="users-loading" title="Reading users from Salesforce">
						The list fills as soon as all of them are read.
					</EmptyState>
				) : neverRead ? (
					<EmptyState
						icon={Users}
						testId="users-never-read"
						title="No list of users has been read to its end yet"
					/>
				) : (
					<EmptyState
						icon={SearchX}
						testId="users-empty"
						title={title(query)}
						action={
							<Button data-testid="clear-filter" onClick={onClear}>
								{query.search === "" ? "Show all users" : "Clear the search"}
							</Button>
						}
					/>
				)}
			</div>
		</div>
	);
}

/** There are no members at all, which no search explains. */
function nobodyYet({ filter, search }: ListQuery): boolean {
	return filter.kind === "members" && search === "";
}

function title(query: ListQuery): string {
	const { search } = query;
	if (nobodyYet(query)) {
		return "Nobody is in the group yet";
	}
	const list = listName(query);
	if (search === "") {
		return `No users match ${list ?? "this list"}`;
	}
	return `No users match “${search}”${list === null ? "" : ` in ${list}`}`;
}

function listName({ filter }: ListQuery): string | null {
	switch (filter.kind) {
		case "status":
			return EFFECTIVE[filter.status].word;
		case "cause":
			return faultWord(filter.code);
		case "members":
			return "Members";
		default:
			return null;
	}
}
