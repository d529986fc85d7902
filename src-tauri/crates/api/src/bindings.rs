//! Writes what follows from the table: `ui/src/ipc/bindings.ts` and the window's permissions.

use crate::error::ApiError;
use crate::event::Event;
use crate::table::{COMMANDS, Command, Effect, Tag, camel};
use crate::types::Types;
use std::fmt::Write as _;

/// `ui/src/ipc/bindings.ts`.
pub fn typescript() -> String {
    let mut types = Types::default();
    types.name_of::<ApiError>();
    types.name_of::<Event>();
    types.name_of::<Tag>();
    let is_read = |command: &&Command| matches!(command.effect, Effect::Provides(_));
    let (reads, changes): (Vec<&Command>, Vec<&Command>) = COMMANDS.iter().partition(is_read);
    let mut tables = String::new();
    for (name, what, commands) in [
        ("Reads", "provides", reads),
        ("Changes", "invalidates", changes),
    ] {
        let _ = writeln!(tables, "export interface {name} {{");
        for command in &commands {
            let parameters: Vec<String> = command
                .parameters
                .iter()
                .map(|(name, kind)| format!("{}: {}", camel(name), kind(&mut types)))
                .collect();
            let parameters = match parameters.as_slice() {
                [] => "Record<string, never>".to_owned(),
                some => format!("{{ {} }}", some.join("; ")),
            };
            let answer = (command.answer)(&mut types);
            let _ = writeln!(
                tables,
                "  {}: {{ parameters: {parameters}; answer: {answer} }};",
                command.name
            );
        }
        let _ = writeln!(
            tables,
            "}}\n\nexport const {what}: Record<keyof {name}, Tag[]> = {{"
        );
        for command in &commands {
            let (Effect::Provides(tags) | Effect::Invalidates(tags)) = command.effect;
            let tags = serde_json::to_string(tags).unwrap_or_default();
            let _ = writeln!(tables, "  {}: {tags},", command.name);
        }
        tables.push_str("};\n\n");
    }
    let declarations: String = types
        .0
        .values()
        .map(|one| format!("export {one}\n"))
        .collect();
    format!(
        "// Generated from src-tauri/crates/api by `cargo test -p lpc-api`; edits are overwritten.\n\n\
         {declarations}\n{tables}export type Commands = Reads & Changes;\n"
    )
}

/// The permission to call a command.
fn permission(command: &str) -> String {
    format!("allow-{}", command.replace('_', "-"))
}

fn callable() -> impl Iterator<Item = &'static str> {
    // `subscribe` takes a channel and so stands beside the table.
    std::iter::once("subscribe").chain(COMMANDS.iter().map(|command| command.name))
}

/// `src-tauri/permissions/app.toml`: a permission for each command.
pub fn permissions() -> String {
    let head = "# Generated from the table of commands in crates/api by `cargo test -p lpc-api`.\n";
    callable().fold(head.to_owned(), |file, name| {
        let identifier = permission(name);
        file + &format!(
            "\n[[permission]]\nidentifier = \"{identifier}\"\ncommands.allow = [\"{name}\"]\n"
        )
    })
}

/// `src-tauri/capabilities/main.json`: the one window has each of them and nothing else.
pub fn capability() -> String {
    let permissions: Vec<String> = callable().map(permission).collect();
    let capability = serde_json::json!({
        "identifier": "main",
        "description": "What the console's one window may call: the commands of the table in crates/api and nothing else.",
        "windows": ["main"],
        "permissions": permissions,
    });
    format!("{capability:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_committed_files_are_what_the_table_gives() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
        let mut outdated = Vec::new();
        for (file, current) in [
            ("ui/src/ipc/bindings.ts", typescript()),
            ("src-tauri/permissions/app.toml", permissions()),
            ("src-tauri/capabilities/main.json", capability()),
        ] {
            let path = root.join(file);
            if std::fs::read_to_string(&path).unwrap_or_default() != current {
                std::fs::write(&path, current).expect("the file can be written");
                outdated.push(file);
            }
        }
        assert!(
            outdated.is_empty(),
            "were out of date and are rewritten, commit them: {outdated:?}"
        );
    }
}
