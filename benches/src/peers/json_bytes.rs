//! What do the rules cost in a plugin that takes and returns JSON bytes? The shape of Extism and waPC hosts, in the same
//! wasmtime with the same settings and limits as ours: a core module, a fresh instance per review, out of a pool.

use std::time::Duration;

use architrave_peer_json::{Outcome, Review};
use wasmtime::{
    Config, Engine, InstanceAllocationStrategy, InstancePre, Linker, Module, OptLevel, PoolingAllocationConfig, Store,
};

use super::{Kind, Peer};
use crate::measure::clock;

const MODULE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/json.wasm"));

/// More than one call needs.
const FUEL: u64 = 1_000_000_000;

/// The module, ready to be instantiated.
pub(super) struct JsonBytes {
    engine: Engine,
    module: InstancePre<()>,
    review: Review,
}

impl JsonBytes {
    pub(super) fn new() -> Self {
        let mut pool = PoolingAllocationConfig::new();
        pool.total_core_instances(64)
            .total_memories(64)
            .total_tables(64)
            .max_memory_size(16 << 20)
            .linear_memory_keep_resident(1 << 20)
            .table_keep_resident(4 << 10)
            .max_unused_warm_slots(64);
        let mut config = Config::new();
        config
            .cranelift_opt_level(OptLevel::Speed)
            .cranelift_nan_canonicalization(true)
            .consume_fuel(true)
            .epoch_interruption(true)
            .max_wasm_stack(512 << 10)
            .memory_may_move(false)
            .allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
        let engine = Engine::new(&config).expect("this machine runs plugins");
        let module = Module::new(&engine, MODULE).expect("the peer is a module");
        let module = Linker::new(&engine).instantiate_pre(&module).expect("it imports nothing");
        Self { engine, module, review: Review { questions: Vec::new(), gaps: Vec::new() } }
    }

    /// From typed review to typed outcome, as ours is.
    fn run(&self) -> Outcome {
        let input = serde_json::to_vec(&self.review).expect("a review can be written");
        let mut store = Store::new(&self.engine, ());
        store.set_fuel(FUEL).expect("the engine counts fuel");
        store.set_epoch_deadline(1_000);
        let instance = self.module.instantiate(&mut store).expect("the pool has room");
        let memory = instance.get_memory(&mut store, "memory").expect("it has a memory");
        let allocate = instance.get_typed_func::<u32, u32>(&mut store, "allocate").expect("it allocates");
        let judge = instance.get_typed_func::<(u32, u32), u64>(&mut store, "judge").expect("it judges");
        let length = u32::try_from(input.len()).expect("a short input");
        let pointer = allocate.call(&mut store, length).expect("there is memory");
        memory.write(&mut store, pointer as usize, &input).expect("the room is there");
        let place = judge.call(&mut store, (pointer, length)).expect("it answers");
        let [address, length] = [place >> 32, place & 0xffff_ffff].map(|half| usize::try_from(half).expect("32 bits"));
        let answer = &memory.data(&store)[address..][..length];
        serde_json::from_slice(answer).expect("the answer is an outcome")
    }
}

impl Peer for JsonBytes {
    fn kind(&self) -> Kind {
        Kind::JsonBytes
    }

    fn name(&self) -> &'static str {
        "plugin that takes and returns JSON bytes"
    }

    fn give(&mut self, review: &Review) {
        self.review = review.clone();
    }

    fn judge(&mut self) -> Outcome {
        self.run()
    }

    fn time(&mut self, times: u64) -> Duration {
        clock(times, || self.run())
    }
}
