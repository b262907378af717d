//! Where do two JSON values differ? Pointers, with the names of what they point into.

use serde_json::Value;

use crate::sink::width::cut;

/// Most columns of a value in a message.
const VALUE_COLUMNS: usize = 160;

/// Members that are compared as one.
const WHOLE: &str = "score";

/// A place where two values differ.
#[derive(Debug)]
pub(super) struct Place<'a> {
    /// RFC 6901, from where the walk began.
    pub(super) pointer: &'a str,
    /// The ids of the list entries that it leads through, outermost first.
    pub(super) names: &'a [String],
    pub(super) then: Option<&'a Value>,
    pub(super) now: Option<&'a Value>,
}

/// Walks over two values side by side and tells `found` of each place where they differ; `skip` says which pointers are
/// not looked at.
pub(super) fn walk(then: &Value, now: &Value, skip: &dyn Fn(&str) -> bool, found: &mut dyn FnMut(&Place<'_>)) {
    Walk { skip, found, pointer: String::new(), names: Vec::new() }.values(Some(then), Some(now));
}

struct Walk<'a> {
    skip: &'a dyn Fn(&str) -> bool,
    found: &'a mut dyn FnMut(&Place<'_>),
    pointer: String,
    names: Vec<String>,
}

impl Walk<'_> {
    fn values(&mut self, then: Option<&Value>, now: Option<&Value>) {
        if then == now || (self.skip)(&self.pointer) {
            return;
        }
        let whole = self.pointer.rsplit('/').next() == Some(WHOLE);
        match (then, now) {
            (Some(Value::Object(then)), Some(Value::Object(now))) if !whole => {
                for (name, value) in then {
                    self.step(name, Some(value), now.get(name));
                }
                for (name, value) in now.iter().filter(|(name, _)| !then.contains_key(*name)) {
                    self.step(name, None, Some(value));
                }
            }
            (Some(Value::Array(then)), Some(Value::Array(now))) => {
                for position in 0..then.len().max(now.len()) {
                    let (then, now) = (then.get(position), now.get(position));
                    let name = id(then).or_else(|| id(now)).map(str::to_owned);
                    let names = self.names.len();
                    self.names.extend(name);
                    self.step(&position.to_string(), then, now);
                    self.names.truncate(names);
                }
            }
            _ => (self.found)(&Place { pointer: &self.pointer, names: &self.names, then, now }),
        }
    }

    fn step(&mut self, name: &str, then: Option<&Value>, now: Option<&Value>) {
        let pointer = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
        self.values(then, now);
        self.pointer.truncate(pointer);
    }
}

/// What an object is called: by its own id, or by the plugin that it is of.
fn id(value: Option<&Value>) -> Option<&str> {
    let value = value?;
    value.get("id").or_else(|| value.get("plugin"))?.as_str()
}

/// A value for a message: bounded, on one line.
pub(super) fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| cut(&value.to_string(), VALUE_COLUMNS), |text| cut(text, VALUE_COLUMNS))
}
