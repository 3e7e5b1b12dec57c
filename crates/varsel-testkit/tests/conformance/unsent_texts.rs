//! What is being written on a case, and who can read it.

use varsel_app::organisation;
use varsel_app::unsent::{Composer, Written, save, sent};
use varsel_store::unsent::{self, MAX_UNSENT};

use super::*;

const NOTHING: Written<'static> = Written { body: "", due_date: "", due_time: "" };

fn text(body: &str) -> Written<'_> {
    Written { body, ..NOTHING }
}

#[test]
fn an_unsent_text_is_its_writers_alone_and_no_window_overwrites_another() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 2);
        let number = desk.publisher_submits(0, 1);
        let (ctx, owner, stranger) = (desk.ctx(), desk.market.owners[0].0, desk.market.owners[1].0);
        let analyst = desk.market.analyst;
        let done: Result<(), AppError> = store
            .write(move |tx| {
                let case = cases::find(tx, number, Scope::Desk)?.ok_or(AppError::NotFound)?;
                let keep =
                    |body, version| save(tx, &ctx, &owner, number, Composer::Message, text(body), version);
                let first = keep("Half a thought", 0)?;
                assert!(first > 0);
                assert_eq!(keep("Half a thought", 0)?, first, "the same again changes nothing");
                let second = keep("Half a thought, and more", first)?;
                assert!(second > first, "also within one microsecond");
                let late = keep("Another window", first);
                assert!(matches!(late, Err(AppError::DraftChanged { revision }) if revision == second));

                let read = |person| unsent::of_case(tx, person, case.id);
                assert_eq!(read(owner.person)?.len(), 1);
                assert_eq!(read(analyst.person)?, [], "the desk does not read what is not sent");
                let foreign = save(tx, &ctx, &stranger, number, Composer::Message, text("Mine?"), 0);
                assert!(matches!(foreign, Err(AppError::NotFound)));
                let note = save(tx, &ctx, &owner, number, Composer::Note, text("A note"), 0);
                assert!(matches!(note, Err(AppError::Refused { .. })), "a publisher writes no notes");

                // Sent from a window that had not seen the newest: what the other one holds stays.
                sent(tx, &owner, &case, Composer::Message, "Half a thought", first)?;
                assert_eq!(read(owner.person)?.len(), 1);
                sent(tx, &owner, &case, Composer::Message, "and a little more", second)?;
                assert_eq!(read(owner.person)?, []);
                // A window that still names what was sent begins a new one.
                let third = keep("Something else", second)?;
                assert_eq!(keep("  ", third)?, 0, "an emptied text is deleted");
                assert_eq!(read(owner.person)?, []);

                let question = Written { body: "Which?", due_date: "2026-11-30", due_time: "17:00" };
                save(tx, &ctx, &analyst, number, Composer::Question, question, 0)?;
                save(tx, &ctx, &analyst, number, Composer::Note, text("A note"), 0)?;
                let mut kept = read(analyst.person)?;
                kept.sort_by(|a, b| a.kind.cmp(&b.kind));
                let kinds: Vec<_> = kept.iter().map(|k| (k.kind.as_str(), k.due_date.as_str())).collect();
                assert_eq!(kinds, [("notes", ""), ("questions", "2026-11-30")]);
                Ok(())
            })
            .wait();
        done.unwrap();
    });
}

#[test]
fn unsent_texts_are_bounded_and_go_with_time_and_with_access() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 1);
        let number = desk.publisher_submits(0, 1);
        let (ctx, owner, analyst) = (desk.ctx(), desk.market.owners[0].0, desk.market.analyst.person);
        let done: Result<(), AppError> = store
            .write(move |tx| {
                let count = || unsent::count(tx, owner.person);
                let keep = |composer, body: &str| save(tx, &ctx, &owner, number, composer, text(body), 0);
                let long = keep(Composer::Message, &"x".repeat(100_001));
                assert!(matches!(long, Err(AppError::Invalid(_))));
                for question in 0..u32::try_from(MAX_UNSENT).unwrap() {
                    keep(Composer::Answer(question), "An answer")?;
                }
                let more = keep(Composer::Message, "One too many");
                assert!(matches!(more, Err(AppError::TooMany { .. })));

                assert_eq!(unsent::delete_old(tx, ctx.now)?, 0, "what is new stays");
                unsent::delete_old(tx, ctx.now + 1.hours())?;
                assert_eq!(count()?, 0);
                keep(Composer::Message, "Half a thought")?;
                unsent::delete_of(tx, owner.person, owner.publisher)?;
                assert_eq!(count()?, 0, "the organisation is out of reach");
                keep(Composer::Message, "Half a thought")?;
                let role = Role::Desk(DeskRole::Administrator);
                let administrator = Actor { person: analyst, role, publisher: None };
                organisation::set_disabled(tx, &ctx, &administrator, owner.person, true)?;
                assert_eq!(count()?, 0, "and so is everything for who is switched off");
                Ok(())
            })
            .wait();
        done.unwrap();
    });
}
