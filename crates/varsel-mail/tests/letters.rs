//! Every mail in every language, written about people who mean harm.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use varsel_core::case::scoring::MetricReason;
use varsel_core::case::{Category, Outcome};
use varsel_core::clock::{Calendar, ClockKind, Promise, PromiseRule};
use varsel_core::coded::Coded as _;
use varsel_core::permission::{DeskRole, Party, PublisherRole};
use varsel_core::score::cvss::{Vector, Vectors, Version};
use varsel_core::score::{Priority, Severity};
use varsel_core::text::Sentence;
use varsel_core::tlp::Tlp;
use varsel_locale::{Locale, Texts};
use varsel_mail::letter::{
    AccountLetter, AlertEntry, AlertMatter, CaseFacts, CaseLetter, Contents, House, LinkLetter, Reader,
    Written, about_case, account_changed, alert, with_link,
};

/// Markup, attribute breakers, line ends of every kind, the end of a mail, and a text that reads backwards.
const HOSTILE: &str = "<script>alert(1)</script>\" onload='x' &amp;\r\nBcc: eve@evil.example\r\n.\r\nQUIT\n.\nRSET\r.\r\u{2028}X\u{202e}txt.exe\0\u{1b}[2J</td><img src=x>";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn house(marketplace: &str) -> House {
    let zone = TimeZone::get("Europe/Stockholm").unwrap();
    House { marketplace: marketplace.to_owned(), zone }
}

fn reader(name: &str, locale: Locale, zone: &str) -> Reader {
    Reader { name: name.to_owned(), texts: Texts::of(locale), zone: TimeZone::get(zone).unwrap() }
}

fn case(title: &str, publisher: &str) -> CaseFacts {
    case_under(Tlp::Green, false, title, publisher)
}

fn case_under(label: Tlp, shows_amber_strict: bool, title: &str, publisher: &str) -> CaseFacts {
    let contents = Contents { title: title.to_owned(), publisher: publisher.to_owned() };
    let url = "https://desk.example/cases/SE-7KQ4-M2XD".to_owned();
    CaseFacts::new("SE-7KQ4-M2XD".to_owned(), url, label.disclosure(shows_amber_strict), contents)
}

fn vectors() -> Vectors {
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H".parse::<Vector>().unwrap().into()
}

fn promised(received: Timestamp) -> Promise {
    let calendar = Calendar::nine_to_five(TimeZone::get("Europe/Stockholm").unwrap());
    Promise::for_receipt(received, &calendar, PromiseRule::default())
}

fn alerts(text: &str) -> Vec<AlertEntry> {
    alerts_under(Tlp::Green, text)
}

fn alerts_under(label: Tlp, text: &str) -> Vec<AlertEntry> {
    let due = at("2026-11-24T16:00:00Z");
    [
        AlertMatter::Harm,
        AlertMatter::Clock { clock: ClockKind::Fix, percent: 50, due },
        AlertMatter::Stage { stage: "nis2_24h", percent: 100, due },
    ]
    .map(|matter| AlertEntry { case: case_under(label, false, text, text), matter })
    .into()
}

fn letters(text: &str) -> Vec<CaseLetter> {
    let (own, by) = (|| text.to_owned(), Some(text.to_owned()));
    let (received, promise) = (at("2026-11-23T10:15:00Z"), at("2026-11-24T16:00:00Z"));
    vec![
        CaseLetter::Confirmation {
            received,
            promise: Box::new(promised(received)),
            offers: own(),
            telephone: Some("+46 8 123 45 67".to_owned()),
        },
        CaseLetter::NewReport { category: Category::Both, received, promise, offers: own(), urgent: true },
        CaseLetter::NewReport {
            category: Category::Incident,
            received,
            promise,
            offers: own(),
            urgent: false,
        },
        CaseLetter::Acknowledged { by: by.clone(), message: own() },
        CaseLetter::Assessed {
            severity: Severity::High,
            severity_reason: own(),
            priority: Priority::P2,
            priority_reason: own(),
        },
        CaseLetter::Scored {
            vectors: vectors(),
            reasons: Sentence::new(text)
                .map(|reason| vec![MetricReason { version: Version::V31, metric: "PR".to_owned(), reason }])
                .unwrap_or_default(),
        },
        CaseLetter::ReopeningRequested { reason: own(), due: promise },
        CaseLetter::ReopeningDeclined { reason: own() },
        CaseLetter::ScoreReviewed { vectors: None, answer: Some(own()), reasons: Vec::new() },
        CaseLetter::ScoreReviewed {
            vectors: Some(vectors()),
            answer: Some(own()),
            reasons: Sentence::new(text)
                .map(|reason| vec![MetricReason { version: Version::V31, metric: "PR".to_owned(), reason }])
                .unwrap_or_default(),
        },
        CaseLetter::ScoreAnswered { reason: None, vectors: Vectors::default() },
        CaseLetter::ScoreAnswered { reason: Some(own()), vectors: vectors() },
        CaseLetter::Question { by: by.clone(), text: own(), due: promise },
        CaseLetter::Message { by: by.clone(), from: Party::Publisher, text: own(), answer: false },
        CaseLetter::Message { by: None, from: Party::Desk, text: own(), answer: true },
        CaseLetter::Mitigating { text: own() },
        CaseLetter::Outcome {
            outcome: Outcome::RiskAccepted,
            sentence: own(),
            until: Some("2027-03-01".parse().unwrap()),
            closed: false,
        },
        CaseLetter::Outcome { outcome: Outcome::Fixed, sentence: own(), until: None, closed: true },
        CaseLetter::Reopened { reason: own() },
        CaseLetter::Withdrawn { reason: own() },
    ]
}

