//! A server with limits of its own, and clients that do as they like.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, Interest};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use varsel_app::{AppError, Ctx, account};
use varsel_core::ids::PersonId;
use varsel_core::permission::DeskRole;
use varsel_store::people::{self, Person};
use varsel_store::{Store, Tx};
use varsel_testkit::generate::{self, Marketplace};
use varsel_testkit::raw_http2::Frame;
use varsel_testkit::{FrozenClock, TestStore};
use varsel_web::{Deadlines, Limits, Listener, Settings, Web};

/// What must happen, happens within this; only a fault takes longer.
pub(crate) const GENEROUS: Duration = Duration::from_secs(40);

/// Deadlines that a test can wait for.
pub(crate) fn short() -> Deadlines {
    Deadlines {
        first_request: Duration::from_millis(300),
        idle: Duration::from_millis(300),
        body: Duration::from_millis(500),
        stall: Duration::from_millis(500),
        look: Duration::from_millis(20),
        ..Deadlines::default()
    }
}

/// Limits with deadlines that a test can wait for.
pub(crate) fn hasty() -> Limits {
    Limits { deadlines: short(), ..Limits::default() }
}

/// A running server.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) market: Marketplace,
    pub(crate) administrator: String,
    _stop: oneshot::Sender<()>,
    made: TestStore,
}

/// How it is reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Over {
    Plain,
    Tls,
}

/// A certificate of our own, in files.
pub(crate) struct Files {
    folder: tempfile::TempDir,
}

impl Files {
    pub(crate) fn new() -> Self {
        let files = Self { folder: tempfile::tempdir().unwrap() };
        files.renew();
        files
    }

    pub(crate) fn chain(&self) -> PathBuf {
        self.folder.path().join("chain.pem")
    }

    pub(crate) fn key(&self) -> PathBuf {
        self.folder.path().join("key.pem")
    }

    /// Writes another certificate and key, and returns the certificate.
    pub(crate) fn renew(&self) -> CertificateDer<'static> {
        let made = rcgen::generate_simple_self_signed(vec!["desk.example".to_owned()]).unwrap();
        std::fs::write(self.chain(), made.cert.pem()).unwrap();
        std::fs::write(self.key(), made.signing_key.serialize_pem()).unwrap();
        made.cert.der().clone()
    }
}

fn settings() -> Settings {
    Settings {
        base_url: "https://desk.example".to_owned(),
        secure: false,
        hsts_subdomains: false,
        security_txt: None,
        marketplace: "Northwind".to_owned(),
        desk_address: None,
        accent: None,
        problem_types: Vec::new(),
        trusted_proxies: Vec::new(),
        body_limit: 100_000,
        spool: None,
        demo: false,
    }
}

impl Server {
    pub(crate) async fn plain(limits: Limits) -> Self {
        let listener = Listener::bind(([127, 0, 0, 1], 0).into()).await.unwrap();
        Self::start(listener.with_limits(limits), settings()).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = settings();
        change(&mut settings);
        Self::start(Listener::bind(([127, 0, 0, 1], 0).into()).await.unwrap(), settings).await
    }

    pub(crate) async fn tls(limits: Limits, files: &Files) -> Self {
        let bound = Listener::bind_tls(([127, 0, 0, 1], 0).into(), &files.chain(), &files.key()).await;
        let listener = bound.unwrap().with_limits(limits).looking_every(Duration::from_millis(20));
        Self::start(listener, settings()).await
    }

    /// Starts a server that is reached so.
    pub(crate) async fn over(over: Over, limits: Limits, files: &Files) -> Self {
        match over {
            Over::Plain => Self::plain(limits).await,
            Over::Tls => Self::tls(limits, files).await,
        }
    }

    async fn start(listener: Listener, settings: Settings) -> Self {
        let made = varsel_testkit::sqlite();
        let clock = FrozenClock::at("2026-11-23T09:00:00Z");
        let surroundings = varsel_testkit::surroundings(&clock, 7);
        let ctx = surroundings.context();
        let filled: Result<_, AppError> = made
            .store
            .write(move |tx| {
                let market = generate::begin(tx, &ctx, 2)?;
                let administrator = administrator(tx, &ctx)?;
                Ok((market, administrator))
            })
            .await;
        let (market, administrator) = filled.unwrap();
        let web = Web::new(made.store.clone(), surroundings, settings, Arc::new(String::new), Vec::new());
        let (stop, stopped) = oneshot::channel::<()>();
        let address = listener.address();
        tokio::spawn(varsel_web::serve(web, listener, async move {
            let _ = stopped.await;
        }));
        Self { address, market, administrator, _stop: stop, made }
    }

    pub(crate) fn store(&self) -> &Store {
        &self.made.store
    }

