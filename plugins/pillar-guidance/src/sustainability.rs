//! What does the governance document say of sustainability, and on which questions?

use architrave_plugin_mapping::Item;

/// Energy and the life of resources.
pub(crate) const PRINCIPLES: &[Item] = &[
    Item {
        id: "principle.sustainability.workload",
        text: "principle: do less work for the same result: efficient algorithms, planned schedules, nothing idle",
        questions: &["sus_software", "sus_user"],
        choices: &["sus_sus_software_a2", "sus_sus_software_a3", "sus_sus_software_a4", "sus_sus_user_a2"],
    },
    Item {
        id: "principle.sustainability.data-centre",
        text: "principle: place workloads where energy is renewable and cooling efficient",
        questions: &["sus_region"],
        choices: &["sus_sus_region_a2"],
    },
    Item {
        id: "principle.sustainability.carbon",
        text: "principle: track the carbon of a workload, and weigh it in decisions beside cost and speed",
        questions: &["sus_region", "sus_dev"],
        choices: &["sus_sus_region_a2", "sus_sus_dev_a1"],
    },
    Item {
        id: "principle.sustainability.sharing",
        text: "principle: share, reuse and retire: several tenants and shared services use hardware better than copies do",
        questions: &["sus_hardware", "sus_data"],
        choices: &["sus_sus_hardware_a2", "sus_sus_hardware_a4", "sus_sus_data_a6", "sus_sus_data_a7"],
    },
    Item {
        id: "principle.sustainability.development",
        text: "principle: let development save too: lean code, tests that run when they must, deployments that replace little",
        questions: &["sus_dev"],
        choices: &["sus_sus_dev_a2", "sus_sus_dev_a3", "sus_sus_dev_a4"],
    },
];

/// Kinds of tools that the document names.
pub(crate) const TOOLS: &[Item] = &[
    Item {
        id: "tool.sustainability.carbon",
        text: "tool: the sustainability dashboard of the provider, or a carbon calculator",
        questions: &["sus_region", "sus_dev"],
        choices: &["sus_sus_region_a2", "sus_sus_dev_a1"],
    },
    Item {
        id: "tool.sustainability.energy",
        text: "tool: monitoring of power use and its effectiveness",
        questions: &["sus_hardware"],
        choices: &["sus_sus_hardware_a3"],
    },
    Item {
        id: "tool.sustainability.utilization",
        text: "tool: monitoring of utilization",
        questions: &["sus_user", "sus_hardware", "sus_dev"],
        choices: &["sus_sus_user_a2", "sus_sus_hardware_a2", "sus_sus_dev_a4"],
    },
    Item {
        id: "tool.sustainability.patterns",
        text: "tool: design patterns of green software",
        questions: &["sus_software", "sus_dev"],
        choices: &["sus_sus_software_a2", "sus_sus_software_a6"],
    },
];
