//! Notifications of the desktop: shown by the operating system, clicked to come to the window.

#[cfg(target_os = "linux")]
#[path = "notification/linux.rs"]
mod backend;
#[cfg(target_os = "macos")]
#[path = "notification/macos.rs"]
mod backend;
#[cfg(windows)]
#[path = "notification/windows.rs"]
mod backend;

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

/// The desktop's notifications for this program.
pub struct Notifications {
    backend: backend::Backend,
}

impl Notifications {
    /// For a program with this identifier and this name for people.
    pub fn new(identifier: &str, name: &str, clicked: Clicked) -> Self {
        Self {
            backend: backend::Backend::new(identifier, name, clicked),
        }
    }

    /// Shows a notification. Blocks while the desktop is asked, so it is called beside everything
    /// else.
    ///
    /// # Errors
    /// When the desktop shows none: no notification service, no permission, no bundle.
    pub fn show(&self, notification: &Notification) -> Result<(), NotificationError> {
        self.backend.show(notification)
    }
}

/// The desktop did not show a notification.
#[derive(Debug, thiserror::Error)]
#[error("the desktop shows no notification: {0}")]
pub struct NotificationError(pub(crate) String);
