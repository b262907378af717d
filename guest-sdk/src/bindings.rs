//! What `wit-bindgen` makes of the contract: one module per world, and one macro per world that exports it.
//!
//! Not a public interface: [`export!`](crate::export) reaches in from other crates, nobody else should.

/// The world `base`: the types of the contract, `log`, and the lifecycle.
pub mod base {
    wit_bindgen::generate!({
        path: "wit",
        world: "base",
        pub_export_macro: true,
        export_macro_name: "export_base",
        default_bindings_module: "architrave_guest::bindings::base",
        generate_unused_types: true,
    });
}

/// The role that scores.
pub mod scoring {
    wit_bindgen::generate!({
        path: "wit",
        world: "scoring-role",
        pub_export_macro: true,
        export_macro_name: "export_scoring",
        default_bindings_module: "architrave_guest::bindings::scoring",
        with: { "architrave:plugin/types@0.1.0": crate::bindings::base::architrave::plugin::types },
    });
}

/// The role that prioritizes.
pub mod priority {
    wit_bindgen::generate!({
        path: "wit",
        world: "priority-role",
        pub_export_macro: true,
        export_macro_name: "export_priority",
        default_bindings_module: "architrave_guest::bindings::priority",
        with: { "architrave:plugin/types@0.1.0": crate::bindings::base::architrave::plugin::types },
    });
}

/// The role that states consequences.
pub mod impact {
    wit_bindgen::generate!({
        path: "wit",
        world: "impact-role",
        pub_export_macro: true,
        export_macro_name: "export_impact",
        default_bindings_module: "architrave_guest::bindings::impact",
        with: { "architrave:plugin/types@0.1.0": crate::bindings::base::architrave::plugin::types },
    });
}

/// The role that advises.
pub mod guidance {
    wit_bindgen::generate!({
        path: "wit",
        world: "guidance-role",
        pub_export_macro: true,
        export_macro_name: "export_guidance",
        default_bindings_module: "architrave_guest::bindings::guidance",
        with: { "architrave:plugin/types@0.1.0": crate::bindings::base::architrave::plugin::types },
    });
}
