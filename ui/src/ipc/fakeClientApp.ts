import type { ApiError, ClientApp, ClientAppInput, Environment } from "./bindings";

export function emptyApp(environment: Environment): ClientApp {
	return {
		environment,
		consumerKey: "",
		myDomain: "",
		loginHost: environment === "production" ? "login.salesforce.com" : "test.salesforce.com",
		callbackUrl: `com.lpcadmin.console://oauth/${environment}`,
	};
}

export function enter(target: ClientApp | undefined, consumerKey: string, myDomain: string) {
	if (target !== undefined) {
		target.consumerKey = consumerKey;
		target.myDomain = myDomain;
		target.loginHost = myDomain || emptyApp(target.environment).loginHost;
	}
}

/** Keeps what was entered, or refuses it as the console would. */
export function saveClientApp(apps: ClientApp[], input: ClientAppInput): ClientApp {
	const target = apps.find(({ environment }) => environment === input.environment);
	const domain = input.myDomain
		.trim()
		.replace(/^https:\/\//, "")
		.replace(/\/.*$/, "");
	if (/\s/.test(input.consumerKey.trim())) {
		throw invalid("A consumer key has no spaces inside. Copy it again from Salesforce.");
	}
	if (domain.includes(".") && !domain.endsWith(".my.salesforce.com")) {
		throw invalid("A My Domain ends in .my.salesforce.com.");
	}
	const host = domain === "" || domain.includes(".") ? domain : `${domain}.my.salesforce.com`;
	enter(target, input.consumerKey.trim(), host);
	return structuredClone(target ?? emptyApp(input.environment));
}

function invalid(message: string): ApiError {
	return { code: "invalidInput", message };
}
