//! Connections that begin to say something.

use std::io::Write as _;

use varsel_testkit::raw_http2;

use crate::Scenario;
use crate::siege::lay;
use crate::silent_sockets::Silent;

/// Half of the HTTP/2 preface, all of it, a head that breaks off.
const BEGINNINGS: [&[u8]; 3] =
    [b"PRI * HTTP/2.", raw_http2::PREFACE, b"GET /healthz HTTP/1.1\r\nHost: desk\r\n"];

pub(crate) const SCENARIO: Scenario = Scenario {
    name: "half-requests",
    about: "send half a preface or half a request head",
    tls: false,
    run: |desk, hold| {
        lay(desk, hold, 1_000, false, |number| {
            let mut socket = desk.connect()?;
            socket.write_all(BEGINNINGS[number % BEGINNINGS.len()])?;
            Silent::new(socket)
        })
    },
};
