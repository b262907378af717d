//! What does the author of a plugin need? A project to begin with, a build, a look inside, and proof of what it claims.

pub mod bench;
pub mod cases;
pub mod check;
pub mod dev;
pub mod generated;
pub mod inspect;
mod load;
pub mod new;
pub mod profile;
pub(crate) mod watch;

pub use architrave_componentize::{
    Built, Error as BuildError, Language, project as build, project_named as build_named,
};
