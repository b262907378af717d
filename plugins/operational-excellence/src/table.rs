//! Which principle, practice, issue, procedure, tool or reference belongs to which question and choice?
//!
//! One row per item of the operational excellence document, in its order. The texts are our own; names and standards
//! are facts. Question and choice ids are those of the AWS Well-Architected Framework lens of 2024-06-27 and later.

use architrave_plugin_mapping::Item;

/// The document's five design principles.
pub(crate) const PRINCIPLES: &[Item] = &[
    Item {
        id: "principle.operations-as-code",
        text: "principle: keep operations as code, so that a step runs the same way every time and can be reviewed",
        questions: &["dev-integ", "tracking-change-management"],
        choices: &[],
    },
    Item {
        id: "principle.small-reversible-changes",
        text: "principle: change little at a time and keep each change easy to take back",
        questions: &["dev-integ", "mit-deploy-risks"],
        choices: &[],
    },
    Item {
        id: "principle.refine-procedures",
        text: "principle: go through the procedures regularly and improve them as the workload changes",
        questions: &["ready-to-support", "evolve-ops"],
        choices: &[],
    },
    Item {
        id: "principle.anticipate-failure",
        text: "principle: look for what can fail before it does, and rehearse the answer",
        questions: &["mit-deploy-risks", "testing-resiliency", "planning-for-recovery"],
        choices: &[],
    },
    Item {
        id: "principle.learn-from-failures",
        text: "principle: take a lesson from every operational failure and pass it on",
        questions: &["event-response", "evolve-ops"],
        choices: &[],
    },
];

/// The document's fifteen practices: preparation, operation, evolution.
pub(crate) const PRACTICES: &[Item] = &[
    Item {
        id: "practice.preparation.infrastructure-as-code",
        text: "preparation: describe infrastructure in code before it is needed",
        questions: &["dev-integ", "tracking-change-management"],
        choices: &["ops_dev_integ_conf_mgmt_sys", "rel_tracking_change_management_immutable_infrastructure"],
    },
    Item {
        id: "practice.preparation.monitoring-and-alerting",
        text: "preparation: have metrics and alerts in place before the workload takes traffic",
        questions: &["observability", "workload-observability", "monitor-aws-resources"],
        choices: &[
            "ops_observability_application_telemetry",
            "ops_workload_observability_create_alerts",
            "rel_monitor_aws_resources_monitor_resources",
        ],
    },
    Item {
        id: "practice.preparation.documented-procedures",
        text: "preparation: write operational procedures down where those who need them find them",
        questions: &["ready-to-support"],
        choices: &["ops_ready_to_support_use_runbooks", "ops_ready_to_support_use_playbooks"],
    },
    Item {
        id: "practice.preparation.backup-and-recovery",
        text: "preparation: back up what must not be lost and prove that it can be restored",
        questions: &["backing-up-data", "planning-for-recovery"],
        choices: &[
            "rel_backing_up_data_automated_backups_data",
            "rel_backing_up_data_periodic_recovery_testing_data",
            "rel_planning_for_recovery_dr_tested",
        ],
    },
    Item {
        id: "practice.preparation.aws-config",
        text: "preparation: record resource configuration with AWS Config and check it against rules",
        questions: &["detect-investigate-events", "planning-for-recovery"],
        choices: &["sec_detect_investigate_events_noncompliant_resources", "rel_planning_for_recovery_config_drift"],
    },
    Item {
        id: "practice.operation.cloudformation",
        text: "operation: create and change infrastructure through AWS CloudFormation, not by hand",
        questions: &["dev-integ"],
        choices: &["ops_dev_integ_conf_mgmt_sys"],
    },
    Item {
        id: "practice.operation.change-management",
        text: "operation: let every change take one known path, with a plan, an approval and a record",
        questions: &["tracking-change-management", "mit-deploy-risks"],
        choices: &[
            "rel_tracking_change_management_planned_changemgmt",
            "ops_mit_deploy_risks_plan_for_unsucessful_changes",
        ],
    },
    Item {
        id: "practice.operation.systems-manager",
        text: "operation: carry out operational tasks with AWS Systems Manager, so that they are repeatable and logged",
        questions: &["dev-integ", "protect-compute"],
        choices: &["ops_dev_integ_patch_mgmt", "sec_protect_compute_reduce_manual_management"],
    },
    Item {
        id: "practice.operation.logging-and-monitoring",
        text: "operation: collect logs beside metrics, and look at both",
        questions: &["workload-observability", "monitor-aws-resources"],
        choices: &[
            "ops_workload_observability_analyze_workload_metrics",
            "ops_workload_observability_analyze_workload_logs",
            "rel_monitor_aws_resources_review_monitoring",
        ],
    },
    Item {
        id: "practice.operation.cloudtrail",
        text: "operation: keep an audit log of API calls with AWS CloudTrail",
        questions: &["detect-investigate-events"],
        choices: &["sec_detect_investigate_events_app_service_logging", "sec_detect_investigate_events_logs"],
    },
    Item {
        id: "practice.evolution.ci-cd",
        text: "evolution: integrate and deploy continuously, from commit to production",
        questions: &["dev-integ"],
        choices: &["ops_dev_integ_build_mgmt_sys", "ops_dev_integ_auto_integ_deploy"],
    },
    Item {
        id: "practice.evolution.blue-green",
        text: "evolution: put the new version beside the old one and switch traffic (blue/green)",
        questions: &["mit-deploy-risks"],
        choices: &["ops_mit_deploy_risks_deploy_mgmt_sys"],
    },
    Item {
        id: "practice.evolution.testing",
        text: "evolution: keep test procedures, and run them on every change",
        questions: &["dev-integ", "mit-deploy-risks", "tracking-change-management"],
        choices: &[
            "ops_dev_integ_test_val_chg",
            "ops_mit_deploy_risks_test_val_chg",
            "rel_tracking_change_management_functional_testing",
        ],
    },
    Item {
        id: "practice.evolution.feature-flags",
        text: "evolution: roll features out step by step behind feature flags",
        questions: &["dev-integ", "mit-deploy-risks"],
        choices: &["ops_dev_integ_freq_sm_rev_chg", "ops_mit_deploy_risks_deploy_mgmt_sys"],
    },
    Item {
        id: "practice.evolution.rollback",
        text: "evolution: have a tried way back from every release",
        questions: &["mit-deploy-risks"],
        choices: &[
            "ops_mit_deploy_risks_plan_for_unsucessful_changes",
            "ops_mit_deploy_risks_auto_testing_and_rollback",
        ],
    },
];

