//! Well-Architected reviews from AWS, and back: the only user of the AWS SDK.
//!
//! [`connect`] opens a connection by the standard chain of credentials and Regions, [`calls`] counts what is asked, [`raw`]
//! keeps answers as AWS wrote them, and [`error`] is what went wrong, with what to do about it. [`pull`] brings reviews into a
//! folder, and [`policy`] tells what that needs to be allowed.

pub mod calls;
pub mod connect;
pub mod error;
pub mod policy;
pub mod pull;
pub mod raw;

pub use calls::Calls;
pub use connect::Connection;
pub use error::{Error, Kind};
