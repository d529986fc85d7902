import { Plug } from "lucide-react";
import { Button } from "../components/Button";
import { useReconnect } from "./Reconnect";

export function ReconnectButton({ children = "Reconnect" }: { children?: string }) {
	const { ask, reason } = useReconnect();
	return (
		<Button look="primary" icon={Plug} onClick={ask} reason={reason} data-testid="reconnect">
			{children}
		</Button>
	);
}
