// Generated from src-tauri/crates/api by `cargo test -p lpc-api`; edits are overwritten.

export type Millis = number;

export type Count = number;

export type Environment = "production" | "sandbox";

export type ConnectionStateName = "notConfigured" | "authorizing" | "connected" | "expiringSoon" | "lost" | "refused" | "keyLost" | "unreachable" | "throttled" | "wrongAccount" | "off";

export type OwnStatus = "notInitialized" | "active" | "paused" | "disabled" | "suspended";

export type EffectiveStatus = "suspended" | "notInitialized" | "active" | "paused" | "disabled" | "notInGroup";

export type Remedy = "reconnect" | "checkNow" | "wait";

export type Explanation = {
/**
 * The text exactly as received.
 */
raw: string,
/**
 * What happened, in one line.
 */
title: string,
/**
 * What the text means.
 */
cause: string,
/**
 * Who can put it right, and where.
 */
who: string,
/**
 * The one button that helps.
 */
remedy: Remedy, };

export type ErrorCode = "invalidInput" | "notFound" | "keyStore" | "entitlement" | "clipboard" | "browser" | "internal";

export type ApiError = {
/**
 * What the window acts on.
 */
code: ErrorCode,
/**
 * What happened and what to do, for people.
 */
message: string,
/**
 * A received text, verbatim.
 */
detail?: string, };

export type Topic = "connection" | "users";

export type Event = { "kind": "changed", organizationId: string,
/**
 * What to ask again for.
 */
topic: Topic, } | { "kind": "gateChanged" } | { "kind": "ownDataChanged" } | { "kind": "loadProgress", organizationId: string,
/**
 * Users read so far.
 */
loaded: Count,
/**
 * Users in all, as Salesforce counts them.
 */
expected: Count, };

export type Theme = "system" | "light" | "dark";

export type ApiUsage = { used: Count, limit: Count, };

export type OwnShare = { used: Count, allowed: Count,
/**
 * When there is room again at the earliest.
 */
until: Millis, };

export type SessionSummary = { ended: Millis,
/**
 * How long it took, in milliseconds.
 */
duration: Count, membersChecked: Count,
/**
 * Members whose status changed.
 */
changed: Count,
/**
 * Whether it read everything.
 */
finished: boolean,
/**
 * The text that stopped it.
 */
raw: string | null, };

export type OrganizationSummary = { id: string, name: string,
/**
 * The id it has elsewhere; empty until set.
 */
externalId: string,
/**
 * Whether its members are synchronized at all; off stops sessions whatever the state.
 */
synchronization: boolean,
/**
 * Whether the entitlement lets its sessions run; true where nothing is connected.
 */
entitled: boolean,
/**
 * The host it is connected to, or the one that would be opened; empty when none is known.
 */
host: string,
/**
 * The service account's user name, if it is connected.
 */
username: string | null,
/**
 * The text as received that explains the state, where there is one.
 */
reason: string | null,
/**
 * When it is tried again by itself, while Salesforce limits or does not answer.
 */
retryAt: Millis | null,
/**
 * Days until the assumed idle limit ends the token, if it is connected.
 */
idleDaysLeft: number | null, idleEnds: Millis | null,
/**
 * Where it is connected, if it is.
 */
environment: Environment | null, state: ConnectionStateName,
/**
 * Since when that state holds, where that is known.
 */
stateSince: Millis | null,
/**
 * Users whom Salesforce shows.
 */
users: Count,
/**
 * Members of the group.
 */
members: Count,
/**
 * Members who are effectively suspended.
 */
suspended: Count,
/**
 * The newest session that ended.
 */
lastSession: SessionSummary | null,
/**
 * When the next session is due; `None` while sessions are stopped or one runs.
 */
nextSession: Millis | null,
/**
 * Changes that wait for a person's *Apply anyway*.
 */
heldBack: HeldBack | null,
/**
 * Whether a session runs now.
 */
sessionRunning: boolean,
/**
 * The organization's API use as Salesforce last named it.
 */
apiUsage: ApiUsage | null,
/**
 * The console's own share of it, while it is used up: sessions run once an hour.
 */
ownShare: OwnShare | null, };

