//! stub
use architrave_core::report::Report;
pub(super) fn html(_report: &Report) -> String {
    String::new()
}
