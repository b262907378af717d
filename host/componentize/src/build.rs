//! Runs cargo: all plugins of a workspace in one call, in an environment of our own.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use architrave_core::manifest::Manifest;

use crate::{
    encode,
    error::Error,
    source::{Package, Source},
};

const TARGET: &str = "wasm32-unknown-unknown";

/// How plugins are compiled: small and fast. Given on the command line, so that a plugin outside of our workspace gets
/// the same.
const PROFILE: [&str; 7] = [
    "profile.plugin.inherits=\"release\"",
    "profile.plugin.opt-level=3",
    "profile.plugin.lto=\"fat\"",
    "profile.plugin.codegen-units=1",
    "profile.plugin.panic=\"abort\"",
    "profile.plugin.strip=true",
    "profile.plugin.overflow-checks=true",
];

/// The same code, with the names of its functions: a profile of its own, so that what is published is not built anew.
const NAMED_PROFILE: [&str; 2] =
    ["profile.plugin-named.inherits=\"plugin\"", "profile.plugin-named.strip=\"debuginfo\""];

/// A stack of 32 KiB, first in memory: an instance then needs two or three pages, which a fresh one pays for, and an
/// overflow traps instead of running into data.
const LINK_ARGUMENTS: [&str; 2] = ["-Clink-arg=-zstack-size=32768", "-Clink-arg=--stack-first"];

/// How to build.
#[derive(Debug, Clone)]
pub struct Options {
    /// Cargo's target folder for plugins. Must not be one that a cargo which waits for us has locked.
    pub target_dir: PathBuf,
    /// Whether `Cargo.lock` must stay as it is.
    pub locked: bool,
    /// Whether the names of functions are kept, for a profile: the bytes are others then.
    pub named: bool,
}

impl Options {
    /// Cargo's profile.
    const fn profile(&self) -> &'static str {
        if self.named { "plugin-named" } else { "plugin" }
    }
}

/// A plugin that was built.
#[derive(Debug, Clone)]
pub struct Built {
    /// As embedded.
    pub manifest: Manifest,
    /// The component.
    pub component: Vec<u8>,
}

/// Builds plugins from their folders; one component per folder, in the same order. The same sources and toolchain give
/// the same bytes, wherever the folders are.
///
/// # Errors
///
/// See [`Code`](crate::Code). Cargo's own messages go to stderr.
pub fn build(folders: &[PathBuf], options: &Options) -> Result<Vec<Built>, Error> {
    let sources = folders.iter().map(|folder| Source::read(folder)).collect::<Result<Vec<_>, _>>()?;
    let toolchain = Toolchain::find()?;
    let mut by_workspace: BTreeMap<PathBuf, Vec<&Source>> = BTreeMap::new();
    for source in &sources {
        by_workspace.entry(toolchain.workspace(&source.folder)?).or_default().push(source);
    }
    for (workspace, sources) in &by_workspace {
        let packages = sources.iter().map(|source| (source.manifest.id.as_str(), source.package.as_str()));
        toolchain.build(workspace, &packages.collect::<Vec<_>>(), options)?;
    }
    let artifacts = options.target_dir.join(TARGET).join(options.profile());
    let encode = |source: Source| {
        let path = artifacts.join(format!("{}.wasm", source.artifact));
        let module = fs::read(&path).map_err(|error| Error::file(&path, error))?;
        let component = encode::component(&module, &source.manifest)?;
        Ok(Built { manifest: source.manifest, component })
    };
    sources.into_iter().map(encode).collect()
}

/// Builds a crate into a core module, as [`build`] does before it encodes a component; the crate needs no `plugin.toml`.
///
/// # Errors
///
/// As for [`build`].
pub fn core_module(folder: &Path, options: &Options) -> Result<Vec<u8>, Error> {
    let folder = folder.canonicalize().map_err(|error| Error::file(folder, error))?;
    let package = Package::read(&folder)?;
    let toolchain = Toolchain::find()?;
    toolchain.build(&toolchain.workspace(&folder)?, &[(&package.name, &package.name)], options)?;
    let path = options.target_dir.join(TARGET).join(options.profile()).join(format!("{}.wasm", package.artifact));
    fs::read(&path).map_err(|error| Error::file(&path, error))
}

/// Where the tools are, and what they put into what they build.
struct Toolchain {
    cargo: PathBuf,
    sysroot: PathBuf,
    commit: String,
}

