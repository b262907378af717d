//! `plugin new`: begins a project.

use std::path::PathBuf;

use architrave_core::outcome::Role;
use clap::Args;

use crate::{
    author::{Language, new},
    cli::output::Streams,
};

#[derive(Debug, Args)]
pub(in crate::cli) struct NewArgs {
    /// The plugin's id, and the name of its new folder
    name: String,
    /// What it is written in: `rust`, `c`, `javascript` or `python`
    #[arg(long, default_value_t = Language::Rust)]
    language: Language,
    /// What it does, any of `scoring`, `priority`, `impact`, `guidance`
    #[arg(long, value_delimiter = ',', default_value = "scoring,priority", value_parser = role)]
    roles: Vec<Role>,
    /// Rust: folder of the SDK, `guest-sdk` in Architrave's source; else its published version
    #[arg(long, value_name = "FOLDER")]
    sdk: Option<PathBuf>,
}

fn role(text: &str) -> Result<Role, String> {
    let known = Role::ALL.into_iter().find(|role| role.as_str() == text);
    known.ok_or_else(|| "roles are scoring, priority, impact, guidance".to_owned())
}

/// 0 when the project was made.
pub(super) fn run(args: &NewArgs, streams: &Streams) -> u8 {
    let wanted = new::Wanted {
        name: args.name.clone(),
        language: args.language,
        roles: args.roles.clone(),
        sdk: args.sdk.clone(),
    };
    if let Err(problem) = new::project(&PathBuf::from("."), &wanted) {
        return streams.failed(&problem);
    }
    if args.language == Language::Rust && args.sdk.is_none() {
        streams.say("note: the SDK is not published yet; until then, give its folder with `--sdk`");
    }
    let name = &args.name;
    streams.data(format!("made `{name}`; go on with `architrave plugin build {name}` and its README.md\n").as_bytes())
}
