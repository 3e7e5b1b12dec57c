//! A connection's socket, which records what the client reads.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Instant;

use super::ledger::Ledger;

/// A socket below TLS, so that unread data counts whatever the protocol above.
pub(crate) struct Socket {
    stream: TcpStream,
    ledger: Arc<Ledger>,
}

impl Socket {
    pub(crate) fn new(stream: TcpStream, ledger: Arc<Ledger>) -> Self {
        Self { stream, ledger }
    }

    fn note(&self, written: &Poll<io::Result<usize>>, of: usize) {
        match written {
            Poll::Ready(Ok(bytes)) => self.ledger.wrote(*bytes, of, Instant::now()),
            Poll::Ready(Err(_)) => {}
            Poll::Pending => self.ledger.is_full(Instant::now()),
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if self.ledger.is_cut() {
            // The system would keep unsent data for minutes. If it cannot be reset, it is closed.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.note(&written, bytes.len());
        written
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.note(&written, pieces.iter().map(|piece| piece.len()).sum());
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
