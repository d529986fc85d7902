// A stand-in as a process of its own, and the person who signs in at its pages.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export const SERVICE = "svc-lpc@example.com";
export const PASSWORD = "stand-in-password";
export const CALLBACK = "http://localhost:1717/OauthRedirect";
export const PUBLIC = "3MVG9_stand_in_consumer_key_of_the_console";
export const CONFIDENTIAL = "3MVG9_stand_in_confidential_client";
export const SECRET = "stand-in-confidential-secret";

const PROGRAM = process.env.SALESFORCE_SIM;

/** Starts the program that SALESFORCE_SIM names; it ends with the test. */
export async function start(t, ...words) {
	assert.ok(PROGRAM, "SALESFORCE_SIM names the stand-in's program");
	const program = spawn(PROGRAM, ["--port", "0", ...words], {
		stdio: ["ignore", "pipe", "inherit"],
	});
	t.after(() => program.kill());
	const lines = createInterface({ input: program.stdout });
	for await (const line of lines) {
		const origin = line.match(/^listening on (\S+)$/)?.[1];
		assert.ok(origin, `the first line tells the address: ${line}`);
		return new Sim(origin);
	}
	throw new Error("the stand-in ended at once");
}

class Sim {
	constructor(origin) {
		this.origin = origin;
	}

	/** Sets a fault or switches and answers the state afterwards. */
	async control(order) {
		const answer = await fetch(`${this.origin}/_control`, {
			method: "POST",
			headers: { "Content-Type": "application/json" },
			body: JSON.stringify(order),
		});
		const state = await answer.json();
		assert.equal(answer.status, 200, JSON.stringify(state));
		return state;
	}

	async counters() {
		const answer = await fetch(`${this.origin}/_control`, {
			headers: { Accept: "application/json" },
		});
		return (await answer.json()).counters;
	}

	/** Walks through login and approval as a browser would; the address of the callback. */
	async signIn(address, username = SERVICE, decision = "allow") {
		const cookies = [];
		let page = await this.#open(address, cookies);
		for (let step = 0; step < 5; step += 1) {
			if (page.location && !page.location.startsWith(this.origin)) {
				return new URL(page.location);
			}
			const form = page.text.match(/<form[^>]*action="([^"]*)"[\s\S]*?<\/form>/);
			assert.ok(form, `a form to fill in: ${page.text.slice(0, 400)}`);
			const target = new URL(form[1].replaceAll("&amp;", "&"), address);
			page = await this.#open(target, cookies, filledIn(form[0], username, decision));
		}
		throw new Error("the sign-in does not end");
	}

	async #open(address, cookies, form) {
		const answer = await fetch(address, {
			method: form ? "POST" : "GET",
			body: form,
			redirect: "manual",
			headers: { Cookie: cookies.join("; ") },
		});
		cookies.push(...answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0]));
		return { location: answer.headers.get("location"), text: await answer.text() };
	}
}

function filledIn(form, username, decision) {
	const fields = new URLSearchParams();
	for (const [input] of form.matchAll(/<input[^>]*>/g)) {
		const attribute = (name) => input.match(new RegExp(` ${name}="([^"]*)"`))?.[1];
		const typed = { username, password: PASSWORD }[attribute("name")];
		fields.set(attribute("name"), typed ?? attribute("value") ?? "");
	}
	if (form.includes(`value="${decision}"`)) {
		fields.set("decision", decision);
	}
	return fields;
}
