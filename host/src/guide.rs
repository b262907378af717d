//! How is this library used? A guide in short chapters, each with an example that runs.
//!
//! 1. [`reviews`]: from exported files to a report and a page.
//! 2. [`judgement`]: the gate, and why a question has its score.
//! 3. [`plugins`]: which plugins run, their settings and limits, what becomes of one that misbehaves, and new versions.
//! 4. `guide::supply`: plugins of registries: locked, signed, trusted. With the feature `oci`.
//! 5. `guide::authoring`: making a plugin. With the feature `author`.
//! 6. [`problems`]: errors, diagnostics and faults, and who can do something about each.
//!
//! The features are off unless asked for: `oci` adds plugins of registries, `aws` reviews from AWS, `author` what authors
//! need, `cli` the command line itself. What numbers mean is told where they are computed:
//! [`score`](architrave_core::score), [`counts`](architrave_core::counts), [`risk`](architrave_core::risk).

#[cfg(feature = "author")]
pub mod authoring;
pub mod judgement;
pub mod plugins;
pub mod problems;
pub mod reviews;
#[cfg(feature = "oci")]
pub mod supply;
