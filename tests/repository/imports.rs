//! Which file names which other one, read from its text: `use` lines and paths in Rust, imports in
//! TypeScript. A Rust path leads through `pub use` to the file that has the item; the re-export
//! itself is a door and no knowledge of what is behind it.

use std::collections::{BTreeMap, BTreeSet};

/// Files by their path.
pub type Sources = BTreeMap<String, String>;
/// A file and those that it names.
pub type Imports = BTreeMap<String, BTreeSet<String>>;

type Segments = Vec<String>;

#[derive(Default)]
struct Module {
    parent: Option<String>,
    /// Several only where the operating system chooses.
    children: BTreeMap<String, Vec<String>>,
    /// What `use` brings in, by the name that it has here.
    brought: BTreeMap<String, Segments>,
    paths: Vec<Segments>,
}

/// The imports among the files of a crate in the folder `root`.
pub fn rust(root: &str, sources: &Sources) -> Imports {
    let mut modules: BTreeMap<String, Module> = BTreeMap::new();
    for (file, source) in sources {
        modules.entry(file.clone()).or_default().read(source);
        let (folder, name) = file.rsplit_once('/').unwrap();
        let parent = match name {
            "main.rs" | "lib.rs" if folder == root => continue,
            _ if folder == root => top(root, sources),
            _ => format!("{folder}.rs"),
        };
        modules.entry(file.clone()).or_default().parent = Some(parent.clone());
        let owner = modules.entry(parent).or_default();
        let stem = name.trim_end_matches(".rs").to_owned();
        owner.children.entry(stem).or_default().push(file.clone());
        for (path, name) in elsewhere(source) {
            let module = modules.entry(file.clone()).or_default();
            let children = module.children.entry(name).or_default();
            children.push(format!("{folder}/{path}"));
        }
    }
    let known = |file: &String, module: &Module| {
        let found = module.paths.iter();
        let mut found: BTreeSet<String> = found
            .flat_map(|path| resolve(&modules, &top(root, sources), file, path))
            .collect();
        found.remove(file);
        found
    };
    let files = modules
        .iter()
        .filter(|(file, _)| sources.contains_key(*file));
    files
        .map(|(file, module)| (file.clone(), known(file, module)))
        .collect()
}

fn top(root: &str, sources: &Sources) -> String {
    let library = format!("{root}/lib.rs");
    if sources.contains_key(&library) {
        return library;
    }
    format!("{root}/main.rs")
}

/// `#[cfg_attr(windows, path = "windows.rs")] mod backend;` as (path, name).
fn elsewhere(source: &str) -> Vec<(String, String)> {
    let attributes = source.split(" path = \"").skip(1);
    attributes
        .filter_map(|rest| {
            let (path, rest) = rest.split_once("\")]")?;
            let name = rest.split_once("\nmod ")?.1.split(';').next()?;
            Some((path.to_owned(), name.to_owned()))
        })
        .collect()
}

/// The files in which a path of `from` ends.
fn resolve(
    modules: &BTreeMap<String, Module>,
    top: &str,
    from: &str,
    path: &[String],
) -> Vec<String> {
    let mut here = from.to_owned();
    for (place, segment) in path.iter().enumerate() {
        let Some(module) = modules.get(&here) else {
            return Vec::new();
        };
        if segment == "self" {
        } else if segment == "crate" {
            top.clone_into(&mut here);
        } else if segment == "super" {
            let Some(parent) = &module.parent else {
                return Vec::new();
            };
            here.clone_from(parent);
        } else if let Some(children) = module.children.get(segment) {
            match children.as_slice() {
                [child] => here.clone_from(child),
                several => return several.to_vec(),
            }
        } else if place == 0 {
            return Vec::new();
        } else if let Some(brought) = module.brought.get(segment) {
            return resolve(modules, top, &here, brought);
        } else {
            break;
        }
    }
    vec![here]
}

