// jsforce, the client that most JavaScript for Salesforce is written with: its newest version, and
// the last one that speaks HTTP through node-fetch. The newest asks for a newer Node.js only because
// of undici, which package.json therefore holds at the version before.

import assert from "node:assert/strict";
import { createSign, generateKeyPairSync } from "node:crypto";
import test from "node:test";
import newest from "jsforce";
import onNodeFetch from "jsforce-on-node-fetch";
import { CALLBACK, CONFIDENTIAL, PASSWORD, PUBLIC, SECRET, SERVICE, start } from "./sim.mjs";

/** A test that every version has to pass. */
function each(name, body) {
	for (const jsforce of [newest, onNodeFetch]) {
		test(`jsforce ${jsforce.VERSION} ${name}`, (t) => body(t, jsforce));
	}
}

/** A connection by authorization code and PKCE. */
async function signedIn({ Connection, OAuth2 }, sim) {
	const oauth2 = new OAuth2({
		loginUrl: sim.origin,
		clientId: PUBLIC,
		redirectUri: CALLBACK,
		useVerifier: true,
	});
	const address = oauth2.getAuthorizationUrl({ scope: "api refresh_token id", state: "s-1" });
	const callback = await sim.signIn(address);
	assert.equal(callback.searchParams.get("state"), "s-1");
	const connection = new Connection({ oauth2, version: "66.0" });
	const user = await connection.authorize(callback.searchParams.get("code"));
	return { connection, user };
}

each("logs in by code and PKCE and learns who it is", async (t, jsforce) => {
	const sim = await start(t);
	const { connection, user } = await signedIn(jsforce, sim);
	assert.equal(connection.instanceUrl, sim.origin);
	assert.match(user.id, /^005\w{15}$/);
	assert.match(user.organizationId, /^00D\w{15}$/);
	const identity = await connection.identity();
	assert.equal(identity.username, SERVICE);
	assert.equal(identity.user_id, user.id);
	await connection.query("SELECT Id FROM Organization");
	assert.equal(connection.limitInfo.apiUsage.used, 1);
	const limits = await connection.limits();
	assert.equal(limits.DailyApiRequests.Max, connection.limitInfo.apiUsage.limit);
});

each("pages through 5,000 users", async (t, jsforce) => {
	const sim = await start(t, "--users", "5000");
	const { connection } = await signedIn(jsforce, sim);
	const query = "SELECT Id, Username, Profile.Name FROM User ORDER BY Id";
	const ids = new Set();
	const found = connection.query(query, { autoFetch: true, maxFetch: 5000 });
	found.on("record", (record) => ids.add(record.Id));
	await new Promise((resolve, reject) => found.on("end", resolve).on("error", reject).run());
	assert.equal(ids.size, 5000);
	assert.equal(found.totalSize, 5000);
	const counters = await sim.counters();
	assert.equal(counters.query_pages, 3);
});

each("is refreshed again and again with rotation off", async (t, jsforce) => {
	const sim = await start(t, "--rotation", "off");
	const { connection } = await signedIn(jsforce, sim);
	for (let round = 0; round < 3; round += 1) {
		await sim.control({ fault: "expire_access_tokens" });
		const { totalSize } = await connection.query("SELECT COUNT() FROM User");
		assert.equal(totalSize, 100);
	}
	assert.equal((await sim.counters()).refreshes, 3);
});

each("loses the connection at the second refresh with rotation on", async (t, jsforce) => {
	const sim = await start(t);
	const { connection } = await signedIn(jsforce, sim);
	await sim.control({ fault: "expire_access_tokens" });
	await connection.query("SELECT COUNT() FROM User");
	await sim.control({ fault: "expire_access_tokens" });
	await assert.rejects(connection.query("SELECT COUNT() FROM User"), (error) => {
		assert.match(error.message, /expired access\/refresh token/);
		return true;
	});
	assert.equal((await sim.counters()).refresh_reuse_seen, 1);
});

each("keeps the connection with rotation on when it keeps the new token", async (t, jsforce) => {
	const sim = await start(t);
	const { connection } = await signedIn(jsforce, sim);
	connection.on("refresh", (_token, answer) => {
		connection.refreshToken = answer.refresh_token;
	});
	for (let round = 0; round < 3; round += 1) {
		await sim.control({ fault: "expire_access_tokens" });
		await connection.query("SELECT COUNT() FROM User");
	}
	assert.equal((await sim.counters()).refreshes, 3);
});

each("logs in by SOAP", async (t, jsforce) => {
	const sim = await start(t);
	const connection = new jsforce.Connection({ loginUrl: sim.origin, version: "60.0" });
	const user = await connection.login(SERVICE, PASSWORD);
	assert.match(user.id, /^005\w{15}$/);
	assert.equal(connection.instanceUrl, sim.origin);
	const { totalSize } = await connection.query("SELECT Id FROM User LIMIT 7");
	assert.equal(totalSize, 7);
});

