//! Is a plugin of a registry loaded as it was locked and signed, and in no other way? By the command, against a real registry.

use std::{fs, path::Path, process::Command};

use super::real::Registry;
use crate::cli::{Run, command::Ended};

/// A registry, and a folder of an operator with a plugin in two versions.
struct Scene {
    registry: Registry,
    folder: tempfile::TempDir,
    reference: String,
}

/// A shipped plugin as another version of itself: its manifest says so.
fn classic(version: &[u8; 5]) -> Vec<u8> {
    let mut bytes = architrave::builtin::component("classic").expect("a shipped plugin").to_vec();
    let member = br#""version":"0.1.0""#;
    let place = bytes.windows(member.len()).position(|window| window == member).expect("its version");
    bytes[place + member.len() - 6..place + member.len() - 1].copy_from_slice(version);
    bytes
}

impl Scene {
    fn start() -> Option<Self> {
        let registry = Registry::start()?;
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("old.wasm"), classic(b"0.1.0")).expect("a file");
        fs::write(folder.path().join("new.wasm"), classic(b"0.2.0")).expect("a file");
        let reference = registry.reference("1").to_string();
        let scene = Self { registry, folder, reference };
        scene.done(&["plugin", "push", "old.wasm", &scene.reference]);
        for (name, algorithm) in [("office", "p256"), ("team", "ed25519"), ("stranger", "ed25519")] {
            scene.done(&["plugin", "keygen", name, "--algorithm", algorithm]);
        }
        Some(scene)
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn run(&self, args: &[&str]) -> Ended {
        let folder = self.path();
        let environment =
            [("ARCHITRAVE_STORE_DIR", folder.join("store")), ("DOCKER_CONFIG", folder.into()), ("HOME", folder.into())];
        let environment = environment.each_ref().map(|(name, value)| (*name, value.as_path()));
        Run::new(args).within(folder).environment(&environment).run()
    }

    fn done(&self, args: &[&str]) -> String {
        let ended = self.run(args);
        assert_eq!(ended.code, 0, "{args:?}: {}{}", ended.stdout, ended.stderr);
        ended.stdout
    }

    /// The configuration names the plugin, and trusts as this says.
    fn configure(&self, trust: &str) {
        let text =
            format!("[assessment]\nscoring = \"classic\"\n[plugins.classic]\nsource = \"{}\"\n{trust}", self.reference);
        fs::write(self.path().join("architrave.toml"), text).expect("a file");
    }

    /// Both keys of the house, for everything of this registry.
    fn trust(&self, rule: &str) -> String {
        let prefix = &self.registry.address;
        format!(
            "[trust.keys.office]\nfile = \"office.pub\"\n[trust.keys.team]\nfile = \"team.pub\"\n[[trust.rules]]\nprefix = \
             \"{prefix}/team\"\n{rule}\n"
        )
    }

    /// What `assess` ends with: nothing when it loads the plugin, else the code and the message.
    fn assess(&self, more: &[&str]) -> Result<(), String> {
        let ended = self.run(&[&["assess", "--format", "json"], more].concat());
        if ended.code == 0 {
            assert_eq!(ended.json()["run"]["roles"]["scoring"], "classic");
            return Ok(());
        }
        assert_eq!(ended.code, 2, "{}", ended.stderr);
        Err(ended.stderr)
    }

    fn refused(&self, code: &str, words: &str) {
        let said = self.assess(&[]).expect_err(code);
        assert!(said.contains(&format!("[{code}]")) && said.contains(words), "{code}: {said}");
    }
}

