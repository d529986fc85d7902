//! What may not stand in a file of the repository.

use crate::{ends_with, files, text};

/// Longer files are hard to take in; generated ones are not meant to be.
const MAX_LINES: usize = 500;

fn is_test(name: &str) -> bool {
    name.contains("/tests/")
        || name.starts_with("tests/")
        || name.ends_with("tests.rs")
        || name.contains(".test.")
}

#[test]
fn no_source_file_is_longer_than_five_hundred_lines() {
    for file in files() {
        let name = file.to_str().unwrap();
        let counted = ends_with(&file, &[".rs", ".ts", ".tsx", ".css"])
            && !is_test(name)
            && !name.ends_with("bindings.ts");
        if counted {
            let lines = text(&file).unwrap().lines().count();
            assert!(lines <= MAX_LINES, "{name} has {lines} lines");
        }
    }
}

#[test]
fn no_file_names_a_machines_folder_or_a_registry() {
    // Put together here, so that this file does not contain what it looks for.
    let hosts: Vec<String> = ["crates", "npmjs", "pypi"]
        .iter()
        .zip(["io", "org", "org"])
        .map(|(name, end)| format!("{name}.{end}"))
        .collect();
    let folders: Vec<String> = ["root", "work", "Users"]
        .iter()
        .map(|name| format!("/{name}/"))
        .collect();
    for file in files() {
        let name = file.to_str().unwrap();
        let lock = ends_with(&file, &["Cargo.lock"]);
        if lock || ends_with(&file, &[".svg"]) {
            continue;
        }
        let Some(content) = text(&file) else { continue };
        for word in &hosts {
            assert!(
                !content.contains(word.as_str()),
                "{name} names the registry {word}"
            );
        }
        for word in &folders {
            assert!(
                !content.contains(word.as_str()),
                "{name} names the folder {word}"
            );
        }
    }
}

#[test]
fn the_ui_lock_file_has_no_download_address() {
    let lock = text("ui/package-lock.json".as_ref()).unwrap();
    assert!(
        lock.contains("\"lockfileVersion\""),
        "the lock file was read"
    );
    assert!(!lock.contains("\"resolved\""));
}

#[test]
fn the_desktop_template_hands_the_address_over() {
    let template = text("src-tauri/linux/console.desktop".as_ref()).unwrap();
    assert!(
        template.contains("Exec={{exec}} %u"),
        "without %u the callback is lost"
    );
    assert!(template.contains("MimeType={{mime_type}}"));
}

#[test]
fn the_demo_prints_the_login_that_the_stand_in_and_the_console_know() {
    let known = salesforce_sim::Config::default();
    let demo = text("src-tauri/crates/xtask/src/stand_in.rs".as_ref()).unwrap();
    let console = text("src-tauri/src/flavor.rs".as_ref()).unwrap();
    for word in [&known.username, &known.password, &known.client_id] {
        assert!(demo.contains(&format!("\"{word}\"")), "xtask lacks {word}");
    }
    assert!(console.contains(&format!("\"{}\"", known.client_id)));
}

#[test]
fn the_demos_entitlement_names_the_organizations_of_the_stand_ins() {
    let demo = text("src-tauri/crates/xtask/src/stand_in.rs".as_ref()).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for sandbox in [false, true] {
        let config = salesforce_sim::Config {
            users: 10,
            sandbox,
            ..salesforce_sim::Config::default()
        };
        let sim = runtime
            .block_on(salesforce_sim::Sim::start(config))
            .unwrap();
        let state = sim.state();
        let id = state["organization"]["id"].as_str().unwrap();
        assert!(demo.contains(&format!("\"{id}\"")), "xtask lacks {id}");
    }
}
