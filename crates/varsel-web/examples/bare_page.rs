//! The floors of the benchmark: axum answering with a page of a given size, without sessions, database or anything else.
//!
//! `bare_page ADDRESS BYTES`: `/rendered` renders a table from a struct with askama at every request, `/ready` sends the same
//! bytes as they were made at the start.

use std::sync::Arc;

use askama::Template;
use axum::response::Html;
use axum::routing::get;

struct Row {
    number: String,
    title: String,
    publisher: String,
    severity: &'static str,
    due: String,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{{ title }}</title></head><body><h1>{{ title }}</h1><table>\
{% for row in rows %}<tr class=\"row {{ row.severity }}\"><td><a href=\"/cases/{{ row.number }}\">{{ row.number }}</a></td><td>{{ row.title }}</td>\
<td>{{ row.publisher }}</td><td>{{ row.severity }}</td><td>{{ row.due }}</td></tr>{% endfor %}</table></body></html>"
)]
struct Page {
    title: String,
    rows: Vec<Row>,
}

impl Page {
    /// Creates a page of at least so many bytes.
    fn of(bytes: usize) -> Self {
        let mut page = Self { title: "Security events & what is due".to_owned(), rows: Vec::new() };
        while page.render().map_or(0, |text| text.len()) < bytes {
            let place = page.rows.len();
            page.rows.push(Row {
                number: format!("SE-{place:04}-ABCD"),
                title: "Heap overflow in the import endpoint of the <connector>".to_owned(),
                publisher: "Bright & Daughters".to_owned(),
                severity: if place.is_multiple_of(3) { "critical" } else { "medium" },
                due: "Tue 24 Nov, 17:00".to_owned(),
            });
        }
        page
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, bytes] = arguments.as_slice() else { panic!("bare_page ADDRESS BYTES") };
    let page = Arc::new(Page::of(bytes.parse().expect("a number of bytes")));
    let ready = Arc::new(page.render().expect("a table can be rendered"));
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("the machine gives threads");
    runtime.block_on(async {
        let router = axum::Router::new()
            .route("/rendered", get(async move || Html(page.render().expect("a table can be rendered"))))
            .route("/ready", get(async move || Html(ready.to_string())));
        let listener = tokio::net::TcpListener::bind(address).await.expect("the address is free");
        axum::serve(listener, router).await.expect("the server runs");
    });
}
