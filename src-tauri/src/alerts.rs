//! Alerts as the desktop's notifications.

use crate::flavor::FLAVOR;
use crate::window::Focus;
use lpc_core::alert::Alert;
use lpc_platform::{Notification, Notifications};
use std::sync::Arc;
use tauri::{AppHandle, Runtime};

/// The program's name for people.
const NAME: &str = "LPC Admin Console";

/// Shows alerts beside everything else; a click on one brings up the window.
pub fn shown_by_desktop<R: Runtime>(
    app: &AppHandle<R>,
    focus: &Arc<Focus>,
) -> Arc<dyn Fn(Alert) + Send + Sync> {
    let (app, focus) = (app.clone(), Arc::clone(focus));
    let clicked = Arc::new(move || {
        tracing::info!("a notification was clicked");
        focus.request(&app);
    });
    let notifications = Arc::new(Notifications::new(FLAVOR.scheme, NAME, clicked));
    Arc::new(move |alert| {
        let notifications = Arc::clone(&notifications);
        std::thread::spawn(move || {
            let organization = alert.organization;
            let notification = Notification {
                title: alert.title,
                body: alert.body,
            };
            match notifications.show(&notification) {
                Ok(()) => tracing::info!(%organization, "the desktop was told of the connection"),
                // The window says the same, so a desktop without notifications loses nothing.
                Err(error) => tracing::warn!(%organization, %error, "the desktop was not told"),
            }
        });
    })
}
