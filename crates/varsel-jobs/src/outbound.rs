//! Requests to other machines: only to configured addresses, and never into the desk's own network, unless the configuration
//! allows it.
//!
//! The addresses of a name are checked at the moment of connecting, and exactly those are connected to, so a name server that
//! changes its answer gains nothing. Redirects are not followed, and environment proxies are not used.

use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use ipnet::IpNet;
use thiserror::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::http::uri::Scheme;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

use varsel_core::address::SecretAddress;

use crate::public_address::is_public;

/// The timeout of a whole request.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why there is no answer. Errors about a forbidden address reveal nothing about what is there.
#[derive(Debug, Error)]
pub enum OutboundError {
    /// The address of the name is forbidden.
    #[error("the address is not allowed: it is not on the public internet, or not https")]
    Refused,
    /// It cannot be reached now, or does not answer in time.
    #[error("cannot be reached: {0}")]
    Unreachable(String),
    /// It responds with something other than what was requested.
    #[error("answers with the status {0}")]
    Status(u16),
    /// The response exceeds the maximum size, in bytes.
    #[error("answers with more than {0} bytes")]
    TooLong(u64),
}

/// Sends requests.
pub struct Outbound {
    agent: ureq::Agent,
}

impl Outbound {
    /// Creates it; `inside` are non-public networks that can be reached, even without TLS.
    pub fn new(inside: Vec<IpNet>) -> Self {
        let roots: Vec<Certificate<'static>> = rustls_native_certs::load_native_certs()
            .certs
            .iter()
            .map(|certificate| Certificate::from_der(certificate).to_owned())
            .collect();
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::new_with_certs(&roots))
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let config = Config::builder()
            .tls_config(tls)
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .proxy(None)
            .user_agent(concat!("varsel/", env!("CARGO_PKG_VERSION")))
            .build();
        let guard = Guard { inside, inner: DefaultResolver::default() };
        Self { agent: ureq::Agent::with_parts(config, DefaultConnector::default(), guard) }
    }

    /// Gets a resource of a media type and a maximum size in bytes; `None` if the server says that it does not exist.
    pub fn get(
        &self,
        url: &SecretAddress,
        accept: &str,
        most: u64,
    ) -> Result<Option<Vec<u8>>, OutboundError> {
        let answer = self.agent.get(url.expose()).header("accept", accept).call().map_err(failed)?;
        match answer.status().as_u16() {
            200 => {}
            404 | 410 => return Ok(None),
            status => return Err(OutboundError::Status(status)),
        }
        let mut bytes = Vec::new();
        let mut body = answer.into_body().into_reader().take(most + 1);
        body.read_to_end(&mut bytes).map_err(|error| OutboundError::Unreachable(error.to_string()))?;
        if bytes.len() as u64 > most { Err(OutboundError::TooLong(most)) } else { Ok(Some(bytes)) }
    }

    /// Posts JSON to an address, and expects a success status. The response body is not read.
    pub fn post(&self, url: &SecretAddress, json: &[u8]) -> Result<(), OutboundError> {
        let sent = self.agent.post(url.expose()).header("content-type", "application/json").send(json);
        match sent.map_err(failed)?.status() {
            status if status.is_success() => Ok(()),
            status => Err(OutboundError::Status(status.as_u16())),
        }
    }
}

impl std::fmt::Debug for Outbound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outbound").finish_non_exhaustive()
    }
}

#[derive(Debug, Error)]
#[error("the address is not allowed")]
struct Forbidden;

fn failed(error: ureq::Error) -> OutboundError {
    match error {
        ureq::Error::Other(inner) if inner.is::<Forbidden>() => OutboundError::Refused,
        error => OutboundError::Unreachable(without_address(&error)),
    }
}

/// Describes why a request failed. Some client errors repeat the address, which can contain a key, so only the others are quoted.
fn without_address(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Io(_)
        | ureq::Error::Timeout(_)
        | ureq::Error::HostNotFound
        | ureq::Error::ConnectionFailed
        | ureq::Error::Tls(_)
        | ureq::Error::Rustls(_)
        | ureq::Error::LargeResponseHeader(..) => error.to_string(),
        ureq::Error::BadUri(_) | ureq::Error::Http(_) | ureq::Error::RequireHttpsOnly(_) => {
            "the address cannot be understood".to_owned()
        }
        ureq::Error::Protocol(_) => "what answers there does not speak HTTP".to_owned(),
        _ => "the request failed".to_owned(),
    }
}

/// Resolves names and keeps the allowed addresses.
#[derive(Debug)]
struct Guard {
    inside: Vec<IpNet>,
    inner: DefaultResolver,
}

