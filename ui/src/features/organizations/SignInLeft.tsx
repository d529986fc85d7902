import { formatCountdown } from "../../components/time";
import { useNow } from "../../components/useNow";
import { useConnectivity } from "../../ipc/queries";

/** ", 8:47 left" while the browser is waited for. */
export function SignInLeft({ organizationId }: { organizationId: string }) {
	const { data } = useConnectivity(organizationId);
	const now = useNow(1000);
	return data?.login.phase === "waiting" ? (
		<>, {formatCountdown(data.login.expires - now)} left</>
	) : null;
}
