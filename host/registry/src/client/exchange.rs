//! How is one request made? With what the registry wants to see, along a few redirects, within the time that is left.

use std::{cell::RefCell, env, error::Error as _, sync::Arc};

use reqwest::{Method, Request, Response, StatusCode, Url, header};

use super::{
    Options, answer,
    challenge::Challenge,
    origin::{self, Origin},
    reach::{Bound, Guard, Lookup, Reach, Refusal},
    token::{self, Access},
};
use crate::{
    credentials::Secret,
    error::{Error, Kind},
    reference::Reference,
};

const REDIRECTS_MAX: usize = 3;

/// Answers that say where else to ask; others of their hundred, such as `304 Not Modified`, are no answer to what we ask.
const REDIRECTS: [StatusCode; 5] = [
    StatusCode::MOVED_PERMANENTLY,
    StatusCode::FOUND,
    StatusCode::SEE_OTHER,
    StatusCode::TEMPORARY_REDIRECT,
    StatusCode::PERMANENT_REDIRECT,
];

/// Headers of an answer.
const HEADERS_MAX: usize = 64;

/// Connections to one registry for one operation, and what was learnt on the way.
pub(crate) struct Session<'a> {
    http: reqwest::Client,
    guard: Arc<Guard>,
    origin: Origin,
    registry: String,
    options: &'a Options,
    /// What let us in.
    authorization: RefCell<Option<String>>,
    /// How near the registry turned out to be.
    reach: RefCell<Reach>,
}

/// What is asked of the registry.
#[derive(Debug)]
pub(super) struct Ask<'a> {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) access: Access,
    pub(super) accept: Option<&'static str>,
    /// Type and bytes.
    pub(super) body: Option<(&'static str, &'a [u8])>,
}

impl Ask<'_> {
    pub(super) fn get(url: Url, accept: Option<&'static str>) -> Self {
        Self { method: Method::GET, url, access: Access::Pull, accept, body: None }
    }

    pub(super) fn of(method: Method, url: Url) -> Self {
        Self { method, url, access: Access::Push, accept: None, body: None }
    }
}

