//! How does a review start from an instance that is already prepared? From a component whose memory is that of one.

use architrave_core::lens::Lens;

use crate::{options::Images, plugin::Loaded, prepared::Ready, session::Launcher};

pub(crate) fn is_wanted(images: Images) -> bool {
    matches!(images, Images::Always)
}

pub(crate) fn make(_loaded: &Loaded, _lens: &Lens, _settings_json: &str, _ready: &Ready) -> Result<Launcher, String> {
    Err("not yet".to_owned())
}
