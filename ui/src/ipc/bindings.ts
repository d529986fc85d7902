// Generated from src-tauri/crates/api by `cargo test -p lpc-api`; edits are overwritten.

export type AccountIdentity = {
userId: string, username: string, displayName: string,
salesforceOrganizationId: string,
salesforceOrganizationName: string, };

export type AccountQuestion = {
environment: Environment,
pinned: AccountIdentity | null,
found: AccountIdentity,
member: boolean,
checks: Array<PreflightCheck>,
until: Millis, };

export type ActivityCounts = { all: Count, organizations: Count, signIns: Count, connections: Count, settings: Count, };

export type ActivityEntry = {
number: number, at: Millis, kind: ActivityKind,
byPerson: boolean,
actor: string | null, organizationId: string | null,
organizationName: string | null,
subject: string | null, from: string | null,
to: string | null, };

export type ActivityKind = "organizationCreated" | "organizationRenamed" | "organizationDeleted" | "externalIdSet" | "synchronizationSwitched" | "serviceAccountLoginSwitched" | "clientAppSaved" | "noLpcUserConfirmed" | "signInsHeldForSession" | "loginStarted" | "loginFailed" | "connected" | "serviceAccountChanged" | "disconnected" | "connectionLost" | "connectionRefused" | "connectionRecovered" | "throttlingBegan" | "throttlingEnded" | "unreachableBegan" | "unreachableEnded" | "heldBackApplied" | "entitlementImported" | "settingChanged";

export type ActivityPage = {
total: Count,
counts: ActivityCounts, entries: Array<ActivityEntry>,
more: boolean, };

export type ActivityQuery = { topic: ActivityTopic | null,
organizationId: string | null,
before: number | null,
limit: number, };

export type ActivityTopic = "organizations" | "signIns" | "connections" | "settings";

export type ApiError = {
code: ErrorCode,
message: string,
detail?: string, };

export type ApiUsage = { used: Count, limit: Count, };

export type CheckResult = "passed" | "warning" | "blocking" | "unknown";

export type ClientApp = { environment: Environment,
consumerKey: string,
myDomain: string,
loginHost: string,
callbackUrl: string, };

export type ClientAppInput = { environment: Environment,
consumerKey: string,
myDomain: string, };

export type Connection = { environment: Environment,
userId: string, username: string, displayName: string,
salesforceOrganizationId: string,
salesforceOrganizationName: string,
instanceHost: string,
connectedSince: Millis,
lastRefresh: Millis,
rotated: boolean,
idleDaysLeft: number,
idleLimitDays: number,
idleEnds: Millis,
apiUsage: ApiUsage | null,
ownCalls: Count, };

export type ConnectionFault = {
explanation: Explanation,
since: Millis | null,
retryAt: Millis | null,
suspended: Count,
ownFaults: Count, };

export type ConnectionStateName = "notConfigured" | "authorizing" | "connected" | "expiringSoon" | "lost" | "refused" | "keyLost" | "unreachable" | "throttled" | "off";

export type ConnectionTest = { started: Millis,
steps: Array<TestStep>, };

export type Connectivity = { organizationId: string, organizationName: string,
serviceAccountLogin: boolean,
confirmedNoLpcUser: boolean, state: ConnectionStateName,
clientApps: Array<ClientApp>,
login: LoginPhase,
connection: Connection | null,
fault: ConnectionFault | null,
resuming: Resuming | null,
recovery: Recovery | null,
keyStoreProblem: KeyStoreProblem | null,
preflight: Preflight | null,
lateCallback: LateCallback | null, };

export type Count = number;

export type Density = "compact" | "comfortable";

export type Disconnection = {
disconnected: boolean,
notRevoked: string | null,
byHand: Array<string>, };

export type EffectiveStatus = "suspended" | "notInitialized" | "active" | "paused" | "disabled" | "notInGroup";

export type EntitlementFacts = {
customer: string, edition: string,
organizations: Array<string>,
sandboxes: boolean,
issued: Millis,
validFrom: Millis,
expires: Millis, };

export type Environment = "production" | "sandbox";

