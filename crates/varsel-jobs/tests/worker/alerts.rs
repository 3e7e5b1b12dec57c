//! Deadlines and harm: whom they call, when, and how often.

use std::sync::Arc;

use jiff::ToSpan as _;
use varsel_app::alerts::OnCall;
use varsel_core::case::Command;
use varsel_core::permission::DeskRole;
use varsel_core::score::{Priority, Severity};
use varsel_jobs::{Outbound, Webhook};
use varsel_store::{Store, cases, catalogue, people};
use varsel_testkit::http_server::{HttpServer, answer};
use varsel_testkit::mail_sink::{MailSink, Received};
use varsel_testkit::on_both_engines;

use crate::desk::{Desk, add_person, text};

const LEAD: &str = "lead@desk.example";
const PAGER: &str = "pager@desk.example";

/// A desk whose lead is not the analyst; the analyst owns the case, which has this priority.
fn rated(store: &Store, priority: Priority) -> Desk {
    let desk = Desk::open(store);
    let ctx = desk.surroundings.context();
    desk.write(move |tx| {
        let lead = add_person(tx, &ctx, LEAD, "Lena Berg", "en")?;
        Ok(people::set_desk_role(tx, lead, Some(DeskRole::Lead))?)
    });
    let case = desk.submits();
    let case = desk.acknowledges(&case);
    let command = Command::Assess {
        severity: Severity::High,
        severity_reason: text("So it looks."),
        priority,
        priority_reason: text("So it looks."),
    };
    desk.acts(desk.analyst, &case, command);
    desk
}

fn on_call(mut desk: Desk, on_call: OnCall) -> Desk {
    let policy = varsel_app::Policy { on_call, ..(*desk.surroundings.policy).clone() };
    desk.surroundings.policy = Arc::new(policy);
    desk
}

/// The alerts among mails: to whom, and about what.
fn alerts(mails: &[Received]) -> Vec<(String, String)> {
    let mut found: Vec<_> =
        mails.iter().filter(|mail| is_alert(mail)).map(|mail| (mail.to.join(", "), heading(mail))).collect();
    found.sort();
    found
}

fn is_alert(mail: &Received) -> bool {
    mail.lines.iter().any(|line| line.contains("to the people responsible for these cases"))
}

/// The heading: the first line of the text.
fn heading(mail: &Received) -> String {
    let rule = mail.lines.iter().position(|line| line.starts_with("=====") || line.starts_with("=3D=3D"));
    rule.map_or_else(String::new, |rule| mail.lines[rule - 1].clone())
}

#[test]
fn each_step_calls_once_however_long_nobody_looked() {
    on_both_engines(|store| {
        let desk = rated(store, Priority::P3);
        let sink = MailSink::start();
        desk.worker(&sink).run_due().unwrap();
        sink.all();
        // Within working hours, from Monday 10:00: the weekly update is half over on Thursday morning.
        desk.minutes_pass(3 * 24 * 60);
        for _ in 0..3 {
            desk.worker(&sink).run_due().unwrap();
        }
        let told = alerts(&sink.all());
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(told[0].0, "analyst@desk.example");
        // Two weeks in which the process was down: what was missed is told in one mail.
        desk.minutes_pass(14 * 24 * 60);
        desk.worker(&sink).run_due().unwrap();
        let told = alerts(&sink.all());
        assert_eq!(told.len(), 1, "{told:?}");
        desk.worker(&sink).run_due().unwrap();
        assert_eq!(alerts(&sink.all()), []);
    });
}

#[test]
fn at_night_only_what_is_urgent_calls() {
    for (priority, expected) in [(Priority::P3, 0), (Priority::P1, 2)] {
        on_both_engines(|store| {
            let desk = rated(store, priority);
            let sink = MailSink::start();
            desk.worker(&sink).run_due().unwrap();
            sink.all();
            // Saturday night: the lead is called besides the owner, since nobody is on call.
            desk.minutes_pass((5 * 24 + 13) * 60);
            desk.worker(&sink).run_due().unwrap();
            let told = alerts(&sink.all());
            assert_eq!(told.len(), expected, "{priority}: {told:?}");
        });
    }
}

#[test]
fn what_was_done_in_the_meantime_calls_nobody() {
    on_both_engines(|store| {
        let desk = Desk::open(store);
        let case = desk.submits();
        let sink = MailSink::start();
        // At 19:00 the promise of the next day is half over; the mail waits until the desk opens.
        desk.minutes_pass(23 * 60);
        desk.worker(&sink).run_due().unwrap();
        desk.acknowledges(&case);
        desk.minutes_pass(60);
        desk.worker(&sink).run_due().unwrap();
        let told = alerts(&sink.all());
        assert!(told.iter().all(|(_, heading)| !heading.contains("Acknowledge")), "{told:?}");
    });
}

