//! The desktop's notification service over D-Bus.

use super::{Clicked, Notification, NotificationError};

/// The action of a click on the notification itself.
const CLICK: &str = "default";

pub(super) struct Backend {
    identifier: String,
    name: String,
    clicked: Clicked,
}

impl Backend {
    pub(super) fn new(identifier: &str, name: &str, clicked: Clicked) -> Self {
        Self {
            identifier: identifier.to_owned(),
            name: name.to_owned(),
            clicked,
        }
    }

    pub(super) fn show(&self, notification: &Notification) -> Result<(), NotificationError> {
        let refused = |error: notify_rust::error::Error| NotificationError(error.to_string());
        let capabilities = notify_rust::get_capabilities().map_err(refused)?;
        let body = if capabilities.iter().any(|able| able == "body-markup") {
            without_markup(&notification.body)
        } else {
            notification.body.clone()
        };
        let handle = notify_rust::Notification::new()
            .appname(&self.name)
            .summary(&notification.title)
            .body(&body)
            .hint(notify_rust::Hint::DesktopEntry(self.identifier.clone()))
            .action(CLICK, "Open")
            .show()
            .map_err(refused)?;
        let clicked = self.clicked.clone();
        // Ends when the notification is clicked or closed; there are few of them.
        std::thread::spawn(move || {
            handle.wait_for_action(|action| {
                if action == CLICK {
                    clicked();
                }
            });
        });
        Ok(())
    }
}

/// The text such that a service that reads markup shows it as it is: an organization may have any
/// name.
fn without_markup(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_markup_is_shown_as_it_is() {
        assert_eq!(
            without_markup("<a href=\"x\">R&D</a>"),
            "&lt;a href=\"x\"&gt;R&amp;D&lt;/a&gt;"
        );
    }
}
