//! Which pitfalls does the governance document name, how are they resolved, and on which questions do they show?
//!
//! Three for each of the six pillars; each is a pair of lines, the pitfall and its resolution, on the same questions.

use architrave_plugin_mapping::Item;

/// Pitfalls of operational excellence.
pub(crate) const OPERATIONS: &[Item] = &[
    Item {
        id: "pitfall.operations.alert-fatigue",
        text: "pitfall: so much is monitored that the alerts that matter drown",
        questions: &["workload-observability", "event-response"],
        choices: &[],
    },
    Item {
        id: "resolution.operations.alert-fatigue",
        text: "resolution: alert on objectives that customers feel; correlate and thin out false alarms by machine; give each alert a runbook and a way up; tune alerts regularly",
        questions: &["workload-observability", "event-response"],
        choices: &[],
    },
    Item {
        id: "pitfall.operations.automation-complexity",
        text: "pitfall: automation has grown so intricate that it breaks and nobody dares to change it",
        questions: &["dev-integ", "mit-deploy-risks"],
        choices: &[],
    },
    Item {
        id: "resolution.operations.automation-complexity",
        text: "resolution: begin simply and add slowly; test automation like software; review it as versioned code; name an owner and write it down",
        questions: &["dev-integ", "mit-deploy-risks"],
        choices: &[],
    },
    Item {
        id: "pitfall.operations.knowledge-silos",
        text: "pitfall: what operating the workload takes is known to one or two people",
        questions: &["ready-to-support", "evolve-ops", "ops-model"],
        choices: &[],
    },
    Item {
        id: "resolution.operations.knowledge-silos",
        text: "resolution: document and share; train across teams; write runbooks and decision trees for common tasks; hold hand-over sessions and architecture reviews",
        questions: &["ready-to-support", "evolve-ops", "ops-model"],
        choices: &[],
    },
];

/// Pitfalls of security.
pub(crate) const SECURITY: &[Item] = &[
    Item {
        id: "pitfall.security.agility",
        text: "pitfall: security slows delivery so much that teams go around it",
        questions: &["application-security", "securely-operate"],
        choices: &[],
    },
    Item {
        id: "resolution.security.agility",
        text: "resolution: move security to the start of development; automate its tests and checks; offer approved tools by self-service; say clearly what is required and who approves",
        questions: &["application-security", "securely-operate"],
        choices: &[],
    },
    Item {
        id: "pitfall.security.compliance-overhead",
        text: "pitfall: compliance is manual work that slows everyone and protects little",
        questions: &["securely-operate", "detect-investigate-events"],
        choices: &[],
    },
    Item {
        id: "resolution.security.compliance-overhead",
        text: "resolution: write policies as code with automatic checks; watch compliance continuously; let audit trails write themselves; bring requirements into the development flow",
        questions: &["securely-operate", "detect-investigate-events"],
        choices: &[],
    },
    Item {
        id: "pitfall.security.insider-threat",
        text: "pitfall: defences face outwards while those within are trusted",
        questions: &["identities", "permissions", "detect-investigate-events"],
        choices: &[],
    },
    Item {
        id: "resolution.security.insider-threat",
        text: "resolution: trust no one by place, and control each access; look for unusual behaviour; review and approve access; keep complete audit trails",
        questions: &["identities", "permissions", "detect-investigate-events"],
        choices: &[],
    },
];

/// Pitfalls of reliability.
pub(crate) const RELIABILITY: &[Item] = &[
    Item {
        id: "pitfall.reliability.velocity",
        text: "pitfall: availability and speed of change are played against each other, and one of them loses",
        questions: &["tracking-change-management", "withstand-component-failures"],
        choices: &[],
    },
    Item {
        id: "resolution.reliability.velocity",
        text: "resolution: balance them with an error budget; release to few first, behind flags; set objectives by what the business and customers need; roll back and recover automatically",
        questions: &["tracking-change-management", "withstand-component-failures"],
        choices: &[],
    },
    Item {
        id: "pitfall.reliability.cascading-failures",
        text: "pitfall: one failure spreads through the services and Regions that depend on each other",
        questions: &["prevent-interaction-failure", "mitigate-interaction-failure", "fault-isolation"],
        choices: &[],
    },
    Item {
        id: "resolution.reliability.cascading-failures",
        text: "resolution: break circuits and isolate; try failure on purpose; degrade gracefully and work in part; monitor everything and recover automatically",
        questions: &["prevent-interaction-failure", "mitigate-interaction-failure", "fault-isolation"],
        choices: &[],
    },
    Item {
        id: "pitfall.reliability.recovery-complexity",
        text: "pitfall: the recovery plan is too intricate to work on the day, as it was never tried",
        questions: &["planning-for-recovery", "testing-resiliency", "backing-up-data"],
        choices: &[],
    },
    Item {
        id: "resolution.reliability.recovery-complexity",
        text: "resolution: test recovery automatically; recreate environments from code; set clear recovery objectives and steps; drill regularly and improve",
        questions: &["planning-for-recovery", "testing-resiliency", "backing-up-data"],
        choices: &[],
    },
];

