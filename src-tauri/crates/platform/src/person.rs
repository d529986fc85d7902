//! Who sits at this computer.

/// Longer names are none.
const LIMIT: usize = 64;

/// The operating system's name of the person, for the audit: `domain\name` where there is a domain.
/// It tells admins apart who mean no harm, and proves nothing.
pub fn person() -> Option<String> {
    #[cfg(windows)]
    let (domain, names): (Option<String>, &[&str]) = (variable("USERDOMAIN"), &["USERNAME"]);
    #[cfg(not(windows))]
    let (domain, names): (Option<String>, &[&str]) = (None, &["USER", "LOGNAME"]);
    let name = names.iter().find_map(|name| variable(name))?;
    Some(match domain {
        Some(domain) => format!("{domain}\\{name}"),
        None => name,
    })
}

fn variable(name: &str) -> Option<String> {
    let value = std::env::var(name).ok()?;
    let usable =
        !value.is_empty() && value.chars().count() <= LIMIT && !value.chars().any(char::is_control);
    usable.then_some(value)
}
