//! What does the governance document say of cost optimization, and on which questions?

use architrave_plugin_mapping::Item;

/// Financial governance and resources.
pub(crate) const PRINCIPLES: &[Item] = &[
    Item {
        id: "principle.cost.visibility",
        text: "principle: tag, so that every cost has a team, a project and a service it belongs to",
        questions: &["monitor-usage"],
        choices: &[
            "cost_monitor_usage_detailed_source",
            "cost_monitor_usage_define_attribution",
            "cost_monitor_usage_org_information",
        ],
    },
    Item {
        id: "principle.cost.budgets",
        text: "principle: set budgets that warn and ask, and forecast from the figures",
        questions: &["cloud-financial-management", "govern-usage"],
        choices: &["cost_cloud_financial_management_budget_forecast", "cost_govern_usage_goal_target"],
    },
    Item {
        id: "principle.cost.pricing-models",
        text: "principle: commit for what is steady (reserved instances, savings plans) and use spot for what may be interrupted",
        questions: &["pricing-model"],
        choices: &["cost_pricing_model_analysis", "cost_pricing_model_implement_models"],
    },
    Item {
        id: "principle.cost.lifecycle",
        text: "principle: let schedules, right-sizing and decommissioning run by themselves over the life of a resource",
        questions: &["decomissioning-resources", "type-size-number-resources", "manage-demand-resources"],
        choices: &[
            "cost_decomissioning_resources_decomm_automated",
            "cost_type_size_number_resources_metrics",
            "cost_manage_demand_resources_dynamic",
        ],
    },
    Item {
        id: "principle.cost.storage",
        text: "principle: move data to cheaper tiers as it ages, compress it, and keep it no longer than needed",
        questions: &["decomissioning-resources", "select-service"],
        choices: &["cost_decomissioning_resources_data_retention", "cost_select_service_select_for_cost"],
    },
    Item {
        id: "principle.cost.network",
        text: "principle: know what data transfer costs, route for it, and serve from the edge",
        questions: &["data-transfer"],
        choices: &[
            "cost_data_transfer_modeling",
            "cost_data_transfer_optimized_components",
            "cost_data_transfer_implement_services",
        ],
    },
];

/// Kinds of tools that the document names.
pub(crate) const TOOLS: &[Item] = &[
    Item {
        id: "tool.cost.monitoring",
        text: "tool: cost reports, such as AWS Cost Explorer or Azure Cost Management",
        questions: &["monitor-usage"],
        choices: &["cost_monitor_usage_config_tools"],
    },
    Item {
        id: "tool.cost.resource-optimization",
        text: "tool: resource optimization, such as CloudHealth or Turbonomic",
        questions: &["type-size-number-resources"],
        choices: &["cost_type_size_number_resources_data", "cost_type_size_number_resources_metrics"],
    },
    Item {
        id: "tool.cost.scheduling",
        text: "tool: schedulers and scaling that turn off what nobody uses",
        questions: &["manage-demand-resources", "decomissioning-resources"],
        choices: &["cost_manage_demand_resources_dynamic", "cost_decomissioning_resources_decomm_automated"],
    },
    Item {
        id: "tool.cost.storage",
        text: "tool: storage analytics, lifecycle rules and tiering",
        questions: &["decomissioning-resources"],
        choices: &["cost_decomissioning_resources_data_retention"],
    },
    Item {
        id: "tool.cost.budgeting",
        text: "tool: financial planning, such as CloudCheckr or Apptio",
        questions: &["cloud-financial-management"],
        choices: &["cost_cloud_financial_management_budget_forecast"],
    },
    Item {
        id: "tool.cost.allocation",
        text: "tool: tags, cost centres and chargeback",
        questions: &["monitor-usage"],
        choices: &["cost_monitor_usage_define_attribution", "cost_monitor_usage_allocate_outcome"],
    },
    Item {
        id: "tool.cost.procurement",
        text: "tool: planning of reservations and negotiated prices",
        questions: &["pricing-model"],
        choices: &["cost_pricing_model_master_analysis", "cost_pricing_model_third_party"],
    },
];
