//! How much is taken from one person and one publisher within an hour.

use varsel_app::limits::{self, Limit, Limits, Whose};
use varsel_core::ids::PersonId;

use super::*;
use Limit::{Facts, Megabytes, Messages, Reports};

/// What was refused: of what, for whom, and the most that is taken.
type Over = Option<(Limit, Whose, i64)>;

/// A desk that takes little.
fn strict(store: &Store) -> Desk<'_> {
    let mut desk = Desk::open(store, 2);
    let limits = Limits {
        messages: 3,
        facts: 0,
        reports: 1,
        desk: 2,
        megabytes: 1,
        publisher_times: 2,
        ..Limits::default()
    };
    desk.surroundings.policy = Arc::new(varsel_app::Policy { limits, ..(*desk.surroundings.policy).clone() });
    desk
}

/// Counts; says what was refused, if anything was.
fn counts(desk: &Desk<'_>, by: Actor, limit: Limit, bytes: usize) -> Over {
    let ctx = desk.ctx();
    let counted: Result<(), AppError> =
        desk.store.write(move |tx| limits::count(tx, &ctx, &by, limit, bytes)).wait();
    match counted {
        Ok(()) => None,
        Err(AppError::OverLimit { limit, whose, most, .. }) => Some((limit, whose, most)),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn so_much_is_taken_by_table() {
    on_both_engines(|store| {
        let desk = strict(store);
        let (one, other) = (desk.market.owners[0].0, desk.market.owners[1].0);
        let [second, third] = [1, 2].map(|n| Actor { person: PersonId(uuid(n)), ..one });
        let (analyst, lead) =
            (desk.market.analyst, Actor { person: PersonId(uuid(3)), ..desk.market.analyst });
        let table: &[(Actor, Limit, usize, Over)] = &[
            (one, Messages, 10, None),
            (one, Messages, 10, None),
            (one, Messages, 10, None),
            (one, Messages, 10, Some((Messages, Whose::Person, 3))),
            // Another kind of thing, a colleague, and another publisher are counted by themselves.
            (one, Reports, 10, None),
            (one, Reports, 10, Some((Reports, Whose::Person, 1))),
            (second, Messages, 10, None),
            (second, Messages, 10, None),
            (second, Messages, 10, None),
            (third, Messages, 10, Some((Messages, Whose::Publisher, 6))),
            (other, Messages, 10, None),
            // What is not bounded is not, but for its bytes; what was refused counts for nothing.
            (one, Facts, 900_000, None),
            (one, Facts, 900_000, Some((Megabytes, Whose::Person, 1))),
            (one, Facts, 90_000, None),
            (second, Facts, 900_000, None),
            (third, Facts, 900_000, Some((Megabytes, Whose::Publisher, 2))),
            // People at the desk have a limit of their own, each.
            (analyst, Messages, 5_000_000, None),
            (analyst, Facts, 10, None),
            (analyst, Facts, 10, Some((Limit::Desk, Whose::Person, 2))),
            (lead, Facts, 10, None),
        ];
        for (place, (by, limit, bytes, expected)) in table.iter().enumerate() {
            assert_eq!(counts(&desk, *by, *limit, *bytes), *expected, "line {place}");
        }
        desk.clock.advance(jiff::SignedDuration::from_secs(59 * 60 + 59));
        assert!(counts(&desk, one, Reports, 10).is_some());
        desk.clock.advance(jiff::SignedDuration::from_secs(1));
        assert_eq!(counts(&desk, one, Reports, 10), None, "an hour later it begins again");
    });
}

#[test]
fn of_many_at_once_no_more_than_so_many_are_taken() {
    on_both_engines(|store| {
        let desk = strict(store);
        let by = desk.market.owners[0].0;
        let all: Vec<_> = (0..50)
            .map(|_| {
                let ctx = desk.ctx();
                store.write(move |tx| limits::count(tx, &ctx, &by, Limit::Messages, 1))
            })
            .collect();
        let taken =
            all.into_iter().filter_map(|one: varsel_store::Answer<(), AppError>| one.wait().ok()).count();
        assert_eq!(taken, 3);
    });
}

fn uuid(n: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(n)
}
