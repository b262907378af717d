//! `architrave lens import` and `architrave lens publish`

use std::path::PathBuf;

use architrave_aws::{Calls, lens};
use architrave_core::lint;
use clap::Args;

use super::{
    FAILS, TextOrJson, UNDECIDED,
    aws::{self, ConnectArgs},
    lens::{json, read},
    output::Streams,
    review::said,
};

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// Lens JSON, `-` for stdin
    file: PathBuf,
    /// Make a new draft of this lens, in place of a new lens
    #[arg(long, value_name = "ARN")]
    update: Option<String>,
    /// Import in spite of findings
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    connect: ConnectArgs,
    /// Form of the result
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    format: TextOrJson,
}

#[derive(Debug, Args)]
pub(super) struct PublishArgs {
    /// ARN of the lens, or its name
    lens: String,
    /// Of the version, new for this lens
    #[arg(long, value_name = "VERSION")]
    version: String,
    /// Workloads must be upgraded by hand
    #[arg(long)]
    major: bool,
    #[command(flatten)]
    connect: ConnectArgs,
    /// Form of the result
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    format: TextOrJson,
}

/// 0 when it was imported, 1 when it has findings and nothing was imported.
pub(super) fn import(args: &ImportArgs, streams: &Streams) -> u8 {
    if said(streams, aws::check_one_region(&args.connect)).is_none() {
        return UNDECIDED;
    }
    let (file, text) = match read(&args.file, streams) {
        Ok(read) => read,
        Err(code) => return code,
    };
    let report = lint::lint_file(&file, &text);
    if !report.findings.is_empty() || !report.notes.is_empty() {
        streams.say(report.to_text().trim_end());
    }
    if !report.findings.is_empty() && !args.force {
        streams.say("nothing was imported: mend the findings, or add `--force`");
        return FAILS;
    }
    let name = serde_json::from_str::<serde_json::Value>(&text).ok();
    let name = name.as_ref().and_then(|lens| lens.get("name")).and_then(serde_json::Value::as_str);
    let calls = Calls::default();
    let imported = aws::block_on(async |_| {
        let connection = aws::connect(&args.connect, &calls).await?;
        lens::import(&connection, &text, name, args.update.as_deref()).await
    });
    aws::say_calls(&calls, streams);
    let Some(imported) = said(streams, imported) else { return UNDECIDED };
    if imported.status != "COMPLETE" {
        streams.say(&format!("AWS is not done yet: {}", imported.status));
    }
    let arn = &imported.arn;
    streams.say(&format!(
        "it is a draft, which can't be applied: `architrave lens publish {arn} --version VERSION` publishes it"
    ));
    match args.format {
        TextOrJson::Text => streams.data(format!("{arn}\n").as_bytes()),
        TextOrJson::Json => json(&imported, streams),
    }
}

pub(super) fn publish(args: &PublishArgs, streams: &Streams) -> u8 {
    if said(streams, aws::check_one_region(&args.connect)).is_none() {
        return UNDECIDED;
    }
    let calls = Calls::default();
    let published = aws::block_on(async |_| {
        let connection = aws::connect(&args.connect, &calls).await?;
        lens::publish(&connection, &args.lens, &args.version, args.major).await
    });
    aws::say_calls(&calls, streams);
    let Some(published) = said(streams, published) else { return UNDECIDED };
    match args.format {
        TextOrJson::Text => streams.data(format!("{} {}\n", published.arn, published.version).as_bytes()),
        TextOrJson::Json => json(&published, streams),
    }
}