    /// Opens a connection that says nothing.
    pub(crate) async fn socket(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Opens a connection, with TLS if the server speaks it, as `alpn` says.
    pub(crate) async fn connect(&self, over: Over, alpn: &[u8], files: &Files) -> Box<dyn Wire> {
        match over {
            Over::Plain => Box::new(self.socket().await),
            Over::Tls => Box::new(agree(self.socket().await, alpn, &files.chain()).await.unwrap()),
        }
    }

    /// Asks for a page on a connection of its own and returns everything that is answered.
    pub(crate) async fn get(&self, path: &str, headers: &str) -> String {
        ask(self.socket().await, path, headers).await
    }

    /// Sends a form on a connection of its own and returns everything that is answered.
    pub(crate) async fn post(&self, path: &str, body: &str) -> String {
        let mut socket = self.socket().await;
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: desk\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\n\r\n",
            body.len()
        );
        // One that is refused may be answered before it is sent.
        let _ = socket.write_all(head.as_bytes()).await;
        let _ = socket.write_all(body.as_bytes()).await;
        everything(&mut socket).await
    }
}

/// Asks for a page and returns everything that is answered.
pub(crate) async fn ask(mut wire: impl Wire, path: &str, headers: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nHost: desk\r\nConnection: close\r\n{headers}\r\n");
    wire.write_all(request.as_bytes()).await.unwrap();
    everything(&mut wire).await
}

/// Agrees on TLS with a server whose certificate is in a file.
pub(crate) async fn agree(
    socket: TcpStream,
    alpn: &[u8],
    chain: &Path,
) -> std::io::Result<tokio_rustls::client::TlsStream<TcpStream>> {
    use tokio_rustls::rustls::pki_types::pem::PemObject as _;
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(chain).unwrap()).unwrap();
    let mut config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![alpn.to_vec()];
    TlsConnector::from(Arc::new(config)).connect("desk.example".try_into().unwrap(), socket).await
}

/// A connection of either kind.
pub(crate) trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

/// Reads until the server ends the connection; what it says until then does not matter.
pub(crate) async fn ends(wire: &mut (impl Wire + ?Sized)) {
    drop(everything(wire).await);
}

/// Reads until the server ends the connection, and returns what it said.
pub(crate) async fn everything(wire: &mut (impl Wire + ?Sized)) -> String {
    let mut bytes = Vec::new();
    let read = timeout(GENEROUS, async {
        let mut chunk = [0; 4096];
        while let Ok(count @ 1..) = wire.read(&mut chunk).await {
            bytes.extend_from_slice(&chunk[..count]);
        }
    });
    read.await.expect("the server ends the connection");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Waits until the server resets a connection that is not read.
pub(crate) async fn is_reset(socket: &TcpStream) {
    timeout(GENEROUS, socket.ready(Interest::ERROR)).await.expect("the server ends the connection").unwrap();
}

/// Reads a frame; `None` if the connection has ended.
pub(crate) async fn frame(wire: &mut (impl Wire + ?Sized)) -> Option<Frame> {
    let read = async {
        let mut head = [0; 9];
        wire.read_exact(&mut head).await.ok()?;
        let (length, mut frame) = Frame::head(head);
        frame.payload = vec![0; length];
        wire.read_exact(&mut frame.payload).await.ok()?;
        Some(frame)
    };
    timeout(GENEROUS, read).await.expect("the server says something or ends the connection")
}

/// Lives on an HTTP/2 connection until the server ends it, and returns what it said; settings and pings are acknowledged.
pub(crate) async fn frames(wire: &mut (impl Wire + ?Sized)) -> Vec<Frame> {
    let mut seen = Vec::new();
    let live = async {
        while let Some(frame) = frame(wire).await {
            if let Some(reply) = frame.reply() {
                let _ = wire.write_all(&reply.to_bytes()).await;
            }
            seen.push(frame);
        }
    };
    timeout(GENEROUS, live).await.expect("the server ends the connection");
    seen
}

fn administrator(tx: &Tx<'_>, ctx: &Ctx) -> Result<String, AppError> {
    let person = Person {
        id: PersonId(ctx.id()),
        email: "administrator@desk.example".to_owned(),
        name: "Robin Ask".to_owned(),
        password_hash: None,
        desk_role: Some(DeskRole::Administrator),
        locale: "en".to_owned(),
        zone: "Europe/Stockholm".to_owned(),
        theme: "auto".to_owned(),
        created: ctx.now,
        disabled: None,
    };
    people::insert(tx, &person)?;
    let session = account::finish_sign_in(tx, ctx, &person, "test", None, None)?;
    Ok(session.ok_or(AppError::NotSignedIn)?.secret)
}