impl Module {
    fn read(&mut self, source: &str) {
        let product = source.split("#[cfg(test)]\nmod tests {").next();
        let tokens = tokens(product.unwrap_or_default());
        let times = |name: &str| tokens.iter().filter(|token| *token == name).count();
        let mut at = 0;
        while at < tokens.len() {
            let before = at.checked_sub(1).map(|before| tokens[before].as_str());
            if tokens[at] == "use" && tokens[at + 1] != "<" {
                let is_door = matches!(before, Some("pub" | ")"));
                let mut found = Vec::new();
                at = tree(&tokens, at + 1, &[], &mut found);
                for (path, name) in found {
                    let declared = |pair: &&[String]| pair[0] == "mod" && pair[1] == name;
                    let as_a_door = path.iter().filter(|part| **part == name).count()
                        + tokens.windows(2).filter(declared).count();
                    if !is_door || times(&name) > as_a_door {
                        self.paths.push(path.clone());
                    }
                    self.brought.insert(name, path);
                }
            } else if is_name(&tokens[at]) && !matches!(before, Some("." | "mod")) {
                let path: Segments = tokens[at..]
                    .chunks(2)
                    .scan(true, |goes_on, pair| {
                        let name = goes_on
                            .then(|| pair[0].clone())
                            .filter(|name| is_name(name));
                        *goes_on = pair.get(1).is_some_and(|next| next == "::");
                        name
                    })
                    .collect();
                at += 2 * path.len() - 1;
                let is_visibility = before == Some("in");
                if path.len() > 1 && !is_visibility {
                    self.paths.push(path);
                }
            } else {
                at += 1;
            }
        }
    }
}

/// Reads a `use` tree from `at` on, and answers where it ends.
fn tree(
    tokens: &[String],
    mut at: usize,
    before: &[String],
    found: &mut Vec<(Segments, String)>,
) -> usize {
    let mut path = before.to_vec();
    loop {
        match tokens[at].as_str() {
            "::" => at += 1,
            "{" => {
                at += 1;
                while tokens[at] != "}" {
                    at = tree(tokens, at, &path, found);
                    at += usize::from(tokens[at] == ",");
                }
                return at + 1;
            }
            "as" => {
                found.push((path, tokens[at + 1].clone()));
                return at + 2;
            }
            "," | ";" | "}" => {
                path.dedup_by(|last, _| last == "self");
                let name = path.last().cloned().unwrap_or_default();
                found.push((path, name));
                return at;
            }
            name => {
                path.push(name.to_owned());
                at += 1;
            }
        }
    }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// Names, `::` and single signs; comments and strings are left out.
fn tokens(source: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if let Some(text) = rest.strip_prefix("r#\"") {
            text.find("\"#").map_or(rest.len(), |end| end + 5)
        } else if first == '"' {
            text_length(rest)
        } else if rest.starts_with("'\\") || rest.chars().nth(2) == Some('\'') && first == '\'' {
            let length = rest
                .chars()
                .skip(2)
                .take_while(|sign| *sign != '\'')
                .count();
            rest.char_indices()
                .nth(length + 3)
                .map_or(rest.len(), |(end, _)| end)
        } else if is_name(rest) {
            let end = rest.find(|sign: char| !sign.is_alphanumeric() && sign != '_');
            let (name, _) = rest.split_at(end.unwrap_or(rest.len()));
            tokens.push(name.to_owned());
            name.len()
        } else {
            let sign = if rest.starts_with("::") {
                "::"
            } else {
                &rest[..first.len_utf8()]
            };
            if !first.is_whitespace() {
                tokens.push(sign.to_owned());
            }
            sign.len()
        };
        rest = &rest[length..];
    }
    tokens
}

fn text_length(text: &str) -> usize {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|(_, sign)| {
        let ends = *sign == '"' && !escaped;
        escaped = *sign == '\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

/// The imports among the files of a UI. Only what is written with a path of its own counts.
pub fn typescript(sources: &Sources) -> Imports {
    let ends = ["", ".ts", ".tsx"];
    let mut imports = Imports::new();
    for (file, source) in sources {
        let quoted = source.split('"').skip(1).step_by(2);
        let paths = quoted.filter(|text| text.starts_with("./") || text.starts_with("../"));
        let known = paths.filter_map(|path| {
            let path = joined(file, path);
            let found = ends.iter().map(|end| format!("{path}{end}"));
            found.into_iter().find(|path| sources.contains_key(path))
        });
        imports.insert(file.clone(), known.collect());
    }
    imports
}

fn joined(file: &str, path: &str) -> String {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}
