//! What the SDK promises to plugins and keeps for the host.

mod laws;
mod texts;
mod weights;
