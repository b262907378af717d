//! Whom would an operator trust who takes this file as it is? In words, for a person who decides that.

use architrave_core::laws;

use super::{Rule, Trust};

impl Trust {
    /// One line for each thing that it lets in, keeps out, or knows: keys with their ids, then rules by prefix.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let keys =
            self.keys.iter().map(|(name, key)| format!("key `{name}`: {}, {}", key.id(), key.algorithm().name()));
        let rules = self.rules.iter().map(|(prefix, rule)| format!("plugins of `{prefix}`: {}", rule.words()));
        let others = match self.unsigned {
            true => "all other plugins: without a signature",
            false => "all other plugins: none",
        };
        let revoked = self.revoked.iter().map(|digest| format!("revoked: {digest}"));
        let oldest = self.minimum_versions.iter().map(|(name, version)| format!("`{name}`: from version {version} on"));
        let all = keys.chain(rules).chain([others.to_owned()]).chain(revoked).chain(oldest);
        // The file may be another's.
        all.map(|line| laws::clean(&line)).collect()
    }
}

impl Rule {
    fn words(&self) -> String {
        let signed = match self.unsigned {
            true => "without a signature".to_owned(),
            false => format!("signed by {}", self.wanted()),
        };
        match &self.signed_as {
            Some(name) => format!("{signed}, as plugins of `{name}`"),
            None => signed,
        }
    }
}
