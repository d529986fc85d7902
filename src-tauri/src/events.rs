//! The one channel to the window.

use lpc_api::event::{Event, Topic};
use lpc_api::wire::Count;
use lpc_core::engine::Notice;
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
        let event = match notice {
            Notice::GateChanged => Event::GateChanged,
            Notice::ConnectionChanged(id) | Notice::CallbackAccepted(id) => Event::Changed {
                organization_id: id.to_string(),
                topic: Topic::Connection,
            },
            Notice::UsersChanged(id) => Event::Changed {
                organization_id: id.to_string(),
                topic: Topic::Users,
            },
            Notice::OwnDataChanged => Event::OwnDataChanged,
            Notice::LoadProgress {
                organization,
                loaded,
                expected,
            } => Event::LoadProgress {
                organization_id: organization.to_string(),
                loaded: Count(loaded),
                expected: Count(expected),
            },
        };
        let channel = self
            .channel
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(channel) = channel
            && let Err(error) = channel.send(event)
        {
            tracing::debug!(%error, "the window did not take an event");
        }
    }
}
