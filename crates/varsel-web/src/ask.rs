//! The context of a request, before its body is read: session, language, colour scheme, client address.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Uri, header};
use varsel_locale::Locale;

use crate::listen::Peer;
use crate::routes::{self, Quota};
use crate::web::Web;

/// The name of the session cookie over HTTPS; the prefix makes browsers restrict it to this host, this scheme and every path.
pub(crate) const SECURE_COOKIE: &str = "__Host-varsel";
/// Its name on a loopback address without TLS.
pub(crate) const PLAIN_COOKIE: &str = "varsel";
/// The cookie of a known browser, in which someone has signed in before, over HTTPS.
pub(crate) const SECURE_BROWSER_COOKIE: &str = "__Host-varsel-browser";
/// Its name on a loopback address without TLS.
pub(crate) const PLAIN_BROWSER_COOKIE: &str = "varsel_browser";
/// The maximum length of its value.
const MAX_BROWSER: usize = 256;
/// The cookie of the chosen language.
pub(crate) const LOCALE_COOKIE: &str = "varsel_locale";
/// The cookie of the chosen colour scheme.
pub(crate) const THEME_COOKIE: &str = "varsel_theme";

/// The context of a request.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    /// The session's secret.
    pub(crate) session: Option<String>,
    /// The known-browser cookie; not verified yet.
    pub(crate) browser: Option<String>,
    /// The secret of an API token.
    pub(crate) bearer: Option<String>,
    /// The language from the cookie, else from the browser's preferences.
    pub(crate) locale: Locale,
    /// `auto`, `light` or `dark`.
    pub(crate) theme: &'static str,
    /// The client address: the peer, or the address given by a trusted proxy.
    pub(crate) network: IpAddr,
    /// The browser's own name.
    pub(crate) user_agent: String,
    /// Path and query.
    pub(crate) uri: Uri,
    /// Whether it comes from one of our own pages, according to the browser.
    pub(crate) same_site: bool,
    /// How its route is limited, if it changes something.
    pub(crate) quota: Option<Quota>,
}

impl FromRequestParts<Web> for Ask {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Infallible> {
        // The route is only known after routing.
        let quota = parts.extensions.get::<Quota>().copied();
        if let Some(ask) = parts.extensions.get::<Self>() {
            return Ok(Self { quota, ..ask.clone() });
        }
        let peer = parts.extensions.get::<ConnectInfo<Peer>>().map(|info| info.0.0.ip());
        Ok(Self { quota, ..Self::read(&parts.method, &parts.uri, &parts.headers, peer, web) })
    }
}

impl Ask {
    /// Creates an empty context.
    #[cfg(test)]
    pub(crate) fn test() -> Self {
        Self {
            session: None,
            browser: None,
            bearer: None,
            locale: Locale::En,
            theme: "auto",
            network: IpAddr::from([192, 0, 2, 1]),
            user_agent: String::new(),
            uri: Uri::from_static("/"),
            same_site: true,
            quota: None,
        }
    }

