//! Blocking work on a thread of its own, whatever executor waits for it.

use crate::failure::storage;
use lpc_core::port::vault::VaultError;
use tokio::sync::oneshot;

/// Runs `work` on a new thread. When the future is dropped the work goes on, and its result is
/// dropped.
pub(crate) async fn on_own_thread<T: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Result<T, VaultError> {
    let (reply, answer) = oneshot::channel();
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(move || {
            // Fails when nobody waits any more; the result is dropped, a lock in it released.
            let _ = reply.send(work());
        })
        .map_err(storage)?;
    answer.await.map_err(storage)?
}
