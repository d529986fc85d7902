//! Who may know whom (design §4).

use crate::{ends_with, files, root, text};
use std::collections::BTreeSet;

/// Which crates of ours each crate may depend on.
const DIRECTIONS: &[(&str, &[&str])] = &[
    ("core", &[]),
    ("platform", &[]),
    ("api", &["lpc-core"]),
    (
        "dev-host",
        &[
            "lpc-admin-console",
            "lpc-api",
            "lpc-core",
            "lpc-entitlement",
            "lpc-platform",
            "lpc-salesforce",
        ],
    ),
    ("entitlement", &["lpc-core"]),
    ("salesforce", &["lpc-core"]),
    ("sqlite", &["lpc-core", "lpc-platform"]),
    ("store", &["lpc-core", "lpc-sqlite"]),
    ("vault", &["lpc-core", "lpc-platform", "lpc-sqlite"]),
    ("xtask", &[]),
];

#[test]
fn crates_depend_in_one_direction() {
    let present: BTreeSet<String> = std::fs::read_dir(root().join("src-tauri/crates"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let known: BTreeSet<String> = DIRECTIONS
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    assert_eq!(present, known, "a new crate needs its direction here");
    for (name, allowed) in DIRECTIONS {
        let manifest = text(format!("src-tauri/crates/{name}/Cargo.toml").as_ref()).unwrap();
        let shipped = manifest.split("[dev-dependencies]").next().unwrap();
        for line in shipped.lines().filter(|line| line.starts_with("lpc-")) {
            let dependency = line.split(['.', ' ', '=']).next().unwrap();
            assert!(
                allowed.contains(&dependency),
                "{name} must not depend on {dependency}"
            );
        }
        let of_tauri = shipped.lines().any(|line| line.starts_with("tauri"));
        assert!(!of_tauri, "{name}: only the shell depends on Tauri");
    }
}

#[test]
fn nothing_that_is_shipped_knows_the_development_host() {
    let shell = text("Cargo.toml".as_ref()).unwrap();
    let (shell, _) = shell.split_once("[workspace]").unwrap();
    assert!(!shell.contains("dev-host"), "the app depends on it");
    let host = text("src-tauri/crates/dev-host/Cargo.toml".as_ref()).unwrap();
    assert!(host.contains(r#"required-features = ["stand-in"]"#));
}

#[test]
fn only_one_file_of_the_window_imports_tauri() {
    let importing: Vec<_> = files()
        .into_iter()
        .filter(|file| file.starts_with("ui/src") && ends_with(file, &[".ts", ".tsx"]))
        .filter(|file| !ends_with(file, &[".test.ts", ".test.tsx"]))
        .filter(|file| {
            text(file).unwrap().lines().any(|line| {
                line.contains("@tauri-apps") && (line.contains("import") || line.contains("from"))
            })
        })
        .collect();
    assert_eq!(importing, [std::path::PathBuf::from("ui/src/ipc/tauri.ts")]);
}

#[test]
fn no_product_code_panics_on_purpose_or_runs_statements_in_a_savepoint() {
    for file in files() {
        let product = file.starts_with("src-tauri")
            && ends_with(&file, &[".rs", ".sql"])
            && !file.to_str().unwrap().contains("test");
        if product {
            let content = text(&file).unwrap();
            // In a savepoint each statement costs time that grows with the transaction.
            let never = [
                "todo!(",
                "unimplemented!(",
                "#[ignore",
                "SAVEPOINT",
                "savepoint(",
            ];
            for word in never {
                assert!(!content.contains(word), "{}: {word}", file.display());
            }
        }
    }
}