impl Guard {
    fn may_reach(&self, address: IpAddr, scheme: Option<&Scheme>) -> bool {
        let inside = self.inside.iter().any(|network| network.contains(&address.to_canonical()));
        inside || is_public(address) && scheme == Some(&Scheme::HTTPS)
    }
}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let mut allowed = self.empty();
        for address in &self.inner.resolve(uri, config, timeout)? {
            if self.may_reach(address.ip(), uri.scheme()) {
                allowed.push(*address);
            }
        }
        if allowed.is_empty() { Err(ureq::Error::Other(Box::new(Forbidden))) } else { Ok(allowed) }
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use varsel_testkit::http_server::{HttpServer, answer};

    use super::*;

    fn inside() -> Outbound {
        Outbound::new(vec!["127.0.0.0/8".parse().unwrap()])
    }

    #[test]
    fn what_stands_inside_is_reached_only_where_the_configuration_says_so() {
        let server = HttpServer::start(|_| answer("200 OK", "{}"));
        let port = server.address.port();
        let outside = Outbound::new(Vec::new());
        for url in [
            format!("http://127.0.0.1:{port}/"),
            format!("https://127.0.0.1:{port}/"),
            format!("http://localhost:{port}/"),
            format!("http://2130706433:{port}/"),
            format!("http://0x7f000001:{port}/"),
            format!("http://0177.0.0.1:{port}/"),
            format!("http://127.1:{port}/"),
            format!("http://0.0.0.0:{port}/"),
            format!("http://[::1]:{port}/"),
            format!("http://[::ffff:127.0.0.1]:{port}/"),
            format!("http://somebody@127.0.0.1:{port}/"),
            "http://169.254.169.254/latest/meta-data/".to_owned(),
            "https://10.0.0.1/".to_owned(),
            "http://93.184.216.34/".to_owned(),
        ] {
            assert!(
                matches!(outside.get(&url.as_str().into(), "*/*", 10), Err(OutboundError::Refused)),
                "{url}"
            );
        }
        assert_eq!(server.connections(), 0, "nobody came");
        assert_eq!(
            inside().get(&format!("http://localhost:{port}/").into(), "*/*", 2).unwrap().unwrap(),
            b"{}"
        );
        assert_eq!(server.connections(), 1);
    }

    #[test]
    fn an_answer_is_what_was_asked_for_or_an_error() {
        let target = HttpServer::start(|_| answer("200 OK", ""));
        let to = target.address;
        let get = |answer: String| {
            let server = HttpServer::start(move |_| answer.clone());
            inside().get(&format!("http://{}/", server.address).into(), "*/*", 4)
        };
        let moved = format!("HTTP/1.1 302 Found\r\nlocation: http://{to}/\r\ncontent-length: 0\r\n\r\n");
        assert!(matches!(get(moved), Err(OutboundError::Status(302))));
        assert_eq!(target.connections(), 0, "a redirect is not followed");
        assert!(get(answer("404 Not Found", "")).unwrap().is_none());
        assert!(matches!(get(answer("500 No", "")), Err(OutboundError::Status(500))));
        let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
        assert!(matches!(get(chunked.to_owned()), Err(OutboundError::TooLong(4))));
        let server = HttpServer::start(|_| answer("202 Accepted", ""));
        assert!(inside().post(&format!("http://{}/", server.address).into(), b"{}").is_ok());
        let server = HttpServer::start(|_| answer("403 Forbidden", ""));
        let refused = inside().post(&format!("http://{}/", server.address).into(), b"{}");
        assert!(matches!(refused, Err(OutboundError::Status(403))));
        assert!(matches!(get("no http at all\r\n\r\n".to_owned()), Err(OutboundError::Unreachable(_))));
        let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        assert!(matches!(
            inside().get(&format!("http://{closed}/").into(), "*/*", 4),
            Err(OutboundError::Unreachable(_))
        ));
    }

    #[test]
    fn no_error_repeats_a_key() {
        let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        for url in [
            format!("http://KEY@{closed}"),
            format!("http://name:KEY@{closed}/KEY?KEY"),
            format!("http://{closed}?token=KEY"),
            "https://?KEY".to_owned(),
            "https://a b?KEY".to_owned(),
            "http:KEY".to_owned(),
            "KEY".to_owned(),
        ] {
            let refused = [
                inside().get(&url.as_str().into(), "*/*", 4).map(drop),
                inside().post(&url.as_str().into(), b"{}"),
            ];
            for error in refused.map(Result::unwrap_err) {
                let said = format!("{error} {error:?}");
                assert!(!said.to_uppercase().contains("KEY"), "{url}: {said}");
            }
        }
    }
}
