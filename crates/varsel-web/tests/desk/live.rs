use std::io::Read;
use std::time::Duration;

use varsel_app::AppError;
use varsel_app::cases;
use varsel_core::case::Command;
use varsel_core::text::Prose;
use varsel_store::access;
use varsel_testkit::unmasked;

use crate::server::Server;

/// Reads a stream until it holds a text, or ends; returns what was read.
fn read_until(stream: &mut dyn Read, text: &str) -> String {
    let mut read = Vec::new();
    let mut buffer = [0; 256];
    while !String::from_utf8_lossy(&read).contains(text) {
        // A stream that neither tells anything nor ends is an error: the time is up.
        match stream.read(&mut buffer).unwrap() {
            0 => break,
            n => read.extend_from_slice(&buffer[..n]),
        }
    }
    String::from_utf8(read).unwrap()
}

fn note(server: &Server, number: &str) {
    let (ctx, actor, number) = (server.surroundings.context(), server.analyst_actor, number.parse().unwrap());
    let command = Command::AddNote { text: Prose::new("Seen.").unwrap() };
    let done: Result<_, AppError> =
        server.store().write(move |tx| cases::act(tx, &ctx, &actor, number, command, None)).wait();
    done.unwrap();
}

#[test]
fn streams_tell_numbers_to_those_who_may_know_them() {
    let server = Server::start();
    let (mine, theirs) = (server.submit(0, 1, "Mine"), server.submit(1, 2, "Theirs"));
    let (status, mut desk) = server.open("/events", &server.analyst);
    assert_eq!(status, 200);
    let (status, mut own) = server.open(&format!("/cases/{mine}/events"), &server.owner);
    assert_eq!(status, 200);
    read_until(&mut desk, ": ");
    read_until(&mut own, ": ");

    let foreign = server.get(&format!("/cases/{theirs}/events"), &server.owner);
    let missing = server.get("/cases/SE-0000-0000/events", &server.owner);
    assert_eq!((foreign.status, missing.status), (404, 404));
    let (foreign, missing) = (unmasked(&foreign.body), unmasked(&missing.body));
    assert_eq!(foreign, missing, "what may not be seen looks like what is not there");

    note(&server, &theirs);
    let told = read_until(&mut desk, "\n\n");
    assert_eq!(told.trim(), format!("event: changed\ndata: {theirs}"));
    note(&server, &mine);
    let told = read_until(&mut own, "data:");
    assert!(told.contains("event: changed") && !told.contains(&theirs), "{told}");
}

#[test]
fn a_stream_ends_with_its_session() {
    let server = Server::start();
    let (_, mut stream) = server.open("/events", &server.analyst);
    read_until(&mut stream, ": ");
    let person = server.analyst_actor.person;
    server.store().write(move |tx| access::end_other_sessions(tx, person, "")).wait().unwrap();
    let number = server.submit(0, 1, "Nobody is told");
    let rest = read_until(&mut stream, "never");
    assert!(!rest.contains(&number), "{rest}");
}

#[test]
fn a_person_has_so_many_streams() {
    let server = Server::start();
    let streams: Vec<_> = (0..9).map(|_| server.open("/events", &server.analyst)).collect();
    let statuses: Vec<u16> = streams.iter().map(|(status, _)| *status).collect();
    assert_eq!(statuses, [200, 200, 200, 200, 200, 200, 200, 200, 429]);
}

#[test]
fn open_streams_do_not_hold_up_a_stop() {
    let mut server = Server::start();
    let (_, mut stream) = server.open("/events", &server.analyst);
    read_until(&mut stream, ": ");
    assert!(server.stops_within(Duration::from_secs(5)));
    assert_eq!(read_until(&mut stream, "never"), "");
}

#[test]
fn one_stream_tells_of_several_cases_and_of_none_that_its_reader_does_not_see() {
    let server = Server::start();
    let (first, second) = (server.submit(0, 1, "Mine"), server.submit(0, 2, "Mine too"));
    let (other, theirs) = (server.submit(0, 3, "Not followed"), server.submit(1, 4, "Theirs"));
    let follow = |numbers: &[&str]| {
        let query: Vec<String> = numbers.iter().map(|number| format!("case={number}")).collect();
        format!("/events/cases?{}", query.join("&"))
    };
    let (status, mut own) = server.open(&follow(&[&first, &theirs, &second]), &server.owner);
    assert_eq!(status, 200);
    read_until(&mut own, ": ");
    for number in [&theirs, &other, &first] {
        note(&server, number);
    }
    let told = read_until(&mut own, "data:");
    note(&server, &second);
    let told = told + &read_until(&mut own, &second);
    assert!(told.contains(&first) && told.contains(&second), "{told}");
    assert!(!told.contains(&theirs) && !told.contains(&other), "{told}");

    let foreign = server.get(&follow(&[&theirs]), &server.owner);
    let missing = server.get(&follow(&["SE-0000-0000"]), &server.owner);
    let nothing = server.get("/events/cases", &server.owner);
    assert_eq!((foreign.status, missing.status, nothing.status), (404, 404, 404));
    assert_eq!(unmasked(&foreign.body), unmasked(&missing.body));
    assert_eq!(server.open(&follow(&[&theirs, &first]), &server.analyst).0, 200, "the desk sees both");
}
