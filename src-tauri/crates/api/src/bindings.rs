//! Writes `ui/src/ipc/bindings.ts`.
//!
//! Command names and signatures stand in one table; a test compares the file with what the table
//! and the types give, another (in the shell) compares the names with handlers and permissions.

use crate::activity::{
    ActivityCounts, ActivityEntry, ActivityKind, ActivityPage, ActivityQuery, ActivityTopic,
};
use crate::connectivity::{
    ClientApp, ClientAppInput, Connection, ConnectionFault, Connectivity, KeyStoreConsequence,
    KeyStoreProblem, LoginFailure, LoginPhase, Recovery, Resuming,
};
use crate::error::{ApiError, ErrorCode};
use crate::event::{Event, Topic};
use crate::gate::{
    EntitlementFacts, FileCounts, Gate, GateFile, GateProblem, GateState, NotIncluded, ProblemKind,
};
use crate::help::Help;
use crate::overview::{ApiUsage, OrganizationSummary, Overview, OwnShare, SessionSummary, Theme};
use crate::own_data::{OwnData, OwnFile, SetAsideFile, StartProblem, WriteProblem};
use crate::preflight::{
    AccountIdentity, AccountQuestion, CheckResult, ConnectionTest, Disconnection, LateCallback,
    LoginPurpose, Preflight, PreflightCheck, TestOutcome, TestStep, TestStepName, TwoAccounts,
};
use crate::sessions::{
    HeldBack, SessionCounts, SessionFilter, SessionOutcome, SessionRow, SessionTrigger,
    SessionsPage, SessionsQuery, Suspicion,
};
use crate::settings::{Density, SettingLimits, SettingName, Settings};
use crate::users::{
    MemberCheck, MemberCheckOutcome, MemberChecking, OwnFault, StatusSource, TimelineEntry,
    TimelineEvent, UserCounts, UserFilter, UserNotification, UserRow, UserSession, UserSort,
    UsersPage, UsersQuery,
};
use crate::wire::{
    ConnectionStateName, Count, EffectiveStatus, Environment, Explanation, Millis, OwnStatus,
    Remedy,
};
use lpc_core::fault::FaultCode;
use std::fmt::Write as _;
use ts_rs::{Config, TS};

/// A command: its name, its parameters as TypeScript, its answer as TypeScript.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// As the window calls it.
    pub name: &'static str,
    /// `name: Type` pairs.
    pub parameters: &'static [(&'static str, &'static str)],
    /// The type of the answer.
    pub answer: &'static str,
}

const ORGANIZATION: (&str, &str) = ("organizationId", "string");

