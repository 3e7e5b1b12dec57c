//! What a search finds, for whom, and which piece of text it shows.

use varsel_app::cases::{self as use_cases, NewReport};
use varsel_app::intake::Answers;
use varsel_core::case::{FactKind, FactStatus, Outcome, OutcomeStatement};
use varsel_core::clock::ClockKind;
use varsel_core::score::{Priority, Severity};
use varsel_store::Sql;

use super::*;

const FORGETTING: &str =
    "update search_doc set body = '', notes = '', shared_words = '', desk_words = '', folding = 0";
/// Makes every case one that was indexed by older rules.
static FORGET: Sql = Sql { name: "test/forget", sqlite: FORGETTING, postgres: FORGETTING };

/// Submits a report whose answers a test has changed.
fn submits(desk: &Desk<'_>, change: impl FnOnce(&mut Answers)) -> ConfirmationNumber {
    let (ctx, (owner, offer)) = (desk.ctx(), desk.market.owners[0]);
    let mut answers = generate::answers(11, offer);
    change(&mut answers);
    let told: Result<_, AppError> = desk
        .store
        .write(move |tx| {
            let new = NewReport { draft: None, category: Category::Vulnerability, answers: &answers };
            use_cases::submit(tx, &ctx, &owner, &new)
        })
        .wait();
    told.unwrap().number.unwrap()
}

/// Writes the title and the snippet of what is found, with the hits in corner brackets.
fn shown(desk: &Desk<'_>, scope: Scope, query: &str) -> Vec<String> {
    let text = query.to_owned();
    let found: Result<_, StoreError> =
        desk.store.scan(move |tx| search::find(tx, scope, &text, Filter::default(), None, 50)).wait();
    let piece = |p: &search::Piece| if p.is_hit { format!("⟦{}⟧", p.text) } else { p.text.clone() };
    let row = |f: search::Found| {
        let pieces = f.title.iter().map(piece).chain([" | ".to_owned()]);
        pieces.chain(f.snippet.iter().map(piece)).collect()
    };
    found.unwrap().into_iter().map(row).collect()
}

fn sentence(text: &str) -> Sentence {
    Sentence::new(text).unwrap()
}

#[test]
fn a_publisher_is_shown_the_text_around_the_word() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 1);
        let number = submits(&desk, |answers| {
            answers.title = "Log4Shell in the collector".to_owned();
            answers.description =
                "The collector logs what clients send. A lookup then loads a class.".to_owned();
            answers.vulnerability.cves = vec!["CVE-2021-44228".to_owned()];
            answers.vulnerability.upstream_component = "log4j-core 2.14.1".to_owned();
            answers.own_reference = "TICKET-7781".to_owned();
            answers.resolution.exists = Some(true);
            answers.resolution.steps = vec!["Update the gateway to 4.2.3.".to_owned()];
        });
        let mine = desk.market.owners[0].0;
        let long = format!("{} The needle lies here.", "A line of the log, as it was. ".repeat(600));
        for text in ["We rotated the passwords yesterday.", &long, &"And more of it. ".repeat(300)] {
            desk.does(mine, number, Command::ShareMessage { text: body(text) }).unwrap();
        }
        let long = format!("{} The thimble lies here.", "A line of the log, as it was. ".repeat(300));
        desk.does(mine, number, Command::ShareMessage { text: body(&long) }).unwrap();
        for (query, wanted) in [
            ("log4shell", "⟦Log4Shell⟧ in the collector | The collector logs"),
            ("lookup", "A ⟦lookup⟧ then"),
            ("passwords", "We rotated the ⟦passwords⟧ yesterday."),
            ("log4j", "⟦log4j⟧-core 2.14.1 · TICKET-7781"),
            ("CVE-2021-44228", "⟦CVE⟧-⟦2021⟧-⟦44228⟧ · log4j-core"),
            ("ticket-7781", "⟦TICKET⟧-⟦7781⟧"),
            ("gateway", "Update the ⟦gateway⟧ to 4.2.3."),
            ("needle", "The ⟦needle⟧ lies here."),
            ("thimble", "The ⟦thimble⟧ lies here."),
            (&number.to_string(), "Log4Shell in the collector | The collector logs"),
        ] {
            for scope in [Scope::of(&mine), Scope::Desk] {
                let found = shown(&desk, scope, query);
                assert_eq!(found.len(), 1, "{query}");
                assert!(found[0].contains(wanted), "{query}: {}", found[0]);
                let id = mine.publisher.unwrap().to_string();
                for inner in [&id, &id.replace('-', "")] {
                    assert!(!found[0].contains(inner.as_str()), "{query}: {}", found[0]);
                }
            }
        }
    });
}

