//! Files of a crate, and of the UI, know each other in one direction: none is known by what it
//! knows itself. Seen are names and imports; a call of another file's method is not.

use crate::imports::{self, Imports, Sources};
use crate::{ends_with, files, text};
use std::collections::BTreeSet;

/// The places of `ui/src` from the lowest up: a file imports from its own and from those before.
const UI: [&str; 8] = [
    "styles",
    "ipc",
    "components",
    "domain",
    "features",
    "app",
    "test",
    "main.tsx",
];

/// What still has circles; the list only gets shorter.
const OPEN: [&str; 2] = ["/api/src", "/core/src"];

/// Tests beside the code may look at everything.
fn product(folder: &str, endings: &[&str]) -> Sources {
    let tests = ["tests.rs", ".test.ts", ".test.tsx"];
    let files = files().into_iter().filter(|file| {
        let name = file.to_string_lossy();
        file.starts_with(folder)
            && ends_with(file, endings)
            && !ends_with(file, &tests)
            && !["/tests/", "/bin/", "/crates/"]
                .iter()
                .any(|part| name[folder.len()..].contains(part))
    });
    files
        .filter_map(|file| Some((file.to_str()?.to_owned(), text(&file)?)))
        .collect()
}

/// Each file of a circle with those of the circle that it names.
fn circles(imports: &Imports) -> Vec<String> {
    let mut lines = Vec::new();
    for (file, known) in imports {
        let back = known
            .iter()
            .filter(|other| reached(imports, other).contains(file));
        let back: Vec<&str> = back.map(String::as_str).collect();
        if !back.is_empty() && !OPEN.iter().any(|name| file.contains(name)) {
            lines.push(format!("{file} → {}", back.join(", ")));
        }
    }
    lines
}

fn reached(imports: &Imports, from: &str) -> BTreeSet<String> {
    let mut reached = BTreeSet::from([from.to_owned()]);
    let mut left = vec![from.to_owned()];
    while let Some(file) = left.pop() {
        for next in imports.get(&file).into_iter().flatten() {
            if reached.insert(next.clone()) {
                left.push(next.clone());
            }
        }
    }
    reached
}

fn assert_none(lines: &[String]) {
    assert!(lines.is_empty(), "circles:\n{}", lines.join("\n"));
}

#[test]
fn files_of_a_crate_know_each_other_in_one_direction() {
    let crates = files().into_iter().filter(|file| {
        file.starts_with("src-tauri") && ends_with(file, &["src/lib.rs", "src/main.rs"])
    });
    let folders: BTreeSet<String> = crates
        .filter_map(|file| Some(file.parent()?.to_str()?.to_owned()))
        .collect();
    assert!(folders.len() > 8, "the crates were found");
    let mut lines = Vec::new();
    let mut seen = 0;
    for folder in folders {
        let imports = imports::rust(&folder, &product(&folder, &[".rs"]));
        seen += imports.values().map(BTreeSet::len).sum::<usize>();
        lines.extend(circles(&imports));
    }
    assert!(seen > 500, "the imports were read");
    assert_none(&lines);
}

#[test]
fn files_of_the_ui_import_in_one_direction_and_nothing_from_above() {
    let imports = imports::typescript(&product("ui/src", &[".ts", ".tsx"]));
    assert!(imports.values().map(BTreeSet::len).sum::<usize>() > 500);
    assert_none(&circles(&imports));
    let place = |file: &str| {
        let name = file.split('/').nth(2).unwrap();
        let found = UI.iter().position(|place| *place == name);
        found.unwrap_or_else(|| panic!("{file} needs its place in this test"))
    };
    for (file, known) in &imports {
        let above: Vec<_> = known
            .iter()
            .filter(|other| place(other) > place(file))
            .collect();
        assert!(above.is_empty(), "{file} imports from above: {above:?}");
    }
    assert_none(&circles(&between_folders(&imports)));
}

/// The same between the features and the other folders.
fn between_folders(imports: &Imports) -> Imports {
    let folder = |file: &str| file.rsplit_once('/').unwrap().0.to_owned();
    let mut folders = Imports::new();
    for (file, known) in imports {
        let here = folder(file);
        let others = known
            .iter()
            .map(|other| folder(other))
            .filter(|other| *other != here);
        folders.entry(here.clone()).or_default().extend(others);
    }
    folders
}

fn sources(files: &[(&str, &str)]) -> Sources {
    let owned = files
        .iter()
        .map(|(file, text)| ((*file).to_owned(), (*text).to_owned()));
    owned.collect()
}

#[test]
fn a_circle_is_found_behind_a_re_export_and_a_nested_use() {
    let mut crate_ = sources(&[
        (
            "c/lib.rs",
            "mod a;\nmod b;\npub use a::{Left, other::Thing};\n",
        ),
        (
            "c/a.rs",
            "mod other;\nuse std::fmt;\npub struct Left(crate::b::Right);\n",
        ),
        ("c/a/other.rs", "// use super::Left;\npub struct Thing;\n"),
        ("c/b.rs", "pub struct Right;\n"),
    ]);
    assert_none(&circles(&imports::rust("c", &crate_)));
    crate_.insert("c/b.rs".into(), "use crate::{Left as L, x};".into());
    let lines = circles(&imports::rust("c", &crate_));
    assert_eq!(lines, ["c/a.rs → c/b.rs", "c/b.rs → c/a.rs"]);
}

#[test]
fn a_circle_of_imports_is_found() {
    let ui = sources(&[
        ("ui/src/app/A.tsx", "import { B } from \"../domain/B\";"),
        (
            "ui/src/domain/B.tsx",
            "const A = lazy(() => import(\"../app/A\"));",
        ),
        ("ui/src/domain/C.tsx", "import { B } from \"./B\";"),
    ]);
    let lines = circles(&imports::typescript(&ui));
    assert_eq!(lines.len(), 2, "{lines:?}");
}