#[test]
fn harm_calls_whoever_is_on_call_at_once() {
    on_both_engines(|store| {
        let server = HttpServer::start(|_| answer("204 No Content", ""));
        let address = format!("http://{}/page", server.address);
        let desk = on_call(Desk::open(store), OnCall { addresses: vec![PAGER.to_owned()], webhook: true });
        let webhook = Webhook::new(Outbound::new(vec!["127.0.0.0/8".parse().unwrap()]), address.into());
        let sink = MailSink::start();
        let worker = desk.worker(&sink).calling(Some(webhook));
        // Sunday night.
        desk.minutes_pass(6 * 24 * 60);
        let case = desk.submits_one(true);
        worker.run_due().unwrap();
        let told = alerts(&sink.all());
        assert_eq!(told, [(PAGER.to_owned(), "Ongoing harm".to_owned())]);
        let posted: serde_json::Value = serde_json::from_str(&server.bodies()[0]).unwrap();
        assert_eq!(posted["matters"][0]["matter"], "harm");
        assert_eq!(posted["matters"][0]["number"], case.number.unwrap().to_string());
        // An hour later nobody has answered: the target of the urgent lane is missed, and both are called again.
        desk.minutes_pass(61);
        worker.run_due().unwrap();
        assert_eq!(alerts(&sink.all()).len(), 1);
        let posted: serde_json::Value = serde_json::from_str(&server.bodies()[1]).unwrap();
        assert_eq!(posted["matters"][0]["matter"], "missed");
        assert_eq!(posted["matters"][0]["clock"], "respond");
    });
}

#[test]
fn of_a_confidential_case_nothing_but_its_number_leaves() {
    for (label, is_told) in
        [("red", false), ("amber_strict", false), ("amber", true), ("green", true), ("clear", true)]
    {
        on_both_engines(|store| {
            let server = HttpServer::start(|_| answer("204 No Content", ""));
            let address = format!("http://{}/page", server.address);
            let desk =
                on_call(Desk::open(store), OnCall { addresses: vec![PAGER.to_owned()], webhook: true });
            let webhook = Webhook::new(Outbound::new(vec!["127.0.0.0/8".parse().unwrap()]), address.into());
            let sink = MailSink::start();
            let worker = desk.worker(&sink).calling(Some(webhook));
            let case = desk.submits_under(label);
            worker.run_due().unwrap();
            desk.minutes_pass(61);
            worker.run_due().unwrap();
            let case = desk.acknowledges(&case);
            desk.acts(desk.owner, &case, Command::ShareMessage { text: text("Canary in the message.") });
            desk.acts(desk.analyst, &case, Command::ShareMessage { text: text("Canary in the answer.") });
            worker.run_due().unwrap();

            let report = case.report.as_ref().unwrap();
            let publisher = case.publisher;
            let named = desk.write(move |tx| Ok(catalogue::publisher_by_id(tx, publisher)?)).unwrap().name;
            let secrets = [report.title.as_str(), report.affected[0].name.as_str(), &named, "Canary"];
            let mails = sink.all();
            let decoded: Vec<String> = mails.iter().map(whole).collect();
            let told = (alerts(&mails), server.bodies());
            assert!(told.0.len() >= 2 && told.1.len() >= 2, "it calls for a target too: {told:?}");
            assert!(mails.len() >= 8, "{}", mails.len());
            let (number, bodies) = (case.number.unwrap().to_string(), server.bodies());
            for told in decoded.iter().chain(&bodies) {
                assert!(told.contains(&number), "{label}: {told}");
                for secret in secrets {
                    assert!(is_told || !told.contains(secret), "{label}: {secret} in {told}");
                }
            }
            for secret in secrets {
                assert_eq!(
                    decoded.iter().any(|told| told.contains(secret)),
                    is_told,
                    "{label}: {secret} in a mail"
                );
            }
            let posted: serde_json::Value = serde_json::from_str(&bodies[0]).unwrap();
            assert_eq!(posted["matters"][0].get("title").is_some(), is_told, "{posted}");
            assert_eq!(posted["matters"][0].get("publisher").is_some(), is_told, "{posted}");
        });
    }
}

/// A mail as it reads: quoted-printable is decoded, as far as ASCII goes.
fn whole(mail: &Received) -> String {
    mail.lines.join("\n").replace("=\n", "").replace("=20", " ").replace("=3D", "=")
}

#[test]
fn a_miss_is_told_though_the_clock_stands_by_the_time_that_it_is() {
    on_both_engines(|store| {
        let (desk, sink) = (rated(store, Priority::P3), MailSink::start());
        // From Monday 10:00: the fix is due on Friday 22 January at 10:00, the last steps before it on 7 January.
        desk.minutes_pass(60 * 24 * 60 - 60);
        desk.worker(&sink).run_due().unwrap();
        sink.all();
        // It is missed while nobody works, so that the call waits; meanwhile someone asks, and the clock stands.
        desk.minutes_pass(60 + 9 * 60);
        desk.worker(&sink).run_due().unwrap();
        assert_eq!(alerts(&sink.all()), [], "it waits for the morning");
        let question =
            Command::Ask { text: text("Which versions?"), due: desk.clock.now() + (20 * 24).hours() };
        let case = desk.write(|tx| Ok(cases::newest(tx, 1)?)).remove(0);
        desk.acts(desk.analyst, &case, question);
        desk.minutes_pass(4 * 24 * 60);
        desk.worker(&sink).run_due().unwrap();
        let told = alerts(&sink.all());
        assert!(told.iter().any(|(_, about)| about.to_lowercase().contains("miss")), "{told:?}");
    });
}
