//! The desk's certificate: reloaded when its files are renewed, and checked as browsers do: its validity, and whether it names
//! the desk.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::{fs, io};

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use tokio_rustls::rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use tokio_rustls::rustls::server::{ClientHello, ParsedCertificate, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{CertificateError, Error, RootCertStore, ServerConfig};

/// The status of a certificate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It is valid at the given time, and names the host.
    Good,
    /// It is not valid yet.
    TooEarly,
    /// It expired at this time.
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

/// Reads a certificate chain and its key, which must belong together.
fn certified(chain_file: &Path, key_file: &Path) -> io::Result<CertifiedKey> {
    let private = PrivateKeyDer::from_pem_file(key_file).map_err(|error| invalid(key_file, &error))?;
    let chain = chain(chain_file)?;
    if chain.is_empty() {
        return Err(invalid(chain_file, &"there is no certificate in it"));
    }
    CertifiedKey::from_der(chain, private, &ring::default_provider())
        .map_err(|error| invalid(chain_file, &error))
}

/// A certificate whose files can be renewed while it is in use.
#[derive(Debug)]
pub(crate) struct Renewable {
    chain: PathBuf,
    key: PathBuf,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    certified: Arc<CertifiedKey>,
    /// A hash over both files at the last check; `None` if they could not be read.
    seen: Option<[u8; 32]>,
    /// Why renewed files are not in use.
    fault: Option<String>,
}

impl Renewable {
    /// Reads a chain and its key from PEM files.
    pub(crate) fn read(chain: &Path, key: &Path) -> io::Result<Self> {
        // Hashed before they are read: a change in between is seen at the next check.
        let seen = fingerprint(chain, key).ok();
        let certified = Arc::new(certified(chain, key)?);
        let inner = Mutex::new(Inner { certified, seen, fault: None });
        Ok(Self { chain: chain.to_owned(), key: key.to_owned(), inner })
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Checks the files, and loads them if they have changed. If they cannot be used, the previous ones stay in use.
    pub(crate) fn look(&self) {
        let seen = fingerprint(&self.chain, &self.key);
        if let (Ok(seen), Some(known)) = (&seen, self.inner().seen)
            && *seen == known
        {
            return;
        }
        let read = seen.and_then(|seen| Ok((seen, certified(&self.chain, &self.key)?)));
        let mut inner = self.inner();
        match read {
            Ok((seen, certified)) => {
                inner.certified = Arc::new(certified);
                inner.seen = Some(seen);
                inner.fault = None;
                tracing::info!(file = %self.chain.display(), "the certificate was renewed");
            }
            Err(error) => {
                let fault = error.to_string();
                // Chain and key are rarely replaced at the same instant: an error now can be gone at the next check.
                inner.seen = None;
                if inner.fault.as_ref() != Some(&fault) {
                    tracing::error!(%error, "the renewed certificate cannot be used; the previous one stays in use");
                }
                inner.fault = Some(fault);
            }
        }
        metrics::gauge!("varsel_certificate_refused").set(if inner.fault.is_some() { 1.0 } else { 0.0 });
    }

    /// Returns why renewed files are not in use; `None` if those in use are those on disk.
    pub(crate) fn fault(&self) -> Option<String> {
        self.inner().fault.clone()
    }

    /// Creates the server configuration for TLS 1.2 and 1.3 with HTTP/2 and HTTP/1.1.
    pub(crate) fn server_config(self: &Arc<Self>) -> ServerConfig {
        let resolver: Arc<dyn ResolvesServerCert> = Arc::<Self>::clone(self);
        let mut config = ServerConfig::builder().with_no_client_auth().with_cert_resolver(resolver);
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        config
    }
}

impl ResolvesServerCert for Renewable {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.inner().certified))
    }
}

/// Returns a hash over the files of a certificate.
fn fingerprint(chain: &Path, key: &Path) -> io::Result<[u8; 32]> {
    let read = |file: &Path| {
        fs::read(file).map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", file.display())))
    };
    let hash = Sha256::new().chain_update(Sha256::digest(read(chain)?)).chain_update(read(key)?);
    Ok(hash.finalize().into())
}

/// Returns the status of the first certificate of a file at a time, for a host by name or address.
///
/// The issuer is not checked: that is for browsers to trust or not.
pub fn certificate_standing(file: &Path, host: &str, at: Timestamp) -> io::Result<Standing> {
    let certificates = chain(file)?;
    let Some(own) = certificates.first() else { return Err(invalid(file, &"there is no certificate in it")) };
    let own = ParsedCertificate::try_from(own).map_err(|error| invalid(file, &error))?;
    let instant =
        UnixTime::since_unix_epoch(std::time::Duration::try_from(at.as_duration()).unwrap_or_default());
    let (nobody, algorithms) =
        (RootCertStore::empty(), ring::default_provider().signature_verification_algorithms);
    // The validity is checked before the issuer, which cannot be verified here.
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
