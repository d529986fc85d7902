//! What a fault is.

use crate::slug::slugged;

slugged! {
    /// What a fault is. [`crate::dictionary::explain`] has words for each.
    pub enum FaultCode {
        /// Salesforce refused with a text that this console does not know.
        Unknown = "unknown",
        /// Salesforce or the network did not answer as it should.
        Unreachable = "unreachable",

        // The token endpoint and the sign-in.
        /// Expired, revoked or replaced: Salesforce does not say which.
        TokenExpired = "token-expired",
        /// The grant was refused with a text that this console does not know.
        GrantRefused = "grant-refused",
        /// A token that Salesforce does not know any more when it is to be revoked.
        TokenInvalid = "token-invalid",
        ConsumerKeyUnknown = "consumer-key-unknown",
        AppNotAccepted = "app-not-accepted",
        AppNotInstalled = "app-not-installed",
        AppBlocked = "app-blocked",
        /// The same, as the browser brings it back from a sign-in.
        AppBlockedAtSignIn = "app-blocked-at-sign-in",
        NotApproved = "not-approved",
        /// The same, as the browser brings it back from a sign-in.
        NotApprovedAtSignIn = "not-approved-at-sign-in",
        ApprovalGone = "approval-gone",
        Denied = "denied",
        NetworkNotAllowed = "network-not-allowed",
        /// Salesforce says one text for both.
        NetworkOrHours = "network-or-hours",
        /// The login host does not serve this app or this flow; My Domain does.
        DomainNotSupported = "domain-not-supported",
        /// What was signed here is outdated when it arrives.
        ClockWrong = "clock-wrong",
        AccountInactive = "account-inactive",
        AccountCannotSignIn = "account-cannot-sign-in",
        OrganizationLocked = "organization-locked",
        ScopeMissing = "scope-missing",
        RequestNotAccepted = "request-not-accepted",
        CallbackMismatch = "callback-mismatch",
        FlowNotAllowed = "flow-not-allowed",
        FlowDisabled = "flow-disabled",
        SessionLevelTooLow = "session-level-too-low",
        CodeTooLate = "code-too-late",
        TooManySignIns = "too-many-sign-ins",
        /// A refreshed token is for somebody else than the pinned account.
        OtherAccount = "other-account",

        // Data requests.
        RequestLimit = "request-limit",
        /// Too many requests at once, which passes in minutes.
        ConcurrentRequestLimit = "concurrent-request-limit",
        ApiDisabledForOrganization = "api-disabled-for-organization",
        ApiDisabledForAccount = "api-disabled-for-account",
        TokenNotForApi = "token-not-for-api",
        SessionNotAccepted = "session-not-accepted",
        AccessInsufficient = "access-insufficient",
        /// This computer's address may not be used for requests.
        RequestsFromHere = "requests-from-here",
        /// A policy of the organization stopped the query.
        ReadBlocked = "read-blocked",
        /// A field or an object that the query names is not shown to the account.
        FieldHidden = "field-hidden",
        /// Salesforce does not know the address any more.
        AddressUnknown = "address-unknown",
        /// Salesforce gave the query up.
        QueryTooSlow = "query-too-slow",
        PermissionMissing = "permission-missing",
        ApiNearlyUsedUp = "api-nearly-used-up",
        /// Of the requests that the console itself may spend.
        OwnShareUsed = "own-share-used",

        // The way there.
        /// Pages that repeat, or more of them than there can be.
        ListUnbelievable = "list-unbelievable",
        /// A page of the network in Salesforce's place.
        Portal = "portal",
        /// A redirect that leads away from Salesforce, or nowhere.
        Redirected = "redirected",
        /// A redirect to another name of Salesforce's.
        MyDomainChanged = "my-domain-changed",
        ProxyRefused = "proxy-refused",

        // What Salesforce shows.
        UserInactive = "user-inactive",
        UserFrozen = "user-frozen",
        UserVanished = "user-vanished",
        SourceProblem = "source-problem",

        // This computer.
        /// The key that sealed the token is gone.
        KeyLost = "key-lost",
        KeyStoreLocked = "key-store-locked",
        KeyStoreMissing = "key-store-missing",
        /// The sign-in was held in memory until the console was closed.
        SignInOver = "sign-in-over",
        /// The console's own files cannot be read or written.
        OwnData = "own-data",

        // Why a session was stopped.
        NotConnected = "not-connected",
        SynchronizationOff = "synchronization-off",
        LoginOff = "login-off",
        NotEntitled = "not-entitled",
        Disconnected = "disconnected",
        AccountReplaced = "account-replaced",
    }
}

impl FaultCode {
    /// Whether the saved token is certain to be dead, so that only a new login helps.
    pub fn ends_the_token(self) -> bool {
        matches!(
            self,
            Self::TokenExpired
                | Self::TokenInvalid
                | Self::ApprovalGone
                | Self::KeyLost
                | Self::SignInOver
        )
    }

    /// Whether a data request that is refused so concerns the connection rather than one query.
    pub fn refuses_the_connection(self) -> bool {
        matches!(
            self,
            Self::TokenNotForApi
                | Self::SessionNotAccepted
                | Self::ApiDisabledForOrganization
                | Self::ApiDisabledForAccount
        )
    }
}
