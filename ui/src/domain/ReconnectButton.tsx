import { Plug } from "lucide-react";
import { Button } from "../components/Button";
import { useReconnect } from "./Reconnect";

export function ReconnectButton({ children = "Reconnect" }: { children?: string }) {
	const reconnect = useReconnect();
	return (
		<Button look="primary" icon={Plug} onClick={reconnect} data-testid="reconnect">
			{children}
		</Button>
	);
}
