//! Connections to a desk with TLS that never agree on it, or agree and say nothing.

use crate::Scenario;
use crate::siege::lay;
use crate::silent_sockets::{MANY, Silent};

pub(crate) const WITHOUT: Scenario = Scenario {
    name: "silent-tls",
    about: "never complete the TLS handshake",
    tls: true,
    run: |desk, hold| lay(desk, hold, MANY, false, |_| Silent::new(desk.connect()?)),
};

pub(crate) const AFTER: Scenario = Scenario {
    name: "silent-after-tls",
    about: "complete the TLS handshake and send nothing",
    tls: true,
    run: |desk, hold| lay(desk, hold, 500, false, |_| Silent::new(desk.agree(desk.connect()?)?.sock)),
};
