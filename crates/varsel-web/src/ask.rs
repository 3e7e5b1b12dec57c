//! What a request says before anybody looks at its body: session, language, colours, where it comes from.

use std::convert::Infallible;
use std::net::IpAddr;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Uri, header};
use varsel_locale::Locale;

use crate::listen::Peer;
use crate::web::Web;

/// The name of the session cookie over HTTPS; the prefix makes browsers hold it to this host, this scheme and every path.
pub(crate) const SECURE_COOKIE: &str = "__Host-varsel";
/// Its name on a loopback address without TLS.
pub(crate) const PLAIN_COOKIE: &str = "varsel";
/// The cookie of the chosen language.
pub(crate) const LOCALE_COOKIE: &str = "varsel_locale";
/// The cookie of the chosen colours.
pub(crate) const THEME_COOKIE: &str = "varsel_theme";

/// What a request says of itself.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    /// The session's secret.
    pub(crate) session: Option<String>,
    /// The secret of an API token.
    pub(crate) bearer: Option<String>,
    /// The language by cookie, else by the browser's wish.
    pub(crate) locale: Locale,
    /// `auto`, `light` or `dark`.
    pub(crate) theme: &'static str,
    /// Where it comes from: the peer, or what a trusted proxy says of it.
    pub(crate) network: IpAddr,
    /// The browser as it names itself.
    pub(crate) user_agent: String,
    /// Path and query.
    pub(crate) uri: Uri,
    /// Whether it comes from one of our own pages, as far as the browser tells.
    pub(crate) same_site: bool,
}

impl FromRequestParts<Web> for Ask {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Infallible> {
        if let Some(ask) = parts.extensions.get::<Self>() {
            return Ok(ask.clone());
        }
        let peer = parts.extensions.get::<ConnectInfo<Peer>>().map(|info| info.0.0.ip());
        Ok(Self::read(&parts.method, &parts.uri, &parts.headers, peer, web))
    }
}

impl Ask {
    pub(crate) fn read(
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
        peer: Option<IpAddr>,
        web: &Web,
    ) -> Self {
        let settings = web.settings();
        let name = if settings.secure { SECURE_COOKIE } else { PLAIN_COOKIE };
        // The API reads no cookies at all.
        let chosen = if uri.path().starts_with("/api/") { None } else { cookie(headers, LOCALE_COOKIE) };
        let locale = chosen.and_then(Locale::from_tag).unwrap_or_else(|| {
            Locale::negotiate(text(headers, &header::ACCEPT_LANGUAGE).unwrap_or_default())
        });
        let theme = match cookie(headers, THEME_COOKIE) {
            Some("light") => "light",
            Some("dark") => "dark",
            _ => "auto",
        };
        let bearer = text(headers, &header::AUTHORIZATION)
            .and_then(|value| value.strip_prefix("Bearer ").or_else(|| value.strip_prefix("bearer ")))
            .map(|secret| secret.trim().to_owned());
        let peer = peer.unwrap_or(IpAddr::from([127, 0, 0, 1]));
        let network = if settings.trusted_proxies.iter().any(|net| net.contains(&peer)) {
            // The last address that is not a trusted proxy itself is the client.
            text(headers, &axum::http::HeaderName::from_static("x-forwarded-for"))
                .into_iter()
                .flat_map(|list| list.split(',').rev())
                .filter_map(|address| address.trim().parse::<IpAddr>().ok())
                .find(|address| !settings.trusted_proxies.iter().any(|net| net.contains(address)))
                .unwrap_or(peer)
        } else {
            peer
        };
        let same_site = !changes(method) || {
            let site = text(headers, &axum::http::HeaderName::from_static("sec-fetch-site"));
            let origin = text(headers, &header::ORIGIN);
            match (site, origin) {
                (Some(site), _) if site != "same-origin" && site != "none" => false,
                (_, Some(origin)) => web.is_own_origin(origin, text(headers, &header::HOST)),
                _ => true,
            }
        };
        Self {
            session: cookie(headers, name).filter(|value| value.len() == 64).map(str::to_owned),
            bearer,
            locale,
            theme,
            network,
            user_agent: text(headers, &header::USER_AGENT).unwrap_or_default().to_owned(),
            uri: uri.clone(),
            same_site,
        }
    }
}

/// Tells whether a method may change anything.
pub(crate) fn changes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn text<'a>(headers: &'a HeaderMap, name: &axum::http::HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}