fn link_letters(text: &str) -> Vec<LinkLetter> {
    let own = || Some(text.to_owned());
    vec![
        LinkLetter::Invitation { inviter: own(), organisation: own() },
        LinkLetter::Invitation { inviter: None, organisation: None },
        LinkLetter::PasswordReset,
    ]
}

fn account_letters(text: &str) -> Vec<AccountLetter> {
    let own = || text.to_owned();
    let mut letters = vec![AccountLetter::Password, AccountLetter::DeskRole(None)];
    letters.extend(DeskRole::ALL.iter().map(|role| AccountLetter::DeskRole(Some(*role))));
    letters.push(AccountLetter::Role { organisation: own(), role: None });
    let roles = PublisherRole::ALL.iter();
    letters.extend(roles.map(|role| AccountLetter::Role { organisation: own(), role: Some(*role) }));
    for yes in [true, false] {
        letters.push(AccountLetter::Token { name: own(), made: yes });
        letters.push(AccountLetter::CalendarAddress { name: own(), made: yes });
        letters.push(AccountLetter::Switched { off: yes });
    }
    letters
}

fn everything(locale: Locale, text: &str) -> Vec<Written> {
    let (house, reader) = (house(text), reader(text, locale, "America/New_York"));
    let cases = letters(text);
    let cases = cases.iter().map(|letter| about_case(&house, &reader, &case(text, text), letter));
    let links = link_letters(text);
    let until = at("2026-11-23T11:15:00Z");
    let url = "https://desk.example/password/0123";
    let alerts = alerts(text);
    let queue = "https://desk.example/desk";
    let told = alerts.iter().map(|one| alert(&house, &reader, queue, std::slice::from_ref(one)));
    let told: Vec<_> = told.chain([alert(&house, &reader, queue, &alerts)]).collect();
    let links = links.iter().map(|letter| with_link(&house, &reader, url, until, letter));
    let accounts = account_letters(text);
    let forgotten = "https://desk.example/password";
    let accounts =
        accounts.iter().map(|letter| account_changed(&house, &reader, queue, forgotten, until, letter));
    cases.chain(links).chain(told).chain(accounts).collect()
}

#[test]
fn an_alert_says_what_needs_its_reader_and_until_when() {
    let (house, reader) = (house("Northwind"), reader("Mika", Locale::En, "Europe/Stockholm"));
    let alerts = alerts("Remote code execution");
    let queue = "https://desk.example/desk";
    let one = alert(&house, &reader, queue, &alerts[1..2]);
    assert_eq!(one.subject, "SE-7KQ4-M2XD: Half the time has passed: Fix released");
    assert!(one.text.contains("Case: SE-7KQ4-M2XD Remote code execution"), "{}", one.text);
    assert!(one.text.starts_with("Half the time has passed: Fix released\n"), "{}", one.text);
    assert!(one.text.contains("Due: Tuesday 24 November 2026, 17:00 (Stockholm)"), "{}", one.text);
    let many = alert(&house, &reader, queue, &alerts);
    assert_eq!(many.subject, "3 deadlines need your attention");
    for wanted in [
        "Ongoing harm: SE-7KQ4-M2XD Remote code execution",
        "Fix released: SE-7KQ4-M2XD Remote code execution. Half the time has passed; due Tuesday",
        "Early warning: SE-7KQ4-M2XD Remote code execution. Missed; due Tuesday",
        "https://desk.example/desk",
    ] {
        assert!(many.text.contains(wanted), "{wanted} in\n{}", many.text);
    }
}

