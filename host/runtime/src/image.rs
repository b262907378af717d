//! How does a review start from an instance that is already prepared? From a component whose memory is that of one.
//!
//! `prepare` runs once, in an instrumented copy of the component; what it leaves in memories and globals becomes the
//! initial state of a new component, which is compiled. Every review then starts there, copy-on-write. Not every
//! component can be treated so (tables that change, several memories, nested components with code), and the tool that
//! does it panics on some: whatever goes wrong here only means that each review calls `prepare` itself.

use std::panic::AssertUnwindSafe;

use architrave_core::lens::Lens;
use wasmtime::{
    Store,
    component::{Component, Instance, Lift, WasmList},
};
use wasmtime_wizer::{ComponentContext, ComponentInstanceState, Wizer};

use crate::{
    limits::Limits,
    plugin::Loaded,
    prepared::{self, Ready},
    quiet,
    session::{Budget, Frame, Launcher, Session},
    store::Guest,
};

/// Pages that reading a memory grows it by: one each of two times, and one to spare.
const SPARE_BYTES: u64 = 3 << 16;

/// Makes the component whose instances are prepared from the start.
///
/// # Errors
///
/// Why it cannot be made, in words.
pub(crate) fn make(loaded: &Loaded, lens: &Lens, settings_json: &str, ready: &Ready) -> Result<Vec<u8>, String> {
    let made = quiet::caught(AssertUnwindSafe(|| snapshot(loaded, lens, settings_json, ready)));
    made.unwrap_or_else(|| Err("making the image panicked".to_owned()))
}

/// Links an image, and starts it once to see that it starts.
///
/// # Errors
///
/// Why it cannot be used, in words.
pub(crate) fn launch(loaded: &Loaded, lens: &Lens, image: &Component) -> Result<Launcher, String> {
    let engine = loaded.house.engine(loaded.class);
    let launcher = Launcher::new(engine, image).map_err(|kind| kind.to_string())?;
    let frame = loaded.frame();
    let budget = prepared::budget(frame, lens);
    Session::start(&launcher, frame, budget).map_err(|failed| format!("the image {}", failed.fault))?;
    Ok(launcher)
}

fn snapshot(loaded: &Loaded, lens: &Lens, settings_json: &str, ready: &Ready) -> Result<Vec<u8>, String> {
    let wizer = wizer();
    let (context, instrumented) = wizer.instrument_component(&loaded.bytes).map_err(|error| words(&error))?;
    let limits = wider(loaded.frame().limits);
    let frame = Frame { limits: &limits, clock: loaded.frame().clock };
    // Not in the pool: the copy has one core instance more than the limits allow.
    let target = loaded.house.target_on_demand(loaded.class);
    let component =
        loaded.house.builder.build(target, &instrumented).map_err(|failure| format!("compiling it {failure}"))?;
    let launcher = Launcher::new(target.engine, &component).map_err(|kind| kind.to_string())?;
    let (mut session, copy) = prepared::start(&launcher, frame, lens, settings_json)
        .map_err(|failed| format!("the instrumented copy {}", failed.fault))?;
    if copy != *ready {
        return Err("the instrumented copy did not prepare as the plugin did".to_owned());
    }
    session.arm(Budget { fuel: u64::MAX, deadline_ms: limits.prepare_deadline_ms });
    read_state(&wizer, &context, &mut session)
}

fn wizer() -> Wizer {
    let mut wizer = Wizer::new();
    // There is no function to be removed: `prepare` stays, as the contract has it.
    wizer.keep_init_func(true);
    wizer
}

/// What the copy needs beside what the plugin may use.
fn wider(limits: &Limits) -> Limits {
    Limits {
        memory_bytes: limits.memory_bytes.saturating_add(SPARE_BYTES),
        output_bytes: limits.memory_bytes.saturating_add(limits.output_bytes).saturating_add(SPARE_BYTES),
        core_instances: limits.core_instances.saturating_add(1),
        ..limits.clone()
    }
}

fn read_state(wizer: &Wizer, context: &ComponentContext<'_>, session: &mut Session<'_>) -> Result<Vec<u8>, String> {
    let mut state = State { store: &mut session.store, instance: session.instance, error: None };
    let image = pollster::block_on(wizer.snapshot_component(context, &mut state)).map_err(|error| words(&error));
    match state.error {
        Some(error) => Err(error),
        None => image,
    }
}

/// Reads memories and globals of the copy. The tool that asks takes no errors: the first is kept, and answers after it
/// are zeros.
struct State<'a> {
    store: &'a mut Store<Guest>,
    instance: Instance,
    error: Option<String>,
}

impl State<'_> {
    fn read<R: Lift + Send + Sync + 'static>(&mut self, instance: &str, function: &str) -> Option<R> {
        if self.error.is_some() {
            return None;
        }
        match self.call(instance, function) {
            Ok(value) => Some(value),
            Err(error) => {
                self.error = Some(words(&error));
                None
            }
        }
    }

    /// Which of the many it is does not cross the border of a component, and a plugin can tell them apart.
    fn not_a_number(&mut self, found: bool) {
        if found && self.error.is_none() {
            self.error = Some("a global holds a number that is none".to_owned());
        }
    }

    fn call<R: Lift + Send + Sync + 'static>(&mut self, instance: &str, function: &str) -> wasmtime::Result<R> {
        let missing = || wasmtime::Error::msg("the instrumented copy lacks an accessor");
        let (_, index) = self.instance.get_export(&mut *self.store, None, instance).ok_or_else(missing)?;
        let (_, index) = self.instance.get_export(&mut *self.store, Some(&index), function).ok_or_else(missing)?;
        let function = self.instance.get_typed_func::<(), (R,)>(&mut *self.store, index)?;
        Ok(function.call(&mut *self.store, ())?.0)
    }
}

impl ComponentInstanceState for State<'_> {
    async fn call_func_ret_list_u8(&mut self, instance: &str, func: &str, contents: impl FnOnce(&[u8]) + Send) {
        match self.read::<WasmList<u8>>(instance, func) {
            Some(list) => contents(list.as_le_slice(&*self.store)),
            None => contents(&[]),
        }
    }

    async fn call_func_ret_s32(&mut self, instance: &str, func: &str) -> i32 {
        self.read(instance, func).unwrap_or_default()
    }

    async fn call_func_ret_s64(&mut self, instance: &str, func: &str) -> i64 {
        self.read(instance, func).unwrap_or_default()
    }

    async fn call_func_ret_f32(&mut self, instance: &str, func: &str) -> u32 {
        let value = self.read::<f32>(instance, func).unwrap_or_default();
        self.not_a_number(value.is_nan());
        value.to_bits()
    }

    async fn call_func_ret_f64(&mut self, instance: &str, func: &str) -> u64 {
        let value = self.read::<f64>(instance, func).unwrap_or_default();
        self.not_a_number(value.is_nan());
        value.to_bits()
    }
}

fn words(error: &wasmtime::Error) -> String {
    format!("{error:#}")
}
