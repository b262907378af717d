//! What makes an interpreter of Python start in the same way in every build? A native module that is linked to it.

use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, CustomSection, DataSection, ElementSection, Elements, Encode as _, EntityType,
    ExportKind, ExportSection, Function, FunctionSection, GlobalType, ImportSection, InstructionSink, MemArg,
    MemoryType, Module, RefType, TableType, TypeSection, ValType,
};

/// Variables of the environment that the interpreter reads, and their values, each with a zero byte at its end: hashes of
/// texts, and so the order of a set, are the same in every build.
const TEXTS: [&str; 2] = ["PYTHONHASHSEED\0", "0\0"];

/// The module's memory, after the texts: an allocator's context and four functions, of our own and as three were before.
const OWN_ALLOCATOR: u64 = 32;
const OLD_ALLOCATORS: [u64; 3] = [52, 72, 92];
const MEMORY_BYTES: u8 = 112;

/// Imported functions, with parameters and results, in the order of their numbers.
const FUNCTIONS: [(&str, &[ValType], &[ValType]); 8] = [
    ("setenv", &[ValType::I32; 3], &[ValType::I32]),
    ("malloc", &[ValType::I32; 1], &[ValType::I32]),
    ("free", &[ValType::I32; 1], &[]),
    ("malloc_usable_size", &[ValType::I32; 1], &[ValType::I32]),
    ("PyMem_GetAllocator", &[ValType::I32; 2], &[]),
    ("PyMem_SetAllocator", &[ValType::I32; 2], &[]),
    ("PyErr_NoMemory", &[], &[ValType::I32]),
    // Not called: what belongs to it starts before this module.
    ("clock", &[], &[ValType::I64]),
];
const SET_VARIABLE: u32 = 0;
const TAKE: u32 = 1;
const GIVE_BACK: u32 = 2;
const SIZE: u32 = 3;
const GET_ALLOCATOR: u32 = 4;
const SET_ALLOCATOR: u32 = 5;
const NO_MEMORY: u32 = 6;

/// Functions of this module, with parameters and results; those of an allocator are as Python asks for them, first the
/// context, which is of no use here.
const OWN_FUNCTIONS: [(&[ValType], &[ValType]); 6] = [
    (&[], &[]),
    (&[], &[ValType::I32]),
    (&[ValType::I32; 2], &[ValType::I32]),
    (&[ValType::I32; 3], &[ValType::I32]),
    (&[ValType::I32; 3], &[ValType::I32]),
    (&[ValType::I32; 2], &[]),
];
const START: u32 = 8;
const END: u32 = 9;
const ALLOCATE: u32 = 10;
const ALLOCATE_ZEROED: u32 = 11;
const REALLOCATE: u32 = 12;
const FREE: u32 = 13;

/// Imported globals, in the order of their numbers.
const GLOBALS: [(&str, &str, bool); 5] = [
    ("env", "__memory_base", false),
    ("env", "__table_base", false),
    ("env", "__stack_pointer", true),
    ("GOT.mem", "__stack_chk_guard", true),
    ("GOT.mem", "_PyRuntime", true),
];
const OWN_MEMORY: u32 = 0;
const OWN_TABLE: u32 = 1;
const STACK_POINTER: u32 = 2;
const STACK_GUARD: u32 = 3;
const RUNTIME: u32 = 4;

/// What guards the stack instead of a random number.
const GUARD: i32 = 0x2a2a_2a2a;

/// More than the frames take through which Python imports a module.
const CALLERS_BYTES: i32 = 16_384;

/// Where the interpreter of componentize-py 0.25.1 keeps what it took from the clock before any code of ours, in bytes after
/// the symbol `_PyRuntime`: the random state of an allocator that it does not use, with a constant in its midst by which it is
/// known; the milliseconds at which that started; and the seconds and nanoseconds at which the process did.
const RANDOM_STATE: i32 = -38_888;
const ALLOCATOR_START: i32 = 499_240;
const PROCESS_START: i32 = 756_176;

/// The constant: what every state of `ChaCha` starts with.
const RANDOM_STATE_KNOWN_BY: [&[u8; 8]; 2] = [b"expand 3", b"2-byte k"];