export type Overview = { version: string,
/**
 * Whether this is the demo flavor, which talks to the stand-in.
 */
demo: boolean,
/**
 * The custom URI scheme, for help texts.
 */
scheme: string,
/**
 * All organizations, worst first.
 */
organizations: Array<OrganizationSummary>, settings: Settings, };

export type ClientApp = { environment: Environment,
/**
 * The consumer key; empty until entered.
 */
consumerKey: string,
/**
 * The My Domain's host; empty for the standard login host.
 */
myDomain: string,
/**
 * The host that will be opened.
 */
loginHost: string,
/**
 * To be registered at the app, byte for byte.
 */
callbackUrl: string, };

export type ClientAppInput = { environment: Environment,
/**
 * The consumer key; spaces around it are dropped.
 */
consumerKey: string,
/**
 * A My Domain name, host or pasted address; empty for the standard login host.
 */
myDomain: string, };

export type CheckResult = "passed" | "warning" | "blocking" | "unknown";

export type PreflightCheck = { name: string, result: CheckResult,
/**
 * What was found and what that means.
 */
meaning: string,
/**
 * What to do about it.
 */
nextStep: string | null, };

export type Preflight = {
/**
 * When Salesforce was asked.
 */
checked: Millis, checks: Array<PreflightCheck>, };

export type AccountIdentity = {
/**
 * User id, 18 characters.
 */
userId: string, username: string, displayName: string,
/**
 * The Salesforce organization's id, 18 characters.
 */
salesforceOrganizationId: string,
/**
 * The Salesforce organization's name.
 */
salesforceOrganizationName: string, };

export type AccountQuestion = {
/**
 * Where it signed in.
 */
environment: Environment,
/**
 * The account that is connected now.
 */
pinned: AccountIdentity | null,
/**
 * The account that signed in.
 */
found: AccountIdentity,
/**
 * Whether it stands in the group as a person.
 */
member: boolean,
/**
 * How its checks ended.
 */
checks: Array<PreflightCheck>,
/**
 * When the question is withdrawn.
 */
until: Millis, };

export type TwoAccounts = { pinned: AccountIdentity,
/**
 * The one that signed in.
 */
found: AccountIdentity, };

export type LateCallback = {
/**
 * What happened, and what to do.
 */
message: string, at: Millis, };

export type LoginPurpose = "connect" | "change";

export type TestStepName = "token" | "identity" | "permissions" | "users" | "apiBudget";

export type TestOutcome = "passed" | "failed" | "skipped";

export type TestStep = { name: TestStepName, outcome: TestOutcome,
/**
 * How long it took.
 */
millis: Count, detail: string,
/**
 * The text as received, of a failure.
 */
raw: string | null,
/**
 * What to do, after a failure.
 */
nextStep: string | null, };

export type ConnectionTest = { started: Millis,
/**
 * All steps; those behind a failed one are skipped.
 */
steps: Array<TestStep>, };

export type Disconnection = {
/**
 * Whether the token is forgotten here.
 */
disconnected: boolean,
/**
 * Why it could not be revoked, as received; `null` when it was.
 */
notRevoked: string | null,
/**
 * How to revoke it in Salesforce; empty when it was revoked.
 */
byHand: Array<string>, };

export type LoginFailure = "denied" | "timedOut" | "canceled" | "refused" | "unreachable" | "wrongAccount" | "wrongEnvironment" | "checkFailed" | "notEntitled" | "organizationNotEntitled" | "sandboxNotEntitled" | "untrusted" | "notSaved";

export type LoginPhase = { "phase": "idle" } | { "phase": "waiting", environment: Environment,
/**
 * The host that was opened.
 */
host: string,
/**
 * The user name that was pre-filled, on a reconnect.
 */
loginHint: string | null, started: Millis,
/**
 * When it ends unless extended.
 */
expires: Millis,
/**
 * Whether *Open again* and *Copy link* can work: the link is kept in memory only, so after
 * a restart the callback is still awaited but the link is gone.
 */
linkAvailable: boolean,
/**
 * What it is for.
 */
purpose: LoginPurpose, } | { "phase": "exchanging", environment: Environment, } | { "phase": "checking", environment: Environment, } | { "phase": "confirming", question: AccountQuestion, } | { "phase": "failed",
/**
 * Where it went, as far as that is still known: it is tried again there.
 */
environment: Environment | null,
/**
 * What the window shows beside the text.
 */
code: LoginFailure,
/**
 * What happened and what to do.
 */
message: string,
/**
 * The text as received.
 */
raw: string | null,
/**
 * The received text, explained.
 */
explanation: Explanation | null,
/**
 * What to do now.
 */
nextStep: string,
/**
 * Both accounts, where another one than the connected one signed in.
 */
accounts: TwoAccounts | null,
/**
 * The checks, if it came that far.
 */
checks: Array<PreflightCheck>, at: Millis, };

