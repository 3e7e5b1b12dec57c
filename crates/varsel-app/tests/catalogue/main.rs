//! The catalogue on both engines: editing it, importing it, and what the request form makes of it.

#[cfg(test)]
mod fresh;

use std::io::Cursor;

use fresh::on_both;
use uuid::Uuid;
use varsel_app::catalogue::{
    OfferAnswers, PublisherAnswers, add_offer, add_publisher, edit_offer, edit_publisher, offer, offers,
    publisher, publishers,
};
use varsel_app::import::{Count, Format, ImportError, Phase, Progress, Report, import};
use varsel_app::intake::ProblemKind;
use varsel_app::{AppError, Ctx};
use varsel_core::catalogue::{Country, Listing, OfferKind};
use varsel_core::ids::PersonId;
use varsel_core::permission::{Actor, DeskRole, PublisherRole, Role};
use varsel_core::refusal::Refusal;
use varsel_store::{Store, Tx, catalogue};

const HEADER: &str = "publisher_key,publisher_name,offer_key,offer_name,kind,listing,plans,versions";
const OFFERS: &str = "\
fabrikam,Fabrikam AB,fabrikam-analytics,Fabrikam Analytics,saas,listed,Free|Team|Enterprise,4.2.3|4.2.2|4.2.1
fabrikam,Fabrikam AB,fabrikam-clipper,Fabrikam Clipper,add_in,hidden,Free,24.12.5
brackwater,Brackwater Systems Ltd,brackwater-vpn,Brackwater VPN,machine_image,listed,,
";
const HOLDINGS: &str = "customer_key,customer_name,country,offer_key,plan,version
c1,Tailspin Toys,DE,fabrikam-analytics,Team,4.2.2
c1,Tailspin Toys,DE,brackwater-vpn,Any,
c2,Bj\u{f6}rkvik Kommun,SE,fabrikam-analytics,,4.2.1
";

fn read<T: Send + 'static>(
    store: &Store,
    work: impl FnOnce(&Tx<'_>) -> Result<T, AppError> + Send + 'static,
) -> Result<T, AppError> {
    store.read(work).wait()
}

fn write<T: Send + 'static>(
    store: &Store,
    ctx: &Ctx,
    work: impl FnOnce(&Tx<'_>, &Ctx) -> Result<T, AppError> + Send + 'static,
) -> Result<T, AppError> {
    let ctx = ctx.clone();
    store.write(move |tx| work(tx, &ctx)).wait()
}

fn run(store: &Store, ctx: &Ctx, format: Format, file: &str, dry: bool) -> Result<Report, ImportError> {
    import(store, ctx, format, &mut Cursor::new(file), dry, &mut |_| {})
}

fn csv(rows: &str) -> String {
    format!("{HEADER}\n{rows}")
}

fn said(result: Result<Report, ImportError>) -> Vec<String> {
    match result {
        Err(ImportError::Problems(problems)) => problems.list.iter().map(ToString::to_string).collect(),
        other => panic!("{other:?}"),
    }
}

fn desk(role: DeskRole) -> Actor {
    Actor { person: PersonId(Uuid::from_u128(1)), role: Role::Desk(role), publisher: None }
}

fn new(new: u64) -> Count {
    Count { new, ..Count::default() }
}

fn unchanged(unchanged: u64) -> Count {
    Count { unchanged, ..Count::default() }
}

