//! The `architrave-emulator` command.

fn main() {}
