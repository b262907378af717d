//! What does a risk mean in financial services: how severe is it, what happens, and what helps?
//!
//! Rows stand in the order of the industry's pillar priorities, most important first.

use architrave_guest::Severity::{Critical, High, Low, Medium};
use architrave_plugin_industry::{Item, PillarRow};

/// One row per pillar of the framework, in the order of the workload template.
pub(crate) const PILLARS: &[PillarRow] = &[
    PillarRow {
        pillar: "security",
        production: [Critical, High],
        preproduction: [High, Medium],
        high: "client money or account data can be taken or altered: losses to make good, a report to the supervisor, trust that does not return",
        medium: "a weak control around accounts or transactions: an audit finding now, and a way in once another control fails",
        advice: "keep those who approve access, those who hold keys and those who deploy apart, and keep each approval as a record",
    },
    PillarRow {
        pillar: "reliability",
        production: [Critical, High],
        preproduction: [High, Medium],
        high: "payments or trading stop during business hours: settlement is missed, service levels are broken, the supervisor must be told",
        medium: "an outage outlasts its recovery objective, and the end-of-day run slips into the next day",
        advice: "set recovery objectives per payment, trading or booking function, agree on them with the business, and show by test that they hold",
    },
    PillarRow {
        pillar: "operationalExcellence",
        production: [High, Medium],
        preproduction: [Medium, Low],
        high: "a faulty change or run goes unnoticed until the books are wrong, and the trail an auditor follows has a hole",
        medium: "incidents take longer to close, and changes lack the evidence of approval that auditors ask for",
        advice: "let the pipeline write the evidence: who asked, who approved, what was tested, what went out when",
    },
    PillarRow {
        pillar: "costOptimization",
        production: [Medium, Low],
        preproduction: [Low, Low],
        high: "the cost of a transaction grows unseen and eats its margin, and nobody can say which product causes it",
        medium: "capacity is paid for that no product needs",
        advice: "give every cost a product or desk, so that the cost of a transaction can be quoted",
    },
    PillarRow {
        pillar: "performance",
        production: [High, Medium],
        preproduction: [Medium, Low],
        high: "orders and payments are late just when markets move, and clients get worse prices or time-outs",
        medium: "end-of-day and regulatory runs come close to their deadlines as volumes grow",
        advice: "measure latency at the slowest percentiles under the load of a volatile day, not at the mean of a quiet one",
    },
    PillarRow {
        pillar: "sustainability",
        production: [Medium, Low],
        preproduction: [Low, Low],
        high: "figures for sustainability disclosure cannot be supported, and energy use grows as fast as volume",
        medium: "sustainability figures stay estimates, and easy savings are left",
        advice: "take the figures for disclosure from the provider's reports, by workload, and keep how they were derived",
    },
];

/// For pillars that the table does not know: at high risk, at medium risk.
pub(crate) const OTHER: [&str; 2] = [
    "an obligation to clients or the supervisor may not be met, and the cause lies in the design",
    "a known weakness stands in a workload that is audited",
];

/// What this industry would say about particular practices.
pub(crate) const ADVICE: &[Item] = &[
    Item {
        id: "advice.access-review",
        text: "recertify access to money-moving functions on a fixed date, with the owner of the function signing",
        questions: &["identities", "permissions"],
        choices: &["sec_identities_audit", "sec_permissions_continuous_reduction"],
    },
    Item {
        id: "advice.dual-control",
        text: "require two people for key administration, release to production and emergency access",
        questions: &["permissions", "protect-data-rest"],
        choices: &["sec_permissions_emergency_process", "sec_protect_data_rest_key_mgmt"],
    },
    Item {
        id: "advice.immutable-logs",
        text: "keep transaction and access logs where those they record cannot alter them, as long as retention rules say",
        questions: &["detect-investigate-events"],
        choices: &["sec_detect_investigate_events_app_service_logging", "sec_detect_investigate_events_logs"],
    },
    Item {
        id: "advice.settlement-recovery",
        text: "rehearse recovery across a settlement cut-off, and reconcile the books afterwards",
        questions: &["planning-for-recovery", "testing-resiliency"],
        choices: &["rel_planning_for_recovery_dr_tested", "rel_testing_resiliency_game_days_resiliency"],
    },
    Item {
        id: "advice.idempotent-payments",
        text: "give each payment instruction a key, so that sending it again never pays twice",
        questions: &["prevent-interaction-failure"],
        choices: &["rel_prevent_interaction_failure_idempotent"],
    },
    Item {
        id: "advice.change-evidence",
        text: "attach the change record to the deployment, so that an auditor gets from one to the other",
        questions: &["mit-deploy-risks", "tracking-change-management"],
        choices: &[
            "ops_mit_deploy_risks_plan_for_unsucessful_changes",
            "rel_tracking_change_management_planned_changemgmt",
        ],
    },
    Item {
        id: "advice.supplier-exit",
        text: "know which outside services the function hangs on, and how it would be run without each",
        questions: &["withstand-component-failures", "mitigate-interaction-failure"],
        choices: &[
            "rel_withstand_component_failures_service_level_agreements",
            "rel_mitigate_interaction_failure_graceful_degradation",
        ],
    },
];
