//! What can a plugin do wrong? One row per attack: the guest, the limits that it meets, and what is expected of the host.

mod bytes;
mod calls;
mod components;
mod images;
mod laws;
mod loading;
mod memory;
mod shipped;
mod stack;
mod state;
mod time;

use architrave_runtime::Limits;

use super::guests;

/// What a role came to.
pub(super) const HEARD: &str = "heard";

/// One attack.
pub(super) struct Attack {
    pub(super) name: &'static str,
    pub(super) guest: Guest,
    /// Made of `faults::limits`.
    pub(super) limits: fn(Limits) -> Limits,
    pub(super) expected: Expected,
    /// Bound on how far the host's memory may rise.
    pub(super) peak_mib: u64,
}

/// Where the component comes from.
pub(super) enum Guest {
    /// Places in `whole.wat`, and what stands there instead.
    Places(&'static [(&'static str, &'static str)]),
    /// Anything else.
    Built(fn() -> Vec<u8>),
}

/// What the host says.
pub(super) enum Expected {
    /// It does not take the component in: code, and a part of the text.
    Refused(&'static str, &'static str),
    /// Of scoring, priority, impact and guidance: [`HEARD`], or the text of the fault. A text may end in `…`.
    Ran([&'static str; 4]),
}

type Places = &'static [(&'static str, &'static str)];

/// Most attacks cost the host little; compiling a component twice takes most of it.
const PEAK_MIB: u64 = 64;

const fn same(limits: Limits) -> Limits {
    limits
}

const fn ran(name: &'static str, places: Places, expected: [&'static str; 4]) -> Attack {
    Attack { name, guest: Guest::Places(places), limits: same, expected: Expected::Ran(expected), peak_mib: PEAK_MIB }
}

const fn all(name: &'static str, places: Places, fault: &'static str) -> Attack {
    ran(name, places, [fault; 4])
}

const fn scoring(name: &'static str, places: Places, fault: &'static str) -> Attack {
    ran(name, places, [fault, HEARD, HEARD, HEARD])
}

const fn priority(name: &'static str, places: Places, fault: &'static str) -> Attack {
    ran(name, places, [HEARD, fault, HEARD, HEARD])
}

const fn impact(name: &'static str, places: Places, fault: &'static str) -> Attack {
    ran(name, places, [HEARD, HEARD, fault, HEARD])
}

const fn guidance(name: &'static str, places: Places, fault: &'static str) -> Attack {
    ran(name, places, [HEARD, HEARD, HEARD, fault])
}

const fn built(name: &'static str, guest: fn() -> Vec<u8>, expected: [&'static str; 4]) -> Attack {
    Attack { name, guest: Guest::Built(guest), limits: same, expected: Expected::Ran(expected), peak_mib: PEAK_MIB }
}

const fn refused(name: &'static str, guest: fn() -> Vec<u8>, code: &'static str, text: &'static str) -> Attack {
    Attack {
        name,
        guest: Guest::Built(guest),
        limits: same,
        expected: Expected::Refused(code, text),
        peak_mib: PEAK_MIB,
    }
}

impl Attack {
    const fn with(self, limits: fn(Limits) -> Limits) -> Self {
        let Self { name, guest, expected, peak_mib, .. } = self;
        Self { name, guest, limits, expected, peak_mib }
    }

    pub(super) fn component(&self) -> Vec<u8> {
        match self.guest {
            Guest::Places(places) => guests::attack(places),
            Guest::Built(build) => build(),
        }
    }
}

/// A group of attacks.
type Group = (&'static str, &'static [Attack]);

/// Every attack, in groups.
pub(super) const GROUPS: &[Group] = &[
    ("time", time::ATTACKS),
    ("memory", memory::ATTACKS),
    ("stack", stack::ATTACKS),
    ("bytes", bytes::ATTACKS),
    ("laws", laws::ATTACKS),
    ("calls", calls::ATTACKS),
    ("state", state::ATTACKS),
    ("loading", loading::ATTACKS),
    ("components", components::ATTACKS),
    ("images", images::ATTACKS),
    ("shipped", shipped::ATTACKS),
];
