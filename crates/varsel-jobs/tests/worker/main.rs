//! The queue and the mails on both engines, with a real mail server at the other end. The clock stands still.

#[cfg(test)]
mod afterwards;
#[cfg(test)]
mod alerts;
#[cfg(test)]
mod cves;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod feed;
#[cfg(test)]
mod lanes;

use std::sync::{Arc, Mutex};

use desk::{Desk, add_person, text};
use jiff::SignedDuration;
use varsel_app::account;
use varsel_app::organisation::{self, Invitation};
use varsel_app::unsent::{self, Composer, Written};
use varsel_core::case::{Command, StageKind};
use varsel_core::ids::JobId;
use varsel_core::permission::PublisherRole;
use varsel_store::jobs::{self, JobKind, JobState, NewJob, Owner};
use varsel_store::{Options, Sql, Store, Target, people};
use varsel_testkit::mail_sink::{MailSink, Received};
use varsel_testkit::on_both_engines;

const OWNER: &str = "owner-0@publisher.example";
const SECOND: &str = "second@publisher.example";
const ANALYST: &str = "analyst@desk.example";

/// Recipients of mails, in alphabetical order.
fn recipients(mails: &[Received]) -> Vec<String> {
    let mut found: Vec<_> = mails.iter().map(|mail| mail.to.join(", ")).collect();
    found.sort();
    found
}

fn told(notice: &str, people: u32, delivered: bool) -> (String, u32, bool) {
    (notice.to_owned(), people, delivered)
}

#[test]
fn a_submission_is_confirmed_and_the_desk_told_once() {
    on_both_engines(|store| {
        let (desk, sink) = (Desk::open(store), MailSink::start());
        let worker = desk.worker(&sink);
        let case = desk.submits();
        assert_eq!(worker.run_due().unwrap(), 2);
        let mails = sink.all();
        assert_eq!(recipients(&mails), [ANALYST, OWNER, SECOND]);
        let number = case.number.unwrap().to_string();
        for mail in &mails {
            assert!(mail.header("Subject")[0].starts_with(&format!("{number}: ")), "{:?}", mail.lines);
            assert!(mail.header("Reply-To").is_empty(), "{:?}", mail.lines);
            assert_eq!(mail.header("X-Varsel-Case"), [number.as_str()]);
            assert_eq!(mail.header("References"), mails[0].header("References"), "one thread");
            assert_eq!(mail.to.len(), 1, "nobody sees another's address");
        }
        assert_eq!(worker.run_due().unwrap(), 0);
        assert_eq!(sink.all(), []);
        assert_eq!(desk.mails_recorded(&case), [told("confirmation", 2, true), told("new_report", 1, true)]);
        assert_eq!(desk.jobs(JobState::Done).len(), 2);
    });
}

#[test]
fn who_did_it_is_not_mailed_about_it() {
    on_both_engines(|store| {
        let (desk, sink) = (Desk::open(store), MailSink::start());
        let worker = desk.worker(&sink);
        let case = desk.submits();
        worker.run_due().unwrap();
        sink.all();
        desk.acknowledges(&case);
        worker.run_due().unwrap();
        assert_eq!(recipients(&sink.all()), [OWNER, SECOND]);
        desk.acts(desk.owner, &case, Command::ShareMessage { text: text("Here is more.") });
        worker.run_due().unwrap();
        assert_eq!(recipients(&sink.all()), [ANALYST]);
        // A case that someone follows is theirs to hear of; an account that is off hears nothing.
        let (second, now) = (desk.second.person, desk.clock.now());
        desk.write(move |tx| Ok(people::set_disabled(tx, second, Some(now))?));
        desk.acts(desk.analyst, &case, Command::ShareMessage { text: text("Thank you.") });
        worker.run_due().unwrap();
        assert_eq!(recipients(&sink.all()), [OWNER]);
    });
}

#[test]
fn a_retry_reaches_only_those_that_are_left() {
    on_both_engines(|store| {
        let desk = Desk::open(store);
        let sink = MailSink::judging(|to, nth| (to == SECOND && nth == 1).then_some("451 4.7.1 try later"));
        let worker = desk.worker(&sink);
        let case = desk.submits();
        worker.run_due().unwrap();
        assert_eq!(recipients(&sink.all()), [ANALYST, OWNER]);
        let waiting = desk.jobs(JobState::Queued);
        assert!(waiting[0].last_error.as_deref().is_some_and(|e| e.contains("451")), "{waiting:?}");
        assert_eq!(worker.run_due().unwrap(), 0, "not before its time");
        desk.minutes_pass(2);
        assert_eq!(worker.run_due().unwrap(), 1);
        assert_eq!(recipients(&sink.all()), [SECOND]);
        assert_eq!(desk.mails_recorded(&case), [told("new_report", 1, true), told("confirmation", 2, true)]);
    });
}