export type ErrorCode = "invalidInput" | "notFound" | "keyStore" | "entitlement" | "clipboard" | "browser" | "internal";

export type Event = { "kind": "changed",
organizationId: string | null, tags: Array<Tag>, } | { "kind": "loadProgress", organizationId: string,
loaded: number,
expected: number, };

export type Explanation = { code: FaultCode,
raw: string,
title: string,
cause: string,
who: string,
remedy: Remedy, };

export type FaultCode = "unknown" | "unreachable" | "tokenExpired" | "tokenInvalid" | "consumerKeyUnknown" | "appNotAccepted" | "appNotInstalled" | "appBlocked" | "appBlockedAtSignIn" | "notApproved" | "notApprovedAtSignIn" | "approvalGone" | "denied" | "networkNotAllowed" | "accountInactive" | "accountCannotSignIn" | "organizationLocked" | "scopeMissing" | "requestNotAccepted" | "callbackMismatch" | "flowNotAllowed" | "flowDisabled" | "sessionLevelTooLow" | "codeTooLate" | "tooManySignIns" | "otherAccount" | "requestLimit" | "concurrentRequestLimit" | "apiDisabledForOrganization" | "apiDisabledForAccount" | "tokenNotForApi" | "sessionNotAccepted" | "accessInsufficient" | "permissionMissing" | "apiNearlyUsedUp" | "portal" | "proxyRefused" | "userInactive" | "userFrozen" | "userVanished" | "sourceProblem" | "keyLost" | "keyStoreLocked" | "keyStoreMissing" | "signInOver" | "ownData" | "notConnected" | "synchronizationOff" | "loginOff" | "notEntitled" | "disconnected" | "accountReplaced";

export type FileCounts = "opens" | "newerCounts" | "refused";

export type Gate = {
state: GateState,
problem: GateProblem | null,
rejected: GateProblem | null,
files: Array<GateFile>,
moreFiles: Count, entitlement: EntitlementFacts | null,
notIncluded: Array<NotIncluded>,
connected: boolean, version: string, supportAddress: string,
request: string, };

export type GateFile = {
name: string,
counts: FileCounts,
problem: GateProblem | null, };

export type GateProblem = {
kind: ProblemKind, code: string,
title: string,
message: string,
nextStep: string, file: string | null,
facts: EntitlementFacts | null, };

export type GateState = "open" | "readOnly" | "closed";

export type HeldBack = { suspicion: Suspicion,
before: Count,
after: Count,
affected: Count,
since: Millis,
seen: Millis,
confirmed: boolean,
explanation: Explanation, };

export type Help = { version: string,
demo: boolean,
dataFolder: string,
logFolder: string, supportAddress: string,
details: string, };

export type KeyStoreConsequence = "blocked" | "offersSession" | "heldForSession";

export type KeyStoreProblem = {
consequence: KeyStoreConsequence,
text: string, };

export type LateCallback = {
message: string, at: Millis, };

export type LoginFailure = "denied" | "timedOut" | "canceled" | "refused" | "unreachable" | "wrongAccount" | "wrongEnvironment" | "checkFailed" | "notEntitled" | "organizationNotEntitled" | "sandboxNotEntitled" | "untrusted" | "interrupted" | "notSaved";

export type LoginPhase = { "phase": "idle" } | { "phase": "waiting", environment: Environment,
host: string,
loginHint: string | null, started: Millis,
expires: Millis,
linkAvailable: boolean,
purpose: LoginPurpose, } | { "phase": "exchanging", environment: Environment, } | { "phase": "checking", environment: Environment, } | { "phase": "confirming", question: AccountQuestion, } | { "phase": "failed",
environment: Environment | null,
code: LoginFailure,
message: string,
raw: string | null,
explanation: Explanation | null,
nextStep: string,
accounts: TwoAccounts | null,
checks: Array<PreflightCheck>, at: Millis, };

export type LoginPurpose = "connect" | "change";

export type MemberCheck = {
at: Millis, outcome: MemberCheckOutcome,
before: OwnStatus | null,
after: OwnStatus | null,
error: Explanation | null, };

export type MemberCheckOutcome = "unchanged" | "changed" | "notShown" | "outdated" | "failed";

