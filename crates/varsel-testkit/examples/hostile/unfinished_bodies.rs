//! HTTP/2 connections that send nearly all of many forms.

use varsel_testkit::raw_http2;

use crate::Scenario;
use crate::http2::Http2;
use crate::siege::lay;

/// Just below what the desk takes by default.
const BODY: usize = 990_000;

pub(crate) const SCENARIO: Scenario = Scenario {
    name: "unfinished-bodies",
    about: "send 100 forms of a megabyte each over HTTP/2, all but the end",
    tls: false,
    run: |desk, hold| {
        lay(desk, hold, 4, false, |_| {
            let mut bytes = raw_http2::open(65_535);
            for stream in 0..100 {
                bytes.extend(raw_http2::post(2 * stream + 1, "/sign-in"));
            }
            let mut client = Http2::begin(desk.connect()?, bytes)?;
            (0..100).for_each(|stream| client.send(2 * stream + 1, BODY));
            Ok(client)
        })
    },
};
