//! `docs/BAD_INPUT.md` names tests that exist.

use crate::{ends_with, files, text};
use std::path::Path;

#[test]
fn every_test_that_the_table_of_bad_input_names_exists() {
    let table = text("docs/BAD_INPUT.md".as_ref()).unwrap();
    let sources: Vec<(String, String)> = files()
        .into_iter()
        .filter(|file| ends_with(file, &[".rs"]))
        .filter_map(|file| Some((stem(&file), text(&file)?)))
        .collect();
    let named: Vec<(&str, &str)> = table
        .split('`')
        .skip(1)
        .step_by(2)
        .filter_map(|name| name.split_once("::"))
        .collect();
    assert!(named.len() > 40, "the table was read");
    for (module, test) in named {
        let function = format!("fn {test}()");
        let is_there = sources
            .iter()
            .any(|(stem, source)| stem == module && source.contains(&function));
        assert!(is_there, "there is no test {module}::{test}");
    }
    for row in table.lines().filter(|line| line.starts_with("| ")) {
        let is_head = row.starts_with("| input ");
        assert!(is_head || row.contains("::"), "a row without a test: {row}");
    }
}

fn stem(file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}
