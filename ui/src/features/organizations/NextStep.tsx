import { useNavigate } from "@tanstack/react-router";
import { Button } from "../../components/Button";
import { shownState } from "../../domain/connectionState";
import type { ConnectionStateName, OrganizationSummary } from "../../ipc/bindings";

const STEPS: Partial<Record<ConnectionStateName, string>> = {
	lost: "Reconnect",
	keyLost: "Reconnect",
	refused: "What to change",
	wrongAccount: "Review",
	expiringSoon: "Renew",
	authorizing: "Continue",
	notConfigured: "Set up",
};

/** The one thing that helps an organization now; it is done in its Salesforce Connectivity. */
export function NextStep({
	organization,
	first,
}: {
	organization: OrganizationSummary;
	/** It stands first of those that need a new sign-in: only one button is filled. */
	first: boolean;
}) {
	const navigate = useNavigate();
	const step = STEPS[shownState(organization)];
	if (step === undefined) {
		return null;
	}
	return (
		<Button
			size="small"
			look={first ? "primary" : "secondary"}
			aria-label={`${step}: ${organization.name}`}
			data-testid="next-step"
			onClick={() =>
				void navigate({
					to: "/organizations/$organizationId/connectivity",
					params: { organizationId: organization.id },
				})
			}
		>
			{step}
		</Button>
	);
}