#[test]
fn a_refused_address_does_not_stop_the_others() {
    on_both_engines(|store| {
        let desk = Desk::open(store);
        let sink = MailSink::judging(|to, _| (to == OWNER).then_some("550 5.1.1 no such user"));
        let worker = desk.worker(&sink);
        let case = desk.submits();
        worker.run_due().unwrap();
        assert_eq!(recipients(&sink.all()), [ANALYST, SECOND]);
        let recorded = desk.mails_recorded(&case);
        assert_eq!(
            recorded,
            [told("confirmation", 1, true), told("confirmation", 1, false), told("new_report", 1, true)]
        );
        desk.minutes_pass(24 * 60);
        worker.run_due().unwrap();
        assert_eq!(desk.mails_recorded(&case), recorded, "it is over");
    });
}

#[test]
fn after_eight_tries_a_person_decides() {
    on_both_engines(|store| {
        let desk = Desk::open(store);
        let mended = Arc::new(Mutex::new(false));
        let is_mended = Arc::clone(&mended);
        let sink = MailSink::judging(move |to, _| {
            (to == OWNER && !*is_mended.lock().unwrap()).then_some("421 4.3.2 not now")
        });
        let worker = desk.worker(&sink);
        let case = desk.submits();
        let mut rounds = 0;
        while desk.jobs(JobState::Dead).is_empty() {
            assert!(rounds < 20, "it ends");
            worker.run_due().unwrap();
            rounds += 1;
            desk.minutes_pass(15 * 60);
        }
        assert_eq!(desk.jobs(JobState::Dead)[0].attempts, 8);
        let mut reached = recipients(&sink.all());
        // The clocks of the case have called the desk meanwhile.
        reached.dedup();
        assert_eq!(reached, [ANALYST, SECOND]);
        assert_eq!(desk.mails_recorded(&case).last(), Some(&told("confirmation", 1, false)));
        *mended.lock().unwrap() = true;
        let (dead, now) = (desk.jobs(JobState::Dead)[0].id.to_string(), desk.clock.now());
        assert!(desk.write(move |tx| Ok(jobs::requeue(tx, &dead, now)?)));
        worker.run_due().unwrap();
        assert!(recipients(&sink.all()).contains(&OWNER.to_owned()));
        assert_eq!(desk.mails_recorded(&case).last(), Some(&told("confirmation", 2, true)));
    });
}

#[test]
fn a_crash_after_sending_sends_one_mail_twice_at_most() {
    let folder = tempfile::tempdir().unwrap();
    let target = Target::Sqlite(folder.path().join("test.db"));
    let store = Store::open(&target, &Options::default()).unwrap();
    store.migrate().unwrap();
    let desk = Desk::open(&store);
    // The database is gone at the moment the server has the first mail, before the worker can note it.
    let doomed = Mutex::new(Some(store.clone()));
    let sink = MailSink::with(
        |_, _| None,
        move |_| {
            if let Some(store) = doomed.lock().unwrap().take() {
                store.close();
            }
        },
    );
    desk.submits();
    let dying = desk.worker(&sink);
    assert!(dying.run_due().is_err());
    let first = sink.all();
    assert_eq!(first.len(), 1);

    let store = Store::open(&target, &Options::default()).unwrap();
    let worker = desk.worker_on(&store, &sink);
    worker.run_due().unwrap();
    assert_eq!(sink.all().len(), 1, "the other mail; the job of the dead worker is still its own");
    desk.clock.advance(SignedDuration::from_mins(6));
    worker.run_due().unwrap();
    let again = sink.all();
    assert_eq!(recipients(&again), [OWNER, SECOND]);
    let twice = again.iter().find(|mail| mail.to == first[0].to).unwrap();
    assert_eq!(twice.header("Message-ID"), first[0].header("Message-ID"), "known as the same mail");
    desk.clock.advance(SignedDuration::from_mins(60));
    assert_eq!(worker.run_due().unwrap(), 0);
    store.close();
}

