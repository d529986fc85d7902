//! Toasts of Windows. They belong to the program whose shortcut in the Start menu carries the same
//! identifier; the installer makes it.

use crate::notification::{Clicked, Notification, NotificationError};
use winrt_notification::Toast;

pub struct Notifications {
    identifier: String,
    clicked: Clicked,
}

impl Notifications {
    pub fn new(identifier: &str, _name: &str, clicked: Clicked) -> Self {
        Self {
            identifier: identifier.to_owned(),
            clicked,
        }
    }

    pub fn show(&self, notification: &Notification) -> Result<(), NotificationError> {
        let clicked = self.clicked.clone();
        Toast::new(&self.identifier)
            .title(&notification.title)
            .text1(&notification.body)
            .on_activated(move |_button| {
                clicked();
                Ok(())
            })
            .show()
            .map_err(|error| NotificationError(error.to_string()))
    }
}
