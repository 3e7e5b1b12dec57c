//! Listening sockets, with or without TLS.

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::certificate::Renewable;
use crate::edge::{Limits, Socket};

/// The accept backlog. In a larger burst, everyone's next connection is retried a second later.
const BACKLOG: u32 = 4_096;
/// How long to wait if accepting fails, for example if no descriptor is left.
const BREATH: Duration = Duration::from_millis(50);
/// How often the certificate files are checked.
const LOOK: Duration = Duration::from_secs(30);

/// A bound, listening socket.
pub struct Listener {
    address: SocketAddr,
    socket: TcpListener,
    tls: Option<Arc<Tls>>,
    limits: Limits,
}

/// The TLS configuration of a listener.
pub(crate) struct Tls {
    acceptor: TlsAcceptor,
    certificate: Arc<Renewable>,
    look: Duration,
}

impl Tls {
    /// Performs the TLS handshake.
    pub(crate) async fn accept(&self, socket: Socket) -> io::Result<TlsStream<Socket>> {
        self.acceptor.accept(socket).await
    }

    /// Reloads renewed certificates for as long as it is polled.
    pub(crate) async fn keep_fresh(&self) {
        loop {
            tokio::time::sleep(self.look).await;
            let certificate = Arc::clone(&self.certificate);
            // A network folder can hang; the certificate is then checked when it answers.
            let _ = tokio::task::spawn_blocking(move || certificate.look()).await;
        }
    }
}

impl Listener {
    /// Binds an address.
    #[expect(clippy::unused_async, reason = "a socket is made on the threads that wait for it")]
    pub async fn bind(address: SocketAddr) -> io::Result<Self> {
        let socket = listen(address)?;
        Ok(Self { address: socket.local_addr()?, socket, tls: None, limits: Limits::default() })
    }

    /// Binds an address for TLS 1.2 and 1.3, with a certificate chain and its key from PEM files.
    ///
    /// The files are checked regularly, and a renewed certificate is loaded.
    pub async fn bind_tls(address: SocketAddr, chain: &Path, key: &Path) -> io::Result<Self> {
        let certificate = Arc::new(Renewable::read(chain, key)?);
        let acceptor = TlsAcceptor::from(Arc::new(certificate.server_config()));
        let tls = Tls { acceptor, certificate, look: LOOK };
        Ok(Self { tls: Some(Arc::new(tls)), ..Self::bind(address).await? })
    }

    /// Sets the limits for clients.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Sets the limits for a few programs, which is enough for metrics.
    #[must_use]
    pub(crate) fn for_few(self) -> Self {
        let limits = self.limits.for_few();
        self.with_limits(limits)
    }

    /// Sets how often the certificate files are checked.
    #[must_use]
    pub fn looking_every(self, look: Duration) -> Self {
        let with = |tls: Arc<Tls>| {
            let (acceptor, certificate) = (tls.acceptor.clone(), Arc::clone(&tls.certificate));
            Arc::new(Tls { acceptor, certificate, look })
        };
        Self { tls: self.tls.map(with), ..self }
    }

    /// Returns its address, with the chosen port if port 0 was requested.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns its maximum number of connections.
    pub(crate) const fn connections(&self) -> usize {
        self.limits.connections
    }

    pub(crate) const fn limits(&self) -> Limits {
        self.limits
    }

    pub(crate) fn tls(&self) -> Option<Arc<Tls>> {
        self.tls.clone()
    }

    /// Returns its certificate; `None` without TLS.
    pub(crate) fn certificate(&self) -> Option<Arc<Renewable>> {
        self.tls.as_ref().map(|tls| Arc::clone(&tls.certificate))
    }

    /// Waits for a connection.
    pub(crate) async fn accept(&self) -> (TcpStream, SocketAddr) {
        loop {
            match self.socket.accept().await {
                Ok(taken) => return taken,
                Err(error) if is_clients(&error) => {}
                Err(error) => {
                    tracing::error!(%error, "a connection could not be accepted");
                    tokio::time::sleep(BREATH).await;
                }
            }
        }
    }
}

/// Binds an address and listens.
fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // A restarted desk can reuse its address at once.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Returns whether an error concerns only a single incoming connection.
fn is_clients(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// A connection, with or without TLS.
pub(crate) enum Connection {
    /// Without.
    Plain(Socket),
    /// With.
    Tls(Box<TlsStream<Socket>>),
}

/// The peer of a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// Delegates a method to the underlying stream.
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
