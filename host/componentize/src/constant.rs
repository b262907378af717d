//! What does an engine see of the machine and the moment that it is started in for a build? The same everywhere.

use std::convert::Infallible;

use wasm_encoder::{
    CodeSection, Function, FunctionSection, ImportSection, InstructionSink, MemArg, Module,
    reencode::{Error, Reencode, utils},
};
use wasmparser::{CodeSectionReader, FunctionSectionReader, Import, ImportSectionReader, Parser, TypeRef};

/// Where the functions come from.
const WASI: &str = "wasi_snapshot_preview1";

/// The time of every build, in milliseconds since 1970: the first of January 2000.
pub(crate) const TIME_MILLISECONDS: i64 = 946_684_800_000;

/// The same in nanoseconds, as WASI has it.
const TIME: i64 = TIME_MILLISECONDS.saturating_mul(1_000_000);

/// Each byte of what is random. Not zero, since generators do not start from that.
const RANDOM: i32 = 0x2a;

/// Lets a core module that uses WASI have the same time, random bytes and identity of files (device, number, links and
/// times) at every start. Its imports stay as they are.
///
/// Such a module is started once, and its memory becomes the plugin: what it sees then is in the bytes. Random numbers are
/// then the same in every plugin and every review, as is so in any plugin: no host gives randomness.
///
/// # Errors
///
/// When the bytes are not a core module.
pub(crate) fn surroundings(module: &[u8]) -> Result<Vec<u8>, Error<Infallible>> {
    let mut constant = Constant::default();
    let mut changed = Module::new();
    constant.parse_core_module(&mut changed, Parser::new(0), module)?;
    Ok(changed.finish())
}

/// A function of WASI that gets another body.
#[derive(Debug, Clone, Copy)]
enum Answer {
    /// (clock, precision, where to put the time) -> error number.
    Time,
    /// (where, how many bytes) -> error number.
    Random,
    /// (folder, flags, path, its length, where to put the description) -> error number.
    File,
}

impl Answer {
    fn of(import: &Import<'_>) -> Option<Self> {
        match (import.module, import.name) {
            (WASI, "clock_time_get") => Some(Self::Time),
            (WASI, "random_get") => Some(Self::Random),
            (WASI, "path_filestat_get") => Some(Self::File),
            _ => None,
        }
    }

    /// A function with the body. `import` is the function that it stands for.
    fn function(self, import: u32) -> Function {
        let mut function = Function::new([]);
        let mut body = function.instructions();
        match self {
            Self::Time => body.local_get(2).i64_const(TIME).i64_store(field(0)).i32_const(0),
            Self::Random => body.local_get(0).i32_const(RANDOM).local_get(1).memory_fill(0).i32_const(0),
            Self::File => file(&mut body, import),
        };
        body.end();
        function
    }
}

/// Asks for the description of a file and leaves in it what belongs to the file: its kind and its size.
fn file<'a, 'b>(body: &'a mut InstructionSink<'b>, import: u32) -> &'a mut InstructionSink<'b> {
    const DEVICE: u64 = 0;
    const NUMBER: u64 = 8;
    const LINKS: u64 = 24;
    const TIMES: [u64; 3] = [40, 48, 56];
    for parameter in 0..5 {
        body.local_get(parameter);
    }
    body.call(import);
    for offset in [DEVICE, NUMBER, LINKS].into_iter().chain(TIMES) {
        body.local_get(4).i64_const(1).i64_store(field(offset));
    }
    body
}

fn field(offset: u64) -> MemArg {
    MemArg { offset, align: 3, memory_index: 0 }
}

/// The module on its way.
#[derive(Debug, Default)]
struct Constant {
    /// Functions that are imported, so far.
    imports: u32,
    /// The import, its type, and what it answers.
    answers: Vec<(u32, u32, Answer)>,
    /// Functions of the module as it came.
    functions: u32,
}

impl Reencode for Constant {
    type Error = Infallible;

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        for import in section.clone().into_imports() {
            let import = import?;
            if let TypeRef::Func(function) = import.ty {
                self.answers.extend(Answer::of(&import).map(|answer| (self.imports, function, answer)));
                self.imports = self.imports.saturating_add(1);
            }
        }
        utils::parse_import_section(self, imports, section)
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        self.functions = self.imports.saturating_add(section.count());
        utils::parse_function_section(self, functions, section)?;
        for (_, signature, _) in &self.answers {
            functions.function(*signature);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        utils::parse_code_section(self, code, section)?;
        for (import, _, answer) in &self.answers {
            code.function(&answer.function(*import));
        }
        Ok(())
    }

