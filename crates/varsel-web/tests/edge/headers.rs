//! What answers say of themselves, and to whom flaws are reported.

use crate::server::{Server, hasty};

fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let head = answer.split("\r\n\r\n").next()?;
    let lines = head.lines().filter_map(|line| line.split_once(": "));
    lines.into_iter().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

#[tokio::test]
async fn every_answer_asks_not_to_be_indexed() {
    let server = Server::plain(hasty()).await;
    for path in ["/sign-in", "/how-to-report", "/healthz", "/nowhere", "/", "/api/v1/cases"] {
        let answer = server.get(path, "").await;
        assert_eq!(header(&answer, "x-robots-tag"), Some("noindex"), "{path}: {answer}");
        assert_eq!(header(&answer, "strict-transport-security"), None, "{path}");
    }
}

#[tokio::test]
async fn names_below_the_desks_are_held_to_https_only_where_that_is_set() {
    let year = "max-age=31536000";
    for (hsts_subdomains, said) in [(false, year.to_owned()), (true, format!("{year}; includeSubDomains"))] {
        let server = Server::with(|settings| {
            (settings.secure, settings.hsts_subdomains) = (true, hsts_subdomains);
        });
        let answer = server.await.get("/sign-in", "").await;
        assert_eq!(header(&answer, "strict-transport-security"), Some(&*said));
    }
}

#[tokio::test]
async fn an_answer_that_asks_to_sign_in_says_how() {
    let server = Server::plain(hasty()).await;
    for path in ["/", "/desk", "/events", "/cases/SE-7KQ4-M2XD", "/desk/fragment"] {
        let answer = server.get(path, "").await;
        assert!(answer.starts_with("HTTP/1.1 401"), "{path}: {answer}");
        let challenge = header(&answer, "www-authenticate").unwrap_or_default();
        assert!(challenge.starts_with("Form ") && challenge.contains("/sign-in"), "{path}: {challenge}");
    }
    let api = server.get("/api/v1/cases", "").await;
    assert!(header(&api, "www-authenticate").unwrap().starts_with("Bearer "), "{api}");
}

#[tokio::test]
async fn security_txt_is_served_where_it_is_set() {
    let path = "/.well-known/security.txt";
    let none = Server::plain(hasty()).await.get(path, "").await;
    assert!(none.starts_with("HTTP/1.1 404"), "{none}");
    let text = "Contact: mailto:security@example.com\nExpires: 2027-06-30T00:00:00Z\n";
    let server = Server::with(|settings| settings.security_txt = Some(text.to_owned())).await;
    let answer = server.get(path, "").await;
    assert_eq!(header(&answer, "content-type"), Some("text/plain; charset=utf-8"), "{answer}");
    assert!(answer.ends_with(text), "{answer}");
}

#[tokio::test]
async fn assets_come_compressed_to_those_who_take_it() {
    let server = Server::plain(hasty()).await;
    let page = server.get("/sign-in", "").await;
    let path = page.split('"').find(|text| text.ends_with("/varsel.css")).unwrap();
    let plain = server.get(path, "").await;
    assert_eq!(header(&plain, "content-encoding"), None);
    let small = server.get(path, "Accept-Encoding: gzip\r\n").await;
    assert_eq!(header(&small, "content-encoding"), Some("gzip"));
    assert_eq!(header(&small, "vary"), Some("accept-encoding"));
    let length = |answer| header(answer, "content-length").unwrap().parse::<usize>().unwrap();
    assert!(length(&small) * 2 < length(&plain), "{} of {}", length(&small), length(&plain));
}