/// Every command the window may call, beside `subscribe`, which takes the channel of events.
pub const COMMANDS: &[Command] = &[
    Command {
        name: "overview",
        parameters: &[],
        answer: "Overview",
    },
    Command {
        name: "connectivity",
        parameters: &[ORGANIZATION],
        answer: "Connectivity",
    },
    Command {
        name: "set_service_account_login",
        parameters: &[ORGANIZATION, ("enabled", "boolean")],
        answer: "null",
    },
    Command {
        name: "confirm_no_lpc_user",
        parameters: &[ORGANIZATION, ("confirmed", "boolean")],
        answer: "null",
    },
    Command {
        name: "save_client_app",
        parameters: &[ORGANIZATION, ("clientApp", "ClientAppInput")],
        answer: "ClientApp",
    },
    Command {
        name: "start_login",
        parameters: &[ORGANIZATION, ("environment", "Environment")],
        answer: "null",
    },
    Command {
        name: "change_account",
        parameters: &[ORGANIZATION, ("environment", "Environment")],
        answer: "null",
    },
    Command {
        name: "confirm_account",
        parameters: &[ORGANIZATION, ("noLpcUser", "boolean")],
        answer: "null",
    },
    Command {
        name: "test_connection",
        parameters: &[ORGANIZATION],
        answer: "ConnectionTest",
    },
    Command {
        name: "check_preflight",
        parameters: &[ORGANIZATION],
        answer: "null",
    },
    Command {
        name: "disconnect",
        parameters: &[ORGANIZATION, ("regardless", "boolean")],
        answer: "Disconnection",
    },
    Command {
        name: "cancel_login",
        parameters: &[ORGANIZATION],
        answer: "null",
    },
    Command {
        name: "extend_login",
        parameters: &[ORGANIZATION],
        answer: "null",
    },
    Command {
        name: "open_login_again",
        parameters: &[ORGANIZATION],
        answer: "null",
    },
    Command {
        name: "copy_login_link",
        parameters: &[ORGANIZATION],
        answer: "null",
    },
    Command {
        name: "paste_callback",
        parameters: &[],
        answer: "null",
    },
    Command {
        name: "dismiss_login_failure",
        parameters: &[ORGANIZATION],
        answer: "null",
    },
    Command {
        name: "hold_sign_ins_for_session",
        parameters: &[],
        answer: "null",
    },
    Command {
        name: "dismiss_recovery",
        parameters: &[ORGANIZATION],
        answer: "null",
    },
    Command {
        name: "check_now",
        parameters: &[ORGANIZATION],
        answer: "null",
    },
    Command {
        name: "check_member",
        parameters: &[ORGANIZATION, ("userId", "string")],
        answer: "MemberCheck",
    },
    Command {
        name: "users",
        parameters: &[("query", "UsersQuery")],
        answer: "UsersPage",
    },
    Command {
        name: "user_counts",
        parameters: &[ORGANIZATION],
        answer: "UserCounts",
    },
    Command {
        name: "user_notification",
        parameters: &[ORGANIZATION, ("userId", "string")],
        answer: "UserNotification",
    },
    Command {
        name: "sessions",
        parameters: &[("query", "SessionsQuery")],
        answer: "SessionsPage",
    },
    Command {
        name: "reconcile",
        parameters: &[ORGANIZATION],
        answer: "null",
    },
    Command {
        name: "held_back",
        parameters: &[ORGANIZATION],
        answer: "HeldBack | null",
    },
    Command {
        name: "apply_held_back",
        parameters: &[ORGANIZATION, ("affected", "Count")],
        answer: "null",
    },
    Command {
        name: "copy_text",
        parameters: &[("text", "string")],
        answer: "null",
    },
    Command {
        name: "create_organization",
        parameters: &[("name", "string"), ("externalId", "string")],
        answer: "string",
    },
    Command {
        name: "rename_organization",
        parameters: &[ORGANIZATION, ("name", "string")],
        answer: "null",
    },
    Command {
        name: "set_external_id",
        parameters: &[ORGANIZATION, ("externalId", "string")],
        answer: "null",
    },
    Command {
        name: "set_synchronization",
        parameters: &[ORGANIZATION, ("enabled", "boolean")],
        answer: "null",
    },
    Command {
        name: "delete_organization",
        parameters: &[ORGANIZATION, ("name", "string")],
        answer: "null",
    },
    Command {
        name: "activity",
        parameters: &[("query", "ActivityQuery")],
        answer: "ActivityPage",
    },
    Command {
        name: "change_setting",
        parameters: &[("name", "SettingName"), ("value", "string")],
        answer: "null",
    },
    Command {
        name: "gate",
        parameters: &[],
        answer: "Gate",
    },
    Command {
        name: "import_entitlement",
        parameters: &[],
        answer: "Gate",
    },
    Command {
        name: "import_entitlement_text",
        parameters: &[("file", "string"), ("text", "string")],
        answer: "Gate",
    },
    Command {
        name: "check_entitlement",
        parameters: &[],
        answer: "Gate",
    },
    Command {
        name: "start_problem",
        parameters: &[],
        answer: "StartProblem | null",
    },
    Command {
        name: "try_start_again",
        parameters: &[],
        answer: "StartProblem | null",
    },
    Command {
        name: "copy_start_problem",
        parameters: &[],
        answer: "null",
    },
    Command {
        name: "open_data_folder",
        parameters: &[],
        answer: "null",
    },
    Command {
        name: "own_data",
        parameters: &[],
        answer: "OwnData",
    },
    Command {
        name: "try_writing",
        parameters: &[],
        answer: "null",
    },
    Command {
        name: "dismiss_set_aside",
        parameters: &[("file", "OwnFile")],
        answer: "null",
    },
    Command {
        name: "help",
        parameters: &[],
        answer: "Help",
    },
];

