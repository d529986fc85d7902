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

/** The stand-in exists in development and in the build made for looking at it; nowhere else. */
const FAKE_ALLOWED = import.meta.env.DEV || import.meta.env.MODE === "fake";

async function openHost(): Promise<Host> {
	if (FAKE_ALLOWED && !("__TAURI_INTERNALS__" in window)) {
		const { openFakeHost, scenarioFromAddress } = await import("./ipc/fake");
		return openFakeHost(scenarioFromAddress());
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
