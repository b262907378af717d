//! `plugin profile`: where does the fuel of a plugin go, by function?
//!
//! The same review runs again and again, each time with less fuel in one of its calls, and the plugin is asked where it was
//! when that was used up. No clock has a part in it: the same plugin and reviews give the same profile. Fuel is looked at
//! where a function, or a turn of a loop, begins; so what a function does in a straight line counts for the one that it
//! calls next, as a rule a few units.

mod picture;

use std::collections::BTreeMap;

use architrave_core::{diagnostic::Diagnostic, manifest::Class, outcome::Role, snapshot::Snapshot};
use architrave_runtime::{Call, Images, Options, Plugin, Prepared, Runtime, StackFrame, Step, Stopped};
use serde_json::Value;

use super::load::{self, Ready};

/// Fuel of all runs together, about: half a minute of an interpreter.
const WORK_FUEL_MAX: u64 = 20_000_000_000;

/// Each call gets at least one of so many samples, however little it uses.
const SHARE_MIN: u64 = 50;

/// What is profiled.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Roles that are asked for; none for all that the plugin has.
    pub roles: Vec<Role>,
    /// Calls whose fuel is told; none for all that these roles take.
    pub calls: Vec<Step>,
    /// How often each review runs, about; `None` for 1,000 times, or 100 in the class `scripting`.
    pub samples: Option<u64>,
}

/// Where the fuel went.
#[derive(Debug, Clone)]
pub struct Profile {
    /// The plugin's id.
    pub plugin: String,
    /// Its version.
    pub version: String,
    /// Of the component, in hexadecimal digits.
    pub sha256: String,
    /// How many reviews ran.
    pub reviews: usize,
    /// How many samples were taken: each stands for a slice of the fuel, and together for all of it.
    pub samples: u64,
    /// Samples that were asked for where that would have taken too long; `None` where it did not.
    pub asked: Option<u64>,
    /// Whether the component has names of functions.
    pub is_named: bool,
    /// Whether an interpreter runs in it.
    pub is_interpreted: bool,
    /// Fuel by stack: the call of the contract, then functions from the outermost to the innermost.
    pub stacks: BTreeMap<Vec<String>, u64>,
}

/// One function of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Its name, or its number.
    pub name: String,
    /// Fuel that was used in itself.
    pub own: u64,
    /// Fuel that was used in it and in what it called.
    pub total: u64,
}

/// Profiles a component over reviews.
///
/// `given` are settings as an operator writes them; `Value::Null` for the defaults.
///
/// # Errors
///
/// When the component is not admitted, the settings do not fit, plugins cannot be run here, or the plugin faults or refuses a
/// review.
pub fn profile(
    component: &[u8],
    given: &Value,
    options: &Options,
    snapshots: &[Snapshot],
    wanted: &Wanted,
) -> Result<Profile, Vec<Diagnostic>> {
    let runtime = Runtime::tracing(options.clone()).map_err(|error| load::unavailable(&error))?;
    let Ready { plugin, settings_json } = load::load(component, given, &runtime)?;
    let manifest = plugin.manifest();
    let roles = roles(&plugin, wanted).map_err(|problem| vec![*problem])?;
    let asked = wanted.samples.unwrap_or(match manifest.class {
        Class::Native => 1_000,
        Class::Scripting => 100,
    });
    let mut profile = Profile {
        plugin: manifest.id.clone(),
        version: manifest.version.clone(),
        sha256: plugin.sha256().to_string(),
        reviews: snapshots.len(),
        samples: 0,
        asked: None,
        is_named: false,
        is_interpreted: manifest.class == Class::Scripting,
        stacks: BTreeMap::new(),
    };
    for snapshot in snapshots {
        let prepared = plugin.prepare(&snapshot.lens, snapshot.lens_sha256, &settings_json, Images::Never);
        let subject = Subject { prepared, snapshot, roles: &roles, calls: &wanted.calls };
        let work_fuel = WORK_FUEL_MAX.checked_div(count(snapshots.len())).unwrap_or(WORK_FUEL_MAX);
        subject.sample(asked, work_fuel, &mut profile).map_err(|stopped| vec![no_profile(&stopped)])?;
    }
    Ok(profile)
}

