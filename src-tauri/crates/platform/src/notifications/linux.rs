//! The desktop's notification service over D-Bus, as the Desktop Notifications Specification 1.2
//! has it.

use crate::notification::{Clicked, Notification, NotificationError};
use std::collections::HashMap;
use zbus::blocking::proxy::SignalIterator;
use zbus::blocking::{Connection, Proxy};
use zbus::zvariant::Value;

/// Also the interface's name.
const SERVICE: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
const REPLACES_NONE: u32 = 0;
const NO_ICON: &str = "";
const EXPIRES_AS_THE_DESKTOP_LIKES: i32 = -1;

/// The action of a click on the notification itself.
const CLICK: &str = "default";

pub struct Notifications {
    identifier: String,
    name: String,
    clicked: Clicked,
}

impl Notifications {
    pub fn new(identifier: &str, name: &str, clicked: Clicked) -> Self {
        Self {
            identifier: identifier.to_owned(),
            name: name.to_owned(),
            clicked,
        }
    }

    pub fn show(&self, notification: &Notification) -> Result<(), NotificationError> {
        let refused = |error: zbus::Error| NotificationError(error.to_string());
        let shown = self.notify(notification).map_err(refused)?;
        let clicked = self.clicked.clone();
        // Ends when the notification is clicked or closed; there are few of them.
        std::thread::spawn(move || {
            if shown.wait_for_click() {
                clicked();
            }
        });
        Ok(())
    }

    fn notify(&self, notification: &Notification) -> zbus::Result<Shown> {
        let service = Proxy::new(&Connection::session()?, SERVICE, PATH, SERVICE)?;
        let capabilities: Vec<String> = service.call("GetCapabilities", &())?;
        let body = if capabilities.iter().any(|able| able == "body-markup") {
            without_markup(&notification.body)
        } else {
            notification.body.clone()
        };
        // Before it is shown, so that no click is too early to be heard.
        let signals = service.receive_all_signals()?;
        let id = service.call(
            "Notify",
            &(
                &self.name,
                REPLACES_NONE,
                NO_ICON,
                &notification.title,
                &body,
                vec![CLICK, "Open"],
                HashMap::from([("desktop-entry", Value::from(&self.identifier))]),
                EXPIRES_AS_THE_DESKTOP_LIKES,
            ),
        )?;
        Ok(Shown { id, signals })
    }
}

/// A notification on the desktop. Holds the connection that it was shown over: some services tell
/// of clicks there alone.
struct Shown {
    id: u32,
    signals: SignalIterator<'static>,
}

impl Shown {
    /// Whether it was clicked, once it is clicked or closed.
    fn wait_for_click(self) -> bool {
        for signal in self.signals {
            let body = signal.body();
            match signal.header().member().map(|name| name.as_str()) {
                Some("ActionInvoked") => match body.deserialize::<(u32, String)>() {
                    Ok((id, action)) if id == self.id && action == CLICK => return true,
                    _ => {}
                },
                Some("NotificationClosed") => match body.deserialize::<(u32, u32)>() {
                    Ok((id, _reason)) if id == self.id => return false,
                    _ => {}
                },
                _ => {}
            }
        }
        false
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