/// The whole file.
pub fn typescript() -> String {
    let config = Config::default();
    let mut file = String::from(
        "// Generated from src-tauri/crates/api by `cargo test -p lpc-api`; edits are overwritten.\n\n",
    );
    for declaration in declarations(&config) {
        // ts-rs leaves blanks at line ends.
        let trimmed: Vec<&str> = declaration.lines().map(str::trim_end).collect();
        let _ = writeln!(file, "export {}\n", trimmed.join("\n"));
    }
    file.push_str(
        "/** Every command with its parameters and its answer. */\nexport interface Commands {\n",
    );
    for command in COMMANDS {
        let parameters: Vec<String> = command
            .parameters
            .iter()
            .map(|(name, kind)| format!("{name}: {kind}"))
            .collect();
        let parameters = if parameters.is_empty() {
            "Record<string, never>".to_owned()
        } else {
            format!("{{ {} }}", parameters.join("; "))
        };
        let _ = writeln!(
            file,
            "  {}: {{ parameters: {parameters}; answer: {} }};",
            command.name, command.answer
        );
    }
    file.push_str("}\n");
    file
}

fn declarations(config: &Config) -> Vec<String> {
    vec![
        Millis::decl(config),
        Count::decl(config),
        Environment::decl(config),
        ConnectionStateName::decl(config),
        OwnStatus::decl(config),
        EffectiveStatus::decl(config),
        Remedy::decl(config),
        Explanation::decl(config),
        FaultCode::decl(config),
        ErrorCode::decl(config),
        ApiError::decl(config),
        Topic::decl(config),
        Event::decl(config),
        Theme::decl(config),
        ApiUsage::decl(config),
        OwnShare::decl(config),
        SessionSummary::decl(config),
        OrganizationSummary::decl(config),
        Overview::decl(config),
        ClientApp::decl(config),
        ClientAppInput::decl(config),
        CheckResult::decl(config),
        PreflightCheck::decl(config),
        Preflight::decl(config),
        AccountIdentity::decl(config),
        AccountQuestion::decl(config),
        TwoAccounts::decl(config),
        LateCallback::decl(config),
        LoginPurpose::decl(config),
        TestStepName::decl(config),
        TestOutcome::decl(config),
        TestStep::decl(config),
        ConnectionTest::decl(config),
        Disconnection::decl(config),
        LoginFailure::decl(config),
        LoginPhase::decl(config),
        Connection::decl(config),
        ConnectionFault::decl(config),
        Resuming::decl(config),
        KeyStoreProblem::decl(config),
        KeyStoreConsequence::decl(config),
        Recovery::decl(config),
        Connectivity::decl(config),
        UserFilter::decl(config),
        UserSort::decl(config),
        UsersQuery::decl(config),
        UserRow::decl(config),
        UsersPage::decl(config),
        OwnFault::decl(config),
        StatusSource::decl(config),
        UserCounts::decl(config),
        UserNotification::decl(config),
        MemberChecking::decl(config),
        MemberCheck::decl(config),
        MemberCheckOutcome::decl(config),
        TimelineEntry::decl(config),
        TimelineEvent::decl(config),
        UserSession::decl(config),
        SessionFilter::decl(config),
        SessionsQuery::decl(config),
        SessionTrigger::decl(config),
        SessionOutcome::decl(config),
        SessionRow::decl(config),
        SessionCounts::decl(config),
        SessionsPage::decl(config),
        Suspicion::decl(config),
        HeldBack::decl(config),
        Density::decl(config),
        SettingLimits::decl(config),
        SettingName::decl(config),
        Settings::decl(config),
        ActivityTopic::decl(config),
        ActivityKind::decl(config),
        ActivityQuery::decl(config),
        ActivityEntry::decl(config),
        ActivityPage::decl(config),
        ActivityCounts::decl(config),
        GateState::decl(config),
        ProblemKind::decl(config),
        EntitlementFacts::decl(config),
        GateProblem::decl(config),
        NotIncluded::decl(config),
        FileCounts::decl(config),
        GateFile::decl(config),
        Gate::decl(config),
        StartProblem::decl(config),
        OwnFile::decl(config),
        WriteProblem::decl(config),
        SetAsideFile::decl(config),
        OwnData::decl(config),
        Help::decl(config),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_committed_bindings_are_what_the_types_give() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/ipc/bindings.ts");
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        let current = typescript();
        if committed != current {
            std::fs::write(&path, current).expect("bindings.ts can be written");
            panic!("ui/src/ipc/bindings.ts was out of date; it has been rewritten, commit it");
        }
    }
}
