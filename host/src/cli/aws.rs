//! How is AWS reached from the command line? Credentials, Regions and accounts, and a runtime that can be interrupted.

use std::{future::Future, num::NonZeroU64, path::Path, time::Duration};

use architrave_aws::{
    Calls, Connection, Error,
    connect::{self, Options},
    pull::{Accounts, is_account},
};
use architrave_core::diagnostic::Diagnostic;
use clap::Args;
use tokio::sync::watch;

use super::output::Streams;

/// With which credentials, and where.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
#[command(next_help_heading = "AWS")]
pub(super) struct ConnectArgs {
    /// Region; the one of the environment or profile by default
    #[arg(long = "region", value_name = "REGION")]
    pub(super) regions: Vec<String>,
    /// Profile of the shared AWS configuration
    #[arg(long, value_name = "NAME")]
    pub(super) profile: Option<String>,
    /// Take on this role
    #[arg(long, value_name = "ARN")]
    pub(super) role_arn: Option<String>,
    /// Longest pause between two attempts, in milliseconds
    #[arg(long, value_name = "MS", hide = true)]
    pub(super) pause: Option<NonZeroU64>,
}

/// In which accounts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
#[command(next_help_heading = "AWS")]
pub(super) struct AccountArgs {
    /// Accounts to look in: ids, or a file with one on each line; needs `--role-name`
    #[arg(long, value_name = "FILE|ID,…", requires = "role_name")]
    pub(super) accounts: Option<String>,
    /// Look in all accounts of this unit of AWS Organizations and of the units within it; needs `--role-name`
    #[arg(long = "organization-unit", value_name = "OU", requires = "role_name", conflicts_with = "accounts")]
    pub(super) units: Vec<String>,
    /// Name of the role to take on in each of these accounts
    #[arg(long, value_name = "NAME")]
    pub(super) role_name: Option<String>,
}

impl ConnectArgs {
    /// For the library, with the first Region. All problems at once.
    pub(super) fn options(&self) -> Result<Options, Vec<Diagnostic>> {
        let problems: Vec<Diagnostic> =
            self.regions.iter().filter_map(|region| connect::check_region(region)).collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut options = Options {
            profile: self.profile.clone(),
            region: self.regions.first().cloned(),
            role_arn: self.role_arn.clone(),
            ..Options::default()
        };
        if let Some(pause) = self.pause {
            let pause = Duration::from_millis(pause.get());
            (options.retries.first_pause, options.retries.longest_pause) = (pause, pause);
            options.retries.adaptive = false;
        }
        Ok(options)
    }
}

impl AccountArgs {
    /// For the library. All problems at once.
    pub(super) fn accounts(&self) -> Result<Accounts, Vec<Diagnostic>> {
        let role_name = self.role_name.clone().unwrap_or_default();
        if !self.units.is_empty() {
            return Ok(Accounts::Units { ids: self.units.clone(), role_name });
        }
        let Some(text) = &self.accounts else { return Ok(Accounts::Own) };
        let listed =
            if text.split(',').all(|id| is_account(id.trim())) { text.clone() } else { read_list(Path::new(text))? };
        let lines = listed.lines().map(|line| line.split('#').next().unwrap_or_default());
        let mut ids: Vec<String> = Vec::new();
        let mut problems = Vec::new();
        for id in lines.flat_map(|line| line.split([',', ' ', '\t'])).map(str::trim).filter(|id| !id.is_empty()) {
            if !is_account(id) {
                problems.push(Diagnostic::error("aws.account", format!("`{id}` is not an account's id of 12 digits")));
            } else if !ids.iter().any(|known| known == id) {
                ids.push(id.to_owned());
            }
        }
        if ids.is_empty() && problems.is_empty() {
            problems.push(Diagnostic::error("aws.account", format!("`{text}` names no account")));
        }
        if problems.is_empty() { Ok(Accounts::Listed { ids, role_name }) } else { Err(problems) }
    }
}

fn read_list(path: &Path) -> Result<String, Vec<Diagnostic>> {
    std::fs::read_to_string(path).map_err(|error| {
        let message = format!("`{}` is neither a list of accounts nor a file: {}", path.display(), error.kind());
        vec![
            Diagnostic::error("aws.account", message)
                .help("write ids of 12 digits with commas between them, or in a file"),
        ]
    })
}

/// What is wrong with options of a verb that works in one Region. All problems at once.
pub(super) fn check_one_region(args: &ConnectArgs) -> Result<(), Vec<Diagnostic>> {
    args.options()?;
    if args.regions.len() > 1 {
        let message = format!("{} Regions are named, this verb works in one Region", args.regions.len());
        return Err(vec![Diagnostic::error("aws.region", message).help("run it once for each Region")]);
    }
    Ok(())
}

/// Opens a connection in the Region that is named, else in the one of the environment.
pub(super) async fn connect(args: &ConnectArgs, calls: &Calls) -> Result<Connection, Error> {
    // What is wrong with the options was said by `check_one_region`.
    Connection::open(&args.options().unwrap_or_default(), calls.clone()).await
}

/// Runs what talks to AWS. Ctrl-C, or a request to end, sets the receiver that `job` is given, once; the second Ctrl-C
/// ends the process.
pub(super) fn block_on<T, F>(job: impl FnOnce(watch::Receiver<bool>) -> F) -> Result<T, Vec<Diagnostic>>
where
    F: Future<Output = Result<T, Error>>,
{
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| {
        vec![Diagnostic::error("aws.unavailable", format!("cannot start what talks to AWS: {error}"))]
    })?;
    let (stop, stopped) = watch::channel(false);
    let result = runtime.block_on(async {
        tokio::spawn(async move {
            asked_to_end().await;
            let _ = stop.send(true);
            asked_to_end().await;
            #[expect(clippy::exit, reason = "somebody asked twice, and the pull has nothing to lose")]
            std::process::exit(130);
        });
        job(stopped).await
    });
    // Connections that are still open need not be waited for.
    runtime.shutdown_background();
    result.map_err(|error| vec![error.diagnostic()])
}

#[cfg(unix)]
async fn asked_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut interrupt), Ok(mut terminate)) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        return std::future::pending().await;
    };
    let mut interrupt = std::pin::pin!(interrupt.recv());
    let mut terminate = std::pin::pin!(terminate.recv());
    std::future::poll_fn(|context| {
        let is_ready = interrupt.as_mut().poll(context).is_ready() || terminate.as_mut().poll(context).is_ready();
        if is_ready { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
}

#[cfg(not(unix))]
async fn asked_to_end() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// `calls to AWS: 412 (17 of them repeated): GetLensReview 120, …`.
pub(super) fn say_calls(calls: &Calls, streams: &Streams) {
    let total = calls.total();
    let repeated = total.requests.saturating_sub(total.operations);
    let by_action: Vec<String> = calls
        .by_action()
        .iter()
        .map(|(action, count)| format!("{} {}", action.split(':').next_back().unwrap_or(action), count.requests))
        .collect();
    let repeated = if repeated == 0 { String::new() } else { format!(", {repeated} of them repeated") };
    streams.say(&format!("calls to AWS: {}{repeated}: {}", total.requests, by_action.join(", ")));
}
