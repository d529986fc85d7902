import { Link } from "@tanstack/react-router";
import { CircleDashed } from "lucide-react";
import { EmptyState } from "../../components/EmptyState";
import styles from "./NotConnected.module.css";

export function NotConnected({ organizationId }: { organizationId: string }) {
	return (
		<EmptyState
			icon={CircleDashed}
			testId="users-not-connected"
			title="Not connected yet"
			action={
				<Link
					className={styles.link}
					to="/organizations/$organizationId/connectivity"
					params={{ organizationId }}
				>
					Go to Salesforce Connectivity
				</Link>
			}
		>
			Users appear here as soon as the service account has signed in to Salesforce.
		</EmptyState>
	);
}
