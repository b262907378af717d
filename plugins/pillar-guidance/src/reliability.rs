//! What does the governance document say of reliability, and on which questions?

use architrave_plugin_mapping::Item;

/// Fault tolerance, capacity, recovery.
pub(crate) const PRINCIPLES: &[Item] = &[
    Item {
        id: "principle.reliability.redundancy",
        text: "principle: stand in several zones, and where it pays in several Regions, with failover that happens by itself and is rehearsed",
        questions: &["fault-isolation", "withstand-component-failures"],
        choices: &["rel_fault_isolation_multiaz_region_system", "rel_withstand_component_failures_failover2good"],
    },
    Item {
        id: "principle.reliability.circuit-breakers",
        text: "principle: break the circuit to a failing dependency, and wall parts off so that one failure stays one",
        questions: &["mitigate-interaction-failure", "fault-isolation"],
        choices: &[
            "rel_mitigate_interaction_failure_fail_fast",
            "rel_mitigate_interaction_failure_limit_retries",
            "rel_fault_isolation_use_bulkhead",
        ],
    },
    Item {
        id: "principle.reliability.graceful-degradation",
        text: "principle: keep the core working when the trimmings fail, with switches prepared to turn them off",
        questions: &["mitigate-interaction-failure"],
        choices: &[
            "rel_mitigate_interaction_failure_graceful_degradation",
            "rel_mitigate_interaction_failure_emergency_levers",
        ],
    },
    Item {
        id: "principle.reliability.predictive-scaling",
        text: "principle: scale on what the business expects, before a threshold is crossed",
        questions: &["adapt-to-changes"],
        choices: &["rel_adapt_to_changes_proactive_adapt_auto", "rel_adapt_to_changes_autoscale_adapt"],
    },
    Item {
        id: "principle.reliability.load-distribution",
        text: "principle: spread load over instances and Regions, and answer near the user from the edge",
        questions: &["planning-network-topology", "adapt-to-changes"],
        choices: &["rel_planning_network_topology_ha_conn_users", "rel_adapt_to_changes_autoscale_adapt"],
    },
    Item {
        id: "principle.reliability.backup",
        text: "principle: back up automatically, copy to another Region, recover to a point in time, and test the restore automatically too",
        questions: &["backing-up-data"],
        choices: &["rel_backing_up_data_automated_backups_data", "rel_backing_up_data_periodic_recovery_testing_data"],
    },
    Item {
        id: "principle.reliability.disaster-recovery",
        text: "principle: hold a recovery plan with objectives and a way to reach people, and practise it",
        questions: &["planning-for-recovery"],
        choices: &[
            "rel_planning_for_recovery_objective_defined_recovery",
            "rel_planning_for_recovery_disaster_recovery",
            "rel_planning_for_recovery_dr_tested",
        ],
    },
];

/// Kinds of tools that the document names.
pub(crate) const TOOLS: &[Item] = &[
    Item {
        id: "tool.reliability.load-balancers",
        text: "tool: load balancers, such as HAProxy, NGINX or a cloud service",
        questions: &["planning-network-topology", "withstand-component-failures"],
        choices: &["rel_planning_network_topology_ha_conn_users", "rel_withstand_component_failures_failover2good"],
    },
    Item {
        id: "tool.reliability.database-replication",
        text: "tool: database replication, such as MySQL Cluster, PostgreSQL streaming replication or a managed database",
        questions: &["fault-isolation", "planning-for-recovery"],
        choices: &["rel_fault_isolation_multiaz_region_system", "rel_planning_for_recovery_disaster_recovery"],
    },
    Item {
        id: "tool.reliability.content-delivery",
        text: "tool: content delivery, such as CloudFlare, Fastly or a cloud service",
        questions: &["planning-network-topology"],
        choices: &["rel_planning_network_topology_ha_conn_users"],
    },
    Item {
        id: "tool.reliability.backup",
        text: "tool: backup software, such as Veeam, Commvault or a cloud service",
        questions: &["backing-up-data"],
        choices: &["rel_backing_up_data_automated_backups_data", "rel_backing_up_data_secured_backups_data"],
    },
    Item {
        id: "tool.reliability.synthetic-monitoring",
        text: "tool: synthetic monitoring, such as Pingdom, Datadog Synthetics or a cloud service",
        questions: &["monitor-aws-resources", "withstand-component-failures"],
        choices: &["rel_monitor_aws_resources_end_to_end", "rel_withstand_component_failures_monitoring_health"],
    },
    Item {
        id: "tool.reliability.real-user-monitoring",
        text: "tool: monitoring of real users, such as LogRocket or FullStory",
        questions: &["monitor-aws-resources"],
        choices: &["rel_monitor_aws_resources_end_to_end"],
    },
    Item {
        id: "tool.reliability.alerting",
        text: "tool: alerting and incident management, such as PagerDuty or Opsgenie",
        questions: &["monitor-aws-resources", "withstand-component-failures"],
        choices: &[
            "rel_monitor_aws_resources_notification_monitor",
            "rel_withstand_component_failures_notifications_sent_system",
        ],
    },
];