/// A native module of Python, to lie beside the modules that it is linked with, named `architrave_still`.
///
/// Before the interpreter starts, it fixes the seed of hashes, the guard of the stack and what was taken from the clock, and
/// sees to it that memory is clear when it is taken and when it is given back: what was there before would lie in gaps
/// within objects, times and numbers of files among it. When it is imported, it undoes the latter and clears what earlier
/// calls left on the stack; the import fails with `MemoryError`, always.
///
/// Nothing of this is a secret that would protect a plugin: its memory is that of one wasm instance, and ends with the review.
pub(crate) fn module() -> Vec<u8> {
    let mut types = TypeSection::new();
    let signatures = FUNCTIONS.iter().map(|(_, parameters, results)| (*parameters, *results)).chain(OWN_FUNCTIONS);
    for (parameters, results) in signatures {
        types.ty().function(parameters.iter().copied(), results.iter().copied());
    }
    let mut functions = FunctionSection::new();
    for signature in START..=FREE {
        functions.function(signature);
    }
    let mut exports = ExportSection::new();
    exports.export("__wasm_call_ctors", ExportKind::Func, START);
    exports.export("PyInit_architrave_still", ExportKind::Func, END);
    let mut elements = ElementSection::new();
    let allocator = Elements::Functions([ALLOCATE, ALLOCATE_ZEROED, REALLOCATE, FREE].as_slice().into());
    elements.active(None, &ConstExpr::global_get(OWN_TABLE), allocator);
    let mut code = CodeSection::new();
    code.function(&start()).function(&end());
    code.function(&allocate()).function(&allocate_zeroed()).function(&reallocate()).function(&free());
    let mut data = DataSection::new();
    data.active(0, &ConstExpr::global_get(OWN_MEMORY), TEXTS.concat().into_bytes());
    let mut module = Module::new();
    module.section(&CustomSection { name: "dylink.0".into(), data: needs().as_slice().into() });
    module.section(&types).section(&imports()).section(&functions).section(&exports);
    module.section(&elements).section(&code).section(&data);
    module.finish()
}

/// The part of `dylink.0` with the size and alignment (a power of two) of the module's memory and table.
fn needs() -> Vec<u8> {
    const MEMORY_INFORMATION: u8 = 1;
    let mut section = vec![MEMORY_INFORMATION];
    [MEMORY_BYTES, 2, 4, 0].as_slice().encode(&mut section);
    section
}

fn imports() -> ImportSection {
    let mut imports = ImportSection::new();
    let memory = MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None };
    imports.import("env", "memory", memory);
    let element_type = RefType::FUNCREF;
    let table = TableType { element_type, table64: false, minimum: 4, maximum: None, shared: false };
    imports.import("env", "__indirect_function_table", table);
    for (module, name, mutable) in GLOBALS {
        imports.import(module, name, GlobalType { val_type: ValType::I32, mutable, shared: false });
    }
    for ((name, ..), signature) in FUNCTIONS.iter().zip(0..) {
        imports.import("env", name, EntityType::Function(signature));
    }
    imports
}

/// Runs before the interpreter starts.
fn start() -> Function {
    let mut function = Function::new([]);
    let mut body = function.instructions();
    clear_stack(&mut body);
    body.global_get(STACK_GUARD).i32_const(GUARD).i32_store(field(0));
    body.global_get(OWN_MEMORY).global_get(OWN_MEMORY).i32_const(15).i32_add().i32_const(1).call(SET_VARIABLE).drop();
    for (place, index) in (OWN_ALLOCATOR..).step_by(4).skip(1).zip(0..4) {
        body.global_get(OWN_MEMORY).global_get(OWN_TABLE).i32_const(index).i32_add().i32_store(field(place));
    }
    for (old, domain) in OLD_ALLOCATORS.into_iter().zip(0..) {
        own(body.i32_const(domain), old).call(GET_ALLOCATOR);
        own(body.i32_const(domain), OWN_ALLOCATOR).call(SET_ALLOCATOR);
    }
    forget_clock(&mut body);
    body.end();
    function
}

/// Clears what was taken from the clock, once it is known that this is the interpreter whose places are known.
fn forget_clock(body: &mut InstructionSink<'_>) {
    for (known, offset) in RANDOM_STATE_KNOWN_BY.into_iter().zip([0, 8]) {
        at(body, RANDOM_STATE).i64_load(field(offset)).i64_const(i64::from_le_bytes(*known)).i64_eq();
    }
    body.i32_and().if_(BlockType::Empty);
    // Three numbers before the constant; the key, the counter and the output after it.
    at(body, RANDOM_STATE - 12).i32_const(0).i32_const(12).memory_fill(0);
    at(body, RANDOM_STATE + 16).i32_const(0).i32_const(112).memory_fill(0);
    // The two starts are less than a second apart, or this is not where the second one is.
    at(body, PROCESS_START).i64_load(field(0)).i64_const(1_000).i64_mul();
    at(body, PROCESS_START).i64_load32_u(field(8)).i64_const(1_000_000).i64_div_u().i64_add();
    at(body, ALLOCATOR_START).i64_load(field(0)).i64_sub().i64_const(1_000).i64_add();
    body.i64_const(2_000).i64_lt_u().if_(BlockType::Empty);
    at(body, PROCESS_START).i32_const(0).i32_const(12).memory_fill(0);
    body.end();
    at(body, ALLOCATOR_START).i64_const(0).i64_store(field(0));
    body.end();
}