#[test]
fn a_plugin_is_locked_signed_verified_and_assessed_by_its_reference() {
    let Some(scene) = Scene::start() else { return };
    scene.configure(&scene.trust("all_of = [\"office\", \"team\"]"));
    scene.refused("lock.missing", "run `architrave plugin lock`");
    let locked = scene.run(&["plugin", "lock"]);
    assert_eq!(locked.code, 0, "{}", locked.stderr);
    assert!(
        locked.stdout.contains(&format!("added   {}\n  id         classic\n", scene.reference)),
        "{}",
        locked.stdout
    );
    assert!(locked.stderr.contains("[trust.unsigned]"), "{}", locked.stderr);
    scene.refused("trust.unsigned", "asks for `office`, `team`");
    scene.done(&["plugin", "sign", &scene.reference, "--key", "office.key"]);
    scene.refused("trust.too-few", "it is signed by `office`");
    assert_eq!(scene.run(&["plugin", "verify", &scene.reference]).code, 1);
    scene.done(&["plugin", "sign", &scene.reference, "--key", "team.key"]);
    assert!(scene.done(&["plugin", "sign", &scene.reference, "--key", "team.key"]).starts_with("signed already"));
    let verified = scene.done(&["plugin", "verify", &scene.reference]);
    assert!(verified.starts_with(&format!("verified {}\n  plugin     classic 0.1.0", scene.reference)), "{verified}");
    assert_eq!(scene.assess(&[]), Ok(()));
    assert_eq!(scene.assess(&["--offline"]), Ok(()), "what is in the store is enough");
    let upgraded = scene.done(&["plugin", "lock", "--upgrade"]);
    assert!(upgraded.contains("signers    none → sha256:"), "{upgraded}");
    assert_eq!(scene.run(&["plugin", "lock", "--check"]).code, 0);
    assert_eq!(scene.assess(&[]), Ok(()));
    assert_eq!(scene.assess(&["--plugin", &scene.reference]), Ok(()), "by argument as well");
}

#[test]
fn a_moved_tag_names_both_digests_and_is_upgraded_on_purpose_only() {
    let Some(scene) = Scene::start() else { return };
    scene.configure("[trust]\nunsigned = \"allow\"\n");
    scene.done(&["plugin", "lock"]);
    assert_eq!(scene.assess(&[]), Ok(()));
    let old = fs::read_to_string(scene.path().join("architrave.lock")).expect("a lock");
    scene.done(&["plugin", "push", "new.wasm", &scene.reference]);
    let manifest = |text: &str| {
        let line = text.lines().find(|line| line.starts_with("manifest = ")).expect("a manifest").to_owned();
        line.trim_start_matches("manifest = ").trim_matches('"').to_owned()
    };
    scene.refused("lock.moved", &manifest(&old));
    assert_eq!(scene.run(&["plugin", "verify", &scene.reference]).code, 1);
    assert_eq!(scene.run(&["plugin", "lock", "--check", "--upgrade"]).code, 1);
    assert_eq!(fs::read_to_string(scene.path().join("architrave.lock")).expect("a lock"), old, "nothing is written");
    let upgraded = scene.done(&["plugin", "lock", "--upgrade", "classic"]);
    assert!(upgraded.contains("  version    0.1.0 → 0.2.0\n"), "{upgraded}");
    let new = fs::read_to_string(scene.path().join("architrave.lock")).expect("a lock");
    assert!(upgraded.contains(&format!("  manifest   {} → {}\n", manifest(&old), manifest(&new))), "{upgraded}");
    assert_eq!(scene.assess(&[]), Ok(()));
    scene.done(&["plugin", "push", "old.wasm", &scene.reference]);
    scene.refused("lock.moved", &manifest(&old));
    let back = scene.run(&["plugin", "lock", "--upgrade"]);
    assert!(
        back.code == 2 && back.stderr.contains("it would go back from version 0.2.0 to 0.1.0 [lock.downgrade]"),
        "{}",
        back.stderr
    );
    scene.done(&["plugin", "lock", "--upgrade", "--allow-downgrade"]);
    assert_eq!(scene.assess(&[]), Ok(()));
}