#[test]
fn nothing_that_people_write_is_more_than_text() {
    for locale in Locale::ALL {
        for written in everything(locale, HOSTILE) {
            let Written { subject, text, html } = &written;
            let calm = |c: char| !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{202e}');
            assert!(subject.chars().all(calm), "{subject:?}");
            assert!(text.chars().all(|c| c == '\n' || calm(c)), "{text:?}");
            assert!(html.chars().all(|c| c == '\n' || calm(c)), "{html:?}");
            for markup in ["<script", "<img", "onload='", "alert(1)</script>", "\" onload"] {
                assert!(!html.contains(markup), "{markup} in\n{html}");
            }
            assert!(html.contains(&format!("<html lang=\"{}\"", locale.tag())));
            // A line of theirs never stands at the margin, where the mail itself speaks.
            for line in ["Bcc: eve@evil.example", ".", "QUIT", "RSET"] {
                assert!(!text.lines().any(|found| found == line), "{line} in\n{text}");
            }
        }
    }
}

#[test]
fn a_change_of_an_account_says_what_when_and_what_to_do() {
    let (house, reader) = (house("Northwind"), reader("Ada", Locale::En, "Europe/Stockholm"));
    let (profile, forgotten) = ("https://desk.example/profile", "https://desk.example/password");
    let write = |letter: &AccountLetter| {
        account_changed(&house, &reader, profile, forgotten, at("2026-11-23T11:15:00Z"), letter)
    };
    let letter = AccountLetter::Role {
        organisation: "Fabrikam".to_owned(),
        role: Some(PublisherRole::SecurityContact),
    };
    let role = write(&letter);
    assert_eq!(role.subject, "Your role was changed (Northwind)");
    for wanted in [
        "Your role in Fabrikam is now: Security contact.",
        "Monday 23 November 2026, 12:15 (Stockholm)",
        "choose a new password at https://desk.example/password and contact the security desk",
        "https://desk.example/profile",
    ] {
        assert!(role.text.contains(wanted), "{wanted} in\n{}", role.text);
    }
    let off = write(&AccountLetter::Switched { off: true });
    assert!(!off.text.contains("https://"), "nothing opens any more:\n{}", off.text);
}

#[test]
fn the_name_of_a_person_leads_nowhere() {
    let house = house("Northwind");
    let invited_by = |inviter: &str| {
        let letter = LinkLetter::Invitation { inviter: Some(inviter.to_owned()), organisation: None };
        let url = "https://desk.example/invitations/0123";
        let reader = reader("", Locale::En, "Europe/Stockholm");
        with_link(&house, &reader, url, at("2026-11-23T11:15:00Z"), &letter).text
    };
    for name in ["Ada Lovelace", "J. R. R. Tolkien", "Dr. Åsa Öberg-O\u{2019}Neill", "Ada K.", "李 小龙"]
    {
        assert!(
            invited_by(name).contains(&format!("\n{name} invites you")),
            "{name} in\n{}",
            invited_by(name)
        );
    }
    for (name, written) in [
        ("Win at https://evil.example/now", "Win at https evil example now"),
        ("www.evil.example", "www evil example"),
        ("evil.example\u{202e}", "evil example"),
        ("mailto:eve@evil.example", "mailto eve evil example"),
        ("Call\u{2028}evil.example:8443\\x", "Call evil example 8443 x"),
    ] {
        let text = invited_by(name);
        assert!(text.contains(&format!("{written} invites you")), "{name:?} in\n{text}");
    }
    let text = invited_by(&"a".repeat(500));
    assert!(
        text.contains(&format!("{} invites", "a".repeat(60))) && !text.contains(&"a".repeat(61)),
        "{text}"
    );
}

#[test]
fn the_templates_cannot_switch_escaping_off() {
    let html = include_str!("../templates/letter.html");
    for marker in ["|safe", "| safe", "autoescape", "escape_none", "|escape("] {
        assert!(!html.contains(marker), "{marker}");
    }
}

