//! What a mail server sees: one message, with the headers that were meant.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use mail_parser::MessageParser;
use proptest::prelude::*;
use varsel_core::tlp::Disclosure;
use varsel_mail::letter::{CaseFacts, CaseLetter, Contents, House, Reader, about_case};
use varsel_mail::{
    Credentials, Mailbox, Message, MessageIds, OutgoingMail, Refused, Security, SendError, Smtp,
    SmtpSettings, Transport,
};
use varsel_testkit::mail_sink::MailSink;

const HEADERS: [&str; 13] = [
    "From",
    "To",
    "Subject",
    "Message-ID",
    "Date",
    "In-Reply-To",
    "References",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "X-Varsel-Case",
    "X-Varsel-Instance",
    "MIME-Version",
    "Content-Type",
];

fn settings(sink: &MailSink, security: Security) -> SmtpSettings {
    SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port: sink.address.port(),
        security,
        credentials: None,
        extra_root: None,
        hello: "desk.example".to_owned(),
    }
}

fn transport(sink: &MailSink) -> Transport {
    Transport::Smtp(Box::new(Smtp::new(&settings(sink, Security::None)).unwrap()))
}

fn message(name: &str, address: &str, subject: &str, text: &str, html: &str) -> Result<Message, Refused> {
    let ids = MessageIds::new([7; 32], "desk.example");
    OutgoingMail {
        from: &Mailbox { name: "The desk".to_owned(), address: "desk@desk.example".to_owned() },
        to: &Mailbox { name: name.to_owned(), address: address.to_owned() },
        subject,
        text,
        html,
        message_id: &ids.event("SE-7KQ4-M2XD", 2, "somebody"),
        thread: Some(&ids.root("SE-7KQ4-M2XD")),
        case: Some("SE-7KQ4-M2XD"),
        date: "2026-11-23T09:00:00Z".parse().unwrap(),
    }
    .message(&ids)
}

