//! What happens to one request, from its parts to its answer?

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{
    check::check,
    context::{Context, LensCache},
    error::Error,
    faults::Response,
    lens::custom,
    operations::{handler, is_read},
    page::hex,
    refusal::Refusal,
    request::Request,
    state::{CustomLens, Done, LensVersion, Stamp, State},
};

/// Where the emulator's time comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Clock {
    /// Starts at 2026-01-01T00:00:00.123Z and moves on by a second with each write, so that equal calls give equal answers.
    #[default]
    Logical,
    /// The machine's.
    Real,
}

/// The logical clock's start, in milliseconds since 1970.
const START: Stamp = 1_767_225_600_123;

/// The state, and all that turns a request into an answer.
#[derive(Debug, Default)]
pub(crate) struct Engine {
    state: State,
    lenses: LensCache,
    /// JSON of lenses that every account has, published.
    given: Vec<String>,
    /// Accounts and Regions that were asked for in this run.
    opened: BTreeSet<String>,
    clock: Clock,
    file: Option<PathBuf>,
}

impl Engine {
    /// An engine with these lenses and, where the file is there, its state.
    pub(crate) fn new(lenses: &[PathBuf], file: Option<&Path>, clock: Clock) -> Result<Self, Error> {
        let mut given = Vec::new();
        for path in lenses {
            let json = fs::read_to_string(path).map_err(|source| Error::Read { path: path.clone(), source })?;
            custom::read("", "", &json).map_err(|problems| Error::Content { path: path.clone(), problems })?;
            given.push(json);
        }
        let state = match file {
            Some(path) => load(path)?,
            None => State::default(),
        };
        Ok(Self { state, given, clock, file: file.map(Path::to_path_buf), ..Self::default() })
    }

    /// Does a request.
    pub(crate) fn respond(&mut self, request: &Request) -> Response {
        match self.respond_or_refuse(request) {
            Ok(body) => Response { status: 200, headers: Vec::new(), body },
            Err(refusal) => refusal.into(),
        }
    }

    fn respond_or_refuse(&mut self, request: &Request) -> Result<Value, Refusal> {
        let Some(handler) = handler(request.operation) else {
            return Err(Refusal::not_emulated(request.operation));
        };
        check(request)?;
        self.open_region(request);
        if is_read(request.operation) {
            return handler(&mut self.context(request));
        }
        let token = request.text("ClientRequestToken").map(|token| format!("{}/{token}", request.operation));
        let sha256 = hex(&Sha256::digest(Value::Object(request.parameters.clone()).to_string()), 64);
        let context = self.context(request);
        if let Some(done) = token.as_ref().and_then(|token| context.region().done.get(token)) {
            return if done.sha256 == sha256 {
                Ok(done.answer.clone())
            } else {
                let message = "`ClientRequestToken` was used for another request";
                Err(Refusal::conflict("CLIENT_REQUEST_TOKEN", request.required("ClientRequestToken"), message))
            };
        }
        let mut context = self.context(request);
        let answer = handler(&mut context)?;
        if let Some(token) = token {
            context.region_mut().done.insert(token, Done { sha256, answer: answer.clone() });
        }
        self.state.writes = self.state.writes.saturating_add(1);
        self.save().map_err(|error| Refusal::internal(format!("cannot write the state file: {error}")))?;
        Ok(answer)
    }

    fn context<'a>(&'a mut self, request: &'a Request) -> Context<'a> {
        let now = self.now();
        Context { state: &mut self.state, lenses: &self.lenses, request, now }
    }

    /// The time of a write that happens now.
    fn now(&self) -> Stamp {
        match self.clock {
            Clock::Logical => START.saturating_add(self.state.writes.saturating_mul(1000)),
            Clock::Real => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                Stamp::try_from(since.as_millis()).unwrap_or(Stamp::MAX)
            }
        }
    }

    /// Gives an account and Region the lenses that all have, when it is first asked for in this run.
    fn open_region(&mut self, request: &Request) {
        let key = self.context(request).key();
        if !self.opened.insert(key) {
            return;
        }
        for json in self.given.clone() {
            let mut context = self.context(request);
            let (now, id) = (context.now, hex(&Sha256::digest(&json), 32));
            let arn = context.arn(&format!("lens/{id}"));
            if context.region().lenses.iter().any(|lens| lens.arn == arn) {
                continue;
            }
            let version = LensVersion { version: "1.0".to_owned(), is_major: true, published_at: now, json };
            context.region_mut().lenses.push(CustomLens {
                arn,
                created_at: now,
                updated_at: now,
                tags: BTreeMap::new(),
                draft: None,
                versions: vec![version],
                is_deleted: false,
            });
        }
    }

    /// Writes the state file, if there is one: to a temporary name beside it, then renamed.
    fn save(&self) -> io::Result<()> {
        let Some(path) = &self.file else { return Ok(()) };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer(io::BufWriter::new(&file), &self.state)?;
        file.persist(path)?;
        Ok(())
    }
}

fn load(path: &Path) -> Result<State, Error> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map_err(|error| Error::Content { path: path.to_path_buf(), problems: vec![error.to_string()] }),
        Err(source) if source.kind() == io::ErrorKind::NotFound => Ok(State::default()),
        Err(source) => Err(Error::Read { path: path.to_path_buf(), source }),
    }
}

#[cfg(test)]
mod tests;