#[test]
fn the_subject_says_which_case_and_what_the_mail_is() {
    let house = house("Northwind");
    for locale in Locale::ALL {
        let reader = reader("Åsa", locale, "Europe/Stockholm");
        let case = case("Remote code execution", "Fabrikam");
        let written =
            letters("Something.").into_iter().map(|letter| about_case(&house, &reader, &case, &letter));
        let subjects: Vec<_> = written.map(|written| written.subject).collect();
        for subject in &subjects {
            assert!(subject.starts_with("SE-7KQ4-M2XD: "), "{subject}");
            assert!(subject.chars().count() < 78, "{subject}");
            assert!(!subject.contains("Remote") && !subject.contains("Fabrikam"), "{subject}");
        }
        assert_eq!(
            subjects.iter().collect::<BTreeSet<_>>().len(),
            subjects.len(),
            "each says something else"
        );
    }
    let english = reader("Åsa", Locale::En, "Europe/Stockholm");
    let question =
        letters("Since when?").into_iter().find(|letter| matches!(letter, CaseLetter::Question { .. }));
    let question =
        about_case(&house, &english, &case("Remote code execution", "Fabrikam"), &question.unwrap());
    assert_eq!(question.subject, "SE-7KQ4-M2XD: The desk has a question for you");
    assert!(question.text.contains("\nCase: SE-7KQ4-M2XD Remote code execution\n"), "{}", question.text);
}

#[test]
fn of_a_confidential_case_a_mail_says_its_number_its_kind_and_dates() {
    let (title, secret) = ("Zymurgy outbreak", "Quixotic Xylophone");
    let queue = "https://desk.example/desk";
    let house = house("Northwind");
    for locale in Locale::ALL {
        let reader = reader("Ada", locale, "Europe/Stockholm");
        for (label, shows_amber_strict, is_told) in [
            (Tlp::Red, false, false),
            (Tlp::Red, true, false),
            (Tlp::AmberStrict, false, false),
            (Tlp::AmberStrict, true, true),
            (Tlp::Amber, false, true),
            (Tlp::Green, false, true),
            (Tlp::Clear, false, true),
        ] {
            let case = case_under(label, shows_amber_strict, title, secret);
            let letters: Vec<_> =
                letters(secret).iter().map(|letter| about_case(&house, &reader, &case, letter)).collect();
            let mut alerts = alerts_under(label, secret);
            for one in &mut alerts {
                one.case = case.clone();
            }
            let mut alerted: Vec<_> = (0..alerts.len())
                .map(|place| alert(&house, &reader, queue, &alerts[place..=place]))
                .collect();
            alerted.push(alert(&house, &reader, queue, &alerts));
            for Written { subject, text, html } in letters.iter().chain(&alerted) {
                for part in [subject, text, html] {
                    let tells = |words: &str| words.split(' ').any(|word| part.contains(word));
                    assert!(is_told || !(tells(title) || tells(secret)), "{label:?}: {part}");
                }
                assert!(!is_told || text.contains(title), "{label:?}: {text}");
                assert!(text.contains("SE-7KQ4-M2XD"), "{text}");
            }
            // Neither does it say how bad the case is, or how it ended.
            for hidden in [Severity::High.code(), Outcome::Fixed.code()] {
                let area = if hidden == "high" { "severity" } else { "outcome" };
                let name = reader.texts.name_of(area, hidden);
                let said = letters.iter().any(|written| written.text.contains(&format!(": {name}\n")));
                assert_eq!(said, is_told, "{label:?}: {name}");
            }
        }
    }
    let english = reader("Ada", Locale::En, "Europe/Stockholm");
    let question = letters(secret).into_iter().find(|letter| matches!(letter, CaseLetter::Question { .. }));
    let red = case_under(Tlp::Red, false, title, secret);
    assert_eq!(
        about_case(&house, &english, &red, &question.unwrap()).text,
        "The desk has a question for you
===============================

Hello Ada,

Number: SE-7KQ4-M2XD
Due: Tuesday 24 November 2026, 17:00 (Stockholm)

The case is confidential, so this mail does not include its details. Open the case to read them.

Open the case:
https://desk.example/cases/SE-7KQ4-M2XD

-- 
The security desk of Northwind
Replies to this address are not read. Answer here: https://desk.example/cases/SE-7KQ4-M2XD
Sent by Northwind with Varsel, because this case concerns you.
"
    );
}