each("a wrong password by SOAP is refused in the service's words", async (t, jsforce) => {
	const sim = await start(t);
	const connection = new jsforce.Connection({ loginUrl: sim.origin, version: "60.0" });
	await assert.rejects(
		connection.login(SERVICE, "wrong"),
		/INVALID_LOGIN: Invalid username, password, security token; or user locked out/,
	);
});

each("logs in by client credentials", async (t, jsforce) => {
	const sim = await start(t);
	const connection = new jsforce.Connection({
		version: "66.0",
		oauth2: { loginUrl: sim.origin, clientId: CONFIDENTIAL, clientSecret: SECRET },
	});
	await connection.authorize({ grant_type: "client_credentials" });
	assert.equal((await connection.identity()).username, SERVICE);
	assert.equal(connection.refreshToken, undefined);
});

each("logs in by JWT", async (t, jsforce) => {
	const sim = await start(t);
	const { publicKey, privateKey } = generateKeyPairSync("rsa", {
		modulusLength: 2048,
		publicKeyEncoding: { type: "spki", format: "pem" },
		privateKeyEncoding: { type: "pkcs8", format: "pem" },
	});
	// Nobody is asked in this flow, so an administrator has to have approved the app.
	const app = { client_id: CONFIDENTIAL, certificate: publicKey, admin_approved_only: true };
	await sim.control({ app: { ...app, pre_authorized: "everyone" } });
	const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
	const claims = {
		iss: CONFIDENTIAL,
		sub: SERVICE,
		aud: "https://login.salesforce.com",
		exp: Math.floor(Date.now() / 1000) + 120,
	};
	const unsigned = `${part({ alg: "RS256" })}.${part(claims)}`;
	const signature = createSign("RSA-SHA256").update(unsigned).sign(privateKey, "base64url");
	const connection = new jsforce.Connection({ version: "66.0", oauth2: { loginUrl: sim.origin } });
	await connection.authorize({
		grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
		assertion: `${unsigned}.${signature}`,
	});
	assert.equal((await connection.identity()).username, SERVICE);
	assert.equal(connection.refreshToken, undefined);
});

each("describes objects and fetches records by their ids", async (t, jsforce) => {
	const sim = await start(t, "--users", "300");
	const { connection } = await signedIn(jsforce, sim);
	const all = await connection.describeGlobal();
	assert.ok(all.sobjects.some((object) => object.name === "User" && object.keyPrefix === "005"));
	const user = await connection.sobject("User").describe();
	assert.equal(user.fields.find((field) => field.name === "ProfileId").referenceTo[0], "Profile");
	const { records } = await connection.query("SELECT Id FROM User LIMIT 250");
	const ids = records.map((record) => record.Id);
	const fetched = await connection.sobject("User").retrieve(ids);
	assert.deepEqual(
		fetched.map((record) => record.Id),
		ids,
	);
	const one = await connection.sobject("User").retrieve(ids[9]);
	assert.equal(one.attributes.type, "User");
});

each("finds by conditions of its own making", async (t, jsforce) => {
	const sim = await start(t, "--users", "400");
	const { connection } = await signedIn(jsforce, sim);
	const active = await connection
		.sobject("User")
		.find({ IsActive: true, CreatedDate: { $lt: jsforce.SfDate.toDateTimeLiteral(new Date()) } })
		.sort({ LastName: 1, Id: -1 })
		.limit(20)
		.execute();
	assert.equal(active.length, 20);
	assert.ok(active.every((record) => record.IsActive));
});

each("tells a fault of the query by its code", async (t, jsforce) => {
	const sim = await start(t);
	const { connection } = await signedIn(jsforce, sim);
	for (const [query, code] of [
		["SELECT Nope FROM User", "INVALID_FIELD"],
		["SELECT Id FROM Nope", "INVALID_TYPE"],
		["SELECT Id FROM", "MALFORMED_QUERY"],
	]) {
		await assert.rejects(connection.query(query), (error) => error.errorCode === code);
	}
});

each("stops at a session that REST does not accept", async (t, jsforce) => {
	const sim = await start(t);
	const { connection } = await signedIn(jsforce, sim);
	await sim.control({ set: { not_valid_for_rest: true } });
	await assert.rejects(connection.query("SELECT Id FROM User"), /not valid for use with the REST/);
	assert.equal((await sim.counters()).refreshes, 0);
});

each("a revoked connection asks for a new login", async (t, jsforce) => {
	const sim = await start(t);
	const { connection } = await signedIn(jsforce, sim);
	await connection.logout(true);
	await assert.rejects(connection.query("SELECT Id FROM User"));
});