    /// The new functions come last, so that every other one keeps its place.
    fn function_index(&mut self, function: u32) -> Result<u32, Error<Infallible>> {
        let new = self.answers.iter().zip(self.functions..).find(|((import, _, _), _)| *import == function);
        Ok(new.map_or(function, |(_, new)| new))
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection, MemorySection, MemoryType, RefType,
        TableSection, TableType, TypeSection, ValType,
    };
    use wasmparser::{Operator, Payload, Validator};

    use super::*;

    /// A module whose functions each call one import, which stands in its table and its exports too.
    fn module(imported: &[(&str, &str)]) -> Vec<u8> {
        let count = u32::try_from(imported.len()).unwrap();
        let (mut types, mut imports) = (TypeSection::new(), ImportSection::new());
        let (mut functions, mut exports, mut code) = (FunctionSection::new(), ExportSection::new(), CodeSection::new());
        for ((module, name), index) in imported.iter().zip(0..) {
            let parameters = match *name {
                "clock_time_get" => vec![ValType::I32, ValType::I64, ValType::I32],
                "path_filestat_get" => vec![ValType::I32; 5],
                _ => vec![ValType::I32; 2],
            };
            types.ty().function(parameters.iter().copied(), [ValType::I32]);
            imports.import(module, name, EntityType::Function(index));
            functions.function(index);
            exports.export(name, ExportKind::Func, index);
            let mut function = Function::new([]);
            for parameter in 0..u32::try_from(parameters.len()).unwrap() {
                function.instructions().local_get(parameter);
            }
            function.instructions().call(index).end();
            code.function(&function);
        }
        let mut tables = TableSection::new();
        let size = u64::from(count);
        let element_type = RefType::FUNCREF;
        tables.table(TableType { element_type, table64: false, minimum: size, maximum: None, shared: false });
        let mut memories = MemorySection::new();
        memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
        let mut elements = ElementSection::new();
        let all: Vec<u32> = (0..count).collect();
        elements.active(None, &ConstExpr::i32_const(0), Elements::Functions(all.into()));
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&tables).section(&memories);
        module.section(&exports).section(&elements).section(&code);
        module.finish()
    }

    /// Which functions are called, exported and in the table, and the numbers that are stored.
    fn uses(module: &[u8]) -> (Vec<u32>, Vec<u32>, Vec<u32>, Vec<i64>) {
        let (mut called, mut exported, mut tabled, mut numbers) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Validator::new().validate_all(module).unwrap();
        for payload in Parser::new(0).parse_all(module) {
            let payload = payload.unwrap();
            if let Payload::ExportSection(section) = payload {
                exported.extend(section.into_iter().map(|one| one.unwrap().index));
            } else if let Payload::ElementSection(section) = payload {
                for element in section {
                    let wasmparser::ElementItems::Functions(items) = element.unwrap().items else { panic!() };
                    tabled.extend(items.into_iter().map(Result::unwrap));
                }
            } else if let Payload::CodeSectionEntry(body) = payload {
                for operator in body.get_operators_reader().unwrap() {
                    let operator = operator.unwrap();
                    if let Operator::Call { function_index } = operator {
                        called.push(function_index);
                    } else if let Operator::I64Const { value } = operator {
                        numbers.push(value);
                    }
                }
            }
        }
        (called, exported, tabled, numbers)
    }

    #[test]
    fn functions_that_tell_builds_apart_are_replaced_wherever_they_are_used() {
        let check = |imported: &[(&str, &str)], used: &[u32], asked: &[u32], stored: &[i64]| {
            let changed = surroundings(&module(imported)).unwrap();
            let (called, exported, tabled, numbers) = uses(&changed);
            assert_eq!(called, [used, asked].concat(), "{imported:?}");
            assert_eq!((exported.as_slice(), tabled.as_slice()), (used, used), "{imported:?}");
            assert_eq!(numbers, stored, "{imported:?}");
        };
        check(&[(WASI, "fd_read"), ("env", "random_get")], &[0, 1], &[], &[]);
        check(&[(WASI, "random_get")], &[2], &[], &[]);
        check(&[(WASI, "fd_read"), (WASI, "clock_time_get"), (WASI, "args_get")], &[0, 6, 2], &[], &[TIME]);
        let all = [(WASI, "path_filestat_get"), (WASI, "fd_read"), (WASI, "random_get"), (WASI, "clock_time_get")];
        check(&all, &[8, 1, 9, 10], &[0], &[1, 1, 1, 1, 1, 1, TIME]);
        assert_eq!(surroundings(&module(&[])).unwrap(), module(&[]));
        assert!(surroundings(b"no module").is_err());
    }
}
