export interface BrowserPage {
	id: string;
	/** What stands on the page, as short as it can be recognized. */
	shows: string;
	/** Salesforce's own words. */
	mono?: boolean;
	cause: string;
	who: string;
	next: string;
}

const SETUP_INSTALL = "Setup › Connected Apps OAuth Usage › Install";

/** Pages of the browser that the console never hears of, the frequent ones first. */
export const BROWSER_PAGES: BrowserPage[] = [
	{
		id: "oauthError",
		shows: "“We can’t authorize you because of an OAuth error”",
		cause: "The app is not installed in this organization, or not for this user.",
		who: `A Salesforce administrator: ${SETUP_INSTALL}.`,
		next: "Once it is installed, choose Open again.",
	},
	{
		id: "redirect",
		shows: "error=redirect_uri_mismatch",
		mono: true,
		cause: "The callback URL at the app is not byte for byte the one shown here.",
		who: "You: copy the callback URL into the External Client App again.",
		next: "Wait 10 minutes, then choose Open again.",
	},
	{
		id: "clientId",
		shows: "error=invalid_client_id",
		mono: true,
		cause:
			"The consumer key belongs to another organization, has a typing error, or is too new; or only My Domain knows the app.",
		who: "You: compare the key; enter the My Domain of the organization that owns the app.",
		next: "For a new app wait 10 minutes, then choose Open again. For another key, Cancel and connect again.",
	},
	{
		id: "download",
		shows: "A file named “authorize” is downloaded, or “missing required code challenge”",
		cause: "The app asks for a proof key and did not get one: the link was shortened on its way.",
		who: "You.",
		next: "Use Copy link and paste it whole into the address line.",
	},
	{
		id: "notApproved",
		shows: "OAUTH_APP_ACCESS_DENIED",
		mono: true,
		cause: "The app admits only users whom an administrator approved in advance.",
		who: "A Salesforce administrator: add the account’s permission set to the app’s policies.",
		next: "Then choose Open again.",
	},
	{
		id: "blocked",
		shows: "OAUTH_AUTHORIZATION_BLOCKED, or “app blocked”",
		cause: "An administrator blocked the app for the whole organization.",
		who: "A Salesforce administrator: Setup › Connected Apps OAuth Usage › Unblock.",
		next: "Then choose Open again.",
	},
	{
		id: "loginFails",
		shows: "“Please check your username and password”",
		cause:
			"Production and sandboxes know different users: a sandbox user name ends with the sandbox’s name. Or the account is frozen or inactive.",
		who: "You, or a Salesforce administrator: Setup › Users.",
		next: "Check the environment above. For the other one, Cancel and use its own button.",
	},
	{
		id: "restricted",
		shows: "“Your login is restricted”, or an IP address or hours are named",
		cause: "The profile of the service account allows other networks or hours only.",
		who: "A Salesforce administrator: the profile’s Login IP Ranges and Login Hours.",
		next: "Then choose Open again.",
	},
	{
		id: "code",
		shows: "A verification code is asked for",
		cause: "Salesforce does not know this browser; the code goes to the account’s e-mail address.",
		who: "Whoever reads that mailbox.",
		next: "Choose Extend if the time runs out before the code arrives.",
	},
	{
		id: "open",
		shows: "The browser asks to open LPC Admin Console",
		cause: "That is how the sign-in comes back.",
		who: "You: allow it.",
		next: "If you refused earlier, use Paste the address.",
	},
	{
		id: "nothing",
		shows: "The page stays as it is after Allow",
		cause:
			"The browser or a policy does not open the console, or another program took the address.",
		who: "You.",
		next: "Copy the address that begins with the console’s scheme and use Paste the address; or Copy link into another browser.",
	},
	{
		id: "companySignOn",
		shows: "Your company’s sign-on page",
		cause:
			"The organization’s My Domain sends everyone to the company’s sign-on, which knows people and not the service account.",
		who: "You; or a Salesforce administrator: Setup › My Domain › Authentication Configuration, show the login form.",
		next: "Deny if the page names you. Cancel, leave My Domain empty above and connect through Salesforce’s general login address; or have the login form shown and choose Open again.",
	},
	{
		id: "somebody",
		shows: "You are signed in as somebody else",
		cause: "The browser kept a session of another user.",
		who: "You.",
		next: "Sign out of Salesforce in that browser, or use Copy link in a private window.",
	},
	{
		id: "network",
		shows: "The page does not load, or a network asks to sign in",
		cause: "Salesforce is not reachable from this network, or the network’s own page comes first.",
		who: "You: sign in to the network; or whoever runs proxy and firewall.",
		next: "Then choose Open again.",
	},
];
