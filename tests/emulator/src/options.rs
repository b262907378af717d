//! How is an emulator set up?

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
};

use crate::{engine::Clock, faults::Faults};

/// How an emulator is set up. The default listens on a free port of 127.0.0.1 and has no workloads.
#[derive(Debug, Clone)]
pub struct Options {
    /// Port 0 takes a free one.
    pub listen: SocketAddr,
    /// Files of custom lenses that every account and Region has, published as version `1.0`.
    pub lenses: Vec<PathBuf>,
    /// Where the state is kept between runs; read at the start if it is there, written after each write.
    pub state: Option<PathBuf>,
    /// What goes wrong on purpose.
    pub faults: Option<Faults>,
    /// The asking account, 12 digits, unless the access key has 12 digits: then it is that.
    pub account: String,
    /// The Region of requests that are not signed.
    pub region: String,
    /// Whether `account` begins with a made-up workload in `region`.
    pub sample: bool,
    /// Where time comes from.
    pub clock: Clock,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            lenses: Vec::new(),
            state: None,
            faults: None,
            account: "111122223333".to_owned(),
            region: "us-east-1".to_owned(),
            sample: false,
            clock: Clock::Logical,
        }
    }
}
