//! `architrave cache`: what is kept between two runs, whether it can still be trusted, and how to get rid of it.

use std::{fmt::Write as _, path::PathBuf, time::SystemTime};

use architrave_runtime::cache::{self, Entry, Kind, Options, State};
use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde::Serialize;

use super::{
    FAILS, PASSES, TextOrJson, UNDECIDED,
    cache_place::{self, PlaceArgs},
    output::Streams,
};

#[derive(Debug, Subcommand)]
pub(super) enum CacheVerb {
    /// List what is kept: compiled components, prepared images, and components that cannot be compiled
    List(LookArgs),
    /// Check every seal; exit status 1 when an entry is damaged
    Verify(VerifyArgs),
    /// Remove every entry; the key stays
    Clear(LookArgs),
    /// Print where the cache and its key are
    Path(LookArgs),
    /// Make a key file, for machines that share a cache
    Key(KeyArgs),
}

#[derive(Debug, Args)]
pub(super) struct LookArgs {
    #[command(flatten)]
    place: PlaceArgs,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    format: TextOrJson,
}

#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    #[command(flatten)]
    look: LookArgs,
    /// Remove what is damaged; exit status 0 when all of it is gone
    #[arg(long)]
    remove: bool,
}

#[derive(Debug, Args)]
pub(super) struct KeyArgs {
    /// The file to make, with 32 random bytes, open to its owner alone; one that is there is left as it is
    #[arg(long, value_name = "FILE", required = true)]
    new: PathBuf,
}

/// 0 when it was done, 1 when something is damaged, 2 when it could not be done.
pub(super) fn run(verb: &CacheVerb, streams: &Streams) -> u8 {
    match verb {
        CacheVerb::List(args) => with_place(&args.place, streams, |options| list(options, args.format, streams)),
        CacheVerb::Verify(args) => with_place(&args.look.place, streams, |options| verify(options, args, streams)),
        CacheVerb::Clear(args) => with_place(&args.place, streams, |options| clear(options, args.format, streams)),
        CacheVerb::Path(args) => with_place(&args.place, streams, |options| path(options, args.format, streams)),
        CacheVerb::Key(args) => match cache::make_key(&args.new) {
            Ok(()) => PASSES,
            Err(error) => streams.problem("cannot make a key", &error),
        },
    }
}

fn with_place(place: &PlaceArgs, streams: &Streams, run: impl FnOnce(&Options) -> u8) -> u8 {
    match cache_place::options(place) {
        Some(options) => run(&options),
        None => streams.problem("cannot find the cache", &"neither `HOME` nor `ARCHITRAVE_CACHE_DIR` is set"),
    }
}

fn list(options: &Options, format: TextOrJson, streams: &Streams) -> u8 {
    match cache::list(options) {
        Ok(entries) => show(options, &entries, format, streams),
        Err(error) => streams.problem("cannot list the cache", &error),
    }
}

fn verify(options: &Options, args: &VerifyArgs, streams: &Streams) -> u8 {
    let entries = match cache::list(options) {
        Ok(entries) => entries,
        Err(error) => return streams.problem("cannot verify the cache", &error),
    };
    let damaged: Vec<Entry> =
        entries.iter().filter(|entry| matches!(entry.state, State::Damaged(_))).cloned().collect();
    let shown = show(options, &damaged, args.look.format, streams);
    if shown != PASSES {
        return shown;
    }
    streams.say(&format!("{} of {} entries are damaged", damaged.len(), entries.len()));
    if damaged.is_empty() {
        return PASSES;
    }
    if !args.remove {
        streams.say("  help: damaged entries are not used; remove them with `architrave cache verify --remove`");
        return FAILS;
    }
    match cache::remove(options, |name| damaged.iter().any(|entry| entry.name == name)) {
        Ok(removed) if removed.entries == count(damaged.len()) => PASSES,
        Ok(_) => FAILS,
        Err(error) => streams.problem("cannot remove what is damaged", &error),
    }
}

fn clear(options: &Options, format: TextOrJson, streams: &Streams) -> u8 {
    let removed = match cache::clear(options) {
        Ok(removed) => removed,
        Err(error) => return streams.problem("cannot clear the cache", &error),
    };
    match format {
        TextOrJson::Text => {
            streams.data(format!("removed {} entries of {} bytes\n", removed.entries, removed.bytes).as_bytes())
        }
        TextOrJson::Json => json(&serde_json::json!({ "removed": removed.entries, "bytes": removed.bytes }), streams),
    }
}