#[test]
fn a_word_is_found_however_it_is_composed_and_accented() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 1);
        let composed = submits(&desk, |answers| answers.title = "Räksmörgås".to_owned()).to_string();
        let apart = submits(&desk, |answers| {
            answers.title = "Ra\u{308}ksmo\u{308}rga\u{30a}s".to_owned();
            answers.description = "Le re\u{301}sume\u{301} de Müller: Får ÅNGSTRÖM lov4j?".to_owned();
        })
        .to_string();
        let both = [apart.clone(), composed];
        for (query, wanted) in [
            ("räksmörgås", &both[..]),
            ("ra\u{308}ksmo\u{308}rga\u{30a}s", &both),
            ("RÄKSM", &both),
            ("raksmorgas", &[]),
            ("résumé", &both[..1]),
            ("resume", &both[..1]),
            ("RE\u{301}SUME\u{301}", &both[..1]),
            ("muller", &both[..1]),
            ("far", &[]),
            ("får", &both[..1]),
            ("\u{212B}ngstro\u{308}m", &both[..1]),
            ("ｌｏｖ４ｊ", &both[..1]),
        ] {
            for scope in [Scope::of(&desk.market.owners[0].0), Scope::Desk] {
                assert_eq!(desk.finds(scope, query), wanted, "{query}");
            }
        }
        let found = shown(&desk, Scope::Desk, "resume");
        assert!(found[0].contains("Le ⟦re\u{301}sume\u{301}⟧ de Müller"), "as it was written: {}", found[0]);
    });
}

#[test]
fn reasons_and_outcomes_are_found_by_those_who_read_them() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 2);
        let number = desk.publisher_submits(0, 11);
        let (mine, analyst) = (desk.market.owners[0].0, desk.market.analyst);
        let statement = |outcome, text| OutcomeStatement { outcome, sentence: sentence(text), until: None };
        desk.does(analyst, number, Command::Acknowledge { message: body("Seen.") }).unwrap();
        let assess = Command::Assess {
            severity: Severity::Critical,
            severity_reason: sentence("Quagmire of reach."),
            priority: Priority::P1,
            priority_reason: sentence("Zeppelins wait."),
        };
        desk.does(analyst, number, assess).unwrap();
        let note = Some(sentence("Seen by the wombat."));
        desk.does(mine, number, Command::Assert { fact: FactKind::Exploited, status: FactStatus::Yes, note })
            .unwrap();
        let decided =
            Command::DecideTarget { clock: ClockKind::DecideMeasure, sentence: sentence("Ocelot alone.") };
        desk.does(analyst, number, decided).unwrap();
        let outcome = statement(Outcome::Fixed, "Mangrove is the outcome.");
        desk.does(analyst, number, Command::CommunicateOutcome { statement: outcome }).unwrap();
        desk.does(analyst, number, Command::Mitigate { sentence: sentence("Narwhal goes out.") }).unwrap();
        let closing = statement(Outcome::Fixed, "Pangolin closes it.");
        desk.does(analyst, number, Command::Close { statement: closing }).unwrap();
        desk.does(analyst, number, Command::Reopen { reason: sentence("Kestrel came back.") }).unwrap();
        desk.does(mine, number, Command::Withdraw { reason: sentence("Ibex was a mistake.") }).unwrap();

        let expect = |store: &Store, when: &str| {
            let desk = Desk {
                store,
                clock: FrozenClock::at("2026-11-23T09:00:00Z"),
                surroundings: desk.surroundings.clone(),
                market: desk.market.clone(),
            };
            for (word, own) in [
                ("quagmire", 1),
                ("zeppelins", 1),
                ("wombat", 1),
                ("ocelot", 0),
                ("mangrove", 1),
                ("narwhal", 1),
                ("pangolin", 1),
                ("kestrel", 1),
                ("ibex", 1),
            ] {
                assert_eq!(
                    desk.finds(Scope::of(&mine), word).len(),
                    own,
                    "{when}: the publisher searches {word}"
                );
                assert_eq!(desk.finds(Scope::Desk, word).len(), 1, "{when}: the desk searches {word}");
                let theirs = Scope::of(&desk.market.owners[1].0);
                assert!(desk.finds(theirs, word).is_empty(), "{when}: a stranger searches {word}");
            }
        };
        expect(store, "as it happens");

        let forgotten: Result<_, StoreError> = store.write(|tx| tx.execute(&FORGET, &[])).wait();
        assert_eq!(forgotten.unwrap(), 1);
        assert!(desk.finds(Scope::Desk, "ibex").is_empty());
        assert_eq!(store.migrate().unwrap().reindexed, 1);
        expect(store, "indexed again");
        assert_eq!(store.migrate().unwrap().reindexed, 0);
    });
}

#[test]
fn nobody_forges_the_mark_of_a_hit() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 1);
        let number =
            submits(&desk, |answers| answers.title = "A <mark>forged</mark> \u{E000}hit\u{E001}".to_owned());
        let text = "Before <b>bold</b> \u{E000}private\u{E001} [[brackets]] **stars** needle after.";
        let mine = desk.market.owners[0].0;
        desk.does(mine, number, Command::ShareMessage { text: body(text) }).unwrap();
        let found: Result<_, StoreError> =
            store.scan(|tx| search::find(tx, Scope::Desk, "needle", Filter::default(), None, 50)).wait();
        let found = found.unwrap().remove(0);
        let hits: Vec<_> = found.title.iter().chain(&found.snippet).filter(|piece| piece.is_hit).collect();
        assert_eq!(hits.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>(), ["needle"]);
        let whole: String = found.snippet.iter().map(|piece| piece.text.as_str()).collect();
        assert!(
            whole.contains("bold</b> \u{E000}private\u{E001} [[brackets]] **stars** needle"),
            "what looks like a mark is shown as it was typed: {whole}"
        );
    });
}
