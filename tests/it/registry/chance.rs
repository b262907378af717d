//! Does what reads bytes of others hold for any bytes?

use architrave_registry::{Artifact, Manifest, Place, Reference};
use proptest::prelude::*;

use super::{PLUGIN, plugin};

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    /// A manifest that is read is one that is written and read again as the same.
    #[test]
    fn a_manifest_is_refused_or_understood(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let artifact = plugin(b"changed");
        let mut bytes = artifact.manifest_bytes().to_vec();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Ok(manifest) = Manifest::read(&bytes, PLUGIN) {
            let again = Manifest::read(&manifest.to_json(), PLUGIN).expect("what was written");
            prop_assert_eq!(&manifest, &again);
            // Whoever changes a manifest makes another artifact, or none.
            let blobs = artifact.blobs().map(|(_, bytes)| bytes.to_vec()).collect();
            if let Ok(other) = Artifact::from_parts(PLUGIN, bytes.clone(), blobs) {
                prop_assert_eq!(other.component(), artifact.component());
                prop_assert_eq!(other.digest() == artifact.digest(), bytes == artifact.manifest_bytes());
            }
        }
    }

    /// No other component, and none with a bit turned, is what a manifest names.
    #[test]
    fn a_component_with_a_bit_turned_is_refused(place in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let artifact = plugin(b"turned");
        let mut blobs: Vec<Vec<u8>> = artifact.blobs().map(|(_, bytes)| bytes.to_vec()).collect();
        let place = place.index(blobs[1].len());
        blobs[1][place] ^= 1 << bit;
        let error = Artifact::from_parts(PLUGIN, artifact.manifest_bytes().to_vec(), blobs).expect_err("another component");
        prop_assert_eq!(error.code(), "artifact.digest");
    }

    /// What is read as a reference is written as it was, but for the case of the host.
    #[test]
    fn a_reference_is_refused_or_understood(text in "(oci://)?[a-zA-Z0-9.:/@_\\[\\]-]{0,40}") {
        if let Ok(reference) = text.parse::<Reference>() {
            prop_assert_eq!(reference.to_string().to_lowercase(), text.to_lowercase());
            prop_assert!(!reference.repository.contains(".."));
        }
        if let Ok(place) = format!("oci-layout:{text}").parse::<Place>() {
            prop_assert_eq!(place.to_string(), format!("oci-layout:{text}"));
        }
    }
}