export type Connection = { environment: Environment,
/**
 * The service account's user id, 18 characters.
 */
userId: string, username: string, displayName: string,
/**
 * The Salesforce organization's id, 18 characters.
 */
salesforceOrganizationId: string,
/**
 * The Salesforce organization's name.
 */
salesforceOrganizationName: string,
/**
 * The host that serves the data.
 */
instanceHost: string,
/**
 * When this account was first connected.
 */
connectedSince: Millis,
/**
 * When a token was last obtained.
 */
lastRefresh: Millis,
/**
 * Whether the last refresh rotated the token.
 */
rotated: boolean,
/**
 * Days until the assumed idle limit ends the token.
 */
idleDaysLeft: number,
/**
 * The assumed idle limit in days.
 */
idleLimitDays: number,
/**
 * When the token would end if the console stayed closed.
 */
idleEnds: Millis,
/**
 * The organization's API use as Salesforce last named it.
 */
apiUsage: ApiUsage | null,
/**
 * Calls of this console's sessions in the last 24 hours.
 */
ownCalls: Count, };

export type ConnectionFault = {
/**
 * The received text, explained.
 */
explanation: Explanation,
/**
 * Since when, where that is known.
 */
since: Millis | null,
/**
 * When it is tried again by itself.
 */
retryAt: Millis | null,
/**
 * Members who are suspended by it alone.
 */
suspended: Count,
/**
 * Members with a fault of their own.
 */
ownFaults: Count, };

export type Resuming = {
/**
 * When the connection had been lost.
 */
lostSince: Millis,
/**
 * Members who wait for the session.
 */
members: Count, };

export type KeyStoreProblem = {
/**
 * What follows from it.
 */
consequence: KeyStoreConsequence,
/**
 * What it means and what to do.
 */
text: string, };

export type KeyStoreConsequence = "blocked" | "offersSession" | "heldForSession";

export type Recovery = {
/**
 * Members who are active again.
 */
resumed: Count,
/**
 * Members who stay suspended for a fault of their own.
 */
needAttention: Count,
/**
 * Members the proving session checked.
 */
membersRead: Count,
/**
 * When the connection had been lost.
 */
lostSince: Millis,
/**
 * When the proving session finished.
 */
recoveredAt: Millis, };

export type Connectivity = { organizationId: string, organizationName: string,
/**
 * The switch *Login using Salesforce Service Account*.
 */
serviceAccountLogin: boolean,
/**
 * The admin's confirmation that no LPC user works with the service account.
 */
confirmedNoLpcUser: boolean, state: ConnectionStateName,
/**
 * Production and Sandbox, in this order.
 */
clientApps: Array<ClientApp>,
/**
 * Where the login stands.
 */
login: LoginPhase,
/**
 * The connection, once there is one.
 */
connection: Connection | null,
/**
 * The fault that stops it: Lost, Refused, KeyLost, Unreachable, Throttled.
 */
fault: ConnectionFault | null,
/**
 * The account signed in again after a loss, and no session has proved yet that it works.
 */
resuming: Resuming | null,
/**
 * What the last recovery achieved, until dismissed.
 */
recovery: Recovery | null,
/**
 * What there is to know about the key store; `None` when a sign-in is kept safely.
 */
keyStoreProblem: KeyStoreProblem | null,
/**
 * How the checks of the connected account last ended.
 */
preflight: Preflight | null,
/**
 * A callback that came for nothing, until it is dismissed or a new login begins.
 */
lateCallback: LateCallback | null, };

export type UserFilter = { "kind": "all" } | { "kind": "members" } | { "kind": "status", status: EffectiveStatus, } | { "kind": "cause",
/**
 * The text as received.
 */
raw: string, };

export type UserSort = "effectiveStatus" | "name" | "email" | "username" | "profile" | "since";

