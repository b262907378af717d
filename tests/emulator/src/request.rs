//! What does a request ask: which operation, for whom, with which parameters?

use serde_json::{Map, Value};

use crate::{
    model::{Kind, Operation, Place, model},
    refusal::Refusal,
    route,
};

/// A request as it came: method, path and query undecoded, body whole.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parts {
    /// Such as `GET`.
    pub(crate) method: String,
    /// Percent-encoded.
    pub(crate) path: String,
    /// Percent-encoded, without `?`; may be empty.
    pub(crate) query: String,
    /// The `Authorization` header, if any.
    pub(crate) authorization: Option<String>,
    /// May be empty.
    pub(crate) body: Vec<u8>,
}

/// A request understood: its operation and parameters by member name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Request {
    /// Such as `ListAnswers`.
    pub(crate) operation: &'static str,
    /// Its input structure in the model.
    pub(crate) input: &'static str,
    /// The asking account, 12 digits.
    pub(crate) account: String,
    /// From the credential scope of the signature.
    pub(crate) region: String,
    /// As sent, by member name; not yet checked.
    pub(crate) parameters: Map<String, Value>,
}

/// Who asks where no signature tells.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) account: String,
    pub(crate) region: String,
}

impl Caller {
    /// The caller that a signature names. Its access key is the account where it has 12 digits, as other emulators do it;
    /// a temporary key (`ASIA…`) holds the account, so that roles assumed elsewhere are told apart.
    pub(crate) fn of(&self, authorization: Option<&str>) -> Self {
        let scope = authorization.and_then(|text| text.split("Credential=").nth(1)).unwrap_or_default();
        let mut parts = scope.split(['/', ',', ' ']);
        let key = parts.next().unwrap_or_default();
        let region = parts.nth(1).filter(|region| is_region(region)).unwrap_or(&self.region);
        let is_account = key.len() == 12 && key.bytes().all(|byte| byte.is_ascii_digit());
        let account = if is_account { Some(key.to_owned()) } else { account_of(key) };
        Self { account: account.unwrap_or_else(|| self.account.clone()), region: region.to_owned() }
    }
}

/// The account in a temporary access key: in base 32 after the prefix, one bit that is set, then 40 bits.
fn account_of(key: &str) -> Option<String> {
    let digits = key.strip_prefix("ASIA").filter(|rest| rest.len() == 16)?;
    let mut bits: u64 = 0;
    for byte in digits.bytes().take(9) {
        let digit = match byte {
            b'A'..=b'Z' => byte.checked_sub(b'A')?,
            b'2'..=b'7' => byte.checked_sub(b'2')?.checked_add(26)?,
            _ => return None,
        };
        bits = bits << 5 | u64::from(digit);
    }
    let is_marked = bits >> 44 == 1;
    let account = (bits >> 4) & 0xff_ffff_ffff;
    (is_marked && account < 1_000_000_000_000).then(|| format!("{account:012}"))
}

/// Whether a text could be a Region: small letters, digits, hyphens.
fn is_region(text: &str) -> bool {
    let is_fine = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (4..=32).contains(&text.len()) && text.bytes().all(is_fine)
}

impl Request {
    /// Reads a request; its parameters are typed by the model where they are text on the wire.
    ///
    /// # Errors
    /// `ValidationException`: no such operation, or a body that is not a JSON object.
    pub(crate) fn read(parts: &Parts, operation: &'static Operation, caller: Caller) -> Result<Self, Refusal> {
        let path = route::route(&parts.method, &parts.path).map(|(_, values)| values).unwrap_or_default();
        let body = body(&parts.body)?;
        let mut parameters = Map::new();
        for member in model().members(operation.input) {
            let value = match member.place {
                Place::Path => path
                    .iter()
                    .find(|(name, _)| *name == member.wire_name)
                    .and_then(|(_, value)| typed(member.shape, std::slice::from_ref(value))),
                Place::Query => typed(member.shape, &query(&parts.query, member.wire_name)),
                Place::Body => body.get(member.wire_name).filter(|value| !value.is_null()).cloned(),
            };
            if let Some(value) = value {
                parameters.insert(member.name.to_owned(), value);
            }
        }
        let Caller { account, region } = caller;
        Ok(Self { operation: operation.name, input: operation.input, account, region, parameters })
    }

