import { ScanSearch } from "lucide-react";
import { Button, type ButtonProps } from "../components/Button";
import { ErrorLine } from "../components/Notice";
import { useCommand } from "../ipc/useCommand";
import { press } from "./press";

/** Runs a session now. */
export function CheckNowButton({
	organizationId,
	look = "secondary",
	children = "Check now",
}: {
	organizationId: string;
	look?: ButtonProps["look"];
	/** Says whom it checks, where that is not plain. */
	children?: string;
}) {
	const check = useCommand("check_now");
	return (
		<>
			<Button
				look={look}
				icon={ScanSearch}
				data-testid="check-now"
				{...press(check, { organizationId })}
			>
				{children}
			</Button>
			<ErrorLine error={check.error} />
		</>
	);
}
