//! `plugin test`: does a plugin still say what its cases expect?

use std::path::{Path, PathBuf};

use architrave_core::{diagnostic::Diagnostic, manifest::Class};
use architrave_runtime::Options;
use clap::Args;

use super::subject;
use crate::{
    author::{cases, inspect},
    cli::{
        FAILS, PASSES, TextOrJson, UNDECIDED, cache_place, compile,
        output::{Streams, write_whole},
    },
};

#[derive(Debug, Args)]
pub(in crate::cli) struct TestArgs {
    /// A `.wasm` file, or the folder of a plugin that was built
    #[arg(value_name = "FILE|FOLDER", default_value = ".")]
    plugin: PathBuf,
    /// Folder of the cases; else `cases` in the plugin's folder
    #[arg(long, value_name = "FOLDER")]
    cases: Option<PathBuf>,
    /// Write what was found into the cases; a case with a fault that it does not expect stays as it is, and fails
    #[arg(long)]
    bless: bool,
    /// Write the results as `JUnit` XML too
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    format: TextOrJson,
    /// Neither read nor write the cache of compiled plugins; results are the same
    #[arg(long, hide_short_help = true)]
    no_cache: bool,
    #[command(flatten)]
    cache: cache_place::PlaceArgs,
}

/// 0 when every case passes, 1 when one does not, 2 when they could not be run.
pub(super) fn run(args: &TestArgs, streams: &Streams) -> u8 {
    let tested = subject::component(&args.plugin, streams).and_then(|component| {
        let cache = if args.no_cache { None } else { cache_place::options(&args.cache) };
        let options = Options { cache, compiler: compile::compiler(), ..Options::default() };
        let folder = args.cases.clone().unwrap_or_else(|| beside(&args.plugin));
        cases::test(&component, granted(&component, streams), &options, &folder)
    });
    let mut tested = match tested {
        Ok(tested) => tested,
        Err(problems) => {
            streams.diagnostics("error", &problems);
            return UNDECIDED;
        }
    };
    if args.bless
        && let Err(problem) = bless(&mut tested, streams)
    {
        return streams.failed(&problem);
    }
    if let Some(path) = &args.junit {
        let text = tested.report.to_junit();
        let written = streams.write_to(Some(path), |out| out.write_all(text.as_bytes()));
        if written != PASSES {
            return written;
        }
    }
    let shown = subject::show(&tested.report, &tested.report.to_text(), args.format, streams);
    if shown == PASSES && !tested.report.passes() { FAILS } else { shown }
}

/// Where the cases of a plugin are that was named without them.
fn beside(plugin: &Path) -> PathBuf {
    let folder = if plugin.is_dir() { plugin } else { plugin.parent().unwrap_or_else(|| Path::new("")) };
    folder.join("cases")
}

/// The class that a plugin asks for: who tests it here is its author, and grants it.
pub(super) fn granted(component: &[u8], streams: &Streams) -> Class {
    let asked = inspect::inspect(component).ok().and_then(|found| found.manifest);
    let class = asked.map_or(Class::Native, |manifest| manifest.class);
    if class == Class::Scripting {
        streams.say("the plugin is granted the class `scripting`, as it asks; elsewhere an operator has to grant it");
    }
    class
}

fn bless(tested: &mut cases::Tested, streams: &Streams) -> Result<(), Box<Diagnostic>> {
    for cases::Blessed { path, text } in tested.bless() {
        write_whole(&path, |out| out.write_all(text.as_bytes())).map_err(|error| {
            let message = format!("cannot write `{}`: {error}", path.display());
            Diagnostic::error("cases.unwritable", message).help("go to a folder where you may write")
        })?;
        streams.say(&format!("wrote `{}`", path.display()));
    }
    Ok(())
}
