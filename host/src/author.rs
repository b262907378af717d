//! What does the author of a plugin need? A project to begin with, a build, a look inside, and proof of what it claims.

pub mod cases;
pub mod check;
pub mod generated;
pub mod inspect;
pub mod new;

pub use architrave_componentize::{Built, Error as BuildError, Language, project as build};
