//! What can be said of a certificate before a browser does: whether it is in time, and whether it names the desk.

use std::io;
use std::path::Path;

use jiff::Timestamp;
use tokio_rustls::rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use tokio_rustls::rustls::server::ParsedCertificate;
use tokio_rustls::rustls::{CertificateError, Error, RootCertStore, ServerConfig};

/// How a certificate stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It is valid at the time asked for, and names the host.
    Good,
    /// It is valid later.
    TooEarly,
    /// It is valid until this time, no longer.
    Expired(Timestamp),
    /// It does not name the host.
    OtherHost,
}

/// Reads a certificate chain from a PEM file, the desk's own certificate first.
fn chain(file: &Path) -> io::Result<Vec<CertificateDer<'static>>> {
    CertificateDer::pem_file_iter(file).and_then(Iterator::collect).map_err(|error| invalid(file, &error))
}

fn invalid(file: &Path, error: &dyn std::fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{}: {error}", file.display()))
}

/// Reads what a server needs to speak TLS 1.2 and 1.3 over HTTP/2 and HTTP/1.1.
pub(crate) fn server_config(certificates: &Path, key: &Path) -> io::Result<ServerConfig> {
    let private = PrivateKeyDer::from_pem_file(key).map_err(|error| invalid(key, &error))?;
    let mut config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain(certificates)?, private)
        .map_err(|error| invalid(certificates, &error))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// Tells how the first certificate of a file stands at a time, for a host by name or address.
///
/// Who issued it is not asked: that is for browsers to trust or not.
pub fn certificate_standing(file: &Path, host: &str, at: Timestamp) -> io::Result<Standing> {
    let certificates = chain(file)?;
    let Some(own) = certificates.first() else { return Err(invalid(file, &"there is no certificate in it")) };
    let own = ParsedCertificate::try_from(own).map_err(|error| invalid(file, &error))?;
    let instant =
        UnixTime::since_unix_epoch(std::time::Duration::try_from(at.as_duration()).unwrap_or_default());
    let (nobody, algorithms) =
        (RootCertStore::empty(), ring::default_provider().signature_verification_algorithms);
    // The time is looked at before the issuer, whom nobody here can vouch for.
    match verify_server_cert_signed_by_trust_anchor(&own, &nobody, &[], instant, algorithms.all) {
        Err(Error::InvalidCertificate(CertificateError::ExpiredContext { not_after, .. })) => {
            let seconds = i64::try_from(not_after.as_secs()).unwrap_or(i64::MAX);
            return Ok(Standing::Expired(Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX)));
        }
        Err(Error::InvalidCertificate(CertificateError::NotValidYetContext { .. })) => {
            return Ok(Standing::TooEarly);
        }
        _ => {}
    }
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let named = ServerName::try_from(host).map_err(|error| invalid(file, &format!("{host}: {error}")))?;
    Ok(if verify_server_name(&own, &named).is_ok() { Standing::Good } else { Standing::OtherHost })
}
