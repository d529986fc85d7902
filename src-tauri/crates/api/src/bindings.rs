//! Writes `ui/src/ipc/bindings.ts`.
//!
//! Command names and signatures stand in one table; a test compares the file with what the table
//! and the types give, another (in the shell) compares the names with handlers and permissions.

use crate::connectivity::{
    ClientApp, ClientAppInput, Connection, ConnectionFault, Connectivity, LoginFailure, LoginPhase,
    Recovery,
};
use crate::error::{ApiError, ErrorCode};
use crate::event::{Event, Topic};
use crate::gate::{EntitlementFacts, Gate, GateProblem, GateState, NotIncluded, ProblemKind};
use crate::overview::{ApiUsage, OrganizationSummary, Overview, SessionSummary, Theme};
use crate::users::{
    OwnFault, UserCounts, UserFilter, UserNotification, UserRow, UserSort, UsersPage, UsersQuery,
};
use crate::wire::{
    ConnectionStateName, Count, EffectiveStatus, Environment, Explanation, Millis, OwnStatus,
    Remedy,
};
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
        name: "set_theme",
        parameters: &[("theme", "Theme")],
        answer: "null",
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
        name: "copy_text",
        parameters: &[("text", "string")],
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
        ErrorCode::decl(config),
        ApiError::decl(config),
        Topic::decl(config),
        Event::decl(config),
        Theme::decl(config),
        ApiUsage::decl(config),
        SessionSummary::decl(config),
        OrganizationSummary::decl(config),
        Overview::decl(config),
        ClientApp::decl(config),
        ClientAppInput::decl(config),
        LoginFailure::decl(config),
        LoginPhase::decl(config),
        Connection::decl(config),
        ConnectionFault::decl(config),
        Recovery::decl(config),
        Connectivity::decl(config),
        UserFilter::decl(config),
        UserSort::decl(config),
        UsersQuery::decl(config),
        UserRow::decl(config),
        UsersPage::decl(config),
        OwnFault::decl(config),
        UserCounts::decl(config),
        UserNotification::decl(config),
        GateState::decl(config),
        ProblemKind::decl(config),
        EntitlementFacts::decl(config),
        GateProblem::decl(config),
        NotIncluded::decl(config),
        Gate::decl(config),
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