#[test]
fn two_workers_share_a_queue() {
    on_both_engines(|store| {
        let (desk, sink) = (Desk::open(store), MailSink::start());
        let case = desk.submits();
        for n in 0..15 {
            desk.acts(desk.owner, &case, Command::ShareMessage { text: text(&format!("Message {n}.")) });
        }
        let taken: usize = std::thread::scope(|scope| {
            let run = || desk.worker(&sink).run_due().unwrap();
            let threads = [scope.spawn(run), scope.spawn(run)];
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        assert_eq!(taken, 17);
        let mails = sink.all();
        let mut ids: Vec<_> = mails.iter().flat_map(|mail| mail.header("Message-ID")).collect();
        ids.sort();
        ids.dedup();
        assert_eq!((ids.len(), mails.len()), (18, 18), "each mail once");
        // A mail whose result clashed with another's is recorded at its retry, without being sent again.
        desk.minutes_pass(2);
        desk.worker(&sink).run_due().unwrap();
        assert_eq!(sink.all(), []);
        assert_eq!(desk.mails_recorded(&case).len(), 17);
    });
}

#[test]
fn a_link_leads_to_the_configured_address_and_stays_out_of_the_queue() {
    on_both_engines(|store| {
        let (desk, sink) = (Desk::open(store), MailSink::start());
        let worker = desk.worker(&sink);
        let (ctx, owner) = (desk.surroundings.context(), desk.owner);
        let to = Invitation::Member(owner.publisher.unwrap(), PublisherRole::Member);
        let secret =
            desk.write(move |tx| organisation::invite(tx, &ctx, &owner, "new@publisher.example", to, "sv"));
        let queued = desk.jobs(JobState::Queued);
        assert!(!queued[0].payload.contains(&secret), "{queued:?}");
        worker.run_due().unwrap();
        let mail = sink.next();
        assert_eq!(mail.to, ["new@publisher.example"]);
        let body = mail.lines.join("\n").replace("=\n", "");
        assert!(body.contains(&format!("https://desk.example/invitations/{secret}")), "{body}");
        assert!(body.contains("inbjuden"), "{body}");
        assert_eq!(mail.header("X-Varsel-Case"), [""; 0]);

        let ctx = desk.surroundings.context();
        desk.write(move |tx| account::ask_for_reset(tx, &ctx, SECOND, "192.0.2.1"));
        worker.run_due().unwrap();
        let mail = sink.next();
        assert_eq!(mail.to, [SECOND]);
        let body = mail.lines.join("\n").replace("=\n", "");
        assert!(body.contains("https://desk.example/password/"), "{body}");

        // A link that stopped working before its mail left, and one of an account that was switched off, are not mailed.
        let ctx = desk.surroundings.context();
        desk.write(move |tx| account::ask_for_reset(tx, &ctx, SECOND, "192.0.2.1"));
        let (second, now) = (desk.second.person, desk.clock.now());
        desk.write(move |tx| Ok(people::set_disabled(tx, second, Some(now))?));
        let ctx = desk.surroundings.context();
        desk.write(move |tx| account::ask_for_reset(tx, &ctx, OWNER, "192.0.2.1"));
        desk.minutes_pass(account::RESET_MINUTES + 1);
        assert_eq!(worker.run_due().unwrap(), 2);
        assert_eq!(sink.all(), []);
        assert_eq!(desk.jobs(JobState::Dead).len(), 0);
    });
}

static UNKNOWN_KIND: Sql = Sql {
    name: "test/unknown_kind",
    sqlite: "update job set kind = 'dance' where kind = 'fetch_cve'",
    postgres: "update job set kind = 'dance' where kind = 'fetch_cve'",
};

#[test]
fn a_change_of_an_account_is_mailed_and_an_invitation_without_a_right_is_not() {
    on_both_engines(|store| {
        let (desk, sink) = (Desk::open(store), MailSink::start());
        let worker = desk.worker(&sink);
        let (ctx, owner) = (desk.surroundings.context(), desk.owner);
        desk.write(move |tx| {
            let scopes = [account::Scope::CasesRead];
            account::make_token(tx, &ctx, &owner, "export", &scopes, 30).map(drop)
        });
        assert_eq!(worker.run_due().unwrap(), 1);
        let mail = sink.next();
        assert_eq!(mail.to, [OWNER]);
        let body = mail.lines.join("\n").replace("=\n", "");
        assert!(body.contains("export") && body.contains("https://desk.example/profile"), "{body}");

        // Its maker has lost the right before the mail leaves.
        let ctx = desk.surroundings.context();
        let publisher = owner.publisher.unwrap();
        let to = Invitation::Member(publisher, PublisherRole::Member);
        desk.write(move |tx| organisation::invite(tx, &ctx, &owner, "new@publisher.example", to, "en"));
        desk.write(move |tx| Ok(people::leave(tx, owner.person, publisher)?));
        assert_eq!(worker.run_due().unwrap(), 1);
        assert_eq!(sink.all(), []);
        assert_eq!(desk.jobs(JobState::Dead).len(), 0);
    });
}

#[test]
fn a_job_that_makes_no_sense_is_left_to_a_person() {
    on_both_engines(|store| {
        let (desk, sink) = (Desk::open(store), MailSink::start());
        let ctx = desk.surroundings.context();
        desk.write(move |tx| {
            for (kind, payload) in
                [(JobKind::FetchCve, "{}"), (JobKind::LinkMail, "{\"secret\": 1}"), (JobKind::CaseMail, "[]")]
            {
                let (id, run_at) = (JobId(ctx.id()), ctx.now);
                jobs::insert(tx, &NewJob { id, kind, owner: Owner::Desk, payload, case: None, run_at })?;
            }
            // One that a later version has queued.
            tx.execute(&UNKNOWN_KIND, &[]).map(drop)?;
            Ok(())
        });
        assert_eq!(desk.worker(&sink).run_due().unwrap(), 3);
        assert_eq!(desk.jobs(JobState::Dead).len(), 3);
    });
}

#[test]
fn house_is_kept_every_hour() {
    on_both_engines(|store| {
        let (desk, sink) = (Desk::open(store), MailSink::start());
        let worker = desk.worker(&sink);
        desk.submits();
        worker.run_due().unwrap();
        desk.minutes_pass(6 * 24 * 60);
        worker.run_due().unwrap();
        let mails = || desk.jobs(JobState::Done).into_iter().filter(|job| job.kind == "case_mail").count();
        assert_eq!(mails(), 2);
        desk.minutes_pass(2 * 24 * 60);
        worker.run_due().unwrap();
        assert_eq!(mails(), 0);
    });
}

#[test]
fn what_was_begun_and_not_sent_is_kept_for_six_weeks() {
    on_both_engines(|store| {
        let (desk, sink) = (Desk::open(store), MailSink::start());
        let worker = desk.worker(&sink);
        let (ctx, owner, case) = (desk.surroundings.context(), desk.owner, desk.submits());
        let number = case.number.unwrap();
        desk.write(move |tx| {
            let written = Written { body: "Half a thought", ..Written::default() };
            unsent::save(tx, &ctx, &owner, number, Composer::Message, written, 0)
        });
        let kept = || desk.write(move |tx| Ok(varsel_store::unsent::count(tx, owner.person)?));
        for (days, count) in [(41, 1), (2, 0)] {
            desk.minutes_pass(days * 24 * 60);
            worker.run_due().unwrap();
            assert_eq!(kept(), count);
        }
    });
}

#[test]
fn a_running_worker_wakes_and_stops() {
    on_both_engines(|store| {
        let (desk, sink) = (Desk::open(store), MailSink::start());
        let running = desk.worker(&sink).start().unwrap();
        let case = desk.submits();
        let mails = [sink.next(), sink.next(), sink.next()];
        assert_eq!(recipients(&mails), [ANALYST, OWNER, SECOND]);
        desk.acknowledges(&case);
        sink.next();
        running.stop();
        assert_eq!(desk.jobs(JobState::Running).len(), 0, "a job that was begun is finished");
        assert_eq!(
            desk.acts(desk.analyst, &case, Command::AddNote { text: text("x") }).stage.kind(),
            StageKind::Acknowledged
        );
    });
}

#[test]
fn people_are_mailed_in_their_language() {
    on_both_engines(|store| {
        let (desk, sink) = (Desk::open(store), MailSink::start());
        let ctx = desk.surroundings.context();
        let publisher = desk.owner.publisher.unwrap();
        desk.write(move |tx| {
            let viewer = add_person(tx, &ctx, "viewer@publisher.example", "V", "en")?;
            people::join(tx, viewer, publisher, PublisherRole::Viewer, ctx.now)?;
            Ok(())
        });
        let worker = desk.worker(&sink);
        desk.submits();
        worker.run_due().unwrap();
        let mails = sink.all();
        assert_eq!(mails.len(), 3, "viewers are not mailed");
        let body =
            |to: &str| mails.iter().find(|mail| mail.to == [to]).unwrap().lines.join("\n").replace("=\n", "");
        assert!(body(OWNER).contains("We have your report"), "{}", body(OWNER));
        assert!(body(SECOND).contains("Vi har tagit emot din rapport"), "{}", body(SECOND));
        assert!(body(SECOND).contains("lang=3D\"sv\""));
    });
}
