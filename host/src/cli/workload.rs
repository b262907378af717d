//! `architrave workload plan` and `architrave workload apply`

use std::{fs, io::Write as _, path::PathBuf};

use architrave_aws::{
    Calls, Connection,
    workload::{
        Given, Plan, Template, Weight,
        apply::{self, Applied, Done},
        ask,
    },
};
use architrave_core::diagnostic::Diagnostic;
use clap::{Args, Subcommand};

use super::{
    FAILS, PASSES, TextOrJson, UNDECIDED,
    aws::{self, ConnectArgs},
    lens::json,
    output::Streams,
    review::said,
};
use crate::template;

#[derive(Debug, Subcommand)]
pub(super) enum WorkloadVerb {
    /// Show what would be created: exit status 0 when it can be, 1 when something must be corrected first
    ///
    /// Every field with its origin, what AWS can't accept as it is written, and what is proposed in its place. Asks AWS
    /// which lenses and workloads there are, and changes nothing.
    Plan(PlanArgs),
    /// Create the workload that a description plans; shows the plan first
    ///
    /// The same description twice is one workload. One that exists is compared, and changed only with `--update`: exit
    /// status 1 when it differs.
    Apply(ApplyArgs),
}

/// What is described, and for where.
#[derive(Debug, Args)]
struct DescribedArgs {
    /// Description of a workload, TOML
    file: PathBuf,
    /// Industry template, by the plugin's id or `.wasm` file; else the one that the description names
    #[arg(long, value_name = "ID|FILE")]
    template: Option<String>,
    #[command(flatten)]
    connect: ConnectArgs,
    /// Form of the result
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    format: TextOrJson,
}

#[derive(Debug, Args)]
pub(super) struct PlanArgs {
    #[command(flatten)]
    described: DescribedArgs,
    /// Ask AWS nothing
    #[arg(long)]
    offline: bool,
    /// Write the description with the corrections made to a file that does not exist yet
    #[arg(long, value_name = "FILE")]
    write_corrected: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct ApplyArgs {
    #[command(flatten)]
    described: DescribedArgs,
    /// Leave out the lenses that the Region does not have
    #[arg(long)]
    drop_missing_lenses: bool,
    /// Change a workload that exists and differs: fields, further lenses and tags; removes nothing
    #[arg(long)]
    update: bool,
}

pub(super) fn run(verb: &WorkloadVerb, streams: &Streams) -> u8 {
    match verb {
        WorkloadVerb::Plan(args) => plan(args, streams),
        WorkloadVerb::Apply(args) => apply(args, streams),
    }
}

fn plan(args: &PlanArgs, streams: &Streams) -> u8 {
    let Some(described) = said(streams, described(&args.described)) else { return UNDECIDED };
    let region = args.described.connect.regions.first();
    let plan = if args.offline {
        described.plan(region.map(String::as_str))
    } else {
        let calls = Calls::default();
        let asked = aws::block_on(async |_| {
            described.ask(&args.described.connect, &calls, false).await.map(|asked| asked.plan)
        });
        aws::say_calls(&calls, streams);
        match said(streams, asked) {
            Some(plan) => plan,
            None => return UNDECIDED,
        }
    };
    let written = match args.described.format {
        TextOrJson::Text => streams.data(plan.to_text().as_bytes()),
        TextOrJson::Json => json(&plan, streams),
    };
    if written != PASSES {
        return written;
    }
    if let Some(path) = &args.write_corrected {
        let code = write_corrected(&plan, path, streams);
        if code != PASSES {
            return code;
        }
    }
    if plan.is_acceptable() && plan.missing_lenses().next().is_none() { PASSES } else { FAILS }
}

fn apply(args: &ApplyArgs, streams: &Streams) -> u8 {
    let Some(described) = said(streams, described(&args.described)) else { return UNDECIDED };
    let calls = Calls::default();
    let connect = &args.described.connect;
    let asked = aws::block_on(async |_| described.ask(connect, &calls, args.drop_missing_lenses).await);
    let Some(Asked { plan, connection, dropped }) = said(streams, asked) else { return UNDECIDED };
    for lens in dropped {
        streams.say(&format!("dropped: lens `{lens}`"));
    }
    streams.say(&plan.to_text());
    if let Some(problem) = obstacle(&plan) {
        streams.diagnostics("error", &[problem]);
        return UNDECIDED;
    }
    let applied = aws::block_on(async |_| apply::apply(&plan, &connection, args.update).await);
    aws::say_calls(&calls, streams);
    let Some(applied) = said(streams, applied) else { return UNDECIDED };
    let written = match args.described.format {
        TextOrJson::Text => streams.data(line(&applied).as_bytes()),
        TextOrJson::Json => json(&applied, streams),
    };
    if written == PASSES && applied.result == Done::Differs { FAILS } else { written }
}

fn line(applied: &Applied) -> String {
    let Applied { result, id, region, arn, .. } = applied;
    format!("{}: workload {id} in {region}\n{arn}\n", result.as_str())
}

/// What keeps a plan from being applied.
fn obstacle(plan: &Plan) -> Option<Diagnostic> {
    let (refused, corrected) = (plan.count(Weight::Refused), plan.count(Weight::Corrected));
    let file = &plan.file;
    if refused > 0 {
        let message = format!("`{file}` has {refused} things that AWS would not accept; nothing was created");
        return Some(Diagnostic::error("workload.refused", message).help("mend what is listed above"));
    }
    if corrected > 0 {
        let message = format!("`{file}` has {corrected} things that must be corrected first; nothing was created");
        let help = format!("`architrave workload plan {file} --write-corrected NEW.toml` makes the corrections");
        return Some(Diagnostic::error("workload.corrected", message).help(help));
    }
    let missing: Vec<&str> = plan.missing_lenses().map(|lens| lens.alias.as_str()).collect();
    (!missing.is_empty()).then(|| {
        let message = format!("the Region does not have {}; nothing was created", missing.join(", "));
        Diagnostic::error("workload.lens", message)
            .help("add `--drop-missing-lenses`, or import and publish them first")
    })
}

/// A description that was read, with its template.
#[derive(Debug)]
struct Described {
    given: Given,
    template: Option<Template>,
}

impl Described {
    fn plan(&self, region: Option<&str>) -> Plan {
        Plan::new(&self.given, self.template.as_ref(), region)
    }

