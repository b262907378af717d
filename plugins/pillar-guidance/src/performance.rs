//! What does the governance document say of performance efficiency, and on which questions?

use architrave_plugin_mapping::Item;

/// Resources and architecture patterns.
pub(crate) const PRINCIPLES: &[Item] = &[
    Item {
        id: "principle.performance.right-sizing",
        text: "principle: size for the use you measure and not for the peak you fear, and let scaling do the rest",
        questions: &["compute-hardware"],
        choices: &[
            "perf_compute_hardware_configure_and_right_size_compute_resources",
            "perf_compute_hardware_scale_compute_resources_dynamically",
        ],
    },
    Item {
        id: "principle.performance.caching",
        text: "principle: cache in the application, before the database and at the edge, and say how each cache learns of a change",
        questions: &["data-management"],
        choices: &["perf_data_access_patterns_caching"],
    },
    Item {
        id: "principle.performance.database",
        text: "principle: index, tune queries, and consider read replicas, shards or a store of another kind where the access pattern asks for it",
        questions: &["data-management"],
        choices: &[
            "perf_data_use_purpose_built_data_store",
            "perf_data_implement_strategies_to_improve_query_performance",
            "perf_data_evaluate_configuration_options_data_store",
        ],
    },
    Item {
        id: "principle.performance.microservices",
        text: "principle: where parts must scale apart, split them, with a gateway before them and discovery between them",
        questions: &["performing-architecture", "networking"],
        choices: &[
            "perf_architecture_guidance_architecture_patterns_best_practices",
            "perf_networking_load_balancing_distribute_traffic",
        ],
    },
    Item {
        id: "principle.performance.event-driven",
        text: "principle: take work that can wait off the request, through queues and event streams",
        questions: &["performing-architecture"],
        choices: &["perf_architecture_guidance_architecture_patterns_best_practices"],
    },
    Item {
        id: "principle.performance.serverless",
        text: "principle: run work that comes in bursts or on events as functions",
        questions: &["performing-architecture", "compute-hardware"],
        choices: &[
            "perf_architecture_understand_cloud_services_and_features",
            "perf_compute_hardware_select_best_compute_options",
        ],
    },
];

/// Kinds of tools that the document names.
pub(crate) const TOOLS: &[Item] = &[
    Item {
        id: "tool.performance.application-monitoring",
        text: "tool: application performance monitoring, such as New Relic, AppDynamics or a cloud service",
        questions: &["process-culture", "compute-hardware"],
        choices: &[
            "perf_process_culture_use_monitoring_solutions",
            "perf_compute_hardware_collect_compute_related_metrics",
        ],
    },
    Item {
        id: "tool.performance.database-monitoring",
        text: "tool: database monitoring, such as Datadog Database Monitoring, SolarWinds or what the database brings",
        questions: &["data-management"],
        choices: &["perf_data_collect_record_data_store_performance_metrics"],
    },
    Item {
        id: "tool.performance.content-optimization",
        text: "tool: smaller content, such as ImageOptim or WebP",
        questions: &["networking"],
        choices: &["perf_networking_optimize_network_configuration_based_on_metrics"],
    },
    Item {
        id: "tool.performance.load-testing",
        text: "tool: load tests, such as JMeter, LoadRunner or a cloud service",
        questions: &["process-culture", "performing-architecture"],
        choices: &["perf_process_culture_load_test", "perf_architecture_use_benchmarking"],
    },
    Item {
        id: "tool.performance.application-cache",
        text: "tool: an application cache, such as Redis, Memcached or a cloud service",
        questions: &["data-management"],
        choices: &["perf_data_access_patterns_caching"],
    },
    Item {
        id: "tool.performance.database-cache",
        text: "tool: cached query results and pooled connections",
        questions: &["data-management"],
        choices: &["perf_data_implement_strategies_to_improve_query_performance"],
    },
    Item {
        id: "tool.performance.content-delivery",
        text: "tool: content delivery, such as CloudFront or CloudFlare",
        questions: &["networking"],
        choices: &["perf_networking_choose_workload_location_network_requirements"],
    },
    Item {
        id: "tool.performance.edge",
        text: "tool: computing at the edge, such as Lambda@Edge or CloudFlare Workers",
        questions: &["networking", "compute-hardware"],
        choices: &[
            "perf_networking_choose_workload_location_network_requirements",
            "perf_compute_hardware_select_best_compute_options",
        ],
    },
];
