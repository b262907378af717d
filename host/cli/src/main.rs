//! The `architrave` command.

fn main() -> std::process::ExitCode {
    architrave::cli::main()
}