#[test]
fn every_signature_that_does_not_count_is_refused_by_its_name() {
    let Some(scene) = Scene::start() else { return };
    let rule = "all_of = [\"team\"]";
    scene.configure(&scene.trust(rule));
    scene.done(&["plugin", "lock"]);
    scene.done(&["plugin", "sign", &scene.reference, "--key", "stranger.key"]);
    scene.refused("trust.wrong-signature", "none of its 1 signatures is of a key");
    let other = scene.reference.replace("team/moved", "other/moved");
    let name = other.trim_start_matches("oci://").trim_end_matches(":1");
    scene.done(&["plugin", "sign", &scene.reference, "--key", "team.key", "--as", name]);
    scene.refused("trust.other-identity", name);
    scene.done(&["plugin", "sign", &scene.reference, "--key", "team.key"]);
    assert_eq!(scene.assess(&[]), Ok(()));
    scene.configure("");
    scene.refused("trust.no-policy", "the operator has not said");
    scene.configure(&format!("[trust]\nrevoked = [\"{}\"]\n{}", sha256(&scene, "old.wasm"), scene.trust(rule)));
    scene.refused("trust.revoked", "the operator revoked");
    let name = scene.reference.trim_start_matches("oci://").trim_end_matches(":1");
    scene.configure(&format!("[trust.minimum_versions]\n\"{name}\" = \"0.1.1\"\n{}", scene.trust(rule)));
    scene.refused("trust.downgraded", "its version is 0.1.0, the operator asks for 0.1.1 at least");
}

/// Whoever asks what an upgrade would change has not approved it yet, and need not: a lock for the trial is enough.
#[test]
fn another_version_is_compared_before_it_is_locked() {
    let Some(scene) = Scene::start() else { return };
    scene.configure("[trust]\nunsigned = \"allow\"\n");
    scene.done(&["plugin", "lock"]);
    let next = scene.registry.reference("2").to_string();
    scene.done(&["plugin", "push", "new.wasm", &next]);
    let refused = scene.run(&["plugin", "diff", &scene.reference, &next]);
    assert_eq!(refused.code, 2, "{}", refused.stdout);
    assert!(refused.stderr.contains(&format!("has no `{next}` [lock.missing]")), "{}", refused.stderr);
    assert!(refused.stderr.contains("run `architrave plugin lock --lock trial.lock`"), "{}", refused.stderr);
    let old = fs::read_to_string(scene.path().join("architrave.lock")).expect("a lock");
    scene.done(&["plugin", "lock", "--lock", "trial.lock", &next]);
    let compared = scene.run(&["plugin", "diff", &scene.reference, &next, "--lock", "trial.lock"]);
    assert!(compared.code < 2 && compared.stderr.is_empty(), "{}{}", compared.stdout, compared.stderr);
    assert_eq!(fs::read_to_string(scene.path().join("architrave.lock")).expect("a lock"), old);
}

fn sha256(scene: &Scene, file: &str) -> String {
    architrave_registry::Digest::of(&fs::read(scene.path().join(file)).expect("a file")).to_string()
}

#[test]
fn a_copy_by_skopeo_verifies_as_what_it_is_a_copy_of() {
    let Some(scene) = Scene::start() else { return };
    scene.done(&["plugin", "sign", &scene.reference, "--key", "office.key"]);
    let verified = scene.run(&["plugin", "verify", &scene.reference, "--key", "office.pub", "--format", "json"]);
    assert_eq!(verified.code, 0, "{}{}", verified.stdout, verified.stderr);
    let tag = verified.json()["manifest"].as_str().expect("a digest").replace(':', "-") + ".sig";
    let from = format!("docker://{}/team/moved", scene.registry.address);
    let layout = scene.path().join("copied");
    for tag in ["1", &tag] {
        let registry = format!("docker://{}/mirror/moved:{tag}", scene.registry.address);
        for target in [registry, format!("oci:{}:{tag}", layout.display())] {
            let copied = Command::new("skopeo")
                .args(["copy", "--src-tls-verify=false", "--dest-tls-verify=false", "--preserve-digests"])
                .args([format!("{from}:{tag}"), target])
                .output()
                .expect("skopeo starts");
            assert!(copied.status.success(), "{}", String::from_utf8_lossy(&copied.stderr));
        }
    }
    let mirror = scene.reference.replace("team/moved", "mirror/moved");
    let name = scene.reference.trim_start_matches("oci://").trim_end_matches(":1");
    for (place, code) in [(mirror.as_str(), 1), ("oci-layout:copied:1", 2)] {
        assert_eq!(scene.run(&["plugin", "verify", place, "--key", "office.pub"]).code, code, "{place}");
        let verified = scene.done(&["plugin", "verify", place, "--key", "office.pub", "--as", name]);
        assert!(verified.starts_with(&format!("verified {place}")), "{verified}");
    }
}
