//! What need a plugin not clean up? What its calls return, since its instance ends with the review.

use wasm_encoder::{Encode as _, Module, RawSection};
use wasmparser::{BinaryReaderError, ExportSectionReader, Parser, Payload};

/// How the name of a function begins that gives back the memory of what a call returned (the canonical ABI's
/// `post-return`, as `wit-component` finds it).
const CLEAN_UP: &str = "cabi_post_";

/// What `prepare` returned is given back, since every review starts from the memory that it leaves.
const KEPT: &str = "#prepare";

/// How custom sections begin that only a debugger reads.
const DEBUGGING: &str = ".debug_";

/// Takes the clean-up of every call but `prepare` out of a core module's exports, so that nobody calls it; and what only a
/// debugger reads.
///
/// # Errors
///
/// When the bytes are not a core module.
pub(crate) fn without_clean_up(module: &[u8]) -> Result<Vec<u8>, BinaryReaderError> {
    let mut stripped = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        let Some((id, range)) = payload.as_section() else { continue };
        if matches!(&payload, Payload::CustomSection(custom) if custom.name().starts_with(DEBUGGING)) {
            continue;
        }
        if let Payload::ExportSection(exports) = payload {
            stripped.section(&RawSection { id, data: &kept(module, exports)? });
        } else {
            stripped.section(&RawSection { id, data: module.get(range).unwrap_or_default() });
        }
    }
    Ok(stripped.finish())
}

/// The contents of an export section: how many there are, and then each as it stood.
fn kept(module: &[u8], exports: ExportSectionReader<'_>) -> Result<Vec<u8>, BinaryReaderError> {
    let end = exports.range().end;
    let exports = exports.into_iter_with_offsets().collect::<Result<Vec<_>, _>>()?;
    let ends = exports.iter().skip(1).map(|(start, _)| *start).chain([end]);
    let mut entries = Vec::new();
    let mut count: u32 = 0;
    for ((start, export), end) in exports.iter().zip(ends) {
        if export.name.starts_with(CLEAN_UP) && !export.name.ends_with(KEPT) {
            continue;
        }
        count = count.saturating_add(1);
        entries.extend_from_slice(module.get(*start..end).unwrap_or_default());
    }
    let mut section = Vec::with_capacity(entries.len().saturating_add(size_of::<u64>()));
    count.encode(&mut section);
    section.append(&mut entries);
    Ok(section)
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, CustomSection, ExportKind, ExportSection, Function, FunctionSection, Section as _, TypeSection,
    };

    use super::*;

    fn module(exports: &[&str]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut functions = FunctionSection::new();
        functions.function(0);
        let mut section = ExportSection::new();
        for name in exports {
            section.export(name, ExportKind::Func, 0);
        }
        let mut body = Function::new([]);
        body.instructions().end();
        let mut code = CodeSection::new();
        code.function(&body);
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&section).section(&code);
        module.finish()
    }

    #[test]
    fn only_the_clean_up_of_prepare_stays() {
        let check = |exports: &[&str], kept: &[&str]| {
            assert_eq!(without_clean_up(&module(exports)).unwrap(), module(kept), "{exports:?}");
        };
        check(&[], &[]);
        check(&["a", "cabi_realloc", "p@1#score"], &["a", "cabi_realloc", "p@1#score"]);
        check(&["cabi_post_p@1#score"], &[]);
        check(
            &["a", "cabi_post_p@1#score", "b", "cabi_post_p@1#prepare", "cabi_post_p@1#begin"],
            &["a", "b", "cabi_post_p@1#prepare"],
        );
        assert!(without_clean_up(b"no module").is_err());
    }

    #[test]
    fn what_a_debugger_reads_goes_and_names_stay() {
        let with = |names: &[&str]| {
            let mut bytes = module(&["a"]);
            for name in names {
                CustomSection { name: (*name).into(), data: b"x".as_slice().into() }.append_to(&mut bytes);
            }
            bytes
        };
        let all = with(&[".debug_info", "name", ".debug_str", "producers"]);
        assert_eq!(without_clean_up(&all).unwrap(), with(&["name", "producers"]));
    }
}
