//! The one channel to the window.

use lpc_api::event::Event;
use lpc_core::notice::Notice;
use std::sync::{Mutex, PoisonError};
use tauri::ipc::Channel;

/// Holds the window's channel; before the window subscribes, events go nowhere, and nothing is lost
/// by that: the window reads everything when it starts.
#[derive(Default)]
pub struct Events {
    channel: Mutex<Option<Channel<Event>>>,
}

impl Events {
    /// The window subscribes, or subscribes anew after a reload.
    pub fn subscribe(&self, channel: Channel<Event>) {
        *self.channel.lock().unwrap_or_else(PoisonError::into_inner) = Some(channel);
    }

    /// Tells the window about a notice of the engines.
    pub fn send(&self, notice: Notice) {
        let channel = self
            .channel
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(channel) = channel
            && let Err(error) = channel.send(notice.into())
        {
            tracing::debug!(%error, "the window did not take an event");
        }
    }
}