/// Runs when Python imports the module.
fn end() -> Function {
    let mut function = Function::new([]);
    let mut body = function.instructions();
    for (old, domain) in OLD_ALLOCATORS.into_iter().zip(0..) {
        own(body.i32_const(domain), old).call(SET_ALLOCATOR);
    }
    clear_stack(&mut body);
    body.call(NO_MEMORY).end();
    function
}

/// (context, bytes) -> address.
fn allocate() -> Function {
    let mut function = Function::new([(1, ValType::I32)]);
    let mut body = function.instructions();
    body.local_get(1).i32_const(1).local_get(1).select().call(TAKE).local_tee(2);
    body.i32_const(0).local_get(2).call(SIZE).memory_fill(0).local_get(2).end();
    function
}

/// (context, how many, bytes of each) -> address. Whoever calls has seen to it that the product is in range.
fn allocate_zeroed() -> Function {
    let mut function = Function::new([]);
    function.instructions().local_get(0).local_get(1).local_get(2).i32_mul().call(ALLOCATE).end();
    function
}

/// (context, address, bytes) -> address.
fn reallocate() -> Function {
    const OLD_BYTES: u32 = 3;
    const NEW: u32 = 4;
    let mut function = Function::new([(2, ValType::I32)]);
    let mut body = function.instructions();
    body.local_get(1).call(SIZE).local_set(OLD_BYTES);
    body.local_get(0).local_get(2).call(ALLOCATE).local_tee(NEW).if_(BlockType::Empty);
    body.local_get(NEW).local_get(1);
    body.local_get(2).local_get(OLD_BYTES).local_get(2).local_get(OLD_BYTES).i32_lt_u().select().memory_copy(0, 0);
    body.local_get(0).local_get(1).call(FREE).end();
    body.local_get(NEW).end();
    function
}

/// (context, address). Clears the part of the stack too in which the frames of [`end`]'s callers will lie.
fn free() -> Function {
    const BYTES: u32 = 2;
    let mut function = Function::new([(1, ValType::I32)]);
    let mut body = function.instructions();
    body.global_get(STACK_POINTER).i32_const(CALLERS_BYTES);
    body.global_get(STACK_POINTER).i32_const(CALLERS_BYTES).i32_lt_u().select().local_set(BYTES);
    body.global_get(STACK_POINTER).local_get(BYTES).i32_sub().i32_const(0).local_get(BYTES).memory_fill(0);
    body.local_get(1).i32_const(0).local_get(1).call(SIZE).memory_fill(0).local_get(1).call(GIVE_BACK).end();
    function
}

/// Clears everything below the frames of those who called.
fn clear_stack(body: &mut InstructionSink<'_>) {
    body.i32_const(0).i32_const(0).global_get(STACK_POINTER).memory_fill(0);
}

/// An address in the module's memory.
fn own<'a, 'b>(body: &'a mut InstructionSink<'b>, place: u64) -> &'a mut InstructionSink<'b> {
    body.global_get(OWN_MEMORY).i32_const(i32::try_from(place).unwrap_or_default()).i32_add()
}

/// An address in the interpreter's memory.
fn at<'a, 'b>(body: &'a mut InstructionSink<'b>, after_runtime: i32) -> &'a mut InstructionSink<'b> {
    body.global_get(RUNTIME).i32_const(after_runtime).i32_add()
}

fn field(offset: u64) -> MemArg {
    MemArg { offset, align: 2, memory_index: 0 }
}

#[cfg(test)]
mod tests {
    use wasmparser::{Dylink0Subsection, KnownCustom, MemInfo, Parser, Payload, Validator};

    use super::*;

    #[test]
    fn the_module_is_one_that_a_linker_takes() {
        let module = module();
        Validator::new().validate_all(&module).unwrap();
        let mut payloads = Parser::new(0).parse_all(&module).skip(1);
        let Some(Ok(Payload::CustomSection(first))) = payloads.next() else { panic!("no custom section is first") };
        let KnownCustom::Dylink0(mut sections) = first.as_known() else { panic!("{first:?}") };
        let Some(Ok(Dylink0Subsection::MemInfo(needed))) = sections.next() else { panic!("no sizes") };
        let MemInfo { memory_size, memory_alignment, table_size, table_alignment } = needed;
        assert_eq!((memory_alignment, table_size, table_alignment), (2, 4, 0));
        assert!(sections.next().is_none());

        // An allocator is five words, and none overlaps another or the texts.
        let mut places = [[OWN_ALLOCATOR].as_slice(), &OLD_ALLOCATORS].concat();
        places.push(u64::from(memory_size));
        assert!(u64::try_from(TEXTS.concat().len()).unwrap() <= OWN_ALLOCATOR);
        assert!(places.windows(2).all(|pair| pair[0] + 20 <= pair[1]), "{places:?}");
        assert!(places.iter().all(|place| place % 4 == 0), "{places:?}");
        assert_eq!(u64::from(START), u64::try_from(FUNCTIONS.len()).unwrap());
        assert_eq!(TEXTS[0].len(), 15, "where the value stands");
    }
}
