//! HTTP/2 connections that ask for pages and open no window for them.

use varsel_testkit::raw_http2;

use crate::Scenario;
use crate::http2::Http2;
use crate::siege::lay;

/// Pages that anyone may ask for.
const PAGES: [&str; 3] = ["/sign-in", "/how-to-report", "/api/v1/openapi.json"];

pub(crate) const SCENARIO: Scenario = Scenario {
    name: "window-zero",
    about: "request 100 pages each over HTTP/2 and open no window",
    tls: false,
    run: |desk, hold| {
        lay(desk, hold, 100, false, |_| {
            let mut bytes = raw_http2::open(0);
            for (stream, page) in (0..100).zip(PAGES.iter().cycle()) {
                bytes.extend(raw_http2::get(2 * stream + 1, page));
            }
            Http2::begin(desk.connect()?, bytes)
        })
    },
};
