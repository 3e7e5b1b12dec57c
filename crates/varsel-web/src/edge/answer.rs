//! The body of a response, which records when the client reads it.
//!
//! Over HTTP/2 a client that opens no window leaves the socket free and the response in memory: only the response's own bytes
//! show it.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body;
use hyper::body::{Body as HttpBody, Buf, Bytes, Frame, SizeHint};
use tokio::time::Instant;

use super::ledger::Ledger;

/// The size of a response in memory before compression, in bytes; set if known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Held(pub(crate) usize);

/// A response's entry in its connection's ledger, until its last byte.
struct Ticket {
    ledger: Arc<Ledger>,
    number: u64,
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.ledger.end_answer(self.number, Instant::now());
    }
}

/// The body of a response.
pub(crate) struct Answer {
    body: Body,
    ticket: Arc<Ticket>,
}

impl Answer {
    pub(crate) fn new(body: Body, held: Held, ledger: Arc<Ledger>) -> Self {
        let number = ledger.begin_answer(held.0, Instant::now());
        Self { body, ticket: Arc::new(Ticket { ledger, number }) }
    }
}

impl HttpBody for Answer {
    type Data = Part;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Part>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        let ticket = &self.ticket;
        ticket.ledger.asked_answer(ticket.number, polled.is_pending(), Instant::now());
        let part = |bytes| Part { bytes, ticket: Arc::clone(ticket) };
        polled.map(|frame| frame.map(|frame| frame.map(|frame| frame.map_data(part))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A part of a response that waits to be sent.
pub(crate) struct Part {
    bytes: Bytes,
    ticket: Arc<Ticket>,
}

impl Part {
    fn took(&self) {
        self.ticket.ledger.took_answer(self.ticket.number, Instant::now());
    }
}

impl Buf for Part {
    fn remaining(&self) -> usize {
        self.bytes.remaining()
    }

    fn chunk(&self) -> &[u8] {
        self.bytes.chunk()
    }

    fn advance(&mut self, count: usize) {
        self.bytes.advance(count);
        self.took();
    }

    fn copy_to_bytes(&mut self, length: usize) -> Bytes {
        let taken = self.bytes.copy_to_bytes(length);
        self.took();
        taken
    }
}
