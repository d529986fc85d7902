//! What an organization may be called. Names and ids are typed by people or pasted from elsewhere,
//! so they are trimmed, bounded, and free of what a screen cannot show.

/// Characters of a name; Salesforce's own limit for `Organization.Name` is the same.
pub const MAX_NAME: usize = 80;

/// Characters of an external id.
pub const MAX_EXTERNAL_ID: usize = 64;

/// Why a name or an id cannot be used; the text says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NamingProblem {
    /// Nothing was entered.
    #[error("Enter a name.")]
    NameEmpty,
    /// Too long.
    #[error("A name has at most {max} characters; this one has {0}.", max = MAX_NAME)]
    NameTooLong(usize),
    /// A line break, a tab, a direction mark or the like.
    #[error(
        "A name has no line breaks, tabs or invisible characters. Type it instead of pasting it."
    )]
    NameUnprintable,
    /// Another organization has it.
    #[error("Another organization has this name. Choose one that tells them apart.")]
    NameTaken,
    /// Nothing was entered.
    #[error("Enter an external ID.")]
    ExternalIdEmpty,
    /// Too long.
    #[error("An external ID has at most {max} characters; this one has {0}.", max = MAX_EXTERNAL_ID)]
    ExternalIdTooLong(usize),
    /// Blanks or invisible characters inside.
    #[error("An external ID has no blanks or invisible characters. Copy it again from its source.")]
    ExternalIdUnprintable,
    /// Another organization has it.
    #[error("Another organization has this external ID. Check which of the two it belongs to.")]
    ExternalIdTaken,
    /// It is read-only once set.
    #[error("The external ID of this organization is set and cannot be changed.")]
    ExternalIdFixed,
}

/// A name as it will be kept.
pub fn organization_name(entered: &str) -> Result<String, NamingProblem> {
    let name = entered.trim();
    let length = name.chars().count();
    if name.chars().all(is_invisible) {
        Err(NamingProblem::NameEmpty)
    } else if length > MAX_NAME {
        Err(NamingProblem::NameTooLong(length))
    } else if name.chars().any(is_unprintable) {
        Err(NamingProblem::NameUnprintable)
    } else {
        Ok(name.to_owned())
    }
}

/// An external id as it will be kept; `None` when nothing was entered.
pub fn external_id(entered: &str) -> Result<Option<String>, NamingProblem> {
    let id = entered.trim();
    let length = id.chars().count();
    if id.is_empty() {
        Ok(None)
    } else if length > MAX_EXTERNAL_ID {
        Err(NamingProblem::ExternalIdTooLong(length))
    } else if id
        .chars()
        .any(|character| is_unprintable(character) || character.is_whitespace())
    {
        Err(NamingProblem::ExternalIdUnprintable)
    } else {
        Ok(Some(id.to_owned()))
    }
}

/// The wanted name, or the first of "… 2", "… 3" and so on that `taken` does not claim: two
/// sandboxes of one company have the same name in Salesforce.
pub fn free_name(wanted: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(wanted) {
        return wanted.to_owned();
    }
    (2_u32..)
        .map(|number| format!("{wanted} {number}"))
        .find(|name| !taken(name))
        .unwrap_or_else(|| wanted.to_owned())
}

fn is_unprintable(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}' | '\u{2029}')
        || (is_invisible(character) && !character.is_whitespace())
}

/// Blanks, soft hyphen, zero-width characters, direction marks, separators of lines.
fn is_invisible(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_trimmed_and_otherwise_kept_as_it_is() {
        assert_eq!(
            organization_name("  Émile & Fils 日本 \n"),
            Ok("Émile & Fils 日本".to_owned())
        );
        assert_eq!(organization_name(&"ž".repeat(80)), Ok("ž".repeat(80)));
    }

    #[test]
    fn what_cannot_be_a_name_is_told_apart() {
        for empty in ["", "   ", "\u{200B}\u{FEFF}", "\n\t"] {
            assert_eq!(
                organization_name(empty),
                Err(NamingProblem::NameEmpty),
                "{empty:?}"
            );
        }
        assert_eq!(
            organization_name(&"a".repeat(81)),
            Err(NamingProblem::NameTooLong(81))
        );
        for hostile in [
            "a\nb",
            "a\tb",
            "a\0b",
            "\u{202E}evil",
            "Hal\u{200B}den",
            "a\u{2028}b",
        ] {
            assert!(organization_name(hostile).is_err(), "{hostile:?}");
        }
    }

    #[test]
    fn an_external_id_has_no_blanks_and_may_be_missing() {
        assert_eq!(external_id("  "), Ok(None));
        assert_eq!(external_id(" ORG-0042 "), Ok(Some("ORG-0042".to_owned())));
        assert_eq!(
            external_id("ORG 42"),
            Err(NamingProblem::ExternalIdUnprintable)
        );
        assert_eq!(
            external_id(&"9".repeat(65)),
            Err(NamingProblem::ExternalIdTooLong(65))
        );
    }

    #[test]
    fn a_taken_name_gets_the_next_number() {
        let taken = ["Halden", "Halden 2"];
        assert_eq!(
            free_name("Halden", |name| taken.contains(&name)),
            "Halden 3"
        );
        assert_eq!(
            free_name("Pellworm", |name| taken.contains(&name)),
            "Pellworm"
        );
    }
}
