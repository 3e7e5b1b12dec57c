//! The feed of days off.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::SignedDuration;
use varsel_core::clock::{Feed, FeedProblem};
use varsel_jobs::{CalendarFeed, Outbound};
use varsel_store::calendar;
use varsel_store::jobs::JobState;
use varsel_testkit::http_server::{HttpServer, answer};
use varsel_testkit::mail_sink::MailSink;
use varsel_testkit::on_both_engines;

use crate::desk::Desk;

const GOOD: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20200606\r\n\
    RRULE:FREQ=YEARLY\r\nSUMMARY:Stocktaking\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

fn following(mut desk: Desk, address: &str) -> Desk {
    let mut policy = (*desk.surroundings.policy).clone();
    policy.calendar_feed = Some(address.into());
    desk.surroundings.policy = Arc::new(policy);
    desk
}

fn known(desk: &Desk) -> Feed {
    desk.write(|tx| Ok(calendar::feed(tx)?)).expect("a feed that was looked for")
}

#[test]
fn a_feed_is_looked_at_once_a_day_and_one_that_fails_leaves_what_it_said_before() {
    on_both_engines(|store| {
        let looks = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&looks);
        let server = HttpServer::start(move |_| match counted.fetch_add(1, Ordering::SeqCst) {
            0 => answer("200 OK", GOOD),
            1 => answer("200 OK", &"x".repeat(1_100_000)),
            2 => answer("200 OK", &"BEGIN:VEVENT\r\n".repeat(10_000)),
            3 => answer("200 OK", "<html>Sign in</html>"),
            _ => answer("500 Broken", ""),
        });
        let address = format!("http://{}/days.ics?key=secret", server.address);
        let desk = following(Desk::open(store), &address);
        let sink = MailSink::start();
        let feed = |inside: &str| {
            CalendarFeed::new(Outbound::new(vec![inside.parse().unwrap()]), address.as_str().into())
        };
        let worker = desk.worker(&sink).following(Some(feed("127.0.0.0/8")));
        worker.run_due().unwrap();
        worker.run_due().unwrap();
        assert_eq!(server.connections(), 1, "once a day");
        let good = known(&desk);
        assert!(good.days.values().all(|name| name == "Stocktaking") && good.days.len() >= 2);
        assert_eq!(good.problem, None);
        assert!(!format!("{good:?}").contains("secret"), "its key is not stored");

        let is_right: [fn(&FeedProblem) -> bool; 4] = [
            |problem| matches!(problem, FeedProblem::TooLong { .. }),
            |problem| matches!(problem, FeedProblem::TooDeep { .. }),
            |problem| matches!(problem, FeedProblem::NoCalendar | FeedProblem::NoDays),
            |problem| matches!(problem, FeedProblem::Status { status: 500 }),
        ];
        for (round, is_right) in is_right.iter().enumerate() {
            desk.clock.advance(SignedDuration::from_hours(25));
            worker.run_due().unwrap();
            let now = known(&desk);
            assert!(now.problem.as_ref().is_some_and(is_right), "{round}: {:?}", now.problem);
            assert_eq!((&now.days, now.read_at), (&good.days, good.read_at), "what it said before stays");
            assert!(!now.looking, "the look is over");
        }
        assert_eq!(desk.jobs(JobState::Dead).len(), 0, "it is looked at again tomorrow, by itself");

        desk.clock.advance(SignedDuration::from_hours(25));
        let elsewhere = desk.worker(&sink).following(Some(feed("10.0.0.0/8")));
        elsewhere.run_due().unwrap();
        assert_eq!(server.connections(), 5, "what stands inside is not reached");
        assert_eq!(known(&desk).problem, Some(FeedProblem::Refused));
    });
}