    async fn ask(&self, connect: &ConnectArgs, calls: &Calls, drop: bool) -> Result<Asked, architrave_aws::Error> {
        let connection = aws::connect(connect, calls).await?;
        let mut plan = self.plan(Some(connection.region()));
        let dropped = ask::complete(&mut plan, &connection, drop).await?;
        Ok(Asked { plan, connection, dropped })
    }
}

/// A plan that was held against a Region.
#[derive(Debug)]
struct Asked {
    plan: Plan,
    connection: Connection,
    /// Aliases of lenses that were left out.
    dropped: Vec<String>,
}

fn described(args: &DescribedArgs) -> Result<Described, Vec<Diagnostic>> {
    aws::check_one_region(&args.connect)?;
    let name = args.file.display().to_string();
    let text = fs::read_to_string(&args.file).map_err(|error| {
        let message = format!("cannot read the description `{name}`: {error}");
        vec![Diagnostic::error("workload.unreadable", message).help("every field is shown in `examples/workload.toml`")]
    })?;
    let given = Given::parse(&text, &name)?;
    let template = match (&args.template, given.template()) {
        (Some(named), _) => Some(template::find(named).map_err(|problem| vec![*problem])?),
        (None, Some((named, place))) => Some(template::find(named).map_err(|problem| vec![problem.at(place)])?),
        (None, None) => None,
    };
    let template = template.map(|(id, content)| Template { id, content });
    Ok(Described { given, template })
}

/// Never over a file that is there.
fn write_corrected(plan: &Plan, path: &std::path::Path, streams: &Streams) -> u8 {
    let attempt = format!("cannot write the corrected description to `{}`", path.display());
    if plan.count(Weight::Refused) > 0 {
        return streams.problem(&attempt, &"what only you know is still missing, see above");
    }
    let folder =
        path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| std::path::Path::new("."));
    let written = tempfile::Builder::new().prefix(".architrave-").tempfile_in(folder).and_then(|mut file| {
        file.write_all(plan.to_corrected().as_bytes())?;
        file.as_file().sync_all()?;
        file.persist_noclobber(path).map_err(|error| error.error)?;
        Ok(())
    });
    match written {
        Ok(()) => {
            streams.say(&format!("written: {}", path.display()));
            PASSES
        }
        Err(error) => streams.problem(&attempt, &error),
    }
}