export type UsersQuery = { organizationId: string, filter: UserFilter,
/**
 * Words that name, e-mail or username contain.
 */
search: string, sort: UserSort, descending: boolean,
/**
 * Rows before the page.
 */
offset: Count,
/**
 * Rows in the page, at most 500.
 */
limit: number, };

export type UserRow = {
/**
 * `User.Id`.
 */
id: string,
/**
 * `User.Name`.
 */
name: string,
/**
 * `User.Email`.
 */
email: string,
/**
 * `User.Username`.
 */
username: string,
/**
 * `Profile.Name`.
 */
profile: string, effective: EffectiveStatus,
/**
 * The user's own status; `null` for somebody who is not a member.
 */
own: OwnStatus | null,
/**
 * The text behind a suspension: the user's own fault, else the connection's.
 */
error: string | null,
/**
 * Whether `error` is a fault of the user's own.
 */
ownFault: boolean,
/**
 * Who says what the effective status is; `null` before anybody did.
 */
source: StatusSource | null,
/**
 * Since when the effective status holds.
 */
since: Millis | null,
/**
 * When a session last covered this member.
 */
lastSession: Millis | null,
/**
 * Whether the status is as of an earlier time because Salesforce cannot be asked.
 */
stale: boolean, };

export type UsersPage = {
/**
 * Rows that match in all.
 */
total: Count,
/**
 * The rows of this page.
 */
rows: Array<UserRow>, };

export type OwnFault = { raw: string, members: Count, };

export type StatusSource = "salesforce" | "connection" | "console";

export type UserCounts = {
/**
 * Users whom Salesforce shows.
 */
all: Count, members: Count, suspended: Count, active: Count, notInitialized: Count, paused: Count,
/**
 * Disabled, or the switch is off.
 */
disabled: Count, notInGroup: Count,
/**
 * Faults of members' own, the most frequent first.
 */
ownFaults: Array<OwnFault>,
/**
 * When the shown statuses were read; `null` before the first session.
 */
asOf: Millis | null,
/**
 * Whether they are out of date because Salesforce cannot be asked.
 */
stale: boolean,
/**
 * Users read so far while the first full load runs.
 */
loading: boolean, };

export type UserNotification = { user: UserRow,
/**
 * What suspends the user by itself through the connection.
 */
connection: Explanation | null,
/**
 * What suspends the user alone.
 */
own: Explanation | null,
/**
 * Other members with the same cause.
 */
others: Count,
/**
 * What became of the user, the newest first.
 */
timeline: Array<TimelineEntry>,
/**
 * Changes of the user's own status that are kept in all.
 */
changes: Count,
/**
 * The newest sessions that covered the user; none for somebody who is not a member.
 */
sessions: Array<UserSession>,
/**
 * Checking this user alone; `null` for somebody who is not a member and was never checked.
 */
check: MemberChecking | null, };

export type MemberChecking = {
/**
 * Why it cannot, as a sentence; `null` where it can, at most once a minute.
 */
refusal: string | null,
/**
 * The newest check by hand.
 */
last: MemberCheck | null, };

export type MemberCheck = {
/**
 * When Salesforce was asked.
 */
at: Millis, outcome: MemberCheckOutcome,
/**
 * The own status before; `null` for somebody who was not a member.
 */
before: OwnStatus | null,
/**
 * The own status after it; `null` for somebody who is not a member any more.
 */
after: OwnStatus | null,
/**
 * The text that stopped it, explained.
 */
error: Explanation | null, };

export type MemberCheckOutcome = "unchanged" | "changed" | "notShown" | "outdated" | "failed";

export type TimelineEntry = { at: Millis, event: TimelineEvent,
/**
 * The text behind a suspension or a loss.
 */
raw: string | null, };

export type TimelineEvent = { "kind": "status", status: OwnStatus, } | { "kind": "leftGroup" } | { "kind": "connectionLost" } | { "kind": "connectionRestored" };

export type UserSession = { session: SessionRow,
/**
 * Whether it changed this user's own status.
 */
changedThisUser: boolean, };

export type SessionFilter = "all" | "changed" | "finished" | "heldBack" | "failed" | "interrupted";

export type SessionsQuery = { organizationId: string, filter: SessionFilter, offset: Count,
/**
 * Rows in it, at most 500.
 */
limit: number, };

