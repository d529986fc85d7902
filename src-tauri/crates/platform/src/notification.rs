//! What a desktop is asked to show, and who hears of a click. `notifications/` shows it, a file for
//! each operating system: `Notifications::new(identifier, name, clicked)` for a program with this
//! identifier and this name for people, and `show`, which blocks while the desktop is asked, so it
//! is called beside everything else.

use std::sync::Arc;

/// Called when a person clicks a notification, on a thread of its own.
pub type Clicked = Arc<dyn Fn() + Send + Sync>;

/// What is shown. Plain text: nothing in it is taken for markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    pub title: String,
    /// A sentence or two.
    pub body: String,
}

/// The desktop did not show a notification: no service, no permission, no bundle.
#[derive(Debug, thiserror::Error)]
#[error("the desktop shows no notification: {0}")]
pub struct NotificationError(pub(crate) String);
