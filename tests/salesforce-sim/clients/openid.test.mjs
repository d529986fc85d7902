// openid-client, a strict OpenID Connect relying party.

import assert from "node:assert/strict";
import test from "node:test";
import * as openid from "openid-client";
import { CALLBACK, CONFIDENTIAL, PUBLIC, SECRET, SERVICE, start } from "./sim.mjs";

async function discovered(sim, clientId, secret) {
	return openid.discovery(new URL(sim.origin), clientId, secret, undefined, {
		execute: [openid.allowInsecureRequests],
	});
}

/** Tokens by authorization code, PKCE and nonce, the ID token's signature checked. */
async function signedIn(sim, config) {
	const verifier = openid.randomPKCECodeVerifier();
	const nonce = openid.randomNonce();
	const state = openid.randomState();
	const address = openid.buildAuthorizationUrl(config, {
		redirect_uri: CALLBACK,
		scope: "openid api refresh_token",
		code_challenge: await openid.calculatePKCECodeChallenge(verifier),
		code_challenge_method: "S256",
		nonce,
		state,
	});
	const callback = await sim.signIn(address);
	return openid.authorizationCodeGrant(config, callback, {
		pkceCodeVerifier: verifier,
		expectedNonce: nonce,
		expectedState: state,
		idTokenExpected: true,
	});
}

for (const [kind, client, secret] of [
	["public", PUBLIC, undefined],
	["confidential", CONFIDENTIAL, SECRET],
]) {
	test(`openid-client trusts the ID token of a ${kind} app`, async (t) => {
		const sim = await start(t);
		const config = await discovered(sim, client, secret);
		openid.enableNonRepudiationChecks(config);
		const tokens = await signedIn(sim, config);
		const { sub } = tokens.claims();
		assert.match(sub, /\/id\/00D\w{15}\/005\w{15}$/);
		const person = await openid.fetchUserInfo(config, tokens.access_token, sub);
		assert.equal(person.preferred_username, SERVICE);
		const refreshed = await openid.refreshTokenGrant(config, tokens.refresh_token);
		assert.notEqual(refreshed.refresh_token, tokens.refresh_token);
	});
}

test("openid-client introspects and revokes", async (t) => {
	const sim = await start(t);
	const config = await discovered(sim, CONFIDENTIAL, SECRET);
	const tokens = await signedIn(sim, config);
	const live = await openid.tokenIntrospection(config, tokens.access_token);
	assert.equal(live.active, true);
	assert.equal(live.username, SERVICE);
	await openid.tokenRevocation(config, tokens.refresh_token);
	const gone = await openid.tokenIntrospection(config, tokens.access_token);
	assert.equal(gone.active, false);
});

test("openid-client is told when the person denies", async (t) => {
	const sim = await start(t);
	const config = await discovered(sim, PUBLIC);
	const verifier = openid.randomPKCECodeVerifier();
	const address = openid.buildAuthorizationUrl(config, {
		redirect_uri: CALLBACK,
		code_challenge: await openid.calculatePKCECodeChallenge(verifier),
		code_challenge_method: "S256",
	});
	const callback = await sim.signIn(address, SERVICE, "deny");
	const checks = { pkceCodeVerifier: verifier };
	await assert.rejects(openid.authorizationCodeGrant(config, callback, checks), (error) => {
		assert.equal(error.error, "access_denied");
		assert.equal(error.error_description, "end-user denied authorization");
		return true;
	});
});
