//! `docs/ARTICLE.md` names tests and pictures; each must be there.

use crate::{files, root, text};
use std::path::Path;

/// Sentences of the article that ask for something.
const SENTENCES: usize = 27;

fn document(name: &str) -> String {
    std::fs::read_to_string(root().join("docs").join(name)).unwrap()
}

/// What stands in backticks.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// Whether a test named by place, file and name is there.
fn is_there(name: &str) -> bool {
    let mut parts = name.splitn(3, "::");
    let place = parts.next().unwrap_or_default();
    let file = parts.next().unwrap_or_default();
    match (place, parts.next()) {
        ("ui", Some(title)) => files()
            .iter()
            .filter(|path| path.ends_with(format!("{file}.test.tsx")))
            .filter_map(|path| text(path))
            .any(|source| source.contains(&format!("(\"{title}\""))),
        ("integration", Some(function)) => {
            let path = Path::new("tests/integration").join(format!("{file}.rs"));
            text(&path).is_some_and(|source| source.contains(&format!("fn {function}()")))
        }
        ("e2e", None) => {
            let stories = text(Path::new("tests/e2e/main.rs")).unwrap();
            stories.contains(&format!("\"{file}\""))
        }
        _ => false,
    }
}

#[test]
fn every_sentence_of_the_article_names_tests_and_pictures_that_are_there() {
    let document = document("ARTICLE.md");
    let tour: String = files()
        .iter()
        .filter(|path| path.starts_with("tests/e2e/tour"))
        .filter_map(|path| text(path))
        .collect();
    let sections: Vec<&str> = document.split("\n## ").skip(1).collect();
    assert_eq!(sections.len(), SENTENCES);
    for (index, section) in sections.iter().enumerate() {
        let number = index + 1;
        assert!(section.starts_with(&format!("{number}. ")), "{section}");
        let mut tests = 0;
        let mut pictures = 0;
        for line in section.lines() {
            if line.starts_with("- Test: ") {
                for name in quoted(line) {
                    assert!(is_there(name), "sentence {number}: no test {name}");
                    tests += 1;
                }
            }
            if line.starts_with("- Picture: ") {
                for name in quoted(line) {
                    let taken = tour.contains(&format!("picture(\"{name}\")"))
                        || tour.contains(&format!("keep(\"{name}\""));
                    assert!(taken, "sentence {number}: no picture {name}");
                    pictures += 1;
                }
            }
        }
        assert!(tests > 0 && pictures > 0, "sentence {number} is shown");
    }
}
