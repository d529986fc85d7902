//! The public keys of a build, as its environment names them. The shell's build script includes this
//! file too, so that a list that cannot be read stops the build instead of the customer.

/// The variable that names them at build time.
pub const VARIABLE: &str = "LPC_ENTITLEMENT_KEYS";

/// A public key: its id, and its 32 bytes in base64url without padding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey<'a> {
    /// Names the key in a token's header (`kid`).
    pub id: &'a str,
    pub x: &'a str,
}

/// Reads `id:key`, several separated by commas; an empty list is a list of none.
///
/// # Errors
/// A sentence that says which entry is wrong.
pub fn parse(list: &str) -> Result<Vec<PublicKey<'_>>, String> {
    let mut keys: Vec<PublicKey<'_>> = Vec::new();
    for entry in list
        .split(',')
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
    {
        let (id, x) = entry
            .split_once(':')
            .ok_or_else(|| format!("{entry:?} is not of the form id:key"))?;
        let plain = |text: &str| {
            text.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        };
        if id.is_empty() || id.len() > 64 || !plain(id) {
            return Err(format!(
                "the key id {id:?} is not plain letters, digits, - _ ."
            ));
        }
        if x.len() != 43 || !plain(x) || x.contains('.') {
            return Err(format!(
                "the key {id} is not 43 characters of base64url: take the line that `cargo xtask entitlement keygen` prints"
            ));
        }
        if keys.iter().any(|known| known.id == id) {
            return Err(format!("the key id {id} stands there twice"));
        }
        keys.push(PublicKey { id, x });
    }
    Ok(keys)
}

/// What a build needs: a shipped release without keys would open for nobody.
///
/// # Errors
/// A sentence for whoever builds.
pub fn demand(list: Option<&str>, shipped_release: bool) -> Result<(), String> {
    let keys = parse(list.unwrap_or_default())
        .map_err(|problem| format!("{VARIABLE} cannot be read: {problem}"))?;
    if keys.is_empty() && shipped_release {
        return Err(format!(
            "a release of the shipped flavor needs the public keys of its entitlements: set {VARIABLE} to the id:key lines that `cargo xtask entitlement keygen` prints, separated by commas (without them nobody could open the console)"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

    #[test]
    fn several_keys_are_read_with_blanks_and_empty_entries_between() {
        let list = format!(" a-1:{X} ,, b:{X},");
        let ids: Vec<&str> = parse(&list)
            .expect("readable")
            .iter()
            .map(|key| key.id)
            .collect();
        assert_eq!(ids, ["a-1", "b"]);
        assert_eq!(parse(""), Ok(vec![]));
    }

    #[test]
    fn a_list_with_one_wrong_entry_is_refused_whole() {
        for list in [
            X.to_owned(),
            format!(":{X}"),
            format!("a b:{X}"),
            format!("a:{}", &X[1..]),
            format!("a:{}=", &X[1..]),
            format!("a:{X},a:{X}"),
            format!("a:{X},b"),
        ] {
            assert!(parse(&list).is_err(), "{list}");
        }
    }

    #[test]
    fn a_shipped_release_needs_keys_and_every_build_readable_ones() {
        let list = format!("a:{X}");
        assert_eq!(demand(Some(&list), true), Ok(()));
        assert_eq!(demand(None, false), Ok(()));
        assert_eq!(demand(Some(""), false), Ok(()));
        for missing in [None, Some(""), Some(" , ")] {
            let problem = demand(missing, true).expect_err("refused");
            assert!(problem.contains(VARIABLE), "{problem}");
        }
        assert!(demand(Some("nonsense"), false).is_err());
    }
}
