//! A connection that is closed when nothing moves on it, and that knows which version of HTTP its
//! client speaks.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// What every HTTP/2 client sends first.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// The version of HTTP that the first bytes belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Speaks {
    Http1,
    Http2,
}

/// Closes the connection when neither a byte comes nor a byte goes for too long.
pub(super) struct Guarded<S> {
    inner: S,
    /// Bytes that were read to see what they are, and how many of them were handed on.
    seen: Vec<u8>,
    given: usize,
    idle: Duration,
    sleep: Pin<Box<Sleep>>,
}

impl<S: AsyncRead + Unpin> Guarded<S> {
    pub(super) fn new(inner: S, idle: Duration) -> Self {
        Self {
            inner,
            seen: Vec::new(),
            given: 0,
            idle,
            sleep: Box::pin(sleep(idle)),
        }
    }

    /// Reads as far as it takes to tell the versions apart.
    pub(super) async fn first_bytes(&mut self) -> io::Result<Speaks> {
        let mut buffer = [0; PREFACE.len()];
        let mut filled = 0;
        loop {
            let read = self.inner.read(&mut buffer[filled..]).await?;
            filled += read;
            let alike = PREFACE.starts_with(&buffer[..filled]);
            if read == 0 || !alike || filled == PREFACE.len() {
                self.seen = buffer[..filled].to_vec();
                return Ok(if alike && filled == PREFACE.len() {
                    Speaks::Http2
                } else {
                    Speaks::Http1
                });
            }
        }
    }
}

impl<S> Guarded<S> {
    /// Notes that something moved, or fails when nothing has for too long.
    fn watch<T>(
        &mut self,
        context: &mut Context<'_>,
        moved: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if moved.is_ready() {
            let next = Instant::now() + self.idle;
            self.sleep.as_mut().reset(next);
            return moved;
        }
        ready!(self.sleep.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Guarded<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.given < this.seen.len() {
            let rest = &this.seen[this.given..];
            let length = rest.len().min(buffer.remaining());
            buffer.put_slice(&rest[..length]);
            this.given += length;
            return Poll::Ready(Ok(()));
        }
        let moved = Pin::new(&mut this.inner).poll_read(context, buffer);
        this.watch(context, moved)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Guarded<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let moved = Pin::new(&mut self.inner).poll_write(context, bytes);
        self.watch(context, moved)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let moved = Pin::new(&mut self.inner).poll_write_vectored(context, slices);
        self.watch(context, moved)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let moved = Pin::new(&mut self.inner).poll_flush(context);
        self.watch(context, moved)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let moved = Pin::new(&mut self.inner).poll_shutdown(context);
        self.watch(context, moved)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt;

    use super::*;

    async fn speaks(bytes: &[u8]) -> (Speaks, Vec<u8>) {
        let (mut client, server) = tokio::io::duplex(1_024);
        client.write_all(bytes).await.expect("room");
        drop(client);
        let mut stream = Guarded::new(server, Duration::from_secs(5));
        let speaks = stream.first_bytes().await.expect("bytes");
        let mut all = Vec::new();
        stream.read_to_end(&mut all).await.expect("the rest");
        (speaks, all)
    }

    #[tokio::test]
    async fn the_version_is_told_by_the_first_bytes_and_none_of_them_is_lost() {
        for (bytes, version) in [
            (b"GET / HTTP/1.1\r\n\r\n".as_slice(), Speaks::Http1),
            (b"PRI * HTTP/1.1\r\n\r\nmore bytes", Speaks::Http1),
            (b"P", Speaks::Http1),
            (b"", Speaks::Http1),
            (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nframes", Speaks::Http2),
        ] {
            assert_eq!(speaks(bytes).await, (version, bytes.to_vec()));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_on_which_nothing_moves_is_closed() {
        let (_client, server) = tokio::io::duplex(1_024);
        let mut stream = Guarded::new(server, Duration::from_secs(5));
        let error = stream.read_u8().await.expect_err("closed");
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }
}
