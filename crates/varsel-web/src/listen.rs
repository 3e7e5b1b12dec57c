//! Sockets that wait for connections, with or without TLS.

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::certificate;

/// How long a client may take to agree on TLS.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How many agreed connections wait for the server at a time.
const BACKLOG: usize = 128;

/// A socket that is bound and waits.
pub struct Listener {
    address: SocketAddr,
    inner: Inner,
}

enum Inner {
    Plain(TcpListener),
    Tls(mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>),
}

impl Listener {
    /// Binds an address.
    pub async fn bind(address: SocketAddr) -> io::Result<Self> {
        let socket = TcpListener::bind(address).await?;
        Ok(Self { address: socket.local_addr()?, inner: Inner::Plain(socket) })
    }

    /// Binds an address for TLS 1.2 and 1.3, with a certificate chain and its key from PEM files.
    ///
    /// Each client agrees on TLS in a task of its own, so that a slow one keeps nobody waiting.
    pub async fn bind_tls(address: SocketAddr, chain: &Path, key: &Path) -> io::Result<Self> {
        let acceptor = TlsAcceptor::from(Arc::new(certificate::server_config(chain, key)?));
        let mut socket = TcpListener::bind(address).await?;
        let address = socket.local_addr()?;
        let (agreed, waiting) = mpsc::channel(BACKLOG);
        tokio::spawn(async move {
            while !agreed.is_closed() {
                // Waits a moment when the process has no descriptor left, instead of trying again and again.
                let (stream, peer) = axum::serve::Listener::accept(&mut socket).await;
                let (acceptor, agreed) = (acceptor.clone(), agreed.clone());
                tokio::spawn(async move {
                    if let Ok(Ok(stream)) = tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await {
                        let _ = agreed.send((stream, peer)).await;
                    }
                });
            }
        });
        Ok(Self { address, inner: Inner::Tls(waiting) })
    }

    /// Returns the address it has: with the port that was found free, if port 0 was asked for.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }
}

impl axum::serve::Listener for Listener {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        match &mut self.inner {
            Inner::Plain(socket) => {
                let (stream, peer) = axum::serve::Listener::accept(socket).await;
                // Answers are written whole, so waiting for more to send only costs time.
                let _ = stream.set_nodelay(true);
                (Connection::Plain(stream), peer)
            }
            Inner::Tls(agreed) => match agreed.recv().await {
                Some((stream, peer)) => (Connection::Tls(Box::new(stream)), peer),
                None => std::future::pending().await,
            },
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// A connection, with or without TLS.
pub enum Connection {
    /// Without.
    Plain(TcpStream),
    /// With.
    Tls(Box<TlsStream<TcpStream>>),
}

/// Where a connection comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// Calls a method of whichever stream it is.
macro_rules! on_stream {
    ($self:ident, $method:ident $(, $argument:ident)*) => {
        match $self.get_mut() {
            Connection::Plain(stream) => Pin::new(stream).$method($($argument),*),
            Connection::Tls(stream) => Pin::new(stream.as_mut()).$method($($argument),*),
        }
    };
}

impl AsyncRead for Connection {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        on_stream!(self, poll_read, context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        on_stream!(self, poll_write, context, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        on_stream!(self, poll_flush, context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        on_stream!(self, poll_shutdown, context)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        on_stream!(self, poll_write_vectored, context, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Self::Plain(stream) => stream.is_write_vectored(),
            Self::Tls(stream) => stream.is_write_vectored(),
        }
    }
}
