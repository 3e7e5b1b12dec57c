//! Connections to a desk with TLS that never agree on it, or agree and say nothing.

use crate::Scenario;
use crate::siege::lay;
use crate::silent_sockets::{MANY, Silent};

pub(crate) const WITHOUT: Scenario = Scenario {
    name: "silent-tls",
    about: "never agree on TLS",
    tls: true,
    run: |desk, hold| lay(desk, hold, MANY, false, |_| Silent::new(desk.connect()?)),
};

pub(crate) const AFTER: Scenario = Scenario {
    name: "silent-after-tls",
    about: "agree on TLS and say nothing",
    tls: true,
    run: |desk, hold| lay(desk, hold, 500, false, |_| Silent::new(desk.agree(desk.connect()?)?.sock)),
};
