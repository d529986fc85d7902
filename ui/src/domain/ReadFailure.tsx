import { type LucideIcon, TriangleAlert } from "lucide-react";
import { Button } from "../components/Button";
import { EmptyState } from "../components/Notice";
import { toApiError } from "../ipc/host";

/** Stands where something should be that could not be read, and offers to read it again. */
export function ReadFailure({
	title,
	error,
	icon = TriangleAlert,
	level,
	testId,
	word = "Retry",
	onRetry,
}: {
	title: string;
	error: unknown;
	icon?: LucideIcon;
	level?: 1 | 2;
	testId?: string;
	word?: string;
	onRetry: () => unknown;
}) {
	const action = <Button onClick={() => void onRetry()}>{word}</Button>;
	return (
		<EmptyState {...{ icon, title, level, testId, action }} role="alert">
			{toApiError(error).message}
		</EmptyState>
	);
}