export type MemberChecking = {
refusal: string | null,
last: MemberCheck | null, };

export type Millis = number;

export type NotIncluded = {
organizationId: string,
salesforceOrganizationName: string, salesforceOrganizationId: string, environment: Environment, };

export type OrganizationSummary = { id: string, name: string,
externalId: string,
synchronization: boolean,
entitled: boolean,
host: string,
username: string | null,
reason: string | null,
retryAt: Millis | null,
idleDaysLeft: number | null, idleEnds: Millis | null,
environment: Environment | null, state: ConnectionStateName,
stateSince: Millis | null,
users: Count,
members: Count,
suspended: Count,
lastSession: SessionSummary | null,
nextSession: Millis | null,
heldBack: HeldBack | null,
sessionRunning: boolean,
apiUsage: ApiUsage | null,
ownShare: OwnShare | null, };

export type Overview = { version: string,
demo: boolean,
scheme: string,
organizations: Array<OrganizationSummary>, settings: Settings, };

export type OwnData = { folder: string,
writeProblem: WriteProblem | null,
setAside: Array<SetAsideFile>,
stopped: Array<StoppedPart>, };

export type OwnFault = { code: FaultCode, raw: string, members: Count, };

export type OwnFile = "console" | "vault";

export type OwnShare = { used: Count, allowed: Count,
until: Millis, };

export type OwnStatus = "notInitialized" | "active" | "paused" | "disabled" | "suspended";

export type Preflight = {
checked: Millis, checks: Array<PreflightCheck>, };

export type PreflightCheck = { name: string, result: CheckResult,
meaning: string,
nextStep: string | null, };

export type ProblemKind = "missing" | "unreadable" | "malformed" | "unknownKey" | "wrongSignature" | "otherProduct" | "notYetValid" | "expired" | "wrongEdition" | "wrongOrganization";

export type Recovery = {
resumed: Count,
needAttention: Count,
membersRead: Count,
lostSince: Millis,
recoveredAt: Millis, };

export type Remedy = "reconnect" | "checkNow" | "wait";

export type Resuming = {
lostSince: Millis,
members: Count, };

export type SessionCounts = { all: Count, changed: Count, finished: Count, heldBack: Count, failed: Count, interrupted: Count, };

export type SessionFilter = "all" | "changed" | "finished" | "heldBack" | "failed" | "interrupted";

export type SessionOutcome = "finished" | "failed" | "interrupted" | "heldBack";

export type SessionRow = {
id: number, trigger: SessionTrigger, started: Millis,
ended: Millis | null,
outcome: SessionOutcome | null,
membersChecked: Count,
changed: Count,
newlySuspended: Count,
suspended: Count,
apiCalls: Count,
error: Explanation | null, };

export type SessionSummary = { ended: Millis,
duration: Count, membersChecked: Count,
changed: Count,
finished: boolean,
raw: string | null, };

export type SessionTrigger = "connected" | "schedule" | "manual" | "reconcile" | "applyAnyway" | "woken";

export type SessionsPage = {
total: Count,
rows: Array<SessionRow>,
counts: SessionCounts, };

export type SessionsQuery = { organizationId: string, filter: SessionFilter, offset: Count,
limit: number, };

export type SetAsideFile = {
file: OwnFile,
path: string,
title: string, message: string, nextStep: string, };

export type SettingLimits = {
intervalMinutes: [number, number],
tokenPolicyDays: [number, number],
zoomPercent: Array<number>, };

export type SettingName = "theme" | "density" | "zoom" | "timeZone" | "intervalMinutes" | "alerts" | "tokenPolicyDays";

export type Settings = {
theme: Theme,
density: Density,
zoomPercent: number,
timeZone: string,
intervalMinutes: number,
alerts: boolean,
tokenPolicyDays: number,
limits: SettingLimits, };

export type StartProblem = {
title: string,
message: string, nextStep: string,
path: string,
detail: string, };

export type StatusSource = "salesforce" | "connection" | "console";

export type StoppedPart = { part: string, at: Millis, };

export type Suspicion = "emptyList" | "lostUsers" | "flips";

