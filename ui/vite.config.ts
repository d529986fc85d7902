import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
	plugins: [react()],
	base: "./",
	clearScreen: false,
	server: {
		port: 5173,
		strictPort: true,
		host: "localhost",
		// `cargo xtask dev` says where its host listens.
		proxy: process.env.LPC_DEV_HOST
			? { "^/(command|events)": process.env.LPC_DEV_HOST }
			: undefined,
	},
	build: {
		// The oldest system webviews that the console supports.
		target: ["chrome111", "safari16.4"],
		// The window's content policy allows files only: nothing may end up inline.
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		chunkSizeWarningLimit: 900,
	},
	test: {
		environment: "jsdom",
		setupFiles: ["src/test/setup.ts"],
		css: { modules: { classNameStrategy: "non-scoped" } },
		// One is left over otherwise: on a machine of two, half.
		maxWorkers: "100%",
		testTimeout: 20_000,
	},
});
