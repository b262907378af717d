//! How do we get in? With a name and a password, or a token that the registry's own service gives for one repository.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use reqwest::{Method, Request, StatusCode, Url, header};

use super::{
    answer::{self, Bounds, TALK_BYTES_MAX},
    challenge::Challenge,
    exchange::Session,
    reach::Bound,
};
use crate::{
    credentials::Secret,
    error::{Error, Kind},
};

/// Who is named where a token is asked for by another token.
const CLIENT_ID: &str = "architrave";

/// What is done with a repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Pull,
    Push,
}

impl Access {
    /// What a token is asked for: for this repository and this, whatever the registry suggests.
    fn scope(self, repository: &str) -> String {
        let actions = match self {
            Self::Pull => "pull",
            Self::Push => "pull,push",
        };
        format!("repository:{repository}:{actions}")
    }
}

/// The value of the `Authorization` header that meets a challenge; `None` where it takes credentials and we have none.
pub(super) async fn authorization(
    session: &Session<'_>,
    challenge: &Challenge,
    access: Access,
) -> Result<Option<String>, Error> {
    let secret = session.secret()?;
    match (challenge, secret) {
        (Challenge::Basic, Some(Secret::Password { user, password })) => Ok(Some(basic(&user, &password))),
        (Challenge::Basic, _) => Ok(None),
        (Challenge::Bearer { realm, service }, secret) => {
            let url = check_realm(session, realm)?;
            let question = Question { url, service: service.as_deref(), scope: access.scope(session.repository()) };
            token(session, question, secret).await.map(|token| Some(format!("Bearer {token}")))
        }
    }
}

fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
}

/// Whether a registry's tokens may come from there: from its own host, or from one that is known or named for it.
fn check_realm(session: &Session<'_>, realm: &str) -> Result<Url, Error> {
    let wrong = |why| Error::from(Kind::Realm { realm: realm.to_owned(), why });
    let url = Url::parse(realm).map_err(|_| wrong("that is no address"))?;
    let host = url.host_str().ok_or_else(|| wrong("that is no address"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("it holds credentials"));
    }
    let origin = session.origin();
    let is_own = host == origin.host();
    if !(is_own || origin.is_known_realm(host) || session.is_named_realm(host)) {
        return Err(wrong("that is not the registry's host"));
    }
    match url.scheme() {
        "https" => {}
        "http" if origin.is_plain() && is_own && origin.is_of(&url) => {}
        "http" if origin.is_plain() && session.is_named_realm(host) => {}
        _ => return Err(wrong("it is not reached by TLS")),
    }
    Ok(url)
}

/// What a token is asked for.
struct Question<'a> {
    url: Url,
    service: Option<&'a str>,
    scope: String,
}

impl Question<'_> {
    /// By GET, with name and password where there are any.
    fn asked(&self) -> Url {
        let mut url = self.url.clone();
        {
            let mut query = url.query_pairs_mut();
            query.extend_pairs(self.service.map(|service| ("service", service)));
            query.append_pair("scope", &self.scope);
        }
        url
    }

    /// By POST, as OAuth 2 has it.
    fn form(&self, identity_token: &str) -> String {
        let mut form = self.url.clone();
        form.set_query(None);
        {
            let mut pairs = form.query_pairs_mut();
            pairs.append_pair("grant_type", "refresh_token").append_pair("client_id", CLIENT_ID);
            pairs.extend_pairs(self.service.map(|service| ("service", service)));
            pairs.append_pair("scope", &self.scope).append_pair("refresh_token", identity_token);
        }
        form.query().unwrap_or_default().to_owned()
    }

    fn request(&self, secret: Option<&Secret>) -> Result<Request, Error> {
        let unusable = |_| Error::from(Kind::Token { cause: "its address or credentials cannot be sent".to_owned() });
        match secret {
            Some(Secret::IdentityToken(token)) => {
                let mut request = Request::new(Method::POST, self.url.clone());
                let form = header::HeaderValue::from_static("application/x-www-form-urlencoded");
                request.headers_mut().insert(header::CONTENT_TYPE, form);
                *request.body_mut() = Some(self.form(token).into());
                Ok(request)
            }
            Some(Secret::Password { user, password }) => {
                let mut request = Request::new(Method::GET, self.asked());
                let mut value = header::HeaderValue::try_from(basic(user, password)).map_err(unusable)?;
                value.set_sensitive(true);
                request.headers_mut().insert(header::AUTHORIZATION, value);
                Ok(request)
            }
            None => Ok(Request::new(Method::GET, self.asked())),
        }
    }
}

async fn token(session: &Session<'_>, question: Question<'_>, secret: Option<Secret>) -> Result<String, Error> {
    let host = question.url.host_str().unwrap_or_default();
    // A realm that the operator named may be anywhere; one that the registry named, no nearer than the registry.
    let bound = if session.is_named_realm(host) { Bound::Anywhere } else { session.no_nearer() };
    session.guard().bound(host, bound);
    let response = session.exchange(question.request(secret.as_ref())?).await?;
    if response.status() == StatusCode::NOT_FOUND {
        // Whoever gives no token says nothing of whether there is such an artifact.
        return Err(Kind::Token { cause: "there is nothing at its address".to_owned() }.into());
    }
    if !response.status().is_success() {
        return Err(answer::refused(response, secret.is_some(), session.idle()).await);
    }
    let bounds = Bounds { what: "token", limit: TALK_BYTES_MAX, stated: None, idle: session.idle() };
    let body = answer::read(response, bounds).await?;
    let wrong = |cause: &str| Error::from(Kind::Token { cause: cause.to_owned() });
    let body: serde_json::Value = serde_json::from_slice(&body).map_err(|error| wrong(&error.to_string()))?;
    let token = ["token", "access_token"].into_iter().find_map(|member| body.get(member)?.as_str());
    let token = token.ok_or_else(|| wrong("it has neither `token` nor `access_token`"))?;
    if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(wrong("it is not one word"));
    }
    Ok(token.to_owned())
}