/// Sends one message and checks that the server saw that one and nothing else.
fn arrives_alone(sink: &MailSink, message: &Message) -> Vec<String> {
    let before = sink.commands().len();
    transport(sink).send(message).unwrap();
    let received = sink.next();
    assert_eq!(sink.all(), [], "one message");
    assert_eq!(received.to, ["asa@publisher.example"]);
    assert_eq!(received.from, "desk@desk.example");
    for name in received.header_names() {
        assert!(HEADERS.contains(&name.as_str()), "{name} in {:#?}", received.lines);
        assert_eq!(received.header(&name).len(), 1, "{name}");
    }
    let commands = sink.commands()[before..].to_vec();
    let verbs: Vec<_> = commands.iter().map(|c| c.split([' ', ':']).next().unwrap_or_default()).collect();
    assert_eq!(verbs, ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"]);
    received.lines
}

#[test]
fn a_body_never_ends_the_mail_early() {
    let sink = MailSink::start();
    for body in [
        "a\n.\nMAIL FROM:<eve@evil.example>\nb",
        "a\r\n.\r\nMAIL FROM:<eve@evil.example>\r\nb",
        "a\r.\rMAIL FROM:<eve@evil.example>\rb",
        ".\n..\n.x\n",
        "a\u{85}.\u{85}b\u{2028}.\u{2029}c\0d",
        "\n\n--varsel-0\nContent-Type: text/html\n\n<script>",
    ] {
        let message = message("Åsa", "asa@publisher.example", "[SE-7KQ4-M2XD] T", body, body).unwrap();
        let lines = arrives_alone(&sink, &message);
        let boundary = lines.iter().find_map(|line| line.strip_prefix(" boundary=\"")).unwrap();
        let marker = format!("--{}", boundary.trim_end_matches('"'));
        let parts = lines.iter().filter(|line| line.starts_with(&marker)).count();
        assert_eq!(parts, 3, "two parts and an end: {lines:#?}");
    }
}

#[test]
fn a_server_that_offers_no_tls_gets_nothing() {
    let sink = MailSink::start();
    let credentials = Some(Credentials { username: "desk".to_owned(), password: "hunter2".to_owned() });
    let settings = SmtpSettings { credentials, ..settings(&sink, Security::Starttls) };
    let transport = Transport::Smtp(Box::new(Smtp::new(&settings).unwrap()));
    let message = message("Å", "asa@publisher.example", "s", "t", "h").unwrap();
    let error = transport.send(&message).unwrap_err();
    assert!(matches!(&error, SendError::Transient(what) if !what.contains("hunter2")), "{error:?}");
    let commands = sink.commands();
    let named = commands.iter().any(|c| !c.starts_with("EHLO") && !c.starts_with("QUIT"));
    assert!(!named, "neither mail nor password: {commands:?}");
}

#[test]
fn a_server_says_no_for_now_or_for_good() {
    let sink = MailSink::judging(|recipient, _| match recipient {
        "later@publisher.example" => Some("451 4.7.1 <later@publisher.example> try later"),
        "gone@publisher.example" => Some("550 5.1.1 <gone@publisher.example> no such user"),
        _ => None,
    });
    let send = |address: &str| transport(&sink).send(&message("A", address, "s", "t", "h").unwrap());
    assert_eq!(send("asa@publisher.example"), Ok(()));
    let later = send("later@publisher.example").unwrap_err();
    assert!(
        matches!(&later, SendError::Transient(what) if what.contains("451") && !what.contains('@')),
        "{later:?}"
    );
    let gone = send("gone@publisher.example").unwrap_err();
    assert!(
        matches!(&gone, SendError::Permanent(what) if what.contains("550") && !what.contains('@')),
        "{gone:?}"
    );
    let foreign = send("åsa@publisher.example").unwrap_err();
    assert!(matches!(foreign, SendError::Permanent(_)), "{foreign:?}");
    assert_eq!(sink.all().len(), 1);
}

#[test]
fn an_internationalised_domain_leaves_as_it_is_registered() {
    let sink = MailSink::start();
    let ids = MessageIds::new([7; 32], "räksmörgås.example");
    let mail = OutgoingMail {
        from: &Mailbox { name: "Räksmörgås".to_owned(), address: "desk@räksmörgås.example".to_owned() },
        to: &Mailbox { name: "Åsa".to_owned(), address: "asa@RA\u{308}KSMÖRGÅS.example".to_owned() },
        subject: "s",
        text: "t",
        html: "h",
        message_id: &ids.event("SE-7KQ4-M2XD", 2, "somebody"),
        thread: Some(&ids.root("SE-7KQ4-M2XD")),
        case: None,
        date: "2026-11-23T09:00:00Z".parse().unwrap(),
    };
    let made = mail.message(&ids).unwrap();
    let raw = String::from_utf8(made.bytes().to_vec()).unwrap();
    assert!(raw.is_ascii(), "{raw}");
    assert!(raw.contains(" <desk@xn--rksmrgs-5wao1o.example>\r\n"), "{raw}");
    assert!(raw.contains(" <asa@xn--rksmrgs-5wao1o.example>\r\n"), "{raw}");
    assert!(made.message_id().ends_with("@xn--rksmrgs-5wao1o.example>"), "{}", made.message_id());
    transport(&sink).send(&made).unwrap();
    let received = sink.all();
    assert_eq!(received[0].to, ["asa@xn--rksmrgs-5wao1o.example"]);
    assert_eq!(received[0].from, "desk@xn--rksmrgs-5wao1o.example");
    let refused = message("A", "a@exa\u{200b}mple\u{3002}.exämple..", "s", "t", "h").unwrap_err();
    assert!(refused.to_string().contains("its to is not an address"), "{refused}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_title_and_a_name_hold_one_mail_arrives(
        title in "(\\PC|[\\r\\n\\t\u{0}\u{1b}\u{85}\u{2028}\u{202e}:<>\"=?.]){0,200}",
        name in "(\\PC|[\\r\\n\u{0}\u{2029},;<>\"@]){0,80}",
        text in "(\\PC|[\\r\\n.\u{0}\u{2028}]){0,300}",
    ) {
        let sink = MailSink::start();
        let zone = jiff::tz::TimeZone::UTC;
        let house = House { marketplace: name.clone(), zone: zone.clone() };
        let reader = Reader { name: name.clone(), texts: varsel_locale::Texts::of(varsel_locale::Locale::Sv), zone };
        let url = "https://desk.example/cases/SE-7KQ4-M2XD".to_owned();
        let contents = Contents { title, publisher: name.clone() };
        let case = CaseFacts::new("SE-7KQ4-M2XD".to_owned(), url, Disclosure::Contents, contents);
        let letter = CaseLetter::Acknowledged { by: Some(name), message: text };
        let written = about_case(&house, &reader, &case, &letter);
        let made = message("Åsa", "asa@publisher.example", &written.subject, &written.text, &written.html);
        arrives_alone(&sink, &made.unwrap());
    }

    #[test]
    fn a_message_is_made_whole_or_refused(
        name in "\\PC{0,60}|.{0,20}|[ =?utf8QB_\"0-9A-F]{0,60}",
        address in "\\PC{0,30}|[a-z@.\\r\\n<> ]{0,20}|[a-z.]{1,9}@[a-z]{1,9}\\.example",
        subject in ".{0,60}|\\PC{0,200}|[ =?utf8QB_0-9A-F]{0,90}",
        text in "(\\PC|[\r\n\t]){0,200}",
    ) {
        if let Ok(made) = message(&name, &address, &subject, &text, &text) {
            reads_as(&made, &name, &address, &subject, &text)?;
        }
        // The address does not stand in the way of the other parts.
        if let Ok(made) = message(&name, "asa@publisher.example", &subject, &text, &text) {
            reads_as(&made, &name, "asa@publisher.example", &subject, &text)?;
        }
    }
}

/// Checks that someone else's parser finds the headers that were meant, once each, and reads from them what was written.
fn reads_as(
    made: &Message,
    name: &str,
    address: &str,
    subject: &str,
    text: &str,
) -> Result<(), TestCaseError> {
    let raw = String::from_utf8_lossy(made.bytes());
    let read = MessageParser::default().parse(made.bytes()).expect("a message");
    let mut seen = std::collections::HashSet::new();
    for header in read.headers() {
        prop_assert!(HEADERS.contains(&header.name()) && seen.insert(header.name()), "{}", header.name());
    }
    // Names lose what turns their direction.
    let turns = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let straight = |text: &str| text.replace(turns, "");
    // Blanks may be folded; nothing else can change.
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    prop_assert_eq!(words(read.subject().unwrap_or_default()), words(subject), "{}", raw);
    let to = read.to().and_then(|to| to.as_list()).map(<[_]>::to_vec).unwrap_or_default();
    prop_assert_eq!(to.len(), 1, "{}", raw);
    prop_assert_eq!(to[0].address().unwrap_or_default(), address, "{}", raw);
    prop_assert_eq!(words(to[0].name().unwrap_or_default()), words(&straight(name)), "{}", raw);
    let ends = ['\r', '\u{2028}', '\u{2029}'];
    let lines = |text: &str| text.replace("\r\n", "\n").replace(ends, "\n").trim_end_matches('\n').to_owned();
    prop_assert_eq!(read.text_bodies().count(), 1, "{}", raw);
    prop_assert_eq!(lines(read.body_text(0).as_deref().unwrap_or_default()), lines(text), "{}", raw);
    Ok(())
}

#[test]
fn encoded_words_that_people_write_are_text() {
    for hostile in [
        "=?utf-8?q?=0D=0ABcc:_eve@evil.example?=",
        "=?utf-8?b?DQpCY2M6IGV2ZUBldmlsLmV4YW1wbGU=?=",
        "a =?utf-8?q?b?= =?utf-8?q?c?=",
        "=?utf-8?q?spoofed?= Å =?utf-8?q?x?=",
        "=?utf-8?q?a\"?= <eve@evil.example>",
    ] {
        for subject in [hostile.to_owned(), format!("[SE-7KQ4-M2XD] {hostile}")] {
            let made = message(hostile, "asa@publisher.example", &subject, "t", "h").unwrap();
            reads_as(&made, hostile, "asa@publisher.example", &subject, "t").unwrap();
            let instance = MessageParser::default().parse(made.bytes()).unwrap();
            let instance = instance.header("X-Varsel-Instance").and_then(|value| value.as_text()).unwrap();
            let named = MessageIds::new([7; 32], "desk.example").verify(instance).unwrap();
            assert_eq!((named.subject.as_str(), named.sequence), ("SE-7KQ4-M2XD", 2));
        }
    }
}
