//! What does the API accept for a workload? Names and limits from the model of API version 2020-03-31.

/// Characters of a workload's name: least, most.
pub(super) const NAME_CHARS: (usize, usize) = (3, 100);
/// Characters of its description.
pub(super) const DESCRIPTION_CHARS: (usize, usize) = (3, 250);
/// Characters of the review owner, whom the service demands although the model does not.
pub(super) const OWNER_CHARS: (usize, usize) = (3, 255);
/// Characters of a Region outside AWS.
pub(super) const OUTSIDE_REGION_CHARS: (usize, usize) = (3, 25);
/// Characters of notes, at most.
pub(super) const NOTES_CHARS_MAX: usize = 2084;
/// Characters of the address of an architectural design, at most.
pub(super) const DESIGN_CHARS_MAX: usize = 2048;
/// Characters of an industry, at most.
pub(super) const INDUSTRY_CHARS_MAX: usize = 100;
/// Characters of a lens alias or ARN.
pub(super) const LENS_CHARS: (usize, usize) = (1, 128);
/// Characters of a pillar id.
pub(super) const PILLAR_CHARS: (usize, usize) = (1, 64);
/// Characters of the key of a tag.
pub(super) const TAG_KEY_CHARS: (usize, usize) = (1, 128);
/// Characters of the value of a tag, at most.
pub(super) const TAG_VALUE_CHARS_MAX: usize = 256;
/// Tags of a workload, at most.
pub(super) const TAGS_MAX: usize = 50;
/// Accounts of a workload, at most.
pub(super) const ACCOUNTS_MAX: usize = 100;
/// Regions of a workload, at most.
pub(super) const REGIONS_MAX: usize = 50;
/// Regions outside AWS, at most.
pub(super) const OUTSIDE_REGIONS_MAX: usize = 5;
/// Lenses of a workload, at most.
pub(super) const LENSES_MAX: usize = 20;
/// Lenses that one call associates, at most.
pub(super) const LENSES_PER_CALL: usize = 10;

/// The pillars of the official lens.
pub(super) const PILLARS: [&str; 6] =
    ["operationalExcellence", "security", "reliability", "performance", "costOptimization", "sustainability"];

/// What `IndustryType` must be, where it is given.
pub(super) const INDUSTRY_TYPES: [&str; 27] = [
    "Agriculture",
    "Automobile",
    "Defense",
    "Design and Engineering",
    "Digital Advertising",
    "Education",
    "Environmental Protection",
    "Financial Services",
    "Gaming",
    "General Public Services",
    "Healthcare",
    "Hospitality",
    "InfoTech",
    "Justice and Public Safety",
    "Life Sciences",
    "Manufacturing",
    "Media & Entertainment",
    "Mining & Resources",
    "Oil & Gas",
    "Power & Utilities",
    "Professional Services",
    "Real Estate & Construction",
    "Retail & Wholesale",
    "Social Protection",
    "Telecommunications",
    "Travel, Transportation & Logistics",
    "Other",
];

/// Regions that are known; a later one is taken with a remark.
pub(super) const REGIONS: [&str; 38] = [
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-west-1",
    "us-west-2",
];

/// Letters and digits only, in lower case: two spellings of one name are equal in this form.
pub(super) fn folded(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Names of workloads as the service compares them: spaces and capitals do not count.
#[must_use]
pub fn same_name(left: &str, right: &str) -> bool {
    let form = |text: &str| -> String {
        text.chars().filter(|character| !character.is_whitespace()).flat_map(char::to_lowercase).collect()
    };
    form(left) == form(right)
}

/// `xx-name-1`, with one or more names.
pub(super) fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let is_word = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    match parts.as_slice() {
        [area, names @ .., number] => {
            area.len() == 2
                && is_word(area)
                && !names.is_empty()
                && names.iter().all(is_word)
                && number.len() == 1
                && number.bytes().all(|byte| byte.is_ascii_digit())
        }
        _ => false,
    }
}

/// `http`, `https` or `ftp`, a host, and no space.
pub(super) fn is_address(text: &str) -> bool {
    let rest = ["http://", "https://", "ftp://"].iter().find_map(|scheme| text.strip_prefix(scheme));
    let first = rest.and_then(|rest| rest.chars().next());
    first.is_some_and(|first| !first.is_whitespace() && !"/$.?#".contains(first))
        && rest.is_some_and(|rest| rest.chars().count() > 1)
        && !text.chars().any(char::is_whitespace)
}

/// `arn:aws…:servicecatalog:REGION:ACCOUNT:/applications/ID`.
pub(super) fn is_application(text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let [arn, partition, service, region, account, resource] = parts.as_slice() else { return false };
    let id = resource.strip_prefix("/applications/").unwrap_or_default();
    *arn == "arn"
        && partition.starts_with("aws")
        && *service == "servicecatalog"
        && is_region(region)
        && is_account(account)
        && !id.is_empty()
        && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// Twelve digits.
pub(super) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Letters, digits, spaces and `_.:/=+@-`.
pub(super) fn is_tag_key(text: &str) -> bool {
    text.chars().all(|character| character.is_alphanumeric() || character == ' ' || "_.:/=+@-".contains(character))
}