    pub(crate) fn read(
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
        peer: Option<IpAddr>,
        web: &Web,
    ) -> Self {
        let settings = web.settings();
        let name = if settings.secure { SECURE_COOKIE } else { PLAIN_COOKIE };
        // The API does not read cookies.
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
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, secret)| secret.trim().to_owned());
        let peer = peer.unwrap_or(IpAddr::from([127, 0, 0, 1])).to_canonical();
        let network = if settings.trusted_proxies.iter().any(|net| net.contains(&peer)) {
            forwarded_for(headers, peer, |address| {
                settings.trusted_proxies.iter().any(|net| net.contains(&address))
            })
        } else {
            if headers.contains_key("x-forwarded-for") || headers.contains_key(header::FORWARDED) {
                web.note_unnamed_proxy(peer);
            }
            peer
        };
        let same_site = !changes(method) || {
            let site = text(headers, &axum::http::HeaderName::from_static("sec-fetch-site"));
            let origin = text(headers, &header::ORIGIN);
            match (site, origin) {
                (Some(site), _) if site != "same-origin" && site != "none" => false,
                // Forms of a page without a referrer have a null origin (Fetch, "append a request Origin header"). The browser
                // says that it is same-origin; for an older browser, the secret in the address does.
                (Some(_), Some("null")) => true,
                (None, Some("null")) => routes::is_secret(uri.path()),
                (_, Some(origin)) => web.is_own_origin(origin, text(headers, &header::HOST)),
                _ => true,
            }
        };
        Self {
            session: cookie(headers, name).filter(|value| value.len() == 64).map(str::to_owned),
            browser: cookie(
                headers,
                if settings.secure { SECURE_BROWSER_COOKIE } else { PLAIN_BROWSER_COOKIE },
            )
            .filter(|value| value.len() <= MAX_BROWSER)
            .map(str::to_owned),
            bearer,
            locale,
            theme,
            network,
            user_agent: text(headers, &header::USER_AGENT).unwrap_or_default().to_owned(),
            uri: uri.clone(),
            same_site,
            quota: None,
        }
    }
}

/// Returns the client named by trusted proxies: the last address that is not one of theirs.
///
/// Each proxy appends, in the same header or a new one. If an entry is not an address, everything before it is only the client's
/// claim, so the last known proxy is returned.
fn forwarded_for(headers: &HeaderMap, peer: IpAddr, is_trusted: impl Fn(IpAddr) -> bool) -> IpAddr {
    let mut last = peer;
    let lines: Vec<&str> =
        headers.get_all("x-forwarded-for").iter().map(|line| line.to_str().unwrap_or_default()).collect();
    for hop in lines.iter().rev().flat_map(|line| line.split(',').rev()) {
        let Some(address) = hop_address(hop.trim()) else { return last };
        last = address;
        if !is_trusted(address) {
            return address;
        }
    }
    last
}

/// Parses an address with or without a port: `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]:4711`.
fn hop_address(hop: &str) -> Option<IpAddr> {
    let bare = hop.trim_start_matches('[').trim_end_matches(']');
    let address = bare.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    address.map(|address: IpAddr| address.to_canonical())
}

/// Returns the network used for limits: an IPv4 address, or the /64 of an IPv6 address.
pub(crate) fn limited_network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// Returns whether a method can change anything.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_whom_the_trusted_proxies_saw() {
        let at = |text: &str| text.parse::<IpAddr>().unwrap();
        let (proxy, inner) = (at("127.0.0.1"), at("10.0.0.7"));
        let client = |lines: &[&str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append("x-forwarded-for", line.parse().unwrap());
            }
            forwarded_for(&headers, proxy, |address| address == proxy || address == inner)
        };
        assert_eq!(client(&[]), proxy);
        assert_eq!(client(&["198.51.100.9"]), at("198.51.100.9"));
        assert_eq!(client(&["203.0.113.1, 198.51.100.9, 10.0.0.7"]), at("198.51.100.9"));
        assert_eq!(client(&["203.0.113.1", "198.51.100.9"]), at("198.51.100.9"), "a line a proxy");
        assert_eq!(client(&["203.0.113.1, 198.51.100.9:4711"]), at("198.51.100.9"), "with its port");
        assert_eq!(client(&["203.0.113.1, [2001:db8::9]:4711"]), at("2001:db8::9"));
        assert_eq!(client(&["::ffff:198.51.100.9"]), at("198.51.100.9"), "one written as IPv6");
        assert_eq!(limited_network(at("2001:db8:1:2:3:4:5:6")), "2001:db8:1:2::/64");
        assert_eq!(limited_network(at("198.51.100.9")), "198.51.100.9");
        assert_eq!(client(&["203.0.113.1, unknown"]), proxy, "what stands before is hearsay");
        assert_eq!(client(&["203.0.113.1, unknown, 10.0.0.7"]), inner);
    }
}
