import "./styles/tokens.css";
import "./styles/base.css";
// Before all others: what a component adds to these classes counts more.
import "./components/text.module.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { openRouter } from "./app/router";
import type { Host } from "./ipc/host";
import { openTauriHost } from "./ipc/tauri";

async function openHost(): Promise<Host> {
	if (import.meta.env.MODE === "replay") {
		const { openReplayHere } = await import("./test/replay");
		return openReplayHere();
	}
	if (import.meta.env.DEV && !("__TAURI_INTERNALS__" in window)) {
		const { openHttpHost } = await import("./ipc/http");
		return openHttpHost();
	}
	return openTauriHost();
}

const element = document.getElementById("root");
if (element === null) {
	throw new Error("The page has no root element.");
}
void openHost().then((host) =>
	createRoot(element).render(
		<StrictMode>
			<App host={host} router={openRouter()} />
		</StrictMode>,
	),
);
