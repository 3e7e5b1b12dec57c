//! Connections that ask many times and never read.

use std::io::{ErrorKind, Write as _};
use std::net::TcpStream;

use crate::Scenario;
use crate::siege::{Client, lay};

pub(crate) const SCENARIO: Scenario = Scenario {
    name: "pipelines",
    about: "send requests without end and read nothing",
    tls: false,
    run: |desk, hold| lay(desk, hold, 60, false, |_| Pipeline::new(desk.connect()?)),
};

/// A connection that asks for as long as the desk listens.
struct Pipeline {
    socket: TcpStream,
    /// How much of the requests has been written, so that each is whole.
    written: usize,
}

impl Pipeline {
    fn new(socket: TcpStream) -> std::io::Result<Self> {
        socket.set_nonblocking(true)?;
        Ok(Self { socket, written: 0 })
    }
}

impl Client for Pipeline {
    fn step(&mut self) -> bool {
        let asks = "GET /how-to-report HTTP/1.1\r\nHost: desk\r\n\r\n".repeat(20);
        loop {
            match self.socket.write(&asks.as_bytes()[self.written..]) {
                Ok(count) => self.written = (self.written + count) % asks.len(),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    return self.socket.take_error().is_ok_and(|error| error.is_some());
                }
                Err(_) => return true,
            }
        }
    }
}