fn names(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn what_was_imported_once_is_unchanged_the_second_time() {
    on_both("twice", |store, ctx| {
        let first = Report {
            rows: 3,
            publishers: new(2),
            offers: new(3),
            plans: new(4),
            versions: new(4),
            ..Report::default()
        };
        assert_eq!(run(store, ctx, Format::Csv, &csv(OFFERS), true).unwrap(), first);
        assert_eq!(
            read(store, |tx| Ok(catalogue::count_offers(tx)?)).unwrap(),
            0,
            "a dry run writes nothing"
        );
        assert_eq!(run(store, ctx, Format::Csv, &csv(OFFERS), false).unwrap(), first);
        let again = Report {
            rows: 3,
            publishers: unchanged(2),
            offers: unchanged(3),
            plans: unchanged(4),
            versions: unchanged(4),
            ..Report::default()
        };
        assert_eq!(run(store, ctx, Format::Csv, &csv(OFFERS), false).unwrap(), again);
        assert!(again.is_nothing());

        let held = Report { rows: 3, customers: new(2), holdings: new(3), ..Report::default() };
        assert_eq!(run(store, ctx, Format::Csv, HOLDINGS, true).unwrap(), held);
        assert_eq!(run(store, ctx, Format::Csv, HOLDINGS, false).unwrap(), held);
        let again = Report { rows: 3, customers: unchanged(2), holdings: unchanged(3), ..Report::default() };
        assert_eq!(run(store, ctx, Format::Csv, HOLDINGS, false).unwrap(), again);
        let moved =
            HOLDINGS.replace("Team,4.2.2", "Enterprise,4.2.3").replace("Tailspin Toys", "Tailspin Toys AG");
        let report = run(store, ctx, Format::Csv, &moved, false).unwrap();
        assert_eq!(report.customers, Count { changed: 1, unchanged: 1, ..Count::default() });
        assert_eq!(report.holdings, Count { changed: 1, unchanged: 2, ..Count::default() });

        // Whoever is critical stays so where a file says nothing of it.
        let critical =
            moved.replacen("plan,version", "plan,version,critical", 1).replace("4.2.3", "4.2.3,yes");
        let critical = critical.replace("vpn,Any,", "vpn,Any,,yes").replace("4.2.1", "4.2.1,");
        for (file, changed) in [(&critical, 1), (&critical, 0), (&moved, 0)] {
            assert_eq!(run(store, ctx, Format::Csv, file, false).unwrap().customers.changed, changed);
        }
        let holders = read(store, |tx| {
            let offer = catalogue::offer_by_key(tx, "fabrikam-analytics")?.unwrap();
            assert_eq!(catalogue::count_critical(tx, offer.id)?, [(Some("Enterprise".to_owned()), 1)]);
            let first = catalogue::holders(tx, offer.id, None, 1)?;
            let rest = catalogue::holders(tx, offer.id, Some(first[0].customer.id), 10)?;
            assert_eq!(catalogue::count_holders(tx, offer.id)?, 2);
            Ok([first, rest].concat())
        });
        let holders: Vec<_> =
            holders.unwrap().into_iter().map(|h| (h.customer.name, h.holding.plan)).collect();
        let toys = ("Tailspin Toys AG".to_owned(), Some("Enterprise".to_owned()));
        assert_eq!(holders, [toys, ("Bj\u{f6}rkvik Kommun".to_owned(), None)]);
    });
}

#[test]
fn a_changed_file_changes_what_it_names_and_no_more() {
    on_both("changed", |store, ctx| {
        run(store, ctx, Format::Csv, &csv(OFFERS), false).unwrap();
        let json = r#"[{"publisher_key": "fabrikam", "publisher_name": "Fabrikam Group AB",
            "offer_key": "fabrikam-analytics", "offer_name": "Fabrikam Analytics", "kind": "saas", "listing": "suspended",
            "plans": ["Team", "Free", "Trial"], "versions": []}]"#;
        let wanted = Report {
            rows: 1,
            publishers: Count { changed: 1, ..Count::default() },
            offers: Count { changed: 1, ..Count::default() },
            plans: Count { new: 1, changed: 2, unchanged: 0, removed: 1 },
            ..Report::default()
        };
        assert_eq!(run(store, ctx, Format::Json, json, true).unwrap(), wanted);
        assert_eq!(run(store, ctx, Format::Json, json, false).unwrap(), wanted);
        let choices = read(store, |tx| {
            let fabrikam = catalogue::publisher_by_key(tx, "fabrikam")?.unwrap();
            assert_eq!(fabrikam.name, "Fabrikam Group AB");
            Ok(catalogue::offers_for_form(tx, fabrikam.id)?)
        })
        .unwrap();
        assert_eq!(choices.len(), 2);
        assert_eq!(choices[0].plans, names(&["Team", "Free", "Trial"]));
        assert_eq!(choices[0].versions, names(&["4.2.3", "4.2.2", "4.2.1"]), "an empty list leaves them");
        assert_eq!((choices[0].listing, choices[0].kind), (Listing::Suspended, OfferKind::Saas));
        assert_eq!(
            (choices[1].name.as_str(), choices[1].plans.as_slice()),
            ("Fabrikam Clipper", &names(&["Free"])[..])
        );
    });
}

