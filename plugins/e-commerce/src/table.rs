//! What does a risk mean in e-commerce: how severe is it, what happens, and what helps?
//!
//! Rows stand in the order of the industry's pillar priorities, most important first.

use architrave_guest::Severity::{Critical, High, Low, Medium};
use architrave_plugin_industry::{Item, PillarRow};

/// One row per pillar of the framework, in the order of the workload template.
pub(crate) const PILLARS: &[PillarRow] = &[
    PillarRow {
        pillar: "performance",
        production: [Critical, High],
        preproduction: [Medium, Low],
        high: "pages and checkout slow down when traffic peaks: baskets are left, and advertising is paid for visitors who go",
        medium: "conversion is lost a little every day, and a peak would lose more",
        advice: "set a target for the time from product page to order confirmed, and watch it on real phones",
    },
    PillarRow {
        pillar: "reliability",
        production: [Critical, High],
        preproduction: [Medium, Medium],
        high: "the shop is down in its best hours: orders are lost, and customers buy elsewhere",
        medium: "parts of the shop fail in peaks, and orders are stuck or doubled",
        advice: "plan and rehearse for the highest day of the year; decide beforehand what is switched off so that checkout lives",
    },
    PillarRow {
        pillar: "costOptimization",
        production: [High, Medium],
        preproduction: [Medium, Low],
        high: "the cost of an order grows with traffic until margins are gone, and peaks are paid for all year",
        medium: "capacity stays up after the peak, and nobody sees it",
        advice: "watch the cost of an order beside its margin, and take the peak's capacity down on a date",
    },
    PillarRow {
        pillar: "security",
        production: [Critical, High],
        preproduction: [Medium, Medium],
        high: "cards or customer accounts are stolen: charge-backs, a forensic inquiry, and the right to take cards at stake",
        medium: "a weak control around accounts or checkout: fraud finds it in time",
        advice: "keep card data out of your systems where a payment provider can hold it, and guard what runs on the checkout page",
    },
    PillarRow {
        pillar: "operationalExcellence",
        production: [High, Medium],
        preproduction: [Medium, Low],
        high: "a faulty release takes the shop down or sells at wrong prices, and it is noticed by customers first",
        medium: "releases wait for quiet hours, and incidents take longer than they must",
        advice: "watch orders per minute as the first alarm, and freeze or flag changes around campaigns",
    },
    PillarRow {
        pillar: "sustainability",
        production: [Low, Low],
        preproduction: [Low, Low],
        high: "energy use grows with traffic, and customers who ask get no figures",
        medium: "easy savings on images, video and idle capacity are left",
        advice: "make pages lighter: it saves energy on both ends and sells more",
    },
];

/// For pillars that the table does not know: at high risk, at medium risk.
pub(crate) const OTHER: [&str; 2] = [
    "sales or the trust of customers may suffer, and the cause lies in the design",
    "a known weakness stands in a workload that takes orders",
];

/// What this industry would say about particular practices.
pub(crate) const ADVICE: &[Item] = &[
    Item {
        id: "advice.load-test-peak",
        text: "test with the load of the last peak times the growth expected, through to payment",
        questions: &["process-culture", "adapt-to-changes"],
        choices: &["perf_process_culture_load_test", "rel_adapt_to_changes_load_tested_adapt"],
    },
    Item {
        id: "advice.scale-ahead",
        text: "scale before a campaign starts; its calendar is known, and reacting is late",
        questions: &["adapt-to-changes", "compute-hardware"],
        choices: &[
            "rel_adapt_to_changes_proactive_adapt_auto",
            "perf_compute_hardware_scale_compute_resources_dynamically",
        ],
    },
    Item {
        id: "advice.catalogue-cache",
        text: "serve catalogue and images from caches near the customer, and keep price and stock fresh by their own rules",
        questions: &["data-management", "networking"],
        choices: &[
            "perf_data_access_patterns_caching",
            "perf_networking_choose_workload_location_network_requirements",
        ],
    },
    Item {
        id: "advice.checkout-first",
        text: "let recommendations and reviews fail quietly, so that basket and checkout stay",
        questions: &["mitigate-interaction-failure"],
        choices: &[
            "rel_mitigate_interaction_failure_graceful_degradation",
            "rel_mitigate_interaction_failure_emergency_levers",
        ],
    },
    Item {
        id: "advice.idempotent-orders",
        text: "give each order a key, so that a second click or a retry never charges twice",
        questions: &["prevent-interaction-failure"],
        choices: &["rel_prevent_interaction_failure_idempotent"],
    },
    Item {
        id: "advice.account-takeover",
        text: "slow down and watch sign-in for stolen passwords, and limit what one address may try",
        questions: &["network-protection"],
        choices: &["sec_network_protection_inspection", "sec_network_protection_auto_protect"],
    },
    Item {
        id: "advice.checkout-scripts",
        text: "know every script on the checkout page, and be told when one changes",
        questions: &["application-security"],
        choices: &[
            "sec_appsec_centralize_services_for_packages_and_dependencies",
            "sec_appsec_automate_testing_throughout_lifecycle",
        ],
    },
    Item {
        id: "advice.quotas-before-peak",
        text: "raise quotas for the peak weeks ahead, and check them again after each new service",
        questions: &["manage-service-limits"],
        choices: &["rel_manage_service_limits_monitor_manage_limits", "rel_manage_service_limits_suff_buffer_limits"],
    },
    Item {
        id: "advice.cost-after-peak",
        text: "put the end of each campaign's capacity into the calendar that started it",
        questions: &["manage-demand-resources", "decomissioning-resources"],
        choices: &["cost_manage_demand_resources_dynamic", "cost_decomissioning_resources_implement_process"],
    },
];