impl<'a> Session<'a> {
    pub(super) fn new(options: &'a Options, reference: &Reference) -> Result<Self, Error> {
        let origin = Origin::of(reference, options.plain_http)?;
        let is_here = origin::is_loopback(origin.host());
        let guard = Arc::new(Guard::default());
        let bound = if is_here && !options.plain_http { Bound::ThisMachine } else { Bound::Anywhere };
        guard.bound(origin.host(), bound);
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("architrave/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .http1_max_headers(HEADERS_MAX)
            .connect_timeout(options.connect)
            .dns_resolver(Lookup(Arc::clone(&guard)));
        if is_here {
            builder = builder.no_proxy();
        } else {
            for proxy in proxies() {
                guard.proxy(&proxy);
            }
        }
        let http = builder.build().map_err(|error| Kind::Client { cause: causes(&error) })?;
        Ok(Self {
            http,
            guard,
            origin,
            registry: reference.registry.clone(),
            options,
            authorization: RefCell::new(None),
            reach: RefCell::new(Reach::Public),
        })
    }

    pub(super) fn origin(&self) -> &Origin {
        &self.origin
    }

    pub(super) fn repository(&self) -> &str {
        &self.origin.repository
    }

    pub(super) fn guard(&self) -> &Guard {
        &self.guard
    }

    pub(super) const fn idle(&self) -> std::time::Duration {
        self.options.idle
    }

    /// Where those may be whom the registry names.
    pub(super) fn no_nearer(&self) -> Bound {
        Bound::NoNearerThan(*self.reach.borrow())
    }

    pub(super) fn is_named_realm(&self, host: &str) -> bool {
        let named = self.options.token_realms.get(&self.registry);
        named.is_some_and(|hosts| hosts.iter().any(|named| named.eq_ignore_ascii_case(host)))
    }

    pub(super) fn secret(&self) -> Result<Option<Secret>, Error> {
        self.options.credentials.find(&self.registry)
    }

    /// Asks the registry, and shows it what it wants to see. The answer may be any but a challenge or a redirect.
    pub(super) async fn ask(&self, ask: &Ask<'_>) -> Result<Response, Error> {
        let response = self.follow(ask).await?;
        if response.status() != StatusCode::UNAUTHORIZED || !self.origin.is_of(response.url()) {
            return Ok(response);
        }
        let Some(challenge) = Challenge::of(response.headers()) else {
            return Ok(response);
        };
        let Some(authorization) = token::authorization(self, &challenge, ask.access).await? else {
            return Ok(response);
        };
        *self.authorization.borrow_mut() = Some(authorization);
        self.follow(ask).await
    }

    /// The error that an unwelcome answer stands for.
    pub(super) async fn refused(&self, response: Response) -> Error {
        let with_credentials = self.secret().is_ok_and(|secret| secret.is_some());
        answer::refused(response, with_credentials, self.idle()).await
    }

    /// Sends a request, and again to wherever the registry redirects it, if we may go there.
    async fn follow(&self, ask: &Ask<'_>) -> Result<Response, Error> {
        let mut url = ask.url.clone();
        for _ in 0..=REDIRECTS_MAX {
            let response = self.exchange(self.request(ask, url.clone())?).await?;
            if self.origin.is_of(&url)
                && let Some(address) = response.remote_addr()
                // Where a proxy is says nothing of the registry behind it.
                && !self.guard.is_proxy(address.ip())
            {
                *self.reach.borrow_mut() = Reach::of(address.ip());
            }
            if !REDIRECTS.contains(&response.status()) {
                return Ok(response);
            }
            url = self.target(ask, &url, &response)?;
        }
        Err(Kind::Redirects { limit: REDIRECTS_MAX }.into())
    }

    /// Where a redirect leads, if we may go there.
    fn target(&self, ask: &Ask<'_>, from: &Url, response: &Response) -> Result<Url, Error> {
        let target = location(response, from)?;
        let wrong = |why| Error::from(Kind::Redirect { target: shown(&target), why });
        if !matches!(ask.method, Method::GET | Method::HEAD) {
            return Err(wrong("what is sent is sent to the registry only"));
        }
        check_bare(&target)?;
        let is_same = target.origin() == from.origin();
        if !is_same && target.scheme() != "https" {
            return Err(wrong("that is another server, without TLS"));
        }
        let host = target.host_str().ok_or_else(|| wrong("that is no host"))?;
        if self.guard.is_proxy_name(host) && host != self.origin.host() {
            return Err(wrong("that is our proxy"));
        }
        self.guard.bound(host, self.no_nearer());
        Ok(target)
    }

    fn request(&self, ask: &Ask<'_>, url: Url) -> Result<Request, Error> {
        let is_own = self.origin.is_of(&url);
        let mut request = Request::new(ask.method.clone(), url);
        let mut set = |name, value: &str| {
            let value = header::HeaderValue::from_str(value);
            let mut value = value.map_err(|_| Kind::Token { cause: "it cannot be sent".to_owned() })?;
            value.set_sensitive(name == header::AUTHORIZATION);
            request.headers_mut().insert(name, value);
            Ok::<(), Error>(())
        };
        if let Some(accept) = ask.accept {
            set(header::ACCEPT, accept)?;
        }
        if is_own && let Some(authorization) = self.authorization.borrow().as_deref() {
            set(header::AUTHORIZATION, authorization)?;
        }
        if let Some((media_type, bytes)) = ask.body {
            set(header::CONTENT_TYPE, media_type)?;
            *request.body_mut() = Some(bytes.to_vec().into());
        } else if ask.method == Method::POST {
            set(header::CONTENT_LENGTH, "0")?;
        }
        Ok(request)
    }

    /// One request, one answer; its body is not yet read.
    pub(super) async fn exchange(&self, request: Request) -> Result<Response, Error> {
        let host = request.url().host_str().unwrap_or_default();
        self.guard.check(host).map_err(|refusal| Error::from(refusal.kind()))?;
        if request.body().is_some() {
            // What is sent takes its time, and is bounded by the whole operation's.
            return self.http.execute(request).await.map_err(|error| failed(&error));
        }
        let idle = self.idle();
        match tokio::time::timeout(idle, self.http.execute(request)).await {
            Err(_) => Err(Kind::Idle { waited: idle }.into()),
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => Err(failed(&error)),
        }
    }
}

/// The address in a `Location` header.
pub(super) fn location(response: &Response, from: &Url) -> Result<Url, Error> {
    let value = response.headers().get(header::LOCATION);
    let text = value.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).unwrap_or_default();
    let joined = if text.is_empty() { None } else { from.join(&text).ok() };
    joined.ok_or_else(|| Kind::Header { header: "`Location`", value: text }.into())
}

/// Whether an address holds no credentials: we show our own, and nobody else's.
pub(super) fn check_bare(target: &Url) -> Result<(), Error> {
    if target.username().is_empty() && target.password().is_none() {
        return Ok(());
    }
    Err(Kind::Redirect { target: shown(target), why: "the address holds credentials" }.into())
}

/// An address without its query, which may be a secret.
pub(super) fn shown(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.to_string()
}

/// Hosts of the proxies that this process is told to use.
fn proxies() -> Vec<String> {
    let names = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];
    let set = names.into_iter().filter_map(|name| env::var(name).ok());
    set.filter_map(|text| {
        let url = Url::parse(&text).ok().filter(Url::has_host).or_else(|| Url::parse(&format!("http://{text}")).ok());
        url?.host_str().map(str::to_owned)
    })
    .collect()
}

fn failed(error: &reqwest::Error) -> Error {
    let mut source = error.source();
    while let Some(cause) = source {
        if let Some(refusal) = cause.downcast_ref::<Refusal>() {
            return refusal.kind().into();
        }
        source = cause.source();
    }
    Kind::Connection { cause: causes(error) }.into()
}

/// The innermost cause: what stands around it says no more than that a request failed.
fn causes(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
