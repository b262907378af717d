//! What was found out about a plugin, in words and as JSON.

use architrave_core::laws;
use architrave_registry::{Decision, Judged, Locked, PublicKey, Refusal};
use serde::Serialize;

use super::super::{TextOrJson, output::Streams};

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase", tag = "result")]
pub(super) enum Step {
    /// It holds.
    Holds {
        /// In words.
        what: String,
    },
    /// There is nothing to look at, and nothing was asked for.
    Absent {
        /// In words.
        what: String,
    },
    /// It does not hold.
    Fails {
        /// Such as `lock.moved`.
        code: &'static str,
        /// In words.
        what: String,
        /// What to do about it.
        help: &'static str,
    },
}

/// A signature, and what it is worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct ShownSignature {
    /// Whether it is by a known key, over exactly this, as exactly this.
    pub(super) holds: bool,
    /// Name of the key; null where no known key made it.
    key: Option<String>,
    /// Id of the key, where it holds.
    id: Option<String>,
    /// In words.
    pub(super) what: String,
}

/// A plugin, and everything that was looked at.
#[derive(Debug, Serialize)]
pub(super) struct Verified {
    plugin: String,
    id: String,
    version: String,
    contract: String,
    manifest: Option<String>,
    component: String,
    size_bytes: u64,
    signatures: Vec<ShownSignature>,
    lock: Step,
    trust: Step,
}

impl Step {
    pub(super) fn absent(what: &str) -> Self {
        Self::Absent { what: what.to_owned() }
    }

    pub(super) fn of(held: Result<String, Refusal>) -> Self {
        match held {
            Ok(what) => Self::Holds { what },
            Err(refusal) => Self::Fails { code: refusal.code(), what: refusal.to_string(), help: refusal.help() },
        }
    }

    fn show(&self, name: &str) -> String {
        match self {
            Self::Holds { what } => format!("  {name:<10} ok: {what}\n"),
            Self::Absent { what } => format!("  {name:<10} –: {what}\n"),
            Self::Fails { code, what, help } => {
                format!("  {name:<10} failed: {what} [{code}]\n  {:<10} help: {help}\n", "")
            }
        }
    }
}

impl Verified {
    /// Of a plugin with signatures as cosign keeps them.
    pub(super) fn of(plugin: &str, found: &Locked, lock: Step, decision: Decision) -> Self {
        let asked = decision.prefix.filter(|prefix| !prefix.is_empty());
        let signers: Vec<&str> = decision.signers.keys().map(String::as_str).collect();
        let trust = Step::of(decision.verdict.map(|()| match (signers.as_slice(), asked) {
            ([], _) => "the operator asks for no signature".to_owned(),
            (signers, None) => format!("signed by `{}`", signers.join("`, `")),
            (signers, Some(prefix)) => format!("signed by `{}`, as `{prefix}` asks for", signers.join("`, `")),
        }));
        let signatures = decision.signatures.iter().map(ShownSignature::of).collect();
        Self { signatures, ..Self::bare(plugin, found, lock, trust) }
    }

    /// Of a file with signatures beside it: who signed, of how many signatures, and whether that is enough.
    pub(super) fn of_file(
        plugin: &str,
        found: &Locked,
        lock: Step,
        (signers, count, verdict): (&[(&str, &PublicKey)], usize, Result<(), Refusal>),
    ) -> Self {
        let holding = signers.iter().map(|(name, key)| ShownSignature {
            holds: true,
            key: Some((*name).to_owned()),
            id: Some(key.id().to_string()),
            what: format!("by `{name}`, {}, {}", key.algorithm().name(), key.id()),
        });
        let unknown = ShownSignature::of(&Judged::Unknown);
        let others = std::iter::repeat_n(unknown, count.saturating_sub(signers.len()));
        let names: Vec<&str> = signers.iter().map(|(name, _)| *name).collect();
        let trust = Step::of(verdict.map(|()| format!("signed by `{}`", names.join("`, `"))));
        Self { signatures: holding.chain(others).collect(), ..Self::bare(plugin, found, lock, trust) }
    }

    fn bare(plugin: &str, found: &Locked, lock: Step, trust: Step) -> Self {
        Self {
            plugin: plugin.to_owned(),
            id: found.identity.id.clone(),
            version: found.identity.version.clone(),
            contract: found.identity.contract.clone(),
            manifest: found.manifest.map(|digest| digest.to_string()),
            component: found.component.to_string(),
            size_bytes: found.size_bytes,
            signatures: Vec::new(),
            lock,
            trust,
        }
    }

    pub(super) const fn holds(&self) -> bool {
        !matches!(self.lock, Step::Fails { .. }) && !matches!(self.trust, Step::Fails { .. })
    }

    pub(super) fn show(&self, format: TextOrJson, streams: &Streams) -> u8 {
        let text = match format {
            TextOrJson::Text => self.to_text(),
            TextOrJson::Json => match serde_json::to_string_pretty(self) {
                Ok(json) => format!("{json}\n"),
                Err(error) => return streams.problem("cannot print the answer", &error),
            },
        };
        streams.data(text.as_bytes())
    }

    fn to_text(&self) -> String {
        let Self { plugin, id, version, contract, component, size_bytes, .. } = self;
        let verdict = if self.holds() { "verified" } else { "refused" };
        let mut text = format!("{verdict} {plugin}\n  plugin     {id} {version}, {contract}\n");
        if let Some(manifest) = &self.manifest {
            text.push_str(&format!("  manifest   {manifest}\n"));
        }
        text.push_str(&format!("  component  {component}, {size_bytes} bytes\n"));
        text.push_str(&self.lock.show("lock"));
        for signature in &self.signatures {
            let holds = if signature.holds { "ok" } else { "–" };
            text.push_str(&format!("  signature  {holds}: {}\n", signature.what));
        }
        text.push_str(&self.trust.show("trust"));
        text
    }
}

impl ShownSignature {
    pub(super) fn of(judged: &Judged) -> Self {
        let not = |key: Option<&String>, what: String| Self { holds: false, key: key.cloned(), id: None, what };
        match judged {
            Judged::Holds { key, id, algorithm } => Self {
                holds: true,
                key: Some(key.clone()),
                id: Some(id.to_string()),
                what: format!("by `{key}`, {}, {id}", algorithm.name()),
            },
            Judged::Unknown => not(None, "by no key that is known here, or changed since".to_owned()),
            Judged::OtherArtifact { key, signed } => not(Some(key), format!("by `{key}`, over another: {signed}")),
            Judged::OtherIdentity { key, signed } => {
                not(Some(key), format!("by `{key}`, as another: `{}`", laws::clean(signed)))
            }
            Judged::Malformed { cause } => not(None, format!("cannot be read: {cause}")),
        }
    }
}
