//! The command under test: the same one call as `architrave`.

fn main() -> std::process::ExitCode {
    architrave::cli::main()
}
