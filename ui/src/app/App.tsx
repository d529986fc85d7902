import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { type ReactNode, useCallback, useState } from "react";
import { ClipboardProvider } from "../components/Copy";
import { StartProblemView } from "../features/ownData/StartProblemView";
import { HostProvider } from "../ipc/HostContext";
import type { Host } from "../ipc/host";
import { useStartProblem } from "../ipc/queries";
import { useHostEvents } from "../ipc/useHostEvents";
import type { openRouter } from "./router";

/** Answers hold until an event says otherwise; failures are shown, not retried behind the scenes. */
function openQueryClient(): QueryClient {
	return new QueryClient({
		defaultOptions: {
			queries: {
				staleTime: 30_000,
				retry: false,
				networkMode: "always",
				refetchOnReconnect: false,
			},
			mutations: { networkMode: "always" },
		},
	});
}

export function App({ host, router }: { host: Host; router: ReturnType<typeof openRouter> }) {
	const [client] = useState(openQueryClient);
	const copy = useCallback(
		(text: string) => host.call("copy_text", { text }).then(() => {}),
		[host],
	);
	return (
		<CSPProvider disableStyleElements>
			<QueryClientProvider client={client}>
				<HostProvider host={host}>
					<ClipboardProvider copy={copy}>
						<Listener />
						<StartGate>
							<RouterProvider router={router} />
						</StartGate>
					</ClipboardProvider>
				</HostProvider>
			</QueryClientProvider>
		</CSPProvider>
	);
}

function Listener() {
	useHostEvents();
	return null;
}

/** Shows the console once it has started, or what keeps it from starting. */
function StartGate({ children }: { children: ReactNode }) {
	const { data, isPending } = useStartProblem();
	if (isPending) {
		return null;
	}
	// Whoever cannot answer this has a console that runs, and says itself what is wrong.
	return data ? <StartProblemView problem={data} /> : children;
}
