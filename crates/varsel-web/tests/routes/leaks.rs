//! What an answer tells besides what it says: where its reader came from, and by its length what is in it.

use varsel_web::{Method, ROUTES};

use super::open;

/// Path parameters that are not secrets: knowing one of them gives access to nothing.
const NO_SECRETS: &[&str] = &[
    "{number}", "{draft}", "{topic}", "{id}", "{cve}", "{key}", "{hash}", "{*name}", "{name}", "{regime}",
    "{stage}",
];

#[test]
fn a_page_whose_address_holds_a_secret_tells_nobody_where_its_reader_came_from() {
    let server = open();
    let mut secret = 0;
    for route in ROUTES {
        let names = route.path.split('/').filter(|part| part.starts_with('{'));
        let is_secret = names.clone().any(|name| name == "{secret}");
        secret += usize::from(is_secret);
        let others: Vec<&str> =
            names.filter(|name| *name != "{secret}" && !NO_SECRETS.contains(name)).collect();
        assert!(others.is_empty(), "{others:?}: is it a secret? Then it is called {{secret}}");
        let body = if route.method == Method::Get { "" } else { "text=probe" };
        let head = server.ask(route.method, &server.path(route), "Accept-Encoding: gzip\r\n", body).head;
        let policy = if is_secret { "referrer-policy: no-referrer" } else { "referrer-policy: same-origin" };
        assert!(head.contains(policy), "{:?} {}: {head}", route.method, route.path);
        assert!(
            !is_secret || !head.contains("content-encoding"),
            "{:?} {}: {head}",
            route.method,
            route.path
        );
    }
    assert!(secret >= 7, "{secret}");
    // A link with something behind it is still one.
    let lost = server.ask(Method::Get, &format!("/invitations/{}/x", "0".repeat(64)), "", "");
    assert!(lost.status == 404 && lost.head.contains("referrer-policy: no-referrer"), "{}", lost.head);
}

#[test]
fn forms_of_a_page_that_sends_no_referrer_are_taken() {
    let server = open();
    let link = format!("/password/{}", "0".repeat(64));
    for (path, headers, is_own) in [
        (link.as_str(), "Origin: null\r\nSec-Fetch-Site: same-origin\r\n", true),
        ("/sign-in", "Origin: null\r\nSec-Fetch-Site: same-origin\r\n", true),
        // A browser that says nothing of sites: who knows the address has it from the page or the mail.
        (&link, "Origin: null\r\n", true),
        ("/sign-in", "Origin: null\r\n", false),
        (&link, "Origin: null\r\nSec-Fetch-Site: cross-site\r\n", false),
        (&link, "Origin: https://evil.example\r\n", false),
    ] {
        let answer = server.ask(Method::Post, path, headers, "email=a&password=x&next=%2F");
        assert_eq!(answer.status != 403, is_own, "{path} {headers}: {}", answer.status);
    }
}

#[test]
fn no_two_answers_hold_the_same_secret_of_forms_and_what_others_ask_for_is_not_compressed() {
    let server = open();
    let (_, session) = &server.sessions["viewer"];
    let cookie = format!("Cookie: varsel={session}\r\n");
    let secret = || {
        let page = server.ask(Method::Get, "/profile", &cookie, "").body;
        let found = page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        found.unwrap().to_owned()
    };
    let secrets = [secret(), secret()];
    let same = secrets[0].bytes().zip(secrets[1].bytes()).filter(|(one, other)| one == other).count();
    assert!(same < 24, "{same} of 64 digits stay in their place: {secrets:?}");
    for secret in secrets {
        let answer = server.ask(Method::Post, "/theme", &cookie, &format!("csrf={secret}&theme=dark"));
        assert_eq!(answer.status, 303, "each is good");
    }
    for (site, is_compressed) in [
        ("", true),
        ("Sec-Fetch-Site: same-origin\r\n", true),
        ("Sec-Fetch-Site: none\r\n", true),
        ("Sec-Fetch-Site: same-site\r\n", false),
        ("Sec-Fetch-Site: cross-site\r\n", false),
    ] {
        let head =
            server.ask(Method::Get, "/profile", &format!("{cookie}{site}Accept-Encoding: gzip\r\n"), "").head;
        assert_eq!(head.contains("content-encoding: gzip"), is_compressed, "{site}: {head}");
    }
}
