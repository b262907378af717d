//! `architrave milestone create`

use architrave_aws::{Calls, milestone};
use clap::{Args, Subcommand};

use super::{
    TextOrJson, UNDECIDED,
    aws::{self, ConnectArgs},
    lens::json,
    output::Streams,
    review::said,
};

#[derive(Debug, Subcommand)]
pub(super) enum MilestoneVerb {
    /// Record the present state of a workload under a name that it does not have yet
    ///
    /// A workload holds 100 milestones, and they can't be deleted: a warning comes from 90 on.
    Create(CreateArgs),
}

#[derive(Debug, Args)]
pub(super) struct CreateArgs {
    /// Of the milestone, unique in its workload
    name: String,
    /// Which workload, by id or name
    #[arg(long, value_name = "ID|NAME")]
    workload: String,
    #[command(flatten)]
    connect: ConnectArgs,
    /// Form of the result
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    format: TextOrJson,
}

pub(super) fn run(verb: &MilestoneVerb, streams: &Streams) -> u8 {
    let MilestoneVerb::Create(args) = verb;
    if said(streams, aws::check_one_region(&args.connect)).is_none() {
        return UNDECIDED;
    }
    let calls = Calls::default();
    let created = aws::block_on(async |_| {
        let connection = aws::connect(&args.connect, &calls).await?;
        milestone::create(&connection, &args.workload, &args.name).await
    });
    aws::say_calls(&calls, streams);
    let Some(created) = said(streams, created) else { return UNDECIDED };
    for warning in &created.warnings {
        streams.say(&format!("warning: {warning}"));
    }
    match args.format {
        TextOrJson::Text => {
            streams.data(format!("milestone {} of workload {}\n", created.number, created.workload_id).as_bytes())
        }
        TextOrJson::Json => json(&created, streams),
    }
}
