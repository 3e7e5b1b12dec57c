//! What is listed and found, in which order, and for whom.

use varsel_core::cve::{CveFacts, CveSource};
use varsel_store::cves;

use super::*;

#[test]
fn paging_shows_every_row_once_and_in_order() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 3);
        desk.tells(120);
        let analyst = desk.market.analyst.person;
        let own = Scope::Publisher(desk.market.owners[0].0.publisher.unwrap());
        for (scope, view) in [
            (Scope::Desk, View::Open),
            (Scope::Desk, View::WaitingOn(WaitingOn::Desk)),
            (Scope::Desk, View::OwnedBy(analyst)),
            (Scope::Desk, View::Unowned),
            (Scope::Desk, View::AllBySubmission),
            (Scope::Desk, View::AllByChange),
            (own, View::AllByChange),
        ] {
            let walk = |limit: usize| {
                let walked: Result<Vec<_>, StoreError> = store
                    .read(move |tx| {
                        let (mut rows, mut after) = (Vec::new(), None);
                        loop {
                            let page = queue::list(tx, scope, view, Filter::default(), after, limit)?;
                            rows.extend(page.rows);
                            after = page.next;
                            if after.is_none() {
                                return Ok(rows);
                            }
                        }
                    })
                    .wait();
                walked.unwrap()
            };
            let (whole, paged) = (walk(1_000), walk(7));
            assert!(!whole.is_empty(), "{view:?}");
            assert_eq!(whole, paged, "{view:?}");
            assert_eq!(whole.iter().map(|r| r.id).collect::<HashSet<_>>().len(), whole.len(), "{view:?}");
            if matches!(view, View::Open | View::Unowned | View::OwnedBy(_) | View::WaitingOn(_)) {
                assert!(whole.windows(2).all(|pair| pair[0].due <= pair[1].due), "{view:?}");
                assert!(whole.iter().all(|row| row.stage.is_open()), "{view:?}");
            }
            if let Scope::Publisher(id) = scope {
                assert!(whole.iter().all(|row| row.publisher == id));
            }
        }
    });
}

#[test]
fn filters_narrow_and_combine() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 3);
        desk.tells(120);
        let list = |filter: Filter| {
            let listed: Result<_, StoreError> = store
                .read(move |tx| queue::list(tx, Scope::Desk, View::AllBySubmission, filter, None, 1_000))
                .wait();
            listed.unwrap().rows
        };
        let all = list(Filter::default());
        let stage = Some(StageKind::Closed);
        let closed = list(Filter { stage, ..Filter::default() });
        assert!(!closed.is_empty() && closed.len() < all.len());
        let severity = Some(closed[0].severity);
        let both = list(Filter { stage, severity, ..Filter::default() });
        let expected: Vec<_> =
            all.iter().filter(|r| r.stage == StageKind::Closed && Some(r.severity) == severity).collect();
        assert_eq!(both.iter().collect::<Vec<_>>(), expected);
    });
}

#[test]
fn nobody_sees_what_is_not_theirs() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 2);
        let number = desk.publisher_submits(0, 10);
        let (mine, theirs) = (desk.market.owners[0].0, desk.market.owners[1].0);
        desk.does(desk.market.analyst, number, Command::Acknowledge { message: body("canaryack here") })
            .unwrap();
        desk.does(desk.market.analyst, number, Command::AddNote { text: body("canarynote inside") }).unwrap();
        desk.does(mine, number, Command::ShareMessage { text: body("canarymessage shared") }).unwrap();
        let technical = "Seen with CVE-2020-1938 in 9.0.31, at build.canary.example/opt/conf/server.xml, by ana@canary.example";
        desk.does(mine, number, Command::ShareMessage { text: body(technical) }).unwrap();

        let foreign = desk.does(theirs, number, Command::ShareMessage { text: body("let me in") });
        assert!(matches!(foreign, Err(AppError::NotFound)), "a stranger gets what a missing case gets");
        let (own_scope, foreign_scope) = (Scope::of(&mine), Scope::of(&theirs));
        for (query, own, at_desk) in [
            ("canarymessage", 1, 1),
            ("canaryack", 1, 1),
            ("canarynote", 0, 1),
            ("zq1x", 1, 1),
            (&number.to_string(), 1, 1),
            ("offer", 1, 1),
            ("canarymes", 1, 1),
            ("CVE-2020-1938", 1, 1),
            ("2020-1938", 1, 1),
            ("9.0.31", 1, 1),
            ("9.0", 1, 1),
            ("build.canary.example", 1, 1),
            ("canary.example", 1, 1),
            ("conf/server.xml", 1, 1),
            ("ana@canary.example", 1, 1),
            ("\"canarynote OR canarymessage", 0, 0),
            ("notes:canarynote", 0, 0),
            ("scope:*", 0, 0),
        ] {
            assert_eq!(desk.finds(own_scope, query).len(), own, "the publisher searches {query}");
            assert_eq!(desk.finds(Scope::Desk, query).len(), at_desk, "the desk searches {query}");
            assert_eq!(desk.finds(foreign_scope, query), Vec::<String>::new(), "a stranger searches {query}");
            assert_eq!(desk.finds(Scope::Nothing, query), Vec::<String>::new());
        }
        let (stage, publisher) = (Some(StageKind::Acknowledged), mine.publisher);
        for (filter, found) in [
            (Filter { stage, ..Filter::default() }, 1),
            (Filter { stage, publisher, ..Filter::default() }, 1),
            (Filter { stage: Some(StageKind::Closed), ..Filter::default() }, 0),
            (Filter { publisher: theirs.publisher, ..Filter::default() }, 0),
        ] {
            for scope in [own_scope, Scope::Desk] {
                let hits: Result<_, StoreError> =
                    store.read(move |tx| search::find(tx, scope, "canaryack", filter, None, 50)).wait();
                assert_eq!(hits.unwrap().len(), found, "{filter:?}");
            }
        }
        let entries = |desk_reads: bool| {
            let read: Result<_, StoreError> = store
                .read(move |tx| {
                    let case = cases::find(tx, number, Scope::Desk)?.unwrap();
                    cases::timeline(tx, case.id, desk_reads, u32::MAX, 100)
                })
                .wait();
            read.unwrap().iter().map(|e| e.recorded.event.kind()).collect::<Vec<_>>()
        };
        assert_eq!(
            entries(true),
            ["submitted", "acknowledged", "note_added", "message_shared", "message_shared"]
        );
        assert_eq!(entries(false), ["submitted", "acknowledged", "message_shared", "message_shared"]);
    });
}

