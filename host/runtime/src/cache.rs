//! Where is compiled code kept between two processes?

/// .
#[derive(Debug, Clone)]
pub struct Options {}
