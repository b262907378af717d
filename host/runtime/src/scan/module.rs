//! What does a core module cost to compile? Its functions, one by one, from their blocks, locals and values.

use wasmparser::{
    BlockType, FunctionBody, FunctionSectionReader, ImportSectionReader, Operator, TypeRef, TypeSectionReader,
};

use super::{
    amounts::{Amounts, amount, count},
    types::{Arity, group_of},
};

/// The core module that is being read.
#[derive(Debug, Default)]
pub(super) struct Module {
    types: Vec<Arity>,
    /// The type of each function, imported ones first.
    functions: Vec<u32>,
    /// How many bodies were read, and imports, which have none.
    bodies: usize,
}

/// What compiling one function depends on.
#[derive(Debug, Default)]
struct Cost {
    blocks: u64,
    depth: u64,
    targets: u64,
    /// Values that blocks, branches, calls and returns carry. A signature of a thousand values is written once, and two
    /// bytes name it: a few kilobytes can stand for millions of values.
    carried: u64,
}

impl Module {
    pub(super) fn types(&mut self, section: TypeSectionReader<'_>, amounts: &mut Amounts) -> wasmparser::Result<()> {
        for group in section {
            group_of(&group?, amounts, |arity| self.types.push(arity));
        }
        Ok(())
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "imports that are not functions")]
    pub(super) fn imports(
        &mut self,
        section: ImportSectionReader<'_>,
        amounts: &mut Amounts,
    ) -> wasmparser::Result<()> {
        for import in section.into_imports() {
            amount(&mut amounts.imports_and_globals, 1);
            match import?.ty {
                TypeRef::Func(index) | TypeRef::FuncExact(index) => self.functions.push(index),
                _ => {}
            }
        }
        self.bodies = self.functions.len();
        Ok(())
    }

    pub(super) fn functions(
        &mut self,
        section: FunctionSectionReader<'_>,
        amounts: &mut Amounts,
    ) -> wasmparser::Result<()> {
        amount(&mut amounts.functions, section.count().into());
        for function in section {
            self.functions.push(function?);
        }
        Ok(())
    }

    pub(super) fn body(&mut self, body: &FunctionBody<'_>, amounts: &mut Amounts) -> wasmparser::Result<()> {
        let own = self.functions.get(self.bodies).map(|index| self.arity(*index)).unwrap_or_default();
        self.bodies = self.bodies.saturating_add(1);
        let mut locals = u64::from(own.params);
        for group in body.get_locals_reader()? {
            locals = locals.saturating_add(group?.0.into());
        }
        let cost = self.cost(body, own)?;
        let range = body.range();
        let bytes = count(range.end.saturating_sub(range.start));
        amounts.function_bytes = amounts.function_bytes.max(bytes);
        amounts.function_locals = amounts.function_locals.max(locals);
        amounts.function_blocks = amounts.function_blocks.max(cost.blocks);
        amounts.block_depth = amounts.block_depth.max(cost.depth);
        amounts.branch_targets = amounts.branch_targets.max(cost.targets);
        let function_cost = cost.blocks.saturating_mul(locals.saturating_add(1)).saturating_add(cost.carried);
        amounts.function_cost = amounts.function_cost.max(function_cost);
        amount(&mut amounts.compile_cost, function_cost);
        Ok(())
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "operators that neither branch nor call")]
    fn cost(&self, body: &FunctionBody<'_>, own: Arity) -> wasmparser::Result<Cost> {
        let mut cost = Cost::default();
        // Values that a branch to each open block carries; the function itself is the outermost.
        let mut labels = vec![own.results];
        for operator in body.get_operators_reader()? {
            match operator? {
                Operator::Loop { blockty } => {
                    let block = self.block(blockty);
                    cost.open(&mut labels, block, block.params);
                }
                Operator::Block { blockty } | Operator::If { blockty } => {
                    let block = self.block(blockty);
                    cost.open(&mut labels, block, block.results);
                }
                Operator::End => {
                    labels.pop();
                }
                Operator::Br { relative_depth } | Operator::BrIf { relative_depth } => {
                    amount(&mut cost.carried, label(&labels, relative_depth));
                }
                Operator::BrTable { targets } => {
                    cost.targets = cost.targets.max(targets.len().into());
                    for target in targets.targets() {
                        amount(&mut cost.carried, label(&labels, target?));
                    }
                    amount(&mut cost.carried, label(&labels, targets.default()));
                }
                Operator::Return => amount(&mut cost.carried, own.results.into()),
                Operator::Call { function_index } => {
                    let index = usize::try_from(function_index).ok().and_then(|index| self.functions.get(index));
                    cost.carry(index.map(|index| self.arity(*index)).unwrap_or_default());
                }
                Operator::CallIndirect { type_index, .. } => cost.carry(self.arity(type_index)),
                _ => {}
            }
        }
        Ok(cost)
    }

    fn block(&self, block: BlockType) -> Arity {
        match block {
            BlockType::Empty => Arity::default(),
            BlockType::Type(_) => Arity { params: 0, results: 1 },
            BlockType::FuncType(index) => self.arity(index),
        }
    }

    /// Of the type at an index; nothing where there is none, which the compiler will say.
    fn arity(&self, index: u32) -> Arity {
        usize::try_from(index).ok().and_then(|index| self.types.get(index)).copied().unwrap_or_default()
    }
}

impl Cost {
    fn open(&mut self, labels: &mut Vec<u32>, block: Arity, label: u32) {
        labels.push(label);
        amount(&mut self.blocks, 1);
        self.depth = self.depth.max(count(labels.len()).saturating_sub(1));
        self.carry(block);
    }

    fn carry(&mut self, arity: Arity) {
        amount(&mut self.carried, u64::from(arity.params).saturating_add(arity.results.into()));
    }
}

/// Values that a branch carries which leaves so many blocks.
fn label(labels: &[u32], depth: u32) -> u64 {
    let index = usize::try_from(depth).ok().and_then(|depth| labels.len().checked_sub(depth)?.checked_sub(1));
    index.and_then(|index| labels.get(index)).copied().unwrap_or_default().into()
}