export type SessionTrigger = "connected" | "schedule" | "manual" | "reconcile" | "applyAnyway" | "woken";

export type SessionOutcome = "finished" | "failed" | "interrupted" | "heldBack";

export type SessionRow = {
/**
 * Tells it from the others; newer ones have larger numbers.
 */
id: number, trigger: SessionTrigger, started: Millis,
/**
 * When it ended; `None` while it runs.
 */
ended: Millis | null,
/**
 * How it ended; `None` while it runs.
 */
outcome: SessionOutcome | null,
/**
 * Members in the group after it.
 */
membersChecked: Count,
/**
 * Members whose status changed.
 */
changed: Count,
/**
 * Of these, how many became suspended.
 */
newlySuspended: Count,
/**
 * Members suspended after it for a fault of their own.
 */
suspended: Count,
/**
 * Calls of the organization's API allowance that it took.
 */
apiCalls: Count,
/**
 * The text that stopped it, explained.
 */
error: Explanation | null, };

export type SessionCounts = { all: Count, changed: Count, finished: Count, heldBack: Count, failed: Count, interrupted: Count, };

export type SessionsPage = {
/**
 * Sessions that match in all.
 */
total: Count,
/**
 * Those of the window.
 */
rows: Array<SessionRow>,
/**
 * How many each filter finds.
 */
counts: SessionCounts, };

export type Suspicion = "emptyList" | "lostUsers" | "flips";

export type HeldBack = { suspicion: Suspicion,
/**
 * Users known, or members with a status, before the session.
 */
before: Count,
/**
 * How many of them the session would leave as they are.
 */
after: Count,
/**
 * Users or members whom it touches; what *Apply anyway* agrees to.
 */
affected: Count,
/**
 * When it was first seen.
 */
since: Millis,
/**
 * When it was seen last.
 */
seen: Millis,
/**
 * A person agreed; the next session applies it.
 */
confirmed: boolean,
/**
 * Its text and what it means.
 */
explanation: Explanation, };

export type Density = "compact" | "comfortable";

export type SettingLimits = {
/**
 * Minutes between two sessions.
 */
intervalMinutes: [number, number],
/**
 * Days of the token policy.
 */
tokenPolicyDays: [number, number],
/**
 * The steps of the zoom, in percent, ascending.
 */
zoomPercent: Array<number>, };

export type SettingName = "theme" | "density" | "zoom" | "timeZone" | "intervalMinutes" | "alerts" | "tokenPolicyDays";

export type Settings = {
/**
 * How the window looks.
 */
theme: Theme,
/**
 * How tall rows are.
 */
density: Density,
/**
 * How large the window shows everything, in percent; one of the steps.
 */
zoomPercent: number,
/**
 * `system`, or a name of the IANA database.
 */
timeZone: string,
/**
 * Minutes between two sessions of an organization.
 */
intervalMinutes: number,
/**
 * Whether the desktop tells when a connection is lost and when it is back.
 */
alerts: boolean,
/**
 * Days that Salesforce is assumed to keep an unused refresh token.
 */
tokenPolicyDays: number,
/**
 * What the numbers may be.
 */
limits: SettingLimits, };

export type ActivityTopic = "organizations" | "signIns" | "connections" | "settings";

export type ActivityKind = "organizationCreated" | "organizationRenamed" | "organizationDeleted" | "externalIdSet" | "synchronizationSwitched" | "serviceAccountLoginSwitched" | "clientAppSaved" | "noLpcUserConfirmed" | "signInsHeldForSession" | "loginStarted" | "loginFailed" | "connected" | "serviceAccountChanged" | "disconnected" | "connectionLost" | "connectionRefused" | "connectionRecovered" | "throttlingBegan" | "throttlingEnded" | "unreachableBegan" | "unreachableEnded" | "heldBackApplied" | "entitlementImported" | "settingChanged";

export type ActivityQuery = { topic: ActivityTopic | null,
/**
 * Only this organization, which may be deleted.
 */
organizationId: string | null,
/**
 * Only entries older than this one; `None` for the newest.
 */
before: number | null,
/**
 * At most so many.
 */
limit: number, };