#[test]
fn one_wrong_row_and_nothing_is_written() {
    on_both("wrong", |store, ctx| {
        run(store, ctx, Format::Csv, &csv(OFFERS), false).unwrap();
        let file = csv("acme,Acme,acme-one,One,saas,listed,,\n\
             acme,Acme,fabrikam-clipper,Stolen,saas,listed,,\n\
             acme,Acme,acme-two,Two,widget,listed,,\n");
        let wanted = [
            "line 3, column 11, offer_key: the offer `fabrikam-clipper` belongs to the publisher `fabrikam`; an offer's \
             key is unique and its publisher stays",
            "line 4, column 24, kind: `widget` is not one of saas, machine_image, container, application, add_in, package, \
             model",
        ];
        assert_eq!(said(run(store, ctx, Format::Csv, &file, true)), wanted);
        assert_eq!(said(run(store, ctx, Format::Csv, &file, false)), wanted);
        assert!(read(store, |tx| Ok(catalogue::publisher_by_key(tx, "acme")?)).unwrap().is_none());
        let customers = "customer_key,customer_name,country,offer_key,plan,version\n\
             c1,A,,nowhere,,\nc2,B,,fabrikam-clipper,Gold,24.12.5\n";
        assert_eq!(
            said(run(store, ctx, Format::Csv, customers, false)),
            [
                "line 2, column 7, offer_key: there is no offer `nowhere`; import the offers first",
                "line 3, column 24, plan: the offer does not have `Gold`; it has Free",
            ]
        );
        assert!(read(store, |tx| Ok(catalogue::customer_by_key(tx, "c2")?)).unwrap().is_none());
    });
}

#[test]
fn many_rows_go_in_by_batches_and_are_told_of() {
    on_both("many", |store, ctx| {
        let row = |i: u32| {
            let publisher = i % 7;
            format!("pub-{publisher},Publisher {publisher},offer-{i},Offer {i},package,listed,Open,2|1")
        };
        let rows = (0..1_201).map(row).collect::<Vec<_>>().join("\n");
        let file = csv(&rows);
        let total = u64::try_from(file.len()).unwrap();
        let mut told: Vec<Progress> = Vec::new();
        let report = import(store, ctx, Format::Csv, &mut Cursor::new(&file), false, &mut |progress| {
            told.push(progress);
        })
        .unwrap();
        assert_eq!((report.rows, report.publishers, report.offers), (1_201, new(7), new(1_201)));
        let steps: Vec<_> = told.iter().map(|p| (p.phase, p.rows)).collect();
        let of = |phase| [(phase, 500), (phase, 1_000), (phase, 1_201)];
        assert_eq!(steps, [of(Phase::Check), of(Phase::Write)].concat());
        assert!(told.iter().all(|p| p.total_bytes == total && p.bytes_read <= total));
        assert_eq!(told.last().unwrap().bytes_read, total);
        let (page, next) = read(store, |tx| {
            let page = catalogue::offers(tx, None, 700)?;
            let last = page.last().unwrap();
            let next = catalogue::offers(tx, Some((&last.name, last.id)), 700)?;
            Ok((page, next))
        })
        .unwrap();
        assert_eq!((page.len(), next.len()), (700, 501));
        assert!(next.iter().all(|offer| !page.contains(offer)));
    });
}

#[test]
fn what_somebody_else_does_meanwhile_is_not_overwritten() {
    on_both("meanwhile", |store, ctx| {
        let file = csv(
            "fabrikam,Fabrikam AB,fabrikam-one,One,saas,listed,,\nfabrikam,Fabrikam AB,fabrikam-two,Two,saas,listed,,",
        );
        // Between the two readings, another publisher takes a key of the file.
        let rival = csv("acme,Acme,fabrikam-two,Two,saas,listed,,");
        let mut interfere = |progress: Progress| {
            if progress.phase == Phase::Check {
                run(store, ctx, Format::Csv, &rival, false).unwrap();
            }
        };
        let result = import(store, ctx, Format::Csv, &mut Cursor::new(&file), false, &mut interfere);
        let Err(ImportError::Problems(problems)) = result else { panic!("{result:?}") };
        assert_eq!((problems.rows_written, problems.list.len()), (0, 1));
        assert!(
            problems.list[0]
                .to_string()
                .starts_with("line 3, column 22, offer_key: the offer `fabrikam-two` belongs")
        );
        assert!(read(store, |tx| Ok(catalogue::publisher_by_key(tx, "fabrikam")?)).unwrap().is_none());
    });
}

