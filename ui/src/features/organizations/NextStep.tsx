import { useNavigate } from "@tanstack/react-router";
import { Button } from "../../components/Button";
import { shownState, stopsEveryone, waitsForConsent } from "../../domain/connectionState";
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

/** The one thing that helps an organization now, and where it is done. */
export function NextStep({
	organization,
	first,
}: {
	organization: OrganizationSummary;
	/** It stands first of those that need a new sign-in: only one button is filled. */
	first: boolean;
}) {
	const navigate = useNavigate();
	const state = shownState(organization);
	const review = waitsForConsent(organization) && !stopsEveryone(state);
	const again = state === "notConfigured" && organization.lastSession !== null;
	const step = review ? "Review changes" : again ? "Connect" : STEPS[state];
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
					to: review
						? "/organizations/$organizationId/users"
						: "/organizations/$organizationId/connectivity",
					params: { organizationId: organization.id },
				})
			}
		>
			{step}
		</Button>
	);
}
