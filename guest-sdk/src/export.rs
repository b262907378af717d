//! `export!`: from a plugin type and the names of its roles to the exports of a component.

/// Makes a type the plugin of this crate, with the roles that are listed: `scoring`, `priority`, `impact`, `guidance`.
///
/// For `wasm32` it expands to the exports of the component. Elsewhere it only checks that the traits are there, so that
/// several plugins can be linked into one native program, and lets [`native`](crate::native) run it.
///
/// ```text
/// architrave_guest::export!(MyPlugin: scoring, priority);
/// ```
#[macro_export]
macro_rules! export {
    ($plugin:ident : $($role:ident),+ $(,)?) => {
        #[cfg(not(target_arch = "wasm32"))]
        impl $crate::native::Exported for $plugin {
            $($crate::__native_role!($role);)+
        }

        #[cfg(target_arch = "wasm32")]
        const _: () = {
            type Component = $crate::component::Component<$plugin>;
            ::std::thread_local! {
                static SESSION: $crate::component::Slot<$plugin> = const { ::std::cell::RefCell::new(None) };
            }
            impl $crate::component::Installed for $plugin {
                const SLOT: &'static ::std::thread::LocalKey<$crate::component::Slot<Self>> = &SESSION;
            }
            $crate::bindings::base::export_base!(Component with_types_in $crate::bindings::base);
            $($crate::__component_role!($role Component);)+
        };
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __component_role {
    (scoring $component:ident) => {
        $crate::bindings::scoring::export_scoring!($component with_types_in $crate::bindings::scoring);
    };
    (priority $component:ident) => {
        $crate::bindings::priority::export_priority!($component with_types_in $crate::bindings::priority);
    };
    (impact $component:ident) => {
        $crate::bindings::impact::export_impact!($component with_types_in $crate::bindings::impact);
    };
    (guidance $component:ident) => {
        $crate::bindings::guidance::export_guidance!($component with_types_in $crate::bindings::guidance);
    };
    ($role:ident $component:ident) => {
        ::core::compile_error!("a role is one of: scoring, priority, impact, guidance");
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __native_role {
    (scoring) => {
        fn weigh(session: &mut $crate::session::Session<Self>) -> Option<$crate::native::Answered<Vec<u32>>> {
            Some(session.weigh())
        }

        fn score(
            session: &$crate::session::Session<Self>,
        ) -> Option<$crate::native::Answered<$crate::contract::Scorecard>> {
            Some(session.score())
        }
    };
    (priority) => {
        fn prioritize(
            session: &$crate::session::Session<Self>,
        ) -> Option<$crate::native::Answered<$crate::contract::Priorities>> {
            Some(session.prioritize())
        }
    };
    (impact) => {
        fn assess(
            session: &$crate::session::Session<Self>,
        ) -> Option<$crate::native::Answered<$crate::contract::Consequences>> {
            Some(session.assess())
        }
    };
    (guidance) => {
        fn advise(
            session: &$crate::session::Session<Self>,
        ) -> Option<$crate::native::Answered<$crate::contract::Advice>> {
            Some(session.advise())
        }
    };
    ($role:ident) => {
        ::core::compile_error!("a role is one of: scoring, priority, impact, guidance");
    };
}
