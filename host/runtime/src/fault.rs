//! Why did a call not come to its end? By the runtime's types where it has one.

use architrave_core::{
    laws,
    outcome::{Fault, Violation},
};
use wasmtime::Trap;

use crate::{
    bindings::architrave::plugin::types::Refusal,
    log::cut,
    store::{Exceeded, Guest},
};

/// What the runtime says when a call passed more to the host than [`Limits::output_bytes`](crate::Limits).
/// The type of that error is private in wasmtime 48, so that its text must do; `tests/it/faults.rs` pins it.
const OUTPUT_TOO_LARGE: &str = "fuel allocated for hostcalls has been exhausted";

/// The limits that a fault names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) fuel: u64,
    pub(crate) deadline_ms: u64,
    pub(crate) stack_bytes: u64,
    pub(crate) output_bytes: u64,
}

/// The fault of a call.
pub(crate) fn of_call(error: &wasmtime::Error, guest: &Guest, bounds: Bounds) -> Fault {
    by_type(error, guest, bounds)
        .unwrap_or_else(|| Fault::InvalidOutput { violation: Violation::Malformed { message: words(error) } })
}

/// The fault of starting an instance.
pub(crate) fn of_start(error: &wasmtime::Error, guest: &Guest, bounds: Bounds) -> Fault {
    by_type(error, guest, bounds).unwrap_or_else(|| Fault::NotStarted { message: words(error) })
}

fn by_type(error: &wasmtime::Error, guest: &Guest, bounds: Bounds) -> Option<Fault> {
    if let Some(exceeded) = error.downcast_ref::<Exceeded>() {
        return Some(match *exceeded {
            Exceeded::Memory { asked, limit } => Fault::MemoryExceeded { asked_bytes: asked, limit_bytes: limit },
            Exceeded::Table { asked, limit } => Fault::TableExceeded { asked, limit },
            Exceeded::Output { limit } => Fault::OutputTooLarge { limit_bytes: limit },
        });
    }
    if let Some(trap) = error.downcast_ref::<Trap>() {
        return Some(of_trap(*trap, guest, bounds));
    }
    let text = error.root_cause().to_string();
    text.contains(OUTPUT_TOO_LARGE).then_some(Fault::OutputTooLarge { limit_bytes: bounds.output_bytes })
}

fn of_trap(trap: Trap, guest: &Guest, bounds: Bounds) -> Fault {
    if trap == Trap::StackOverflow {
        return Fault::StackExhausted { stack_bytes: bounds.stack_bytes };
    }
    if trap == Trap::OutOfFuel {
        return Fault::FuelExhausted { fuel: bounds.fuel };
    }
    if trap == Trap::Interrupt {
        return Fault::DeadlineExceeded { deadline_ms: bounds.deadline_ms };
    }
    match guest.log.panic() {
        Some(message) if trap == Trap::UnreachableCodeReached => Fault::Panicked { message: message.to_owned() },
        _ => {
            let text = trap.to_string();
            Fault::Trapped { trap: text.strip_prefix("wasm trap: ").unwrap_or(&text).to_owned() }
        }
    }
}

/// What a plugin said when it did not want to answer.
pub(crate) fn of_refusal(refusal: Refusal) -> Fault {
    let (kind, message) = match refusal {
        Refusal::NotApplicable(message) => ("not-applicable", message),
        Refusal::UnsupportedLens(message) => ("unsupported-lens", message),
        Refusal::InvalidSettings(message) => ("invalid-settings", message),
        Refusal::Other(message) => ("other", message),
    };
    Fault::Refused { kind, message: laws::clean(cut(&message)) }
}

/// The innermost cause, on one line: it says what was found, without what the runtime was doing.
fn words(error: &wasmtime::Error) -> String {
    laws::clean(cut(&error.root_cause().to_string()))
}
