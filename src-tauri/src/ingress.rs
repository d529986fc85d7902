//! The one way in for callback addresses, from wherever they come: arguments of a cold start, the
//! message of a second instance, the macOS open event. *Paste the address* joins behind the queue,
//! at [`lpc_core::engine::Connections::accept_callback`]. Everything that comes in is hostile.

use lpc_core::login::callback::{CallbackAddresses, MAX_CALLBACK_BYTES};
use lpc_core::secret::Secret;
use std::sync::{Mutex, PoisonError};
use tokio::sync::mpsc;

/// More callbacks than this waiting at once are dropped.
const QUEUE: usize = 8;

/// Takes addresses before anything else exists and hands them to the engines once they do.
pub struct Ingress {
    addresses: CallbackAddresses,
    sender: mpsc::Sender<Secret>,
    receiver: Mutex<Option<mpsc::Receiver<Secret>>>,
}

impl Ingress {
    /// Made before the first plugin, so that an early message waits instead of getting lost.
    pub fn new(addresses: CallbackAddresses) -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        Self {
            addresses,
            sender,
            receiver: Mutex::new(Some(receiver)),
        }
    }

    /// Offers arguments; only those that claim our scheme are considered. Never blocks.
    pub fn offer<'a>(&self, arguments: impl IntoIterator<Item = &'a str>, source: &'static str) {
        for argument in arguments
            .into_iter()
            .filter(|text| self.addresses.claims(text))
        {
            // The outcome of a callback is logged, its content never.
            if argument.len() > MAX_CALLBACK_BYTES {
                tracing::info!(source, "an oversized callback was dropped");
            } else if self.sender.try_send(Secret::new(argument)).is_err() {
                tracing::info!(source, "a callback was dropped: too many at once");
            } else {
                tracing::info!(source, "a callback arrived");
            }
        }
    }

    /// The queue's end; once.
    pub fn take(&self) -> Option<mpsc::Receiver<Secret>> {
        self.receiver
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ingress() -> Ingress {
        Ingress::new(CallbackAddresses::new("com.lpcadmin.console"))
    }

    fn queued(ingress: &Ingress) -> usize {
        let mut receiver = ingress.take().expect("first take");
        std::iter::from_fn(|| receiver.try_recv().ok()).count()
    }

    #[test]
    fn only_arguments_with_our_scheme_are_taken() {
        let ingress = ingress();
        ingress.offer(
            [
                "/usr/bin/console",
                "--flag=x",
                "@file",
                "http://localhost/?code=1",
                "com.lpcadmin.console://oauth/sandbox?code=1&state=2",
            ],
            "test",
        );
        assert_eq!(queued(&ingress), 1);
    }

    #[test]
    fn a_flood_and_oversized_addresses_are_dropped_without_blocking() {
        let ingress = ingress();
        let long = format!("com.lpcadmin.console:{}", "x".repeat(MAX_CALLBACK_BYTES));
        ingress.offer([long.as_str()], "test");
        for _ in 0..1000 {
            ingress.offer(["com.lpcadmin.console://oauth/sandbox?x"], "test");
        }
        assert_eq!(queued(&ingress), QUEUE);
    }
}