    /// A text parameter.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).and_then(Value::as_str)
    }

    /// A text parameter that the model requires, so that a checked request has it.
    pub(crate) fn required(&self, name: &str) -> &str {
        self.text(name).unwrap_or_default()
    }

    /// A number.
    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        self.parameters.get(name).and_then(Value::as_u64)
    }

    /// A flag.
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        self.parameters.get(name).and_then(Value::as_bool)
    }

    /// A list of texts; `None` where it was not sent.
    pub(crate) fn texts(&self, name: &str) -> Option<Vec<String>> {
        let list = self.parameters.get(name)?.as_array()?;
        Some(list.iter().filter_map(Value::as_str).map(str::to_owned).collect())
    }

    /// A map.
    pub(crate) fn map(&self, name: &str) -> Option<&Map<String, Value>> {
        self.parameters.get(name).and_then(Value::as_object)
    }
}

/// The members of the body; none where there is no body.
fn body(bytes: &[u8]) -> Result<Map<String, Value>, Refusal> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Map::new());
    }
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(Refusal::unreadable("the body is not a JSON object")),
        Err(error) => Err(Refusal::unreadable(format!("the body is not JSON: {error}"))),
    }
}

/// All values of a query parameter, decoded, in the order sent.
fn query(query: &str, wanted: &str) -> Vec<String> {
    let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let decode = |text: &str| route::decode(&text.replace('+', " "));
    pairs.filter(|(name, _)| decode(name).as_deref() == Some(wanted)).filter_map(|(_, value)| decode(value)).collect()
}

/// Text of path or query as the value that the shape wants; text that does not fit stays text, which a check refuses.
fn typed(shape: &str, values: &[String]) -> Option<Value> {
    let first = values.first()?;
    let kind = model().shape(shape).map_or(Kind::Text, |shape| shape.kind);
    Some(match kind {
        Kind::List => Value::from(values.to_vec()),
        Kind::Integer => first.parse::<i64>().map_or_else(|_| Value::from(first.as_str()), Value::from),
        Kind::Boolean => first.parse::<bool>().map_or_else(|_| Value::from(first.as_str()), Value::from),
        Kind::Text | Kind::Enum | Kind::Map | Kind::Structure => Value::from(first.as_str()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callers() {
        let default = Caller { account: "111122223333".to_owned(), region: "eu-west-1".to_owned() };
        let check = |authorization: Option<&str>, account: &str, region: &str| {
            let caller = default.of(authorization);
            assert_eq!((caller.account.as_str(), caller.region.as_str()), (account, region), "{authorization:?}");
        };
        check(None, "111122223333", "eu-west-1");
        check(
            Some(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/wellarchitected/aws4_request, Signature=0",
            ),
            "111122223333",
            "us-east-1",
        );
        check(Some("Credential=444455556666/20260101/us-west-2/x"), "444455556666", "us-west-2");
        check(Some("Credential=44445555666é/20260101/../x"), "111122223333", "eu-west-1");
        check(Some("Credential=ASIAWO645SY5AAQOW5SF/20260101/us-west-2/x"), "444455556666", "us-west-2");
        check(Some("Credential=ASIARZPUZDIKQAQOW5SF/20260101/us-west-2/x"), "123456789013", "us-west-2");
        check(Some("Credential=ASIAEXAMPLEEXAMPLE00/20260101/us-west-2/x"), "111122223333", "us-west-2");
        check(Some("Basic abc"), "111122223333", "eu-west-1");
    }

    #[test]
    fn parameters_come_from_path_query_and_body() {
        let parts = Parts {
            method: "DELETE".to_owned(),
            path: "/tags/arn%3Aaws%3Ax".to_owned(),
            query: "tagKeys=a%20b&tagKeys=c".to_owned(),
            ..Parts::default()
        };
        let (operation, _) = route::route(&parts.method, &parts.path).unwrap();
        let caller = Caller { account: String::new(), region: String::new() };
        let request = Request::read(&parts, operation, caller).unwrap();
        assert_eq!(request.operation, "UntagResource");
        assert_eq!(request.required("WorkloadArn"), "arn:aws:x");
        assert_eq!(request.texts("TagKeys").unwrap(), ["a b", "c"]);
    }
}
