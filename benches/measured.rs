//! The command that is measured: the same one call as `architrave`.

fn main() -> std::process::ExitCode {
    architrave::cli::main()
}
