//! What does the contract look like in Rust? Generated from `wit/`, for a world that only the host knows: all roles.

wasmtime::component::bindgen!({
    path: "wit",
    inline: "
        package architrave:host;

        world every-role {
            import architrave:plugin/log@0.1.0;
            export architrave:plugin/lifecycle@0.1.0;
            export architrave:plugin/scoring@0.1.0;
            export architrave:plugin/priority@0.1.0;
            export architrave:plugin/impact@0.1.0;
            export architrave:plugin/guidance@0.1.0;
        }
    ",
    world: "architrave:host/every-role",
    ownership: Borrowing { duplicate_if_necessary: true },
    imports: { default: trappable },
});
