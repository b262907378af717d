//! The shapes of custom-lens JSON (`schemaVersion` 2021-11-01), as written.
//!
//! Source: AWS's lens format specification. Members that it does not name are kept by name only.

use serde::{
    Deserialize, Deserializer,
    de::{self, IgnoredAny},
};

use super::member::{Kind, Member, Shape};
use crate::wire::Text;

/// A list whose items may be of any kind.
pub(crate) type List<T> = Member<Vec<Member<T>>>;

/// Members that an object has beside those that we read.
#[derive(Debug, Default)]
pub(crate) struct Surplus<'a> {
    /// Names that the format does not have.
    pub(crate) unknown: Vec<Text<'a>>,
    /// Names that stand more than once in one object; the last one was read.
    pub(crate) repeated: Vec<&'static str>,
}

impl Surplus<'_> {
    /// Whether there are none.
    pub(crate) const fn is_empty(&self) -> bool {
        self.unknown.is_empty() && self.repeated.is_empty()
    }
}

/// An object of the lens format: reads its members by name and keeps the names of all others.
macro_rules! object {
    ($(#[$doc:meta])* $name:ident<$life:lifetime> { $($(#[$member_doc:meta])* $member:ident: $key:literal => $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Default)]
        pub(crate) struct $name<$life> {
            $($(#[$member_doc])* pub(crate) $member: $type,)*
            /// What else it has.
            pub(crate) surplus: Surplus<$life>,
        }

        impl Shape for $name<'_> {
            const KIND: Kind = Kind::Object;
        }

        impl<'de: $life, $life> Deserialize<'de> for $name<$life> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor;

                impl<'de> de::Visitor<'de> for Visitor {
                    type Value = $name<'de>;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        formatter.write_str(Kind::Object.as_str())
                    }

                    fn visit_map<A: de::MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
                        let mut found = $name::default();
                        while let Some(name) = object.next_key::<Text<'de>>()? {
                            match &*name {
                                $($key => {
                                    if !matches!(found.$member, Member::Absent) {
                                        found.surplus.repeated.push($key);
                                    }
                                    found.$member = object.next_value()?;
                                })*
                                _ => {
                                    object.next_value::<IgnoredAny>()?;
                                    found.surplus.unknown.push(name);
                                }
                            }
                        }
                        Ok(found)
                    }
                }

                deserializer.deserialize_map(Visitor)
            }
        }
    };
}

object! {
    /// A file.
    Lens<'a> {
        /// `2021-11-01`.
        schema_version: "schemaVersion" => Member<Text<'a>>,
        /// At most 128 characters.
        name: "name" => Member<Text<'a>>,
        /// At most 2048 characters.
        description: "description" => Member<Text<'a>>,
        /// 1 to 10.
        pillars: "pillars" => List<Pillar<'a>>,
    }
}

object! {
    /// `pillars[]`.
    Pillar<'a> {
        /// 3 to 128 of `[A-Za-z0-9_]`.
        id: "id" => Member<Text<'a>>,
        /// At most 128 characters.
        name: "name" => Member<Text<'a>>,
        /// At most 20.
        questions: "questions" => List<Question<'a>>,
    }
}

object! {
    /// `pillars[].questions[]`.
    Question<'a> {
        /// 3 to 128 of `[A-Za-z0-9_]`.
        id: "id" => Member<Text<'a>>,
        /// At most 128 characters.
        title: "title" => Member<Text<'a>>,
        /// At most 2048 characters.
        description: "description" => Member<Text<'a>>,
        /// Optional.
        helpful_resource: "helpfulResource" => Member<Link<'a>>,
        /// At most 15.
        choices: "choices" => List<Choice<'a>>,
        /// At most 3, one for each level.
        rules: "riskRules" => List<Rule<'a>>,
    }
}

object! {
    /// `pillars[].questions[].choices[]`.
    Choice<'a> {
        /// 3 to 128 of `[A-Za-z0-9_]`.
        id: "id" => Member<Text<'a>>,
        /// At most 128 characters.
        title: "title" => Member<Text<'a>>,
        /// Optional.
        helpful_resource: "helpfulResource" => Member<Link<'a>>,
        /// Required unless the id ends in `_no`.
        plan: "improvementPlan" => Member<Link<'a>>,
        /// Optional.
        resources: "additionalResources" => List<Resource<'a>>,
    }
}

object! {
    /// `helpfulResource` and `improvementPlan`.
    Link<'a> {
        /// At most 2048 characters.
        text: "displayText" => Member<Text<'a>>,
        /// `http` or `https`.
        url: "url" => Member<Text<'a>>,
    }
}

object! {
    /// `additionalResources[]`.
    Resource<'a> {
        /// `HELPFUL_RESOURCE` or `IMPROVEMENT_PLAN`.
        kind: "type" => Member<Text<'a>>,
        /// At most 5.
        content: "content" => List<Link<'a>>,
    }
}

object! {
    /// `riskRules[]`.
    Rule<'a> {
        /// Over choice ids, or `default`.
        condition: "condition" => Member<Text<'a>>,
        /// `HIGH_RISK`, `MEDIUM_RISK` or `NO_RISK`.
        risk: "risk" => Member<Text<'a>>,
    }
}
