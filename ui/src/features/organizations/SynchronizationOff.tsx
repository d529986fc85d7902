import { PowerOff } from "lucide-react";
import { Button } from "../../components/Button";
import { ErrorLine } from "../../components/ErrorLine";
import { Icon } from "../../components/Icon";
import type { OrganizationSummary } from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";
import styles from "./SynchronizationOff.module.css";

/** Why nothing runs here although the connection may be fine, and the one button that changes it. */
export function SynchronizationOff({ organization }: { organization: OrganizationSummary }) {
	const turn = useCommand("set_synchronization");
	return (
		<div className={styles.strip} data-testid="synchronization-off">
			<Icon of={PowerOff} />
			<p>
				<b>Synchronization of this organization is off.</b> No sessions run; the connection and its
				token are kept.
			</p>
			<Button
				size="small"
				busy={turn.isPending}
				data-testid="turn-on"
				onClick={() => turn.mutate({ organizationId: organization.id, enabled: true })}
			>
				Turn synchronization on
			</Button>
			<ErrorLine error={turn.error} />
		</div>
	);
}
