//! Well-Architected reviews from AWS, and back: the only user of the AWS SDK.
//!
//! [`connect`] opens a connection by the standard chain of credentials and Regions, [`calls`] counts what is asked, [`raw`]
//! keeps answers as AWS wrote them, and [`error`] is what went wrong, with what to do about it. [`pull`] brings reviews into a
//! folder, and [`policy`] tells what that needs to be allowed.
//!
//! What writes: [`workload`] plans and creates, [`milestone`] records, [`lens`] imports and publishes, [`store`] keeps results.
//! [`actions`] lists what these need to be allowed.

pub mod actions;
pub mod calls;
pub mod connect;
pub mod error;
pub mod lens;
pub mod milestone;
pub mod policy;
pub mod pull;
pub mod raw;
pub mod store;
pub mod workload;

pub use calls::Calls;
pub use connect::Connection;
pub use error::{Error, Kind};
