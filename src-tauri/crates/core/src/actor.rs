//! Who asks: every call that changes something carries it.

/// Who does something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A person, by the operating system's user name where it is known.
    Person(Option<String>),
    /// The console by itself.
    Console,
}
