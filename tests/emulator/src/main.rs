//! The `architrave-emulator` command.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
};

use architrave_emulator::{Clock, Faults, Options, operations, start};
use clap::{Parser, ValueEnum};

/// A server that speaks as AWS Well-Architected does
#[derive(Debug, Parser)]
#[command(name = "architrave-emulator", version, long_about = None)]
struct Arguments {
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// A custom lens that every account has, published; may be given again
    #[arg(long, value_name = "FILE")]
    lens: Vec<PathBuf>,
    /// Where the state is kept between runs
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// What goes wrong on purpose: a schedule
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,
    /// The asking account, unless the access key is one: 12 digits
    #[arg(long, value_name = "ID", default_value = "111122223333", value_parser = account)]
    account: String,
    /// The Region of requests that are not signed, and of the sample
    #[arg(long, value_name = "REGION", default_value = "us-east-1")]
    region: String,
    /// Begin with a made-up workload
    #[arg(long)]
    sample: bool,
    /// Where time comes from: `logical` gives equal answers to equal calls
    #[arg(long, value_enum, default_value = "logical")]
    clock: ClockName,
    /// List the emulated operations and stop
    #[arg(long)]
    operations: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ClockName {
    Logical,
    Real,
}

fn account(text: &str) -> Result<String, String> {
    let is_account = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_account.then(|| text.to_owned()).ok_or_else(|| "an account has 12 digits".to_owned())
}

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "the edge owns the output")]
fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.operations {
        for name in operations() {
            println!("{name}");
        }
        return ExitCode::SUCCESS;
    }
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("error: {problem}");
            ExitCode::from(2)
        }
    }
}

#[expect(clippy::print_stdout, reason = "the edge owns the output")]
fn run(arguments: Arguments) -> Result<(), String> {
    let clock = match arguments.clock {
        ClockName::Logical => Clock::Logical,
        ClockName::Real => Clock::Real,
    };
    let faults = arguments.faults.as_deref().map(read_faults).transpose()?;
    let Arguments { listen, lens: lenses, state, account, region, sample, .. } = arguments;
    let options = Options { listen, lenses, state, faults, account, region, sample, clock };
    let running = start(&options).map_err(|error| error.to_string())?;
    println!("listening on {}", running.endpoint());
    wait();
    Ok(())
}

fn read_faults(path: &Path) -> Result<Faults, String> {
    let name = path.display().to_string();
    let text = fs::read_to_string(path).map_err(|error| format!("cannot read `{name}`: {error}"))?;
    Faults::read(&text, &name, &operations()).map_err(|problems| {
        let lines: Vec<String> = problems.into_iter().map(|problem| problem.message).collect();
        format!("cannot use `{name}`: {}", lines.join("; "))
    })
}

/// Waits for Ctrl-C, or for ever.
fn wait() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    match runtime.map(|runtime| runtime.block_on(tokio::signal::ctrl_c())) {
        Ok(Ok(())) => {}
        Ok(Err(_)) | Err(_) => loop {
            std::thread::park();
        },
    }
}
