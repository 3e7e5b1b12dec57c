//! A client of HTTP/2 that lives, and does no more than a hostile one must.

use std::collections::HashMap;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;

use varsel_testkit::raw_http2::{Frame, kind, setting};

/// A connection that acknowledges settings and pings, and sends bodies as far as the windows allow.
pub(crate) struct Http2 {
    socket: TcpStream,
    incoming: Vec<u8>,
    outgoing: Vec<u8>,
    window: i64,
    initial: i64,
    /// What each stream may still send by its window.
    windows: HashMap<u32, i64>,
    /// What each stream has left to send.
    bodies: HashMap<u32, usize>,
}

impl Http2 {
    /// Begins with some bytes.
    pub(crate) fn begin(socket: TcpStream, bytes: Vec<u8>) -> std::io::Result<Self> {
        socket.set_nonblocking(true)?;
        Ok(Self {
            socket,
            incoming: Vec::new(),
            outgoing: bytes,
            window: 65_535,
            initial: 65_535,
            windows: HashMap::new(),
            bodies: HashMap::new(),
        })
    }

    /// Sends so much of a body on a stream, and never its end.
    pub(crate) fn send(&mut self, stream: u32, bytes: usize) {
        self.bodies.insert(stream, bytes);
    }

    /// Reads and writes what can be; tells whether the connection has ended.
    pub(crate) fn step(&mut self) -> bool {
        let mut chunk = [0; 16_384];
        loop {
            match self.socket.read(&mut chunk) {
                Ok(0) => return true,
                Ok(count) => self.incoming.extend_from_slice(&chunk[..count]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(_) => return true,
            }
        }
        while let Some(frame) = self.next() {
            self.take(&frame);
        }
        self.fill();
        while !self.outgoing.is_empty() {
            match self.socket.write(&self.outgoing) {
                Ok(count) => drop(self.outgoing.drain(..count)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(_) => return true,
            }
        }
        false
    }

    fn next(&mut self) -> Option<Frame> {
        let head = self.incoming.first_chunk::<9>()?;
        let (length, mut frame) = Frame::head(*head);
        frame.payload = self.incoming.get(9..9 + length)?.to_vec();
        self.incoming.drain(..9 + length);
        Some(frame)
    }

    fn take(&mut self, frame: &Frame) {
        if let Some(reply) = frame.reply() {
            self.outgoing.extend(reply.to_bytes());
        }
        for (name, value) in frame.settings() {
            if name == setting::INITIAL_WINDOW_SIZE {
                let grown = i64::from(value) - self.initial;
                self.initial = i64::from(value);
                self.windows.values_mut().for_each(|window| *window += grown);
            }
        }
        if let (kind::WINDOW_UPDATE, Ok(bytes)) = (frame.kind, <[u8; 4]>::try_from(&*frame.payload)) {
            let grown = i64::from(u32::from_be_bytes(bytes));
            match frame.stream {
                0 => self.window += grown,
                stream => *self.windows.entry(stream).or_insert(self.initial) += grown,
            }
        }
        // What is answered or reset takes no more.
        if matches!(frame.kind, kind::HEADERS | kind::RST_STREAM) {
            self.bodies.remove(&frame.stream);
        }
    }

    /// Writes parts of bodies, as far as the windows allow.
    fn fill(&mut self) {
        for (stream, left) in &mut self.bodies {
            let window = self.windows.entry(*stream).or_insert(self.initial);
            while *left > 0 && self.outgoing.len() < 1 << 20 {
                let most = self.window.min(*window).clamp(0, 16_384);
                let count = usize::try_from(most).unwrap_or_default().min(*left);
                if count == 0 {
                    break;
                }
                self.outgoing.extend(varsel_testkit::raw_http2::data(*stream, &vec![b'x'; count]));
                let sent = i64::try_from(count).unwrap_or_default();
                (*left, *window, self.window) = (*left - count, *window - sent, self.window - sent);
            }
        }
    }
}

impl crate::siege::Client for Http2 {
    fn step(&mut self) -> bool {
        Self::step(self)
    }
}