export type ActivityEntry = {
/**
 * Grows with every entry.
 */
number: number, at: Millis, kind: ActivityKind,
/**
 * Whether a person did it; otherwise the console did by itself.
 */
byPerson: boolean,
/**
 * The person's name at this computer, where it is known.
 */
actor: string | null, organizationId: string | null,
/**
 * Its name at that time.
 */
organizationName: string | null,
/**
 * The thing that changed, where the kind does not name it.
 */
subject: string | null, from: string | null,
/**
 * After; for an event, what was received.
 */
to: string | null, };

export type ActivityPage = {
/**
 * Entries that match in all.
 */
total: Count,
/**
 * How many each topic has, of the same organization.
 */
counts: ActivityCounts, entries: Array<ActivityEntry>,
/**
 * Whether older ones follow.
 */
more: boolean, };

export type ActivityCounts = { all: Count, organizations: Count, signIns: Count, connections: Count, settings: Count, };

export type GateState = "open" | "readOnly" | "closed";

export type ProblemKind = "missing" | "unreadable" | "malformed" | "unknownKey" | "wrongSignature" | "otherProduct" | "notYetValid" | "expired" | "wrongEdition" | "wrongOrganization";

export type EntitlementFacts = {
/**
 * To whom it was issued.
 */
customer: string, edition: string,
/**
 * The Salesforce organizations that may be connected, by their 18 characters.
 */
organizations: Array<string>,
/**
 * Whether any sandbox may be connected.
 */
sandboxes: boolean,
/**
 * When it was issued.
 */
issued: Millis,
/**
 * From when on it is valid.
 */
validFrom: Millis,
/**
 * Until when it is valid.
 */
expires: Millis, };

export type GateProblem = {
/**
 * What the window marks.
 */
kind: ProblemKind, code: string,
/**
 * What happened, as a headline.
 */
title: string,
/**
 * What happened, as a sentence.
 */
message: string,
/**
 * Who can fix it, and how.
 */
nextStep: string, file: string | null,
/**
 * What it says, if it is genuine.
 */
facts: EntitlementFacts | null, };

export type NotIncluded = {
/**
 * The console's id of the organization.
 */
organizationId: string,
/**
 * The Salesforce organization's name.
 */
salesforceOrganizationName: string, salesforceOrganizationId: string, environment: Environment, };

export type FileCounts = "opens" | "newerCounts" | "refused";

export type GateFile = {
/**
 * Its name, in letters that can be shown.
 */
name: string,
/**
 * What it counts for.
 */
counts: FileCounts,
/**
 * Why it is refused. It is about this file, so its message does not name it.
 */
problem: GateProblem | null, };

export type Gate = {
/**
 * Whether the console may be used.
 */
state: GateState,
/**
 * Why it may not.
 */
problem: GateProblem | null,
/**
 * A file that was imported last and could not be used.
 */
rejected: GateProblem | null,
/**
 * What lies in the data folder: the file that decides, then the newest, twenty at most.
 */
files: Array<GateFile>,
/**
 * How many more there are.
 */
moreFiles: Count, entitlement: EntitlementFacts | null,
/**
 * Connected organizations that it does not include; their sessions are stopped.
 */
notIncluded: Array<NotIncluded>,
/**
 * Whether a sign-in is stored; it is kept alive even while the gate is closed.
 */
connected: boolean, version: string, supportAddress: string,
/**
 * What to send them, ready to be copied. About the installation, never about a person.
 */
request: string, };

export type StartProblem = {
/**
 * What is wrong, in one line.
 */
title: string,
/**
 * What that means, and that nothing is lost.
 */
message: string, nextStep: string,
/**
 * The file or folder it is about.
 */
path: string,
/**
 * The cause in the words of the system, for support.
 */
detail: string, };

export type OwnFile = "console" | "vault";

export type WriteProblem = {
/**
 * What is wrong, in one line.
 */
title: string,
/**
 * What that means, and that nothing is lost.
 */
message: string, nextStep: string,
/**
 * What the system said.
 */
raw: string, };

export type SetAsideFile = {
/**
 * Which one; dismissed by this name.
 */
file: OwnFile,
/**
 * Where the damaged file is kept.
 */
path: string,
/**
 * What happened, in one line.
 */
title: string, message: string, nextStep: string, };

