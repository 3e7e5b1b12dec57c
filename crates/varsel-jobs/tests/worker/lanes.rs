//! What must not wait does not, whatever else is waiting.

use std::sync::{Arc, Condvar, Mutex};

use varsel_app::alerts::OnCall;
use varsel_app::cve;
use varsel_core::case::Command;
use varsel_jobs::{CveSources, Outbound, Webhook};
use varsel_store::jobs::JobState;
use varsel_store::{Scope, Store};
use varsel_testkit::http_server::{HttpServer, answer};
use varsel_testkit::mail_sink::MailSink;
use varsel_testkit::on_both_engines;
use varsel_testkit::silent_server::SilentServer;

use crate::desk::{Desk, text};

const PAGER: &str = "pager@desk.example";

/// A desk with a person on call, who can be called by a webhook too, and where CVEs are asked for.
fn on_call(store: &Store, webhook: bool) -> Desk {
    let mut desk = Desk::open(store);
    let mut policy = (*desk.surroundings.policy).clone();
    policy.on_call = OnCall { addresses: vec![PAGER.to_owned()], webhook };
    policy.fetches_cves = true;
    desk.surroundings.policy = Arc::new(policy);
    desk
}

fn inside() -> Outbound {
    Outbound::new(vec!["127.0.0.0/8".parse().unwrap()])
}

fn waits(desk: &Desk, state: JobState, kind: &str) -> usize {
    desk.jobs(state).iter().filter(|job| job.kind == kind).count()
}

#[test]
fn a_call_goes_out_while_a_cve_source_hangs() {
    on_both_engines(|store| {
        let (desk, sink, source) = (on_call(store, false), MailSink::start(), SilentServer::start());
        let sources = CveSources::new(inside(), vec![format!("http://{}/{{id}}", source.address).into()]);
        let running = desk.worker(&sink).asking(Some(sources)).start().unwrap();
        let ctx = desk.surroundings.context();
        let ids = ["CVE-2020-0001", "CVE-2020-0002", "CVE-2020-0003", "CVE-2020-0004"];
        desk.write(move |tx| Ok(cve::want(tx, &ctx, Scope::Desk, &ids.map(|id| id.parse().unwrap()))?));
        source.wait_for_client();
        desk.submits_one(true);
        while sink.next().to != [PAGER] {}
        assert_eq!(waits(&desk, JobState::Running, "fetch_cve"), 1, "the source hangs all the while");
        assert!(waits(&desk, JobState::Queued, "fetch_cve") >= 3);
        // It hangs up, so that the look-ups end.
        drop(source);
        running.stop();
    });
}

#[test]
fn a_call_by_mail_goes_out_while_the_mail_server_is_slow_with_other_mail() {
    on_both_engines(|store| {
        let desk = on_call(store, false);
        let is_called = Arc::new((Mutex::new(false), Condvar::new()));
        let shared = Arc::clone(&is_called);
        // Nobody gets their mail before the call is there.
        let sink = MailSink::with(
            |_, _| None,
            move |mail| {
                let (called, changed) = &*shared;
                let mut called = called.lock().unwrap();
                if mail.to == [PAGER] {
                    *called = true;
                    changed.notify_all();
                }
                drop(changed.wait_while(called, |called| !*called).unwrap());
            },
        );
        let case = desk.submits();
        for _ in 0..40 {
            desk.acts(desk.owner, &case, Command::ShareMessage { text: text("Is there any news?") });
        }
        let running = desk.worker(&sink).start().unwrap();
        desk.submits_one(true);
        // It would not come at all if it waited for the others, which wait for it.
        while sink.next().to != [PAGER] {}
        running.stop();
    });
}

#[test]
fn the_webhook_is_called_while_the_mail_server_hangs() {
    on_both_engines(|store| {
        let (desk, mail_server) = (on_call(store, true), SilentServer::start());
        let pager = HttpServer::start(|_| answer("204 No Content", ""));
        let webhook = Webhook::new(inside(), format!("http://{}/page", pager.address).into());
        let running = desk.worker_at(mail_server.address).calling(Some(webhook)).start().unwrap();
        desk.submits_one(true);
        mail_server.wait_for_client();
        mail_server.wait_for_client();
        pager.wait_for_bodies(1);
        assert_eq!(waits(&desk, JobState::Running, "alert"), 1, "the mail server hangs all the while");
        assert_eq!(waits(&desk, JobState::Running, "case_mail"), 1);
        drop(mail_server);
        running.stop();
    });
}

#[test]
fn the_mails_of_one_publisher_do_not_crowd_out_those_of_another() {
    on_both_engines(|store| {
        let (desk, sink) = (Desk::open(store), MailSink::start());
        let (loud, quiet) = (desk.submits(), desk.another_publisher_submits());
        let worker = desk.worker(&sink);
        worker.run_due().unwrap();
        sink.all();
        for _ in 0..40 {
            desk.acts(desk.owner, &loud, Command::ShareMessage { text: text("Is there any news?") });
        }
        desk.acts(desk.analyst, &quiet, Command::ShareMessage { text: text("We have a question.") });
        worker.run_due().unwrap();
        let mails = sink.all();
        let number = quiet.number.unwrap().to_string();
        let place = mails.iter().position(|mail| mail.header("X-Varsel-Case") == [number.as_str()]);
        assert!(place.unwrap() <= 1, "it was sent as mail {place:?} of {}", mails.len());
    });
}
