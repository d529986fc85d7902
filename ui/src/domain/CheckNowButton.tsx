import { ScanSearch } from "lucide-react";
import { Button, type ButtonProps } from "../components/Button";
import { ErrorLine } from "../components/ErrorLine";
import { useCommand } from "../ipc/useCommand";

/** Runs a session now. */
export function CheckNowButton({
	organizationId,
	look = "secondary",
}: {
	organizationId: string;
	look?: ButtonProps["look"];
}) {
	const check = useCommand("check_now");
	return (
		<>
			<Button
				look={look}
				icon={ScanSearch}
				busy={check.isPending}
				data-testid="check-now"
				onClick={() => check.mutate({ organizationId })}
			>
				Check now
			</Button>
			<ErrorLine error={check.error} />
		</>
	);
}