fn path(options: &Options, format: TextOrJson, streams: &Streams) -> u8 {
    let (folder, key_file) = (options.folder.display().to_string(), options.key_file.display().to_string());
    match format {
        TextOrJson::Text => streams.data(format!("folder {folder}\nkey    {key_file}\n").as_bytes()),
        TextOrJson::Json => json(&serde_json::json!({ "folder": folder, "key_file": key_file }), streams),
    }
}

fn show(options: &Options, entries: &[Entry], format: TextOrJson, streams: &Streams) -> u8 {
    let rows: Vec<Row> = entries.iter().map(Row::new).collect();
    match format {
        TextOrJson::Text => streams.data(table(&rows).as_bytes()),
        TextOrJson::Json => {
            let folder = options.folder.display().to_string();
            json(&Listing { folder, bytes: rows.iter().map(|row| row.bytes).sum(), entries: rows }, streams)
        }
    }
}

/// The whole of `--format json`.
#[derive(Debug, Serialize)]
struct Listing {
    folder: String,
    /// Of all entries that are listed.
    bytes: u64,
    entries: Vec<Row>,
}

/// An entry, as it is shown.
#[derive(Debug, Serialize)]
struct Row {
    name: String,
    kind: Option<Kind>,
    plugin: Option<String>,
    component_sha256: Option<String>,
    lens_sha256: Option<String>,
    bytes: u64,
    last_used: Option<String>,
    state: &'static str,
    /// Why it is damaged.
    why: Option<String>,
}

impl Row {
    fn new(entry: &Entry) -> Self {
        let (state, why) = match &entry.state {
            State::Current => ("current", None),
            State::Outdated => ("outdated", None),
            State::Unfinished => ("unfinished", None),
            State::Damaged(why) => ("damaged", Some(why.clone())),
        };
        let since = entry.used.duration_since(SystemTime::UNIX_EPOCH).ok();
        let used = since.and_then(|since| Timestamp::from_second(since.as_secs().try_into().ok()?).ok());
        Self {
            name: entry.name.clone(),
            kind: entry.kind,
            plugin: entry.plugin.clone(),
            component_sha256: entry.component_sha256.clone(),
            lens_sha256: entry.lens_sha256.clone(),
            bytes: entry.bytes,
            last_used: used.map(|used| used.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
            state,
            why,
        }
    }
}

fn table(rows: &[Row]) -> String {
    let mut text = String::new();
    let mut line = |columns: [&str; 6], rest: &str| {
        let [kind, plugin, component, lens, bytes, used] = columns;
        // Writing to a string does not fail.
        let _ = writeln!(text, "{kind:<9}  {plugin:<30}  {component:<12}  {lens:<12}  {bytes:>9}  {used:<20}  {rest}");
    };
    line(["kind", "plugin", "component", "lens", "bytes", "last used"], "state");
    for row in rows {
        let kind = match row.kind {
            Some(Kind::Component) => "component",
            Some(Kind::Image) => "image",
            Some(Kind::Failure) => "failure",
            None => "?",
        };
        let plugin = row.plugin.as_deref().unwrap_or("?");
        let used = row.last_used.as_deref().unwrap_or("?");
        let bytes = row.bytes.to_string();
        let rest = row.why.as_ref().map_or(row.state.to_owned(), |why| format!("{}: {why}: {}", row.state, row.name));
        line([kind, plugin, short(&row.component_sha256), short(&row.lens_sha256), &bytes, used], &rest);
    }
    let bytes: u64 = rows.iter().map(|row| row.bytes).sum();
    let _ = writeln!(text, "{} entries of {bytes} bytes", rows.len());
    text
}

/// Enough of a digest to tell it from others.
fn short(digest: &Option<String>) -> &str {
    const DIGITS: usize = 12;
    digest.as_deref().and_then(|digest| digest.get(..DIGITS)).unwrap_or("-")
}

fn json(value: &impl Serialize, streams: &Streams) -> u8 {
    match serde_json::to_string_pretty(value) {
        Ok(text) => streams.data((text + "\n").as_bytes()),
        Err(error) => {
            streams.problem("cannot write the result", &error);
            UNDECIDED
        }
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