export type OwnData = { folder: string,
/**
 * What keeps them from being written.
 */
writeProblem: WriteProblem | null,
/**
 * Damaged files that were set aside and not dismissed yet.
 */
setAside: Array<SetAsideFile>, };

export type Help = { version: string,
/**
 * Whether this is the demo flavor, which talks to the stand-in.
 */
demo: boolean,
/**
 * Where the console's own files are.
 */
dataFolder: string,
/**
 * Where its log is, one file a day.
 */
logFolder: string, supportAddress: string,
/**
 * What to send them, ready to be copied. About the installation, never about a person.
 */
details: string, };

/** Every command with its parameters and its answer. */
export interface Commands {
  overview: { parameters: Record<string, never>; answer: Overview };
  connectivity: { parameters: { organizationId: string }; answer: Connectivity };
  set_service_account_login: { parameters: { organizationId: string; enabled: boolean }; answer: null };
  confirm_no_lpc_user: { parameters: { organizationId: string; confirmed: boolean }; answer: null };
  save_client_app: { parameters: { organizationId: string; clientApp: ClientAppInput }; answer: ClientApp };
  start_login: { parameters: { organizationId: string; environment: Environment }; answer: null };
  change_account: { parameters: { organizationId: string; environment: Environment }; answer: null };
  confirm_account: { parameters: { organizationId: string; noLpcUser: boolean }; answer: null };
  test_connection: { parameters: { organizationId: string }; answer: ConnectionTest };
  check_preflight: { parameters: { organizationId: string }; answer: null };
  disconnect: { parameters: { organizationId: string; regardless: boolean }; answer: Disconnection };
  cancel_login: { parameters: { organizationId: string }; answer: null };
  extend_login: { parameters: { organizationId: string }; answer: null };
  open_login_again: { parameters: { organizationId: string }; answer: null };
  copy_login_link: { parameters: { organizationId: string }; answer: null };
  paste_callback: { parameters: Record<string, never>; answer: null };
  dismiss_login_failure: { parameters: { organizationId: string }; answer: null };
  hold_sign_ins_for_session: { parameters: Record<string, never>; answer: null };
  dismiss_recovery: { parameters: { organizationId: string }; answer: null };
  check_now: { parameters: { organizationId: string }; answer: null };
  check_member: { parameters: { organizationId: string; userId: string }; answer: MemberCheck };
  users: { parameters: { query: UsersQuery }; answer: UsersPage };
  user_counts: { parameters: { organizationId: string }; answer: UserCounts };
  user_notification: { parameters: { organizationId: string; userId: string }; answer: UserNotification };
  sessions: { parameters: { query: SessionsQuery }; answer: SessionsPage };
  reconcile: { parameters: { organizationId: string }; answer: null };
  held_back: { parameters: { organizationId: string }; answer: HeldBack | null };
  apply_held_back: { parameters: { organizationId: string; affected: Count }; answer: null };
  copy_text: { parameters: { text: string }; answer: null };
  create_organization: { parameters: { name: string; externalId: string }; answer: string };
  rename_organization: { parameters: { organizationId: string; name: string }; answer: null };
  set_external_id: { parameters: { organizationId: string; externalId: string }; answer: null };
  set_synchronization: { parameters: { organizationId: string; enabled: boolean }; answer: null };
  delete_organization: { parameters: { organizationId: string; name: string }; answer: null };
  activity: { parameters: { query: ActivityQuery }; answer: ActivityPage };
  change_setting: { parameters: { name: SettingName; value: string }; answer: null };
  gate: { parameters: Record<string, never>; answer: Gate };
  import_entitlement: { parameters: Record<string, never>; answer: Gate };
  import_entitlement_text: { parameters: { file: string; text: string }; answer: Gate };
  check_entitlement: { parameters: Record<string, never>; answer: Gate };
  start_problem: { parameters: Record<string, never>; answer: StartProblem | null };
  try_start_again: { parameters: Record<string, never>; answer: StartProblem | null };
  copy_start_problem: { parameters: Record<string, never>; answer: null };
  open_data_folder: { parameters: Record<string, never>; answer: null };
  own_data: { parameters: Record<string, never>; answer: OwnData };
  try_writing: { parameters: Record<string, never>; answer: null };
  dismiss_set_aside: { parameters: { file: OwnFile }; answer: null };
  help: { parameters: Record<string, never>; answer: Help };
}
