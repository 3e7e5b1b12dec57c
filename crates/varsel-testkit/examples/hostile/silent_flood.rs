//! Connections that say nothing, and come back when they are ended.

use crate::Scenario;
use crate::siege::lay;
use crate::silent_sockets::{MANY, Silent};

pub(crate) const SCENARIO: Scenario = Scenario {
    name: "silent-flood",
    about: "send nothing, and reconnect when closed",
    tls: false,
    run: |desk, hold| lay(desk, hold, MANY, true, |_| Silent::new(desk.connect()?)),
};