/// The document's four common issues, each with its fix and its evidence.
pub(crate) const ISSUES: &[Item] = &[
    Item {
        id: "issue.manual-operations",
        text: "issue: deployment and configuration are done by hand",
        questions: &["dev-integ", "tracking-change-management"],
        choices: &[],
    },
    Item {
        id: "fix.manual-operations",
        text: "fix: move deployment and configuration into infrastructure as code",
        questions: &["dev-integ", "tracking-change-management"],
        choices: &[],
    },
    Item {
        id: "evidence.manual-operations",
        text: "evidence asked for by: AWS Well-Architected Framework, Operational Excellence pillar",
        questions: &["dev-integ", "tracking-change-management"],
        choices: &[],
    },
    Item {
        id: "issue.no-monitoring",
        text: "issue: nobody is told when something is wrong, as there is no monitoring or alerting",
        questions: &["observability", "workload-observability", "monitor-aws-resources"],
        choices: &[],
    },
    Item {
        id: "fix.no-monitoring",
        text: "fix: monitor every layer of the workload, users' experience included, and alert on it",
        questions: &["observability", "workload-observability", "monitor-aws-resources"],
        choices: &[],
    },
    Item {
        id: "evidence.no-monitoring",
        text: "evidence asked for by: AWS Well-Architected Framework, Operational Excellence pillar",
        questions: &["observability", "workload-observability", "monitor-aws-resources"],
        choices: &[],
    },
    Item {
        id: "issue.no-change-management",
        text: "issue: changes go in without a formal process",
        questions: &["mit-deploy-risks", "tracking-change-management"],
        choices: &[],
    },
    Item {
        id: "fix.no-change-management",
        text: "fix: set up a change process that plans, approves, tests and records",
        questions: &["mit-deploy-risks", "tracking-change-management"],
        choices: &[],
    },
    Item {
        id: "evidence.no-change-management",
        text: "evidence asked for by: SOC 2 Type II, criterion CC8.1",
        questions: &["mit-deploy-risks", "tracking-change-management"],
        choices: &[],
    },
    Item {
        id: "issue.no-documentation",
        text: "issue: how the workload is operated is written down nowhere",
        questions: &["ready-to-support", "evolve-ops"],
        choices: &[],
    },
    Item {
        id: "fix.no-documentation",
        text: "fix: document every operational procedure, with an owner who keeps it true",
        questions: &["ready-to-support", "evolve-ops"],
        choices: &[],
    },
    Item {
        id: "evidence.no-documentation",
        text: "evidence asked for by: AWS Well-Architected Framework, Operational Excellence pillar",
        questions: &["ready-to-support", "evolve-ops"],
        choices: &[],
    },
];