export type Tag = "organizations" | "connection" | "users" | "activity" | "settings" | "license" | "ownData" | "startup";

export type TestOutcome = "passed" | "failed" | "skipped";

export type TestStep = { name: TestStepName, outcome: TestOutcome,
millis: Count, detail: string,
raw: string | null,
nextStep: string | null, };

export type TestStepName = "token" | "identity" | "permissions" | "users" | "apiBudget";

export type Theme = "system" | "light" | "dark";

export type TimelineEntry = { at: Millis, event: TimelineEvent,
raw: string | null, };

export type TimelineEvent = { "kind": "status", status: OwnStatus, } | { "kind": "leftGroup" } | { "kind": "connectionLost" } | { "kind": "connectionRestored" };

export type TwoAccounts = { pinned: AccountIdentity,
found: AccountIdentity, };

export type UserCounts = {
all: Count, members: Count, suspended: Count, active: Count, notInitialized: Count, paused: Count,
disabled: Count, notInGroup: Count,
ownFaults: Array<OwnFault>,
asOf: Millis | null,
stale: boolean,
loading: boolean, };

export type UserFilter = { "kind": "all" } | { "kind": "members" } | { "kind": "status", status: EffectiveStatus, } | { "kind": "cause", code: FaultCode, };

export type UserNotification = { user: UserRow,
connection: Explanation | null,
own: Explanation | null,
others: Count,
timeline: Array<TimelineEntry>,
changes: Count,
sessions: Array<UserSession>,
check: MemberChecking | null, };

export type UserRow = {
id: string,
name: string,
email: string,
username: string,
profile: string, effective: EffectiveStatus,
own: OwnStatus | null,
error: string | null,
ownFault: boolean,
source: StatusSource | null,
since: Millis | null,
lastSession: Millis | null,
stale: boolean, };

export type UserSession = { session: SessionRow,
changedThisUser: boolean, };

export type UserSort = "effectiveStatus" | "name" | "email" | "username" | "profile" | "since";

export type UsersPage = {
total: Count,
rows: Array<UserRow>, };

export type UsersQuery = { organizationId: string, filter: UserFilter,
search: string, sort: UserSort, descending: boolean,
offset: Count,
limit: number, };

export type WriteProblem = {
title: string,
message: string, nextStep: string,
raw: string, };

export interface Reads {
  overview: { parameters: Record<string, never>; answer: Overview };
  connectivity: { parameters: { organizationId: string }; answer: Connectivity };
  users: { parameters: { query: UsersQuery }; answer: UsersPage };
  user_counts: { parameters: { organizationId: string }; answer: UserCounts };
  user_notification: { parameters: { organizationId: string; userId: string }; answer: UserNotification };
  sessions: { parameters: { query: SessionsQuery }; answer: SessionsPage };
  held_back: { parameters: { organizationId: string }; answer: HeldBack | null };
  activity: { parameters: { query: ActivityQuery }; answer: ActivityPage };
  gate: { parameters: Record<string, never>; answer: Gate };
  own_data: { parameters: Record<string, never>; answer: OwnData };
  help: { parameters: Record<string, never>; answer: Help };
  start_problem: { parameters: Record<string, never>; answer: StartProblem | null };
}

export const provides: Record<keyof Reads, Tag[]> = {
  overview: ["organizations","connection","users","settings","license"],
  connectivity: ["organizations","connection","users","settings","license"],
  users: ["connection","users"],
  user_counts: ["connection","users"],
  user_notification: ["connection","users","license"],
  sessions: ["users"],
  held_back: ["users"],
  activity: ["activity"],
  gate: ["license","connection"],
  own_data: ["ownData"],
  help: ["license","connection"],
  start_problem: ["startup"],
};

