//! `plugin check`: does a plugin keep the laws, and what it claims? Tried on generated reviews, each failure with the smallest
//! review that shows it.

mod laws;
mod trial;

use architrave_core::{diagnostic::Diagnostic, manifest::Claim, manifest::Class, outcome::Role, settings};
use architrave_runtime::{Allocation, Images, Options, Plugin, Runtime};
use serde::Serialize;
use serde_json::Value;

use laws::Law;
use trial::Trial;

/// How much is tried.
#[derive(Debug, Clone)]
pub struct Effort {
    /// Reviews per law.
    pub reviews: u64,
    /// Of these, how many with an image of the prepared plugin too, which has to be compiled for each.
    pub images: u64,
}

impl Effort {
    /// What takes some seconds for a plugin of this class.
    #[must_use]
    pub const fn of(class: Class) -> Self {
        match class {
            Class::Native => Self { reviews: 150, images: 3 },
            Class::Scripting => Self { reviews: 12, images: 0 },
        }
    }
}

/// What was found. As JSON: `architrave.check/1`; members are added, never removed or changed.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// `architrave.check/1`.
    pub schema: &'static str,
    /// The plugin's id.
    pub plugin: String,
    /// Its version.
    pub version: String,
    /// Of the component, in hexadecimal digits.
    pub sha256: String,
    /// In the order in which they were made.
    pub checks: Vec<Check>,
}

/// One law or claim.
#[derive(Debug, Clone, Serialize)]
pub struct Check {
    /// Such as `monotone`.
    pub name: &'static str,
    /// What it says.
    pub law: &'static str,
    /// Null where it does not concern the plugin, or where it refused every review.
    pub ok: Option<bool>,
    /// How many reviews were tried.
    pub tried: u64,
    /// Of these, how many the plugin refused, as it may.
    pub refused: u64,
    /// What was found; null where nothing was.
    pub found: Option<String>,
    /// The smallest review that shows it, a line per question; empty where nothing was found.
    pub review: Vec<String>,
}

/// A plugin, loaded twice: with instances in a pool, where the machine can, and on demand.
#[derive(Debug)]
pub(crate) struct Subject {
    pub(crate) pooled: Plugin,
    pub(crate) on_demand: Plugin,
    pub(crate) settings: String,
}

/// Loads a component as the host does, and holds it to the laws of the host and to its own claims.
///
/// `given` are settings as an operator writes them; `Value::Null` for the defaults.
///
/// # Errors
///
/// When the component is not admitted, the settings do not fit, or plugins cannot be run here.
pub fn check(
    component: &[u8],
    class: Class,
    given: &Value,
    options: &Options,
    effort: Option<Effort>,
) -> Result<Report, Vec<Diagnostic>> {
    let load = |allocation| {
        let options = Options { allocation, ..options.clone() };
        let runtime =
            Runtime::new(options).map_err(|error| vec![Diagnostic::error("runtime.unavailable", error.to_string())])?;
        runtime.load(component, class).map_err(|error| {
            vec![Diagnostic::error(error.code(), format!("cannot load the plugin: {error}")).help(error.help())]
        })
    };
    let (pooled, on_demand) = (load(Allocation::Auto)?, load(Allocation::OnDemand)?);
    let settings = settings::resolve(given, &pooled.manifest().settings)?;
    let subject = Subject { pooled, on_demand, settings };
    let manifest = subject.pooled.manifest();
    let effort = effort.unwrap_or_else(|| Effort::of(manifest.class));
    let checks = Law::ALL.into_iter().map(|law| try_law(law, &subject, &effort));
    Ok(Report {
        schema: "architrave.check/1",
        plugin: manifest.id.clone(),
        version: manifest.version.clone(),
        sha256: subject.pooled.sha256().to_string(),
        checks: checks.collect(),
    })
}

fn try_law(law: Law, subject: &Subject, effort: &Effort) -> Check {
    let (name, says) = law.words();
    let mut check = Check { name, law: says, ok: None, tried: 0, refused: 0, found: None, review: Vec::new() };
    if !law.concerns(subject) {
        return check;
    }
    let reviews = if law == Law::Image { effort.images } else { effort.reviews };
    for seed in 0..reviews {
        let trial = Trial::any(seed);
        check.tried = check.tried.saturating_add(1);
        match law.broken_by(subject, &trial) {
            Ok(None) => {}
            Err(laws::Refused) => check.refused = check.refused.saturating_add(1),
            Ok(Some(found)) => {
                let (trial, found) = trial.smallest(found, |trial| law.broken_by(subject, trial).ok().flatten());
                check.found = Some(found);
                check.review = trial.lines(law == Law::Monotone);
                break;
            }
        }
    }
    // A plugin may refuse any review, but what it never answered about proves nothing.
    check.ok = (check.found.is_some() || check.tried > check.refused).then_some(check.found.is_none());
    check
}

impl Subject {
    pub(crate) fn has(&self, role: Role) -> bool {
        self.pooled.roles().contains(&role)
    }

    pub(crate) fn claims(&self, claim: Claim) -> bool {
        self.pooled.manifest().claims.contains(&claim)
    }

    /// How this check runs most reviews: `prepare` in each instance.
    pub(crate) const PLAIN: Images = Images::Never;
}

impl Report {
    /// Whether no law and no claim is broken.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.checks.iter().all(|check| check.ok != Some(false))
    }

    /// For people: a line per check, and the smallest review behind each that failed.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = format!("{} {}  sha256 {}\n", self.plugin, self.version, self.sha256);
        for check in &self.checks {
            let state = match check.ok {
                Some(true) => "ok",
                Some(false) => "FAILED",
                None => "-",
            };
            let tried = match (check.ok, check.refused) {
                (None, 0) => "not claimed, or not tried for such a plugin".to_owned(),
                (None, refused) => format!("nothing is shown: all of {refused} reviews refused"),
                (Some(_), 0) => format!("{} reviews", check.tried),
                (Some(_), refused) => format!("{} reviews, {refused} of them refused", check.tried),
            };
            text.push_str(&format!("{state:<7} {:<17} {} ({tried})\n", check.name, check.law));
            if let Some(found) = &check.found {
                text.push_str(&format!("        {found}\n        the smallest review that shows it:\n"));
                for line in &check.review {
                    text.push_str(&format!("          {line}\n"));
                }
            }
        }
        text
    }
}
