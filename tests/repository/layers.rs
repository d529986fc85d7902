//! Who may know whom (design §4).

use crate::{ends_with, files, root, text};
use std::collections::BTreeSet;

/// Which crates of ours each crate may depend on.
const DIRECTIONS: &[(&str, &[&str])] = &[
    ("core", &[]),
    ("platform", &[]),
    ("api", &["lpc-core"]),
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
    }
}

#[test]
fn only_the_shell_names_tauri() {
    let mut shell = 0;
    for file in files() {
        let shipped = file.starts_with("src-tauri") && ends_with(&file, &[".rs", "Cargo.toml"]);
        if !shipped || file.starts_with("src-tauri/crates/xtask") || file.ends_with("build.rs") {
            continue;
        }
        let content = text(&file).unwrap();
        let names = content.contains("tauri::")
            || content.contains("tauri_")
            || content.contains("\ntauri");
        if file.starts_with("src-tauri/src") {
            shell += usize::from(names);
        } else {
            assert!(!names, "{} names Tauri", file.display());
        }
    }
    assert!(shell > 0, "the shell names Tauri, so the search works");
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
fn no_adapter_and_no_domain_code_panics_on_purpose() {
    for file in files() {
        let product = file.starts_with("src-tauri")
            && ends_with(&file, &[".rs"])
            && !file.to_str().unwrap().contains("test");
        if product {
            let content = text(&file).unwrap();
            for word in ["todo!(", "unimplemented!(", "#[ignore"] {
                assert!(!content.contains(word), "{}: {word}", file.display());
            }
        }
    }
}