#[test]
fn the_desk_edits_and_the_second_of_two_is_told() {
    on_both("edit", |store, ctx| {
        let lead = desk(DeskRole::Lead);
        let typed = PublisherAnswers {
            key: "fabrikam".to_owned(),
            name: " Fabrikam AB ".to_owned(),
            website: "https://fabrikam.example".to_owned(),
            country: "se".to_owned(),
        };
        let again = typed.clone();
        let id = write(store, ctx, move |tx, ctx| add_publisher(tx, ctx, &lead, &typed)).unwrap();
        let taken = write(store, ctx, {
            let typed = again.clone();
            move |tx, ctx| add_publisher(tx, ctx, &lead, &typed)
        });
        assert!(
            matches!(taken, Err(AppError::Invalid(p)) if p[0].field == "key" && p[0].kind == ProblemKind::Taken)
        );
        let before = read(store, move |tx| publisher(tx, &lead, id)).unwrap();
        assert_eq!(PublisherAnswers::from(&before).country, "SE");
        let same = again.clone();
        let seen = Some(before.updated);
        assert!(!write(store, ctx, move |tx, ctx| edit_publisher(tx, ctx, &lead, id, seen, &same)).unwrap());
        let renamed = PublisherAnswers { name: "Fabrikam Group".to_owned(), ..again };
        let second = renamed.clone();
        assert!(
            write(store, ctx, move |tx, ctx| edit_publisher(tx, ctx, &lead, id, seen, &renamed)).unwrap()
        );
        let stale = write(store, ctx, move |tx, ctx| edit_publisher(tx, ctx, &lead, id, seen, &second));
        assert!(matches!(stale, Err(AppError::Refused { refusal: Refusal::Stale, .. })));

        let typed = OfferAnswers {
            key: "fabrikam-clipper".to_owned(),
            name: "Clipper".to_owned(),
            kind: "add_in".to_owned(),
            listing: "listed".to_owned(),
            plans: names(&["Free", " ", "Team"]),
            versions: names(&["2", "1"]),
        };
        let mut next = typed.clone();
        let clipper = write(store, ctx, move |tx, ctx| add_offer(tx, ctx, &lead, id, &typed)).unwrap();
        let page = read(store, move |tx| offer(tx, &lead, clipper)).unwrap();
        assert_eq!(
            (page.plans, page.versions, page.holders),
            (names(&["Free", "Team"]), names(&["2", "1"]), Some(0))
        );
        next.plans = names(&["Team"]);
        next.versions = names(&["3", "2", "1"]);
        let seen = Some(page.offer.updated);
        let stale = next.clone();
        assert!(write(store, ctx, move |tx, ctx| edit_offer(tx, ctx, &lead, clipper, seen, &next)).unwrap());
        let refused = write(store, ctx, move |tx, ctx| edit_offer(tx, ctx, &lead, clipper, seen, &stale));
        assert!(matches!(refused, Err(AppError::Refused { refusal: Refusal::Stale, .. })));
        let page = read(store, move |tx| offer(tx, &lead, clipper)).unwrap();
        assert_eq!((page.plans, page.versions), (names(&["Team"]), names(&["3", "2", "1"])));
    });
}

#[test]
fn a_country_kept_from_before_is_shown_and_corrected_with_the_next_change() {
    on_both("country", |store, ctx| {
        let lead = desk(DeskRole::Lead);
        let typed = PublisherAnswers {
            key: "fabrikam".to_owned(),
            name: "Fabrikam AB".to_owned(),
            ..Default::default()
        };
        let id = write(store, ctx, move |tx, ctx| add_publisher(tx, ctx, &lead, &typed)).unwrap();
        let before = read(store, move |tx| publisher(tx, &lead, id)).unwrap();
        let kept = catalogue::Publisher { country: Some(Country::kept("ZZ").unwrap()), ..before };
        assert!(
            write(store, ctx, move |tx, ctx| Ok(catalogue::update_publisher(tx, &kept, ctx.now)?)).unwrap()
        );
        let shown = PublisherAnswers::from(&read(store, move |tx| publisher(tx, &lead, id)).unwrap());
        assert_eq!(shown.country, "ZZ");
        let refused = write(store, ctx, move |tx, ctx| edit_publisher(tx, ctx, &lead, id, None, &shown));
        let Err(AppError::Invalid(problems)) = refused else { panic!("{refused:?}") };
        assert_eq!(problems.iter().map(|problem| problem.field.as_str()).collect::<Vec<_>>(), ["country"]);
    });
}