/// The roles to ask for.
fn roles(plugin: &Plugin, wanted: &Wanted) -> Result<Vec<Role>, Box<Diagnostic>> {
    let known: Vec<&str> = plugin.roles().iter().map(|role| role.as_str()).collect();
    let refused = |what: String| {
        let help = format!("its roles are {}", known.join(", "));
        Box::new(Diagnostic::error("profile.role", format!("cannot profile {what}")).help(help))
    };
    if let Some(role) = wanted.roles.iter().find(|role| !plugin.roles().contains(role)) {
        return Err(refused(format!("role `{}`: the plugin does not have it", role.as_str())));
    }
    let roles = if wanted.roles.is_empty() { plugin.roles().to_vec() } else { wanted.roles.clone() };
    let is_made = |call: &Step| call.role().is_none_or(|role| roles.contains(&role));
    match wanted.calls.iter().find(|call| !is_made(call)) {
        Some(call) => Err(refused(format!("call `{}`: its role is not asked for", call.as_str()))),
        None => Ok(roles),
    }
}

/// One review, and what is asked about it.
struct Subject<'a> {
    prepared: Prepared,
    snapshot: &'a Snapshot,
    roles: &'a [Role],
    /// None for all.
    calls: &'a [Step],
}

impl Subject<'_> {
    fn sample(&self, asked: u64, work_fuel: u64, profile: &mut Profile) -> Result<(), Stopped> {
        let calls = self.prepared.calls(self.snapshot, self.roles)?;
        let sum = |calls: &[Call]| calls.iter().map(|call| call.fuel).fold(0, u64::saturating_add).max(1);
        let affordable = work_fuel.checked_div(sum(&calls)).unwrap_or_default().max(1);
        let is_told = |call: &Call| self.calls.is_empty() || self.calls.contains(&call.step);
        let calls: Vec<Call> = calls.into_iter().filter(is_told).collect();
        let all = sum(&calls);
        if asked > affordable {
            profile.asked = Some(asked);
        }
        let samples = asked.clamp(1, affordable);
        for call in &calls {
            let share = part(call.fuel, samples, all).max(samples / SHARE_MIN).max(1).min(call.fuel);
            for slice in 0..share {
                self.slice(call, (slice, share), profile)?;
            }
        }
        Ok(())
    }

    /// Finds where the middle of a slice of a call's fuel goes, and counts the whole slice there.
    fn slice(&self, call: &Call, (slice, of): (u64, u64), profile: &mut Profile) -> Result<(), Stopped> {
        let (from, to) = (part(call.fuel, slice, of), part(call.fuel, slice.saturating_add(1), of));
        let middle = from.midpoint(to);
        let stack = self.prepared.stack_at(self.snapshot, self.roles, call.step, middle)?;
        profile.is_named |= stack.iter().any(|frame| frame.function.is_some());
        profile.samples = profile.samples.saturating_add(1);
        let functions = stack.iter().rev().map(name);
        let frames = [call.step.as_str().to_owned()].into_iter().chain(functions).collect();
        let fuel = profile.stacks.entry(frames).or_default();
        *fuel = fuel.saturating_add(to.saturating_sub(from));
        Ok(())
    }
}

impl Profile {
    /// All fuel.
    #[must_use]
    pub fn fuel(&self) -> u64 {
        self.stacks.values().copied().fold(0, u64::saturating_add)
    }

    /// A line per stack: its functions, `;` between them, and its fuel, as tools for flame graphs read it.
    #[must_use]
    pub fn folded(&self) -> String {
        let mut text = String::new();
        for (stack, fuel) in &self.stacks {
            let frames: Vec<String> = stack.iter().map(|frame| frame.replace(';', ":")).collect();
            text.push_str(&format!("{} {fuel}\n", frames.join(";")));
        }
        text
    }

    /// The calls of the contract in their order, with the fuel of each.
    #[must_use]
    pub fn calls(&self) -> Vec<(&'static str, u64)> {
        let fuel_of = |name: &str| {
            let stacks = self.stacks.iter().filter(|(stack, _)| stack.first().is_some_and(|call| call == name));
            stacks.map(|(_, fuel)| *fuel).fold(0, u64::saturating_add)
        };
        let calls = Step::ALL.map(|step| (step.as_str(), fuel_of(step.as_str())));
        calls.into_iter().filter(|(_, fuel)| *fuel > 0).collect()
    }

    /// All functions, those first that used most themselves.
    #[must_use]
    pub fn functions(&self) -> Vec<Function> {
        let mut found: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for (stack, fuel) in &self.stacks {
            let mut functions: Vec<&str> = stack.iter().skip(1).map(String::as_str).collect();
            if let Some(innermost) = functions.last() {
                let (own, _) = found.entry(innermost).or_default();
                *own = own.saturating_add(*fuel);
            }
            functions.sort_unstable();
            functions.dedup();
            for function in functions {
                let (_, total) = found.entry(function).or_default();
                *total = total.saturating_add(*fuel);
            }
        }
        let mut functions: Vec<Function> =
            found.into_iter().map(|(name, (own, total))| Function { name: name.to_owned(), own, total }).collect();
        functions.sort_by_key(|function| std::cmp::Reverse((function.own, function.total)));
        functions
    }