#[test]
fn no_mail_about_a_case_invites_to_reply_to_it() {
    for locale in Locale::ALL {
        let says = |written: &Written| match locale {
            Locale::En => {
                written.text.contains("Replies to this address are not read. Answer here: https://")
            }
            Locale::Sv => written.text.contains("Svar till den här adressen läses inte. Svara här: https://"),
        };
        let (house, reader) = (house("Northwind"), reader("Ada", locale, "Europe/Stockholm"));
        let (case, alerts) = (case("Title", "Fabrikam"), alerts("Something."));
        let told = [alert(&house, &reader, "https://desk.example/desk", &alerts[..1])];
        let told = told.into_iter().chain([alert(&house, &reader, "https://desk.example/desk", &alerts)]);
        let letters = letters("Something.");
        let letters = letters.iter().map(|letter| about_case(&house, &reader, &case, letter));
        for written in letters.chain(told) {
            assert!(says(&written), "{}", written.text);
        }
        for written in everything(locale, "Something.") {
            for invitation in
                ["reply to this", "svara på det här mejlet", "answer this mail", "svara på mejlet"]
            {
                assert!(!written.text.to_lowercase().contains(invitation), "{}", written.text);
            }
        }
    }
}

#[test]
fn what_opens_a_case_is_in_every_mail_about_it() {
    let (house, reader) = (house("Northwind"), reader("Åsa", Locale::En, "Europe/Stockholm"));
    for letter in letters("Something.") {
        let written = about_case(&house, &reader, &case("Remote code execution", "Fabrikam"), &letter);
        assert!(written.text.contains("https://desk.example/cases/SE-7KQ4-M2XD"));
        assert!(written.html.contains("<div style=\"display:none"), "what a list of mails shows");
        assert!(written.html.contains("href=\"https://desk.example/cases/SE-7KQ4-M2XD\""));
    }
}

#[test]
fn a_confirmation_says_when_in_the_readers_words_and_echoes_nothing() {
    let (house, case) = (house("Northwind"), case("Remote code execution", "Fabrikam"));
    let letter = &letters("Analytics")[0];
    let english = about_case(&house, &reader("Åsa", Locale::En, "Europe/Stockholm"), &case, letter);
    assert_eq!(
        english.text,
        "We have your report
===================

Hello Åsa,

Your confirmation number is SE-7KQ4-M2XD. Quote it whenever you contact us about this report.

Number: SE-7KQ4-M2XD
Offers: Analytics
Received: Monday 23 November 2026, 11:15 (Stockholm)
A person answers by: Tuesday 24 November 2026, 17:00 (Stockholm)

Is the attack happening now? Call us: +46 8 123 45 67

Received Mon 23 Nov 2026, 11:15 Stockholm. Tue 24 Nov 2026 is the next business day; it closes at 17:00. In UTC that is Tue 24 Nov 2026, 16:00.

What happens next: a person at the desk reads your report and answers you by the time above. Then we decide severity and priority, and tell you both, and why.

If something changes before then, add it on the case page. You do not have to wait for our answer.

Case: SE-7KQ4-M2XD Remote code execution

Open the case:
https://desk.example/cases/SE-7KQ4-M2XD

-- 
The security desk of Northwind
Replies to this address are not read. Answer here: https://desk.example/cases/SE-7KQ4-M2XD
Sent by Northwind with Varsel, because this case concerns you.
"
    );
    let swedish = about_case(&house, &reader("Åsa", Locale::Sv, "America/New_York"), &case, letter);
    for wanted in [
        "Vi har tagit emot din rapport\n=============================\n\nHej Åsa!\n",
        "tisdag 24 november 2026 kl. 11:00 (New York) / tisdag 24 november 2026 kl. 17:00 (Stockholm)",
    ] {
        assert!(swedish.text.contains(wanted), "{wanted} in\n{}", swedish.text);
    }
}

#[test]
fn what_somebody_wrote_stands_in_a_quote_of_its_own() {
    let (house, case) = (house("Northwind"), case("T", "Fabrikam"));
    let letter = CaseLetter::Acknowledged { by: Some("Mika".to_owned()), message: "One\n\nTwo".to_owned() };
    let written = about_case(&house, &reader("", Locale::En, "UTC"), &case, &letter);
    assert!(written.text.contains("\nMika wrote:\n\n| One\n| \n| Two\n"), "{}", written.text);
    assert!(!written.text.contains("Hello"), "nobody is greeted without a name");
}
