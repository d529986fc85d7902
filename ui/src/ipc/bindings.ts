// Generated from src-tauri/crates/api by `cargo test -p lpc-api`; edits are overwritten.

export type Account = { userId: SalesforceId, salesforceOrganizationId: SalesforceId, username: string, displayName: string, salesforceOrganizationName: string, };
export type ActivityCounts = { all: number, organizations: number, signIns: number, connections: number, settings: number, };
export type ActivityEntry = { number: number, at: number, kind: AuditKind, byPerson: boolean, actor: string | null, organizationId: OrganizationId | null, organizationName: string | null, subject: string | null, from: string | null, to: string | null, };
export type ActivityPage = { total: number, counts: ActivityCounts, entries: Array<ActivityEntry>, more: boolean, };
export type ActivityQuery = { topic: AuditTopic | null, organizationId: OrganizationId | null, before: number | null, limit: number, };
export type ApiError = { code: ErrorCode, message: string, detail?: string, };
export type ApiUsage = { used: number, limit: number, };
export type AuditKind = "organizationCreated" | "organizationRenamed" | "organizationDeleted" | "externalIdSet" | "synchronizationSwitched" | "serviceAccountLoginSwitched" | "clientAppSaved" | "noLpcUserConfirmed" | "signInsHeldForSession" | "loginStarted" | "loginFailed" | "connected" | "serviceAccountChanged" | "disconnected" | "connectionLost" | "connectionRefused" | "connectionRecovered" | "throttlingBegan" | "throttlingEnded" | "unreachableBegan" | "unreachableEnded" | "heldBackApplied" | "entitlementImported" | "settingChanged";
export type AuditTopic = "organizations" | "signIns" | "connections" | "settings";
export type Check = { name: string, result: CheckResult, meaning: string, nextStep: string | null, };
export type CheckOutcome = "unchanged" | "changed" | "notShown" | "outdated" | "failed";
export type CheckResult = "passed" | "warning" | "blocking" | "unknown";
export type ClientApp = { environment: Environment, consumerKey: string, myDomain: string, loginHost: string, callbackUrl: string, };
export type ClientAppInput = { environment: Environment, consumerKey: string, myDomain: string, };
export type Confirmation = { environment: Environment, pinned: Account | null, found: Account, member: boolean, checks: Array<Check>, until: number, };
export type Connection = { environment: Environment, instanceHost: string, connectedSince: Millis, lastRefresh: Millis, rotated: boolean, idleDaysLeft: number, idleLimitDays: number, idleEnds: Millis, apiUsage: ApiUsage | null, ownCalls: number, userId: SalesforceId, salesforceOrganizationId: SalesforceId, username: string, displayName: string, salesforceOrganizationName: string, };
export type ConnectionFault = { fault: Fault, since: Millis | null, retryAt: Millis | null, suspended: number, ownFaults: number, };
export type ConnectionStateName = "notConfigured" | "authorizing" | "connected" | "expiringSoon" | "lost" | "refused" | "keyLost" | "unreachable" | "notRead" | "throttled" | "off";
export type ConnectionTest = { started: number, steps: Array<TestStep>, };
export type Connectivity = { organizationId: OrganizationId, organizationName: string, serviceAccountLogin: boolean, confirmedNoLpcUser: boolean, state: ConnectionStateName, clientApps: Array<ClientApp>, login: LoginPhase, connection: Connection | null, fault: ConnectionFault | null, resuming: Resuming | null, recovery: Recovery | null, keyStoreProblem: KeyStoreProblem | null, preflight: Preflight | null, lateCallback: LateCallback | null, };
export type DataFile = "console" | "vault";
export type Disconnection = { disconnected: boolean, notRevoked: string | null, byHand: Array<string>, };
export type EffectiveStatus = "suspended" | "notInitialized" | "active" | "paused" | "disabled" | "notInGroup";
export type Entitlement = { customer: string, edition: string, organizations: Array<SalesforceId>, sandboxes: boolean, issued: number, validFrom: number, expires: number, };
export type Environment = "production" | "sandbox";
export type ErrorCode = "invalidInput" | "notFound" | "keyStore" | "entitlement" | "clipboard" | "browser" | "internal";
export type Event = { "kind": "changed", organizationId: string | null, tags: Array<Tag>, } | { "kind": "loadProgress", organizationId: string, loaded: number, expected: number, };
export type Fault = { code: FaultCode, raw: string, title: string, cause: string, who: string, remedy: Remedy, };
export type FaultCode = "unknown" | "unreachable" | "tokenExpired" | "grantRefused" | "tokenInvalid" | "consumerKeyUnknown" | "appNotAccepted" | "appNotInstalled" | "appBlocked" | "appBlockedAtSignIn" | "notApproved" | "notApprovedAtSignIn" | "approvalGone" | "denied" | "networkNotAllowed" | "networkOrHours" | "domainNotSupported" | "clockWrong" | "accountInactive" | "accountCannotSignIn" | "organizationLocked" | "scopeMissing" | "requestNotAccepted" | "callbackMismatch" | "flowNotAllowed" | "flowDisabled" | "sessionLevelTooLow" | "codeTooLate" | "tooManySignIns" | "otherAccount" | "requestLimit" | "concurrentRequestLimit" | "apiDisabledForOrganization" | "apiDisabledForAccount" | "tokenNotForApi" | "sessionNotAccepted" | "accessInsufficient" | "requestsFromHere" | "readBlocked" | "fieldHidden" | "addressUnknown" | "queryTooSlow" | "permissionMissing" | "apiNearlyUsedUp" | "ownShareUsed" | "listUnbelievable" | "portal" | "redirected" | "myDomainChanged" | "proxyRefused" | "userInactive" | "userFrozen" | "userVanished" | "sourceProblem" | "keyLost" | "keyStoreLocked" | "keyStoreMissing" | "signInOver" | "ownData" | "notConnected" | "synchronizationOff" | "loginOff" | "notEntitled" | "disconnected" | "accountReplaced";
export type FileCounts = "opens" | "newerCounts" | "refused";
export type Gate = { state: GateState, problem: GateProblem | null, rejected: GateProblem | null, files: Array<GateFile>, moreFiles: number, entitlement: Entitlement | null, notIncluded: Array<NotIncluded>, connected: boolean, version: string, supportAddress: string, request: string, };
export type GateFile = { name: string, counts: FileCounts, problem: GateProblem | null, };
export type GateProblem = { code: string, title: string, message: string, nextStep: string, file: string | null, facts: Entitlement | null, } & ({ "kind": "missing" } | { "kind": "unreadable", detail: string, } | { "kind": "malformed", detail: string, } | { "kind": "unknownKey", keyId: string, } | { "kind": "wrongSignature" } | { "kind": "otherProduct" } | { "kind": "notYetValid" } | { "kind": "expired" } | { "kind": "wrongEdition" } | { "kind": "wrongOrganization" });
export type GateState = "open" | "readOnly" | "closed";
export type HeldBack = { affected: number, since: Millis, seen: Millis, confirmed: boolean, fault: Fault, suspicion: Suspicion, before: number, after: number, };
export type Help = { version: string, demo: boolean, dataFolder: string, logFolder: string, supportAddress: string, details: string, };
export type KeyStoreNotice = "missing" | "missingButSpared" | "locked" | "heldForSession";
export type KeyStoreProblem = { notice: KeyStoreNotice, text: string, };
export type LateCallback = { message: string, at: Millis, };
export type ListedSession = { id: SessionId, newlySuspended: number, trigger: Trigger, started: number, ended: number | null, outcome: Outcome | null, membersChecked: number, changed: number, suspended: number, apiCalls: number, fault: Fault | null, };
export type LoginFailure = { "kind": "denied" } & Fault | { "kind": "timedOut" } | { "kind": "canceled" } | { "kind": "refused" } & Fault | { "kind": "unreachable" } & Fault | { "kind": "wrongAccount", pinned: Account, found: Account, } | { "kind": "wrongEnvironment", organization: string, found: string, chosen: string, nextStep: string, } | { "kind": "checkFailed", check: string, nextStep: string, } | { "kind": "notEntitled", problem: Problem, } | { "kind": "organizationNotEntitled", organization: string, organizationId: string, } | { "kind": "sandboxNotEntitled", organization: string, organizationId: string, } | { "kind": "untrusted", detail: string, } | { "kind": "interrupted" } | { "kind": "notSaved", detail: string, };
export type LoginPhase = { "phase": "idle" } | { "phase": "waiting", environment: Environment, host: string, loginHint: string | null, started: Millis, expires: Millis, linkAvailable: boolean, purpose: LoginPurpose, } | { "phase": "exchanging", environment: Environment, } | { "phase": "checking", environment: Environment, } | { "phase": "confirming", question: Confirmation, } | { "phase": "failed", failure: LoginFailure, environment: Environment | null, message: string, nextStep: string, checks: Array<Check>, at: Millis, };
export type LoginPurpose = "connect" | "change";
export type MemberCheck = { at: number, outcome: CheckOutcome, before: OwnStatus | null, after: OwnStatus | null, fault: Fault | null, };
export type MemberChecking = { refusal: string | null, last: MemberCheck | null, };
export type Millis = number;
export type NotIncluded = { organizationId: OrganizationId, environment: Environment, userId: SalesforceId, salesforceOrganizationId: SalesforceId, username: string, displayName: string, salesforceOrganizationName: string, };
export type OrganizationId = string;
export type OrganizationSummary = { id: OrganizationId, name: string, externalId: string, synchronization: boolean, entitled: boolean, host: string, username: string | null, reason: string | null, retryAt: Millis | null, idleDaysLeft: number | null, idleEnds: Millis | null, environment: Environment | null, state: ConnectionStateName, stateSince: Millis | null, users: number, members: number, suspended: number, lastSession: SessionSummary | null, nextSession: Millis | null, heldBack: HeldBack | null, sessionRunning: boolean, apiUsage: ApiUsage | null, ownShare: OwnShareUsed | null, };
export type Outcome = "finished" | "failed" | "interrupted" | "heldBack";
export type Overview = { version: string, demo: boolean, scheme: string, organizations: Array<OrganizationSummary>, settings: Settings, };
export type OwnData = { folder: string, writeProblem: WriteProblem | null, setAside: Array<SetAsideFile>, stopped: Array<StoppedPart>, };
export type OwnFault = { code: FaultCode, raw: string, members: number, };
export type OwnShareUsed = { used: number, allowed: number, until: number, };
export type OwnStatus = "notInitialized" | "active" | "paused" | "disabled" | "suspended";
export type Preflight = { checked: number, checks: Array<Check>, };
export type Problem = { "kind": "missing" } | { "kind": "unreadable", detail: string, } | { "kind": "malformed", detail: string, } | { "kind": "unknownKey", keyId: string, } | { "kind": "wrongSignature" } | { "kind": "otherProduct" } | { "kind": "notYetValid" } | { "kind": "expired" } | { "kind": "wrongEdition" } | { "kind": "wrongOrganization" };
export type Recovery = { lostSince: number, recoveredAt: number, resumed: number, needAttention: number, membersRead: number, };
export type Remedy = "reconnect" | "checkNow" | "wait";
export type Resuming = { lostSince: Millis, members: number, };
export type SalesforceId = string;
export type SessionCounts = { all: number, changed: number, finished: number, heldBack: number, failed: number, interrupted: number, };
export type SessionFilter = "all" | "changed" | Outcome;
export type SessionId = number;
export type SessionSummary = { ended: Millis, duration: number, membersChecked: number, changed: number, finished: boolean, raw: string | null, };
export type SessionsPage = { total: number, rows: Array<ListedSession>, counts: SessionCounts, };
export type SessionsQuery = { organizationId: OrganizationId, filter: SessionFilter, offset: number, limit: number, };
export type SetAsideFile = { file: DataFile, path: string, title: string, message: string, nextStep: string, };
export type SettingKey = "theme" | "density" | "zoom" | "timeZone" | "intervalMinutes" | "alerts" | "tokenPolicyDays";
export type SettingLimits = { intervalMinutes: [number, number], tokenPolicyDays: [number, number], zoomPercent: Array<number>, };
export type Settings = { limits: SettingLimits, theme: "system" | "light" | "dark", density: "compact" | "comfortable", zoomPercent: number, timeZone: string, intervalMinutes: number, alerts: boolean, tokenPolicyDays: number, };
export type ShownFilter = { "kind": "all" } | { "kind": "members" } | { "kind": "status", status: EffectiveStatus, } | { "kind": "cause", code: FaultCode, };
export type ShownSource = "salesforce" | "connection" | "console";
export type SortColumn = "effectiveStatus" | "name" | "email" | "username" | "profile" | "since";
export type StartProblem = { title: string, message: string, nextStep: string, path: string, detail: string, };
export type StoppedPart = { part: string, at: number, };
export type Suspicion = "emptyList" | "lostUsers" | "flips";
export type Tag = "organizations" | "connection" | "users" | "activity" | "settings" | "license" | "ownData" | "startup";
export type TestOutcome = "passed" | "failed" | "skipped";
export type TestStep = { name: TestStepName, outcome: TestOutcome, millis: number, detail: string, fault: Fault | null, nextStep: string | null, };
export type TestStepName = "token" | "identity" | "permissions" | "users" | "apiBudget";
export type TimelineEntry = { at: Millis, event: TimelineEvent, raw: string | null, };
export type TimelineEvent = { "kind": "status", status: OwnStatus, } | { "kind": "leftGroup" } | { "kind": "connectionLost" } | { "kind": "connectionRestored" };
export type Trigger = "connected" | "schedule" | "manual" | "reconcile" | "applyAnyway" | "woken";
export type UserCounts = { all: number, members: number, suspended: number, active: number, notInitialized: number, paused: number, disabled: number, notInGroup: number, ownFaults: Array<OwnFault>, asOf: Millis | null, stale: boolean, loading: boolean, };
export type UserNotification = { user: UserRow, connection: Fault | null, own: Fault | null, others: number, timeline: Array<TimelineEntry>, changes: number, sessions: Array<UserSession>, check: MemberChecking | null, };
export type UserQuery = { organizationId: OrganizationId, filter: ShownFilter, search: string, sort: SortColumn, descending: boolean, offset: number, limit: number, };
export type UserRow = { id: SalesforceId, name: string, email: string, username: string, profile: string, effective: EffectiveStatus, own: OwnStatus | null, error: string | null, ownFault: boolean, source: ShownSource | null, since: Millis | null, lastSession: Millis | null, stale: boolean, };
export type UserSession = { session: ListedSession, changedThisUser: boolean, };
export type UsersPage = { total: number, rows: Array<UserRow>, };
export type WriteProblem = { title: string, message: string, nextStep: string, raw: string, };