#[test]
fn wrong_fields_are_told_all_at_once() {
    on_both("fields", |store, ctx| {
        let administrator = desk(DeskRole::Administrator);
        let wrong = PublisherAnswers {
            key: "Fab".to_owned(),
            name: String::new(),
            website: "javascript:alert(1)".to_owned(),
            country: "Sweden".to_owned(),
        };
        let refused = write(store, ctx, move |tx, ctx| add_publisher(tx, ctx, &administrator, &wrong));
        let Err(AppError::Invalid(problems)) = refused else { panic!("{refused:?}") };
        let told: Vec<_> = problems.iter().map(|p| (p.field.as_str(), p.kind.code())).collect();
        let wanted =
            [("key", "malformed"), ("name", "missing"), ("website", "malformed"), ("country", "malformed")];
        assert_eq!(told, wanted);
        run(store, ctx, Format::Csv, &csv(OFFERS), false).unwrap();
        let fabrikam =
            read(store, |tx| Ok(catalogue::publisher_by_key(tx, "fabrikam")?)).unwrap().unwrap().id;
        let wrong = OfferAnswers {
            key: "brackwater-vpn".to_owned(),
            name: "N".repeat(161),
            kind: "widget".to_owned(),
            listing: String::new(),
            plans: names(&["A", "", "A"]),
            versions: vec!["1".to_owned(); 501],
        };
        let refused = write(store, ctx, move |tx, ctx| add_offer(tx, ctx, &administrator, fabrikam, &wrong));
        let Err(AppError::Invalid(problems)) = refused else { panic!("{refused:?}") };
        let told: Vec<_> = problems.iter().map(|p| (p.field.as_str(), p.kind.code())).collect();
        assert_eq!(
            told,
            [
                ("name", "too_long"),
                ("kind", "not_one_of"),
                ("listing", "not_one_of"),
                ("plans.2", "taken"),
                ("versions", "too_many"),
                ("key", "taken")
            ]
        );
    });
}

#[test]
fn others_see_and_do_nothing_of_it() {
    on_both("others", |store, ctx| {
        run(store, ctx, Format::Csv, &csv(OFFERS), false).unwrap();
        let ids = read(store, |tx| {
            let fabrikam = catalogue::publisher_by_key(tx, "fabrikam")?.unwrap().id;
            let brackwater = catalogue::publisher_by_key(tx, "brackwater")?.unwrap().id;
            let clipper = catalogue::offer_by_key(tx, "fabrikam-clipper")?.unwrap().id;
            Ok((fabrikam, brackwater, clipper))
        });
        let (fabrikam, brackwater, clipper) = ids.unwrap();
        for role in [DeskRole::Analyst, DeskRole::Auditor] {
            let actor = desk(role);
            assert_eq!(read(store, move |tx| publishers(tx, &actor, None, 10)).unwrap().len(), 2);
            let refused = write(store, ctx, move |tx, ctx| {
                edit_publisher(tx, ctx, &actor, fabrikam, None, &PublisherAnswers::default())
            });
            assert!(
                matches!(refused, Err(AppError::Refused { refusal: Refusal::NotAllowed { .. }, .. })),
                "{role}"
            );
        }
        let owner = |publisher| Actor {
            person: PersonId(Uuid::from_u128(2)),
            role: Role::Publisher(PublisherRole::Owner),
            publisher: Some(publisher),
        };
        let (own, stranger) = (owner(fabrikam), owner(brackwater));
        assert!(matches!(
            read(store, move |tx| publishers(tx, &own, None, 10)),
            Err(AppError::Refused { .. })
        ));
        assert_eq!(read(store, move |tx| offers(tx, &own, fabrikam, None, 10)).unwrap().len(), 2);
        assert_eq!(read(store, move |tx| offer(tx, &own, clipper)).unwrap().holders, None);
        assert!(matches!(read(store, move |tx| offer(tx, &stranger, clipper)), Err(AppError::NotFound)));
        assert!(matches!(
            read(store, move |tx| offers(tx, &stranger, fabrikam, None, 10)),
            Err(AppError::NotFound)
        ));
        let refused = write(store, ctx, move |tx, ctx| {
            edit_offer(tx, ctx, &own, clipper, None, &OfferAnswers::default())
        });
        assert!(matches!(refused, Err(AppError::Refused { refusal: Refusal::NotAllowed { .. }, .. })));
    });
}