impl Toolchain {
    fn find() -> Result<Self, Error> {
        let cargo = env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from);
        let sysroot = PathBuf::from(output("ask rustc for its folder", rustc().args(["--print", "sysroot"]))?);
        if !sysroot.join("lib/rustlib").join(TARGET).join("lib").is_dir() {
            return Err(Error::target_missing());
        }
        let version = output("ask rustc for its version", rustc().arg("-vV"))?;
        let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: ")).unwrap_or_default();
        Ok(Self { cargo, sysroot, commit: commit.to_owned() })
    }

    fn workspace(&self, folder: &Path) -> Result<PathBuf, Error> {
        let mut command = clean(Command::new(&self.cargo));
        command.args(["locate-project", "--workspace", "--message-format", "plain"]).current_dir(folder);
        let manifest = PathBuf::from(output("find the workspace of a plugin", &mut command)?);
        Ok(manifest.parent().map_or_else(|| folder.to_owned(), Path::to_owned))
    }

    /// Builds packages, each given as what messages call it and its name.
    fn build(&self, workspace: &Path, packages: &[(&str, &str)], options: &Options) -> Result<(), Error> {
        let mut command = clean(Command::new(&self.cargo));
        command.current_dir(workspace).args(["build", "--lib", "--profile", options.profile(), "--target", TARGET]);
        command.arg("--target-dir").arg(&options.target_dir);
        if options.locked {
            command.arg("--locked");
        }
        let named = NAMED_PROFILE.iter().filter(|_| options.named);
        for setting in PROFILE.iter().chain(named) {
            command.args(["--config", setting]);
        }
        for (_, package) in packages {
            command.args(["--package", package]);
        }
        command.env("CARGO_ENCODED_RUSTFLAGS", self.flags(workspace).join("\u{1f}"));
        // What cargo prints belongs to the reader; our stdout may be a build script's, which cargo reads.
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let status = command.status().map_err(|error| Error::no_rust("run cargo", &error))?;
        if status.success() {
            return Ok(());
        }
        let names: Vec<String> = packages.iter().map(|(called, _)| format!("`{called}`")).collect();
        Err(Error::cargo(&format!("compile {}", names.join(", ")), "cargo did not succeed; its messages stand above"))
    }

    /// Flags that replace those of the environment and of configuration files: the bytes must depend on neither. Panic
    /// locations name files, so every folder that they could name gets a name that is the same everywhere.
    fn flags(&self, workspace: &Path) -> Vec<String> {
        let mut flags: Vec<String> = LINK_ARGUMENTS.map(str::to_owned).into();
        let mut remap = |from: &Path, to: &str| flags.push(format!("--remap-path-prefix={}={to}", from.display()));
        remap(workspace, ".");
        remap(&self.sysroot.join("lib/rustlib/src/rust"), &format!("/rustc/{}", self.commit));
        for (folder, name) in [("registry/src", "registry"), ("git/checkouts", "git")] {
            for cached in cargo_home().map(|home| folders_in(&home.join(folder))).unwrap_or_default() {
                remap(&cached, name);
            }
        }
        flags
    }
}

fn rustc() -> Command {
    // The outer cargo names its rustc; without one the plain name finds the toolchain of the folder.
    clean(env::var_os("RUSTC").map_or_else(|| Command::new("rustc"), Command::new))
}

fn cargo_home() -> Option<PathBuf> {
    env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")))
}

fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// Takes out of a command's environment what an outer cargo, clippy or operator put there for another build.
fn clean(mut command: Command) -> Command {
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(is_of_another_build) {
            command.env_remove(&name);
        }
    }
    command
}

/// Whether a variable must not reach our build. Where cargo keeps its things and how it reaches registries stays.
pub(crate) fn is_of_another_build(name: &str) -> bool {
    const KEPT: [&str; 7] = [
        "CARGO_HOME",
        "CARGO_HTTP_",
        "CARGO_NET_",
        "CARGO_REGISTRIES_",
        "CARGO_REGISTRY_",
        "CARGO_SOURCE_",
        "CARGO_TERM_",
    ];
    const REMOVED: [&str; 17] = [
        "CLIPPY_ARGS",
        "CLIPPY_CONF_DIR",
        "DEBUG",
        "HOST",
        "LD_LIBRARY_PATH",
        "MAKEFLAGS",
        "MFLAGS",
        "NUM_JOBS",
        "OPT_LEVEL",
        "OUT_DIR",
        "PROFILE",
        "RUSTC",
        "RUSTC_LINKER",
        "RUSTC_WORKSPACE_WRAPPER",
        "RUSTC_WRAPPER",
        "RUSTFLAGS",
        "TARGET",
    ];
    let is_cargo = name == "CARGO" || name.starts_with("CARGO_");
    (is_cargo && !KEPT.iter().any(|kept| name.starts_with(kept))) || REMOVED.contains(&name)
}

fn output(attempt: &str, command: &mut Command) -> Result<String, Error> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| Error::no_rust(attempt, &error))?;
    if !output.status.success() {
        return Err(Error::cargo(attempt, String::from_utf8_lossy(&output.stderr).trim()));
    }
    String::from_utf8(output.stdout)
        .map(|text| text.trim_end().to_owned())
        .map_err(|error| Error::cargo(attempt, &error.to_string()))
}