export interface Reads {
  overview: { parameters: Record<string, never>; answer: Overview };
  connectivity: { parameters: { organizationId: OrganizationId }; answer: Connectivity };
  users: { parameters: { query: UserQuery }; answer: UsersPage };
  user_counts: { parameters: { organizationId: OrganizationId }; answer: UserCounts };
  user_notification: { parameters: { organizationId: OrganizationId; userId: SalesforceId }; answer: UserNotification };
  sessions: { parameters: { query: SessionsQuery }; answer: SessionsPage };
  held_back: { parameters: { organizationId: OrganizationId }; answer: HeldBack | null };
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
  check_now: { parameters: { organizationId: OrganizationId }; answer: null };
  create_organization: { parameters: { name: string; externalId: string }; answer: OrganizationId };
  rename_organization: { parameters: { organizationId: OrganizationId; name: string }; answer: null };
  set_external_id: { parameters: { organizationId: OrganizationId; externalId: string }; answer: null };
  set_synchronization: { parameters: { organizationId: OrganizationId; enabled: boolean }; answer: null };
  delete_organization: { parameters: { organizationId: OrganizationId; name: string }; answer: null };
  set_service_account_login: { parameters: { organizationId: OrganizationId; enabled: boolean }; answer: null };
  confirm_no_lpc_user: { parameters: { organizationId: OrganizationId; confirmed: boolean }; answer: null };
  save_client_app: { parameters: { organizationId: OrganizationId; clientApp: ClientAppInput }; answer: ClientApp };
  dismiss_login_failure: { parameters: { organizationId: OrganizationId }; answer: null };
  dismiss_recovery: { parameters: { organizationId: OrganizationId }; answer: null };
  hold_sign_ins_for_session: { parameters: Record<string, never>; answer: null };
  cancel_login: { parameters: { organizationId: OrganizationId }; answer: null };
  extend_login: { parameters: { organizationId: OrganizationId }; answer: null };
  confirm_account: { parameters: { organizationId: OrganizationId; noLpcUser: boolean }; answer: null };
  test_connection: { parameters: { organizationId: OrganizationId }; answer: ConnectionTest };
  check_preflight: { parameters: { organizationId: OrganizationId }; answer: null };
  disconnect: { parameters: { organizationId: OrganizationId; regardless: boolean }; answer: Disconnection };
  check_member: { parameters: { organizationId: OrganizationId; userId: SalesforceId }; answer: MemberCheck };
  reconcile: { parameters: { organizationId: OrganizationId }; answer: null };
  apply_held_back: { parameters: { organizationId: OrganizationId; affected: number }; answer: null };
  import_entitlement_text: { parameters: { file: string; text: string }; answer: Gate };
  check_entitlement: { parameters: Record<string, never>; answer: Gate };
  try_writing: { parameters: Record<string, never>; answer: null };
  dismiss_set_aside: { parameters: { file: DataFile }; answer: null };
  start_login: { parameters: { organizationId: OrganizationId; environment: Environment }; answer: null };
  change_account: { parameters: { organizationId: OrganizationId; environment: Environment }; answer: null };
  open_login_again: { parameters: { organizationId: OrganizationId }; answer: null };
  copy_login_link: { parameters: { organizationId: OrganizationId }; answer: null };
  paste_callback: { parameters: Record<string, never>; answer: null };
  copy_text: { parameters: { text: string }; answer: null };
  import_entitlement: { parameters: Record<string, never>; answer: Gate };
  change_setting: { parameters: { name: SettingKey; value: string }; answer: null };
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