export interface Changes {
  check_now: { parameters: { organizationId: string }; answer: null };
  create_organization: { parameters: { name: string; externalId: string }; answer: string };
  rename_organization: { parameters: { organizationId: string; name: string }; answer: null };
  set_external_id: { parameters: { organizationId: string; externalId: string }; answer: null };
  set_synchronization: { parameters: { organizationId: string; enabled: boolean }; answer: null };
  delete_organization: { parameters: { organizationId: string; name: string }; answer: null };
  set_service_account_login: { parameters: { organizationId: string; enabled: boolean }; answer: null };
  confirm_no_lpc_user: { parameters: { organizationId: string; confirmed: boolean }; answer: null };
  save_client_app: { parameters: { organizationId: string; clientApp: ClientAppInput }; answer: ClientApp };
  dismiss_login_failure: { parameters: { organizationId: string }; answer: null };
  dismiss_recovery: { parameters: { organizationId: string }; answer: null };
  hold_sign_ins_for_session: { parameters: Record<string, never>; answer: null };
  cancel_login: { parameters: { organizationId: string }; answer: null };
  extend_login: { parameters: { organizationId: string }; answer: null };
  confirm_account: { parameters: { organizationId: string; noLpcUser: boolean }; answer: null };
  test_connection: { parameters: { organizationId: string }; answer: ConnectionTest };
  check_preflight: { parameters: { organizationId: string }; answer: null };
  disconnect: { parameters: { organizationId: string; regardless: boolean }; answer: Disconnection };
  check_member: { parameters: { organizationId: string; userId: string }; answer: MemberCheck };
  reconcile: { parameters: { organizationId: string }; answer: null };
  apply_held_back: { parameters: { organizationId: string; affected: Count }; answer: null };
  import_entitlement_text: { parameters: { file: string; text: string }; answer: Gate };
  check_entitlement: { parameters: Record<string, never>; answer: Gate };
  try_writing: { parameters: Record<string, never>; answer: null };
  dismiss_set_aside: { parameters: { file: OwnFile }; answer: null };
  start_login: { parameters: { organizationId: string; environment: Environment }; answer: null };
  change_account: { parameters: { organizationId: string; environment: Environment }; answer: null };
  open_login_again: { parameters: { organizationId: string }; answer: null };
  copy_login_link: { parameters: { organizationId: string }; answer: null };
  paste_callback: { parameters: Record<string, never>; answer: null };
  copy_text: { parameters: { text: string }; answer: null };
  import_entitlement: { parameters: Record<string, never>; answer: Gate };
  change_setting: { parameters: { name: SettingName; value: string }; answer: null };
  try_start_again: { parameters: Record<string, never>; answer: StartProblem | null };
  copy_start_problem: { parameters: Record<string, never>; answer: null };
  open_data_folder: { parameters: Record<string, never>; answer: null };
}

export const invalidates: Record<keyof Changes, Tag[]> = {
  check_now: ["connection","users","activity"],
  create_organization: ["organizations","activity"],
  rename_organization: ["organizations","connection","activity"],
  set_external_id: ["organizations","activity"],
  set_synchronization: ["organizations","connection","users","activity"],
  delete_organization: ["organizations","connection","users","activity","license"],
  set_service_account_login: ["connection","users","activity"],
  confirm_no_lpc_user: ["connection","activity"],
  save_client_app: ["connection","activity"],
  dismiss_login_failure: ["connection"],
  dismiss_recovery: ["connection"],
  hold_sign_ins_for_session: ["connection","activity"],
  cancel_login: ["connection","activity"],
  extend_login: ["connection"],
  confirm_account: ["connection","users","activity","license"],
  test_connection: ["connection","users","activity"],
  check_preflight: ["connection","activity"],
  disconnect: ["connection","users","activity","license"],
  check_member: ["connection","users","activity"],
  reconcile: ["connection","users","activity"],
  apply_held_back: ["users","activity"],
  import_entitlement_text: ["license","connection","users","activity"],
  check_entitlement: ["license","connection","users","activity"],
  try_writing: ["ownData"],
  dismiss_set_aside: ["ownData"],
  start_login: ["connection","activity"],
  change_account: ["connection","activity"],
  open_login_again: ["connection"],
  copy_login_link: ["connection"],
  paste_callback: ["connection","users","activity","license"],
  copy_text: [],
  import_entitlement: ["license","connection","users","activity"],
  change_setting: ["settings","activity"],
  try_start_again: ["startup","organizations","connection","users","activity","settings","license","ownData"],
  copy_start_problem: [],
  open_data_folder: [],
};

export type Commands = Reads & Changes;