/// Pitfalls of performance efficiency.
pub(crate) const PERFORMANCE: &[Item] = &[
    Item {
        id: "pitfall.performance.premature-optimization",
        text: "pitfall: tuning follows theory and not the way the workload is used",
        questions: &["performing-architecture", "process-culture"],
        choices: &[],
    },
    Item {
        id: "resolution.performance.premature-optimization",
        text: "resolution: monitor and profile; optimize what the figures show; set targets and know when they are met; look at what users feel and not at benchmarks",
        questions: &["performing-architecture", "process-culture"],
        choices: &[],
    },
    Item {
        id: "pitfall.performance.scaling-complexity",
        text: "pitfall: scaling rules are so intricate that they surprise and waste",
        questions: &["compute-hardware"],
        choices: &[],
    },
    Item {
        id: "resolution.performance.scaling-complexity",
        text: "resolution: begin with simple policies; scale ahead on business figures and history; watch and alert on scaling itself; review the policies regularly",
        questions: &["compute-hardware"],
        choices: &[],
    },
    Item {
        id: "pitfall.performance.cache-complexity",
        text: "pitfall: caches in layers disagree with each other and with the truth",
        questions: &["data-management"],
        choices: &[],
    },
    Item {
        id: "resolution.performance.cache-complexity",
        text: "resolution: say when each entry becomes invalid and how consistent it must be; measure the caches; give each layer an owner; warm and preload",
        questions: &["data-management"],
        choices: &[],
    },
];

/// Pitfalls of cost optimization.
pub(crate) const COST: &[Item] = &[
    Item {
        id: "pitfall.cost.performance",
        text: "pitfall: costs are cut until speed and reliability suffer and the savings go into repairs",
        questions: &["type-size-number-resources", "select-service", "manage-demand-resources"],
        choices: &[],
    },
    Item {
        id: "resolution.cost.performance",
        text: "resolution: watch cost and performance together; size from measured use; set targets for both; automate savings with a guard on performance",
        questions: &["type-size-number-resources", "select-service", "manage-demand-resources"],
        choices: &[],
    },
    Item {
        id: "pitfall.cost.governance-overhead",
        text: "pitfall: cost control has become bureaucracy",
        questions: &["govern-usage", "cloud-financial-management"],
        choices: &[],
    },
    Item {
        id: "resolution.cost.governance-overhead",
        text: "resolution: give teams tools and dashboards of their own; allocate and charge back automatically; set policies with thresholds for approval; show costs as they arise, with alerts",
        questions: &["govern-usage", "cloud-financial-management"],
        choices: &[],
    },
    Item {
        id: "pitfall.cost.resource-waste",
        text: "pitfall: resources that nobody uses are paid for",
        questions: &["decomissioning-resources", "monitor-usage"],
        choices: &[],
    },
    Item {
        id: "resolution.cost.resource-waste",
        text: "resolution: discover and measure automatically; let life cycles end by decommissioning; review resources regularly; tag them and name owners",
        questions: &["decomissioning-resources", "monitor-usage"],
        choices: &[],
    },
];

/// Pitfalls of sustainability.
pub(crate) const SUSTAINABILITY: &[Item] = &[
    Item {
        id: "pitfall.sustainability.trade-offs",
        text: "pitfall: sustainability loses against performance and cost whenever they meet",
        questions: &["sus_user", "sus_hardware"],
        choices: &[],
    },
    Item {
        id: "resolution.sustainability.trade-offs",
        text: "resolution: measure it beside performance and cost; decide on several goals at once; set targets; make it part of every architecture review",
        questions: &["sus_user", "sus_hardware"],
        choices: &[],
    },
    Item {
        id: "pitfall.sustainability.measurement",
        text: "pitfall: measuring sustainability is so much work that it is not done",
        questions: &["sus_region", "sus_dev"],
        choices: &[],
    },
    Item {
        id: "resolution.sustainability.measurement",
        text: "resolution: use the dashboards of the provider; automate the reports; agree on few metrics and targets; report them where other figures are reported",
        questions: &["sus_region", "sus_dev"],
        choices: &[],
    },
    Item {
        id: "pitfall.sustainability.alignment",
        text: "pitfall: sustainability has no sponsor and no place in the goals",
        questions: &["sus_dev"],
        choices: &[],
    },
    Item {
        id: "resolution.sustainability.alignment",
        text: "resolution: name who answers for it; put it into the goals people are measured by; train; tie it to what the business gains",
        questions: &["sus_dev"],
        choices: &[],
    },
];