    /// For people: the calls, and so many functions.
    #[must_use]
    pub fn to_text(&self, top: usize) -> String {
        let all = self.fuel();
        let Self { plugin, version, sha256, samples, reviews, .. } = self;
        let mut text = format!("{plugin} {version}  sha256 {sha256}\n");
        let of = if *reviews == 1 { "a review".to_owned() } else { format!("{reviews} reviews") };
        text.push_str(&format!("{all} units of fuel for {of}, in {samples} samples\n"));
        if let Some(asked) = self.asked {
            text.push_str(&format!("  {asked} samples were asked for; so many would take too long\n"));
        }
        text.push_str("\n  share         fuel  call\n");
        for (call, fuel) in self.calls() {
            text.push_str(&format!("{:>7} {fuel:>12}  {call}\n", share(fuel, all)));
        }
        text.push_str("\n    own    total  function\n");
        let functions = self.functions();
        for Function { name, own, total } in functions.iter().take(top) {
            text.push_str(&format!("{:>7}  {:>7}  {name}\n", share(*own, all), share(*total, all)));
        }
        if let Some(more) = functions.len().checked_sub(top).filter(|more| *more > 0) {
            text.push_str(&format!("                  and {more} more\n"));
        }
        text
    }
}

/// What a profile calls a function.
fn name(frame: &StackFrame) -> String {
    let module = frame.module.as_ref().map(|module| format!(" of {module}")).unwrap_or_default();
    match &frame.function {
        // Without the hash that tells apart what nobody wrote twice.
        Some(name) => format!("{:#}", rustc_demangle::demangle(name)),
        None => format!("function {}{module}", frame.index),
    }
}

fn no_profile(stopped: &Stopped) -> Diagnostic {
    let Stopped { step, fault } = stopped;
    let message = format!("cannot profile the plugin: `{}` {fault}", step.as_str());
    Diagnostic::error("profile.fault", message)
        .help("give reviews that it accepts with `--reviews`, and settings with `--settings`")
}

/// `whole * share / of`, rounded down.
fn part(whole: u64, share: u64, of: u64) -> u64 {
    let product = u128::from(whole).saturating_mul(u128::from(share));
    u64::try_from(product.checked_div(u128::from(of)).unwrap_or_default()).unwrap_or(u64::MAX)
}

/// In percent, with one decimal.
fn share(fuel: u64, all: u64) -> String {
    let per_mille = part(1_000, fuel, all);
    format!("{}.{} %", per_mille / 10, per_mille % 10)
}

fn count(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(stacks: &[(&[&str], u64)]) -> Profile {
        let stack = |(frames, fuel): &(&[&str], u64)| (frames.iter().map(|frame| (*frame).to_owned()).collect(), *fuel);
        Profile {
            plugin: "p".to_owned(),
            version: "0.1.0".to_owned(),
            sha256: String::new(),
            reviews: 1,
            samples: 1,
            asked: None,
            is_named: true,
            is_interpreted: false,
            stacks: stacks.iter().map(stack).collect(),
        }
    }

    #[test]
    fn what_calls_itself_counts_once() {
        let found = profile(&[
            (&["score"], 1),
            (&["score", "a"], 10),
            (&["score", "a", "b"], 100),
            (&["score", "a", "b", "a"], 1_000),
            (&["begin", "b"], 10_000),
        ]);
        let function = |name: &str, own, total| Function { name: name.to_owned(), own, total };
        assert_eq!(found.functions(), [function("b", 10_100, 11_100), function("a", 1_010, 1_110)]);
        assert_eq!(found.calls(), [("begin", 10_000), ("score", 1_111)]);
        assert_eq!(found.fuel(), 11_111);
    }

    #[test]
    fn folded_stacks_have_one_separator() {
        let found = profile(&[(&["score", "f<[u8; 4]>"], 7)]);
        assert_eq!(found.folded(), "score;f<[u8: 4]> 7\n");
    }

    #[test]
    fn parts_of_a_whole_leave_nothing_out() {
        for (whole, of) in [(0, 1), (1, 1), (10, 3), (u64::MAX, 7), (5, 5)] {
            let parts = (0..of).map(|slice| part(whole, slice + 1, of) - part(whole, slice, of));
            assert_eq!(parts.sum::<u64>(), whole, "{whole} in {of}");
        }
    }
}