#[test]
fn similar_cases_share_a_cve_or_rare_words() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 2);
        let (a, b, other) =
            (desk.publisher_submits(0, 10), desk.publisher_submits(1, 10), desk.publisher_submits(0, 11));
        let found: Result<_, StoreError> = store
            .read(move |tx| {
                let case = cases::find(tx, a, Scope::Desk)?.unwrap();
                Ok((cases::similar_to(tx, &case, 5)?, search::near(tx, &case, 5)?))
            })
            .wait();
        let (same, near): (Vec<cases::Similar>, Vec<cases::Similar>) = found.unwrap();
        let numbers = |found: Vec<cases::Similar>| found.into_iter().map(|s| s.number).collect::<Vec<_>>();
        assert_eq!(numbers(same), [b.to_string()], "a CVE id is shared");
        let near = numbers(near);
        assert_eq!(near.first(), Some(&b.to_string()), "the same title is nearest");
        assert!(!near.contains(&a.to_string()), "a case is not similar to itself");
        assert!(!near.contains(&other.to_string()), "{other} shares no two words");
    });
}

#[test]
fn cases_about_one_vulnerability_are_similar_whichever_id_their_publishers_gave() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 2);
        let advisory = desk.publisher_submits_as(0, 10, &["GHSA-jfh8-c2jp-5v3q"]);
        let cve = desk.publisher_submits_as(1, 11, &["CVE-2021-44228"]);
        let similar = |number| {
            let found: Result<_, StoreError> = store
                .read(move |tx| {
                    let case = cases::find(tx, number, Scope::Desk)?.unwrap();
                    cases::similar_to(tx, &case, 5)
                })
                .wait();
            found.unwrap().into_iter().map(|similar| similar.number).collect::<Vec<_>>()
        };
        assert_eq!(
            (similar(advisory), similar(cve)),
            (vec![], vec![]),
            "nothing says that they are the same"
        );
        let facts = CveFacts { aliases: vec!["GHSA-jfh8-c2jp-5v3q".to_owned()], ..CveFacts::default() };
        let put: Result<_, StoreError> = store
            .write(move |tx| {
                let (id, of) = ("CVE-2021-44228".parse().unwrap(), (CveSource::Osv, "GHSA-jfh8-c2jp-5v3q"));
                cves::put(tx, &id, of, jiff::Timestamp::UNIX_EPOCH, &facts)
            })
            .wait();
        put.unwrap();
        assert_eq!((similar(advisory), similar(cve)), (vec![cve.to_string()], vec![advisory.to_string()]));
    });
}

#[test]
fn roles_have_their_scope() {
    let person = varsel_core::ids::PersonId(uuid_of(1));
    let desk = Actor { person, role: Role::Desk(DeskRole::Auditor), publisher: None };
    assert_eq!(Scope::of(&desk), Scope::Desk);
    let lost = Actor { person, role: Role::Publisher(PublisherRole::Owner), publisher: None };
    assert_eq!(Scope::of(&lost), Scope::Nothing);
    assert_eq!(lost.party(), Party::Publisher);
}

fn uuid_of(n: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(n)
}
