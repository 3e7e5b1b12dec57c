//! Many connections that say nothing.

use std::io::{ErrorKind, Read as _};
use std::net::TcpStream;

use crate::Scenario;
use crate::siege::{Client, lay};

/// More than the desk has places for.
pub(crate) const MANY: usize = 4_200;

pub(crate) const SCENARIO: Scenario = Scenario {
    name: "silent-sockets",
    about: "send nothing",
    tls: false,
    run: |desk, hold| lay(desk, hold, MANY, false, |_| Silent::new(desk.connect()?)),
};

/// A connection that waits for what the desk does.
pub(crate) struct Silent(TcpStream);

impl Silent {
    pub(crate) fn new(socket: TcpStream) -> std::io::Result<Self> {
        socket.set_nonblocking(true)?;
        Ok(Self(socket))
    }
}

impl Client for Silent {
    fn step(&mut self) -> bool {
        let mut chunk = [0; 1_024];
        loop {
            match self.0.read(&mut chunk) {
                Ok(0) => return true,
                Ok(_) => {}
                Err(error) => return error.kind() != ErrorKind::WouldBlock,
            }
        }
    }
}
