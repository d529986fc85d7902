//! What docs/ARTICLE.md, docs/BAD_INPUT.md and docs/FIELD.md point at must be there: they are read to find the test
//! of a promise, and tests are renamed.

use crate::{ends_with, files, text};

#[test]
fn every_test_and_picture_that_a_document_names_is_there() {
    let tests: String = files()
        .iter()
        .filter(|file| ends_with(file, &[".rs", ".test.ts", ".test.tsx"]))
        .filter_map(|file| text(file))
        .collect();
    let article = text("docs/ARTICLE.md".as_ref()).unwrap();
    let tables = ["docs/BAD_INPUT.md", "docs/FIELD.md"].map(|file| text(file.as_ref()).unwrap());
    let promises = article.split("\n## ").skip(1);
    let rows = tables.iter().flat_map(|table| {
        let rows = table.split("\n| ").skip(1);
        rows.filter(|row| !row.starts_with("input ") && !row.starts_with("case "))
    });
    let mut found = 0;
    for promise in promises.chain(rows) {
        let named: Vec<&str> = promise
            .lines()
            .flat_map(|line| {
                line.split('`')
                    .skip(1)
                    .step_by(2)
                    .filter(move |name| name.contains("::") || line.starts_with("- Picture: "))
            })
            .collect();
        assert!(!named.is_empty(), "nothing shows it: {promise}");
        for name in &named {
            let last = name.splitn(3, "::").last().unwrap();
            let is_there =
                tests.contains(&format!("fn {last}()")) || tests.contains(&format!("\"{last}\""));
            assert!(is_there, "there is no {name}");
        }
        found += named.len();
    }
    assert!(found > 100, "the documents were read");
}
