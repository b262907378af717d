//! What do we show a registry that asks? What `docker login` or `skopeo login` left for it, and nothing else.

mod helper;

use std::{
    collections::BTreeMap,
    env, fmt, fs, io,
    path::{Path, PathBuf},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;

use crate::error::{Error, Kind};

/// A file with logins is small.
const FILE_BYTES_MAX: u64 = 1 << 20;

/// What stands for Docker Hub in such a file.
const DOCKER_HUB_KEY: &str = "https://index.docker.io/v1/";

/// Where logins are looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Credentials {
    files: Vec<PathBuf>,
}

/// A login.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Secret {
    Password {
        user: String,
        password: String,
    },
    /// To be exchanged for a token.
    IdentityToken(String),
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret")
    }
}

impl Credentials {
    /// None: registries are asked as anybody.
    #[must_use]
    pub const fn none() -> Self {
        Self { files: Vec::new() }
    }

    /// Those in files of Docker's form; the first that has one for a registry is used. Files that are not there have none.
    #[must_use]
    pub const fn in_files(files: Vec<PathBuf>) -> Self {
        Self { files }
    }

    /// Those of this user: `REGISTRY_AUTH_FILE`; else `config.json` in `DOCKER_CONFIG` or `~/.docker`, then
    /// `containers/auth.json` in `XDG_RUNTIME_DIR`, where `skopeo` and `podman` keep theirs.
    #[must_use]
    pub fn of_user() -> Self {
        let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        if let Some(file) = set("REGISTRY_AUTH_FILE") {
            return Self { files: vec![file] };
        }
        let docker = set("DOCKER_CONFIG").or_else(|| Some(set("HOME")?.join(".docker")));
        let docker = docker.map(|folder| folder.join("config.json"));
        let containers = set("XDG_RUNTIME_DIR").map(|folder| folder.join("containers").join("auth.json"));
        Self { files: docker.into_iter().chain(containers).collect() }
    }

    /// The login for a registry; `None` where there is none.
    ///
    /// # Errors
    ///
    /// `registry.credentials` where a file cannot be read, or a helper does not give what it should.
    pub(crate) fn find(&self, registry: &str) -> Result<Option<Secret>, Error> {
        let wrong = |cause: String| Error::from(Kind::Credentials { registry: registry.to_owned(), cause });
        for path in &self.files {
            let in_file = |cause: String| wrong(format!("`{}`: {cause}", path.display()));
            let Some(text) = read(path).map_err(|error| in_file(error.to_string()))? else {
                continue;
            };
            // Not with the parser's words: they may quote a secret.
            let file: File = serde_json::from_slice(&text).map_err(|error| {
                in_file(format!("it cannot be read at line {} column {}", error.line(), error.column()))
            })?;
            if let Some(secret) = file.find(registry).map_err(in_file)? {
                return Ok(Some(secret));
            }
        }
        Ok(None)
    }
}

fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    use io::Read as _;
    let file = match fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut bytes = Vec::new();
    file.take(FILE_BYTES_MAX).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Docker's `config.json`, as far as it is about logins.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct File {
    auths: BTreeMap<String, Entry>,
    cred_helpers: BTreeMap<String, String>,
    creds_store: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Entry {
    auth: Option<String>,
    username: Option<String>,
    password: Option<String>,
    #[serde(rename = "identitytoken")]
    identity_token: Option<String>,
}

impl File {
    fn find(&self, registry: &str) -> Result<Option<Secret>, String> {
        let keyed = |key: &str| host_of(key) == registry || (registry == "docker.io" && key == DOCKER_HUB_KEY);
        let asked = if registry == "docker.io" { DOCKER_HUB_KEY } else { registry };
        if let Some((_, helper)) = self.cred_helpers.iter().find(|(key, _)| keyed(key)) {
            return helper::ask(helper, asked);
        }
        let entry = self.auths.iter().find(|(key, _)| keyed(key)).map(|(_, entry)| entry);
        match entry.map(Entry::secret).transpose()?.flatten() {
            Some(secret) => Ok(Some(secret)),
            None => self.creds_store.as_deref().map_or(Ok(None), |helper| helper::ask(helper, asked)),
        }
    }
}

/// Keys may be addresses of a registry's first version.
fn host_of(key: &str) -> &str {
    match key.strip_prefix("https://").or_else(|| key.strip_prefix("http://")) {
        Some(rest) => rest.split('/').next().unwrap_or_default(),
        None => key,
    }
}

impl Entry {
    /// `None` where it says only that someone logged in, and a helper knows how.
    fn secret(&self) -> Result<Option<Secret>, String> {
        let filled = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        if let Some(token) = filled(&self.identity_token) {
            return Ok(Some(Secret::IdentityToken(token)));
        }
        if let Some(auth) = filled(&self.auth) {
            let malformed = || "an `auth` is not a name and a password in base64".to_owned();
            let bytes = STANDARD.decode(auth.trim()).map_err(|_| malformed())?;
            let text = String::from_utf8(bytes).map_err(|_| malformed())?;
            let (user, password) = text.split_once(':').ok_or_else(malformed)?;
            let password = password.trim_end_matches('\0');
            return Ok(Some(Secret::Password { user: user.to_owned(), password: password.to_owned() }));
        }
        let pair = filled(&self.username).zip(filled(&self.password));
        Ok(pair.map(|(user, password)| Secret::Password { user, password }))
    }
}

#[cfg(test)]
mod tests;
