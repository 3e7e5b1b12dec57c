//! A connection to a mail server, in plain text or under TLS that is always verified.

use std::fs;
use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

/// The timeout for connecting, and then for each reply.
const PATIENCE: Duration = Duration::from_secs(30);

/// The trusted roots, and the server's name.
#[derive(Clone)]
pub(crate) struct Tls {
    config: Arc<ClientConfig>,
    name: ServerName<'static>,
}

impl Tls {
    /// Trusts the system's certificates and those of a file in PEM format.
    pub(crate) fn new(host: &str, extra_root: Option<&Path>) -> Result<Self, String> {
        let name = ServerName::try_from(host.trim_start_matches('[').trim_end_matches(']').to_owned())
            .map_err(|_| format!("{host} is not a name that a certificate could be for"))?;
        let mut roots = RootCertStore::empty();
        // A system's store can contain unusable certificates; the others count.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if let Some(file) = extra_root {
            let pem = fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
            let found: Vec<_> = CertificateDer::pem_slice_iter(&pem).filter_map(Result::ok).collect();
            if roots.add_parsable_certificates(found).0 == 0 {
                return Err(format!("{} holds no certificate in PEM form", file.display()));
            }
        }
        if roots.is_empty() {
            return Err("this machine trusts no certificate at all: install ca-certificates, \
                        or name a file of trusted certificates"
                .to_owned());
        }
        let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| format!("TLS cannot be set up: {error}"))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { config: Arc::new(config), name })
    }
}

/// A connection.
pub(crate) enum Stream {
    Clear(TcpStream),
    Secured(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Stream {
    /// Connects in plain text, trying every address of the host in turn.
    pub(crate) fn connect(host: &str, port: u16) -> io::Result<Self> {
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let mut last = io::Error::new(io::ErrorKind::NotFound, "the name of the mail server leads nowhere");
        for address in (host, port).to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, PATIENCE) {
                Ok(stream) => {
                    stream.set_read_timeout(Some(PATIENCE))?;
                    stream.set_write_timeout(Some(PATIENCE))?;
                    return Ok(Self::Clear(stream));
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// Switches to TLS. Any data left in the socket counts as part of the handshake, which then fails.
    pub(crate) fn secured(self, tls: &Tls) -> io::Result<Self> {
        let mut stream = match self {
            Self::Clear(stream) => stream,
            secured @ Self::Secured(_) => return Ok(secured),
        };
        let mut connection =
            ClientConnection::new(Arc::clone(&tls.config), tls.name.clone()).map_err(io::Error::other)?;
        while connection.is_handshaking() {
            connection.complete_io(&mut stream)?;
        }
        Ok(Self::Secured(Box::new(StreamOwned::new(connection, stream))))
    }

    /// Returns whether TLS protects the connection.
    pub(crate) fn is_secured(&self) -> bool {
        matches!(self, Self::Secured(_))
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Clear(stream) => stream.read(buffer),
            Self::Secured(stream) => stream.read(buffer),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Clear(stream) => stream.write(bytes),
            Self::Secured(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Clear(stream) => stream.flush(),
            Self::Secured(stream) => stream.flush(),
        }
    }
}
