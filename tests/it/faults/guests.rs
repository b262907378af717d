//! Which guests misbehave? Components made of `tests/guests/whole.wat`, with one part replaced by an attack.

use architrave_core::manifest::{Class, Manifest};
use wit_component::{ComponentEncoder, StringEncoding};
use wit_parser::Resolve;

use super::review::{GAPS, QUESTIONS};

const WHOLE: &str = include_str!("../../guests/whole.wat");

/// Every role, and `log`.
const WORLD: &str = "
    package test:guest;
    world every-role {
        import architrave:plugin/log@0.1.0;
        export architrave:plugin/lifecycle@0.1.0;
        export architrave:plugin/scoring@0.1.0;
        export architrave:plugin/priority@0.1.0;
        export architrave:plugin/impact@0.1.0;
        export architrave:plugin/guidance@0.1.0;
    }
";

/// The core module's text, with the line `;; @place` replaced for each pair; a place that starts with a parenthesis is
/// that text itself.
pub(super) fn text(attacks: &[(&str, &str)]) -> String {
    let mut text = WHOLE
        .replace("{questions}", &QUESTIONS.to_string())
        .replace("{gaps}", &GAPS.to_string())
        .replace("{weights}", r"\04\00\00\00\04\00\00\00\04\00\00\00\04\00\00\00\00\00\00\00\04\00\00\00")
        .replace("{points}", r"\01\00\00\00\02\00\00\00\04\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00")
        .replace("{codes}", &r"\ff".repeat(2 * (QUESTIONS + GAPS)));
    for (place, attack) in attacks {
        let line = if place.starts_with('(') { (*place).to_owned() } else { format!(";; @{place}\n") };
        assert!(text.contains(&line), "no place `{place}`");
        text = text.replace(&line, &format!("{attack}\n"));
    }
    text
}

/// A component of the core module, without a manifest.
pub(super) fn component(text: &str) -> Vec<u8> {
    let mut module = wat::parse_str(text).expect("the guest's text is a module");
    let mut resolve = Resolve::default();
    resolve.push_str("plugin.wit", include_str!("../../../wit/plugin.wit")).expect("the contract parses");
    let package = resolve.push_str("guest.wit", WORLD).expect("the world parses");
    let world = resolve.select_world(&[package], Some("every-role")).expect("the world is there");
    wit_component::embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8).expect("metadata");
    ComponentEncoder::default().module(&module).expect("a core module").encode().expect("a component")
}

/// A guest that does one thing wrong.
pub(crate) fn attack(attacks: &[(&str, &str)]) -> Vec<u8> {
    with_manifest(component(&text(attacks)), &manifest())
}

/// A guest that does nothing wrong.
pub(super) fn well_behaved() -> Vec<u8> {
    attack(&[])
}

/// The well-behaved guest with its component's text changed: each pair is what stands there, and what shall.
pub(super) fn retold(changes: &[(&str, &str)]) -> Vec<u8> {
    let mut text = wasmprinter::print_bytes(component(&text(&[]))).expect("a component has a text");
    for (old, new) in changes {
        assert!(text.contains(old), "the component has no `{old}`");
        text = text.replace(old, new);
    }
    with_manifest(wat::parse_str(&text).unwrap_or_else(|error| panic!("{error}")), &manifest())
}

/// The well-behaved guest, with more at the end of its component.
pub(super) fn with_more(more: &str) -> Vec<u8> {
    const END: &str = "\n  (@producers\n";
    retold(&[(END, &format!("\n  {more}{END}"))])
}

/// A component of one section.
pub(super) fn within(section: u8, content: &[u8]) -> Vec<u8> {
    let mut component = b"\0asm\x0d\0\x01\0".to_vec();
    component.push(section);
    leb(&mut component, content.len());
    component.extend_from_slice(content);
    component
}

/// A guest that starts further core instances, with a memory of so many pages each.
pub(super) fn with_memories(pages: usize, instances: u8) -> Vec<u8> {
    const MODULE_SECTION: u8 = 1;
    const INSTANCE_SECTION: u8 = 2;
    // The modules that the component has already: the guest's, and two that tie it to its imports.
    const MODULES: u8 = 3;
    let mut component = component(&text(&[]));
    let module = wat::parse_str(format!("(module (memory {pages}))")).expect("a module");
    component.push(MODULE_SECTION);
    leb(&mut component, module.len());
    component.extend_from_slice(&module);
    component.push(INSTANCE_SECTION);
    leb(&mut component, 1 + 3 * usize::from(instances));
    component.push(instances);
    for _ in 0..instances {
        // Instantiate that module, with no arguments.
        component.extend_from_slice(&[0, MODULES, 0]);
    }
    with_manifest(component, &manifest())
}

/// A component that only a compiler finds invalid.
pub(super) fn invalid() -> Vec<u8> {
    let component = wat::parse_str("(component (core module (func (result i32))))").expect("a component");
    with_manifest(component, &manifest())
}

/// Appends the manifest section.
pub(super) fn with_manifest(component: Vec<u8>, manifest: &Manifest) -> Vec<u8> {
    with_section(component, manifest.to_json().as_bytes())
}

/// Appends a custom section with the manifest's name.
pub(super) fn with_section(component: Vec<u8>, data: &[u8]) -> Vec<u8> {
    with_custom(component, architrave_core::manifest::SECTION, data)
}

/// Appends a custom section.
pub(super) fn with_custom(mut component: Vec<u8>, name: &str, data: &[u8]) -> Vec<u8> {
    component.push(0);
    let mut length = Vec::new();
    leb(&mut length, name.len());
    leb(&mut component, length.len() + name.len() + data.len());
    component.extend_from_slice(&length);
    component.extend_from_slice(name.as_bytes());
    component.extend_from_slice(data);
    component
}

/// Appends a number as the binary format writes it.
pub(super) fn leb(bytes: &mut Vec<u8>, mut value: usize) {
    loop {
        let low = u8::try_from(value & 0x7f).expect("seven bits");
        value >>= 7;
        bytes.push(if value == 0 { low } else { low | 0x80 });
        if value == 0 {
            return;
        }
    }
}

/// A manifest that fits `whole.wat`.
pub(super) fn manifest() -> Manifest {
    let json = r#"{
        "id": "guest", "version": "0.1.0", "description": "A guest", "license": "Apache-2.0",
        "roles": ["scoring", "priority", "impact", "guidance"]
    }"#;
    let manifest = Manifest::from_json(json.as_bytes()).expect("the manifest holds");
    assert_eq!(manifest.class, Class::Native);
    manifest
}
