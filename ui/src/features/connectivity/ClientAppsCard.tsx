import { Disclosure } from "../../components/Disclosure";
import type { Connectivity } from "../../ipc/bindings";
import { ClientAppColumns } from "./ClientAppColumns";

/** Once connected, keys and hosts are rarely needed: they fold away. */
export function ClientAppsCard({ connectivity }: { connectivity: Connectivity }) {
	return (
		<Disclosure
			title="External Client App"
			note="Consumer keys, callback URLs, My Domain"
			testId="client-apps"
		>
			<ClientAppColumns connectivity={connectivity} connectable={false} />
		</Disclosure>
	);
}
