//! The console's one window.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager, Runtime, WebviewWindowBuilder, WindowEvent};

/// The label that the capability names.
pub const LABEL: &str = "main";

/// Whoever can send us addresses must not be able to keep the window in the foreground.
const FOCUS_AT_MOST_EVERY: Duration = Duration::from_secs(2);

/// Opens the window of tauri.conf.json with its doors closed: it shows our own pages only and opens
/// no other window.
pub fn open<R: Runtime>(app: &AppHandle<R>) -> anyhow::Result<()> {
    let config = app
        .config()
        .app
        .windows
        .iter()
        .find(|window| window.label == LABEL)
        .ok_or_else(|| anyhow::anyhow!("tauri.conf.json has no window {LABEL}"))?;
    WebviewWindowBuilder::from_config(app, config)?
        .on_navigation(|url| match (url.scheme(), url.host_str()) {
            ("tauri", Some("localhost")) => true,
            // Windows serves our pages under http(s)://tauri.localhost.
            ("http" | "https", Some("tauri.localhost")) => true,
            ("http", Some("localhost")) => cfg!(dev),
            _ => false,
        })
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    Ok(())
}

/// Tells whenever the window may have been hidden or shown again. A window manager that does not
/// say so leaves it at "shown".
pub fn watch<R: Runtime>(app: &AppHandle<R>, hidden: impl Fn(bool) + Send + 'static) {
    let Some(window) = app.get_webview_window(LABEL) else {
        return;
    };
    let watched = window.clone();
    window.on_window_event(move |event| {
        if matches!(event, WindowEvent::Resized(_) | WindowEvent::Focused(_)) {
            let minimized = watched.is_minimized().unwrap_or(false);
            hidden(minimized || !watched.is_visible().unwrap_or(true));
        }
    });
}

/// Shows everything in the window at `percent` of its size.
pub fn zoom<R: Runtime>(app: &AppHandle<R>, percent: u32) {
    let Some(window) = app.get_webview_window(LABEL) else {
        return;
    };
    if let Err(error) = window.set_zoom(f64::from(percent) / 100.0) {
        tracing::warn!(%error, percent, "the window cannot be zoomed");
    }
}

/// Brings the window to the front, at most once in two seconds.
#[derive(Default)]
pub struct Focus {
    last: Mutex<Option<Instant>>,
}

impl Focus {
    /// Focuses the window unless that happened a moment ago.
    pub fn request<R: Runtime>(&self, app: &AppHandle<R>) {
        let now = Instant::now();
        {
            let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
            if last.is_some_and(|last| now.duration_since(last) < FOCUS_AT_MOST_EVERY) {
                return;
            }
            *last = Some(now);
        }
        let Some(window) = app.get_webview_window(LABEL) else {
            return;
        };
        for outcome in [window.unminimize(), window.show(), window.set_focus()] {
            if let Err(error) = outcome {
                tracing::debug!(%error, "the window cannot be brought to the front");
            }
        }
    }
}
