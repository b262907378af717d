//! Which operational procedure, tool or compliance reference belongs to which question and choice?
//!
//! The second half of the table; `table.rs` says how to read it.

use architrave_plugin_mapping::Item;

/// The document's twenty procedures: infrastructure as code, change, monitoring, incidents.
pub(crate) const PROCEDURES: &[Item] = &[
    Item {
        id: "procedure.infrastructure.cloudformation",
        text: "procedure: write stacks in AWS CloudFormation and let nothing else change what they own",
        questions: &["dev-integ"],
        choices: &["ops_dev_integ_conf_mgmt_sys"],
    },
    Item {
        id: "procedure.infrastructure.version-control",
        text: "procedure: keep templates, scripts and configuration in version control",
        questions: &["dev-integ"],
        choices: &["ops_dev_integ_version_control"],
    },
    Item {
        id: "procedure.infrastructure.parameterized-templates",
        text: "procedure: give templates parameters, so that one template serves every environment",
        questions: &["dev-integ"],
        choices: &["ops_dev_integ_multi_env", "ops_dev_integ_share_design_stds"],
    },
    Item {
        id: "procedure.infrastructure.testing",
        text: "procedure: test templates before they reach production",
        questions: &["dev-integ"],
        choices: &["ops_dev_integ_test_val_chg", "ops_dev_integ_code_quality"],
    },
    Item {
        id: "procedure.infrastructure.cdk",
        text: "procedure: where a template grows logic, write it in a programming language with AWS CDK",
        questions: &["dev-integ"],
        choices: &["ops_dev_integ_conf_mgmt_sys", "ops_dev_integ_share_design_stds"],
    },
    Item {
        id: "procedure.change.approval",
        text: "procedure: have each change approved by someone other than its author, and keep the approval",
        questions: &["tracking-change-management"],
        choices: &["rel_tracking_change_management_planned_changemgmt"],
    },
    Item {
        id: "procedure.change.blue-green",
        text: "procedure: deploy blue/green, and keep the old version until the new one has proved itself",
        questions: &["mit-deploy-risks", "tracking-change-management"],
        choices: &["ops_mit_deploy_risks_deploy_mgmt_sys", "rel_tracking_change_management_immutable_infrastructure"],
    },
    Item {
        id: "procedure.change.rollback",
        text: "procedure: write and rehearse the steps back before going forward",
        questions: &["mit-deploy-risks"],
        choices: &[
            "ops_mit_deploy_risks_plan_for_unsucessful_changes",
            "ops_mit_deploy_risks_auto_testing_and_rollback",
        ],
    },
    Item {
        id: "procedure.change.feature-flags",
        text: "procedure: release to a few first with feature flags, and widen as figures stay good",
        questions: &["mit-deploy-risks"],
        choices: &["ops_mit_deploy_risks_deploy_mgmt_sys"],
    },
    Item {
        id: "procedure.change.testing",
        text: "procedure: let no change through that has not passed its tests, in the pipeline and after deployment",
        questions: &["mit-deploy-risks", "tracking-change-management"],
        choices: &[
            "ops_mit_deploy_risks_test_val_chg",
            "rel_tracking_change_management_functional_testing",
            "rel_tracking_change_management_automated_changemgmt",
        ],
    },
    Item {
        id: "procedure.monitoring.cloudwatch",
        text: "procedure: gather metrics and logs of all resources in Amazon CloudWatch",
        questions: &["workload-observability", "monitor-aws-resources"],
        choices: &[
            "ops_workload_observability_analyze_workload_metrics",
            "ops_workload_observability_create_dashboards",
            "rel_monitor_aws_resources_monitor_resources",
        ],
    },
    Item {
        id: "procedure.monitoring.custom-metrics",
        text: "procedure: publish metrics of your own for what the business counts",
        questions: &["observability", "operations-health", "monitor-aws-resources"],
        choices: &[
            "ops_observability_identify_kpis",
            "ops_operations_health_measure_ops_goals_kpis",
            "rel_monitor_aws_resources_notification_aggregation",
        ],
    },
    Item {
        id: "procedure.monitoring.alarms",
        text: "procedure: put Amazon CloudWatch alarms on what users notice, each with someone who answers",
        questions: &["workload-observability", "event-response", "monitor-aws-resources"],
        choices: &[
            "ops_workload_observability_create_alerts",
            "ops_event_response_process_per_alert",
            "rel_monitor_aws_resources_notification_monitor",
        ],
    },
    Item {
        id: "procedure.monitoring.logging",
        text: "procedure: write structured logs, keep them in one place, and set how long",
        questions: &["workload-observability", "detect-investigate-events", "monitor-aws-resources"],
        choices: &[
            "ops_workload_observability_analyze_workload_logs",
            "sec_detect_investigate_events_logs",
            "rel_monitor_aws_resources_storage_analytics",
        ],
    },
    Item {
        id: "procedure.monitoring.x-ray",
        text: "procedure: trace requests across services with AWS X-Ray",
        questions: &["observability", "workload-observability", "monitor-aws-resources"],
        choices: &[
            "ops_observability_dist_trace",
            "ops_workload_observability_analyze_workload_traces",
            "rel_monitor_aws_resources_end_to_end",
        ],
    },
    Item {
        id: "procedure.incident.response-procedures",
        text: "procedure: write down how an incident is recognised, led and closed",
        questions: &["event-response", "incident-response"],
        choices: &[
            "ops_event_response_event_incident_problem_process",
            "sec_incident_response_develop_management_plans",
            "sec_incident_response_playbooks",
        ],
    },
    Item {
        id: "procedure.incident.systems-manager",
        text: "procedure: start prepared responses from AWS Systems Manager, by hand or by an event",
        questions: &["event-response", "incident-response", "monitor-aws-resources"],
        choices: &[
            "ops_event_response_auto_event_response",
            "sec_incident_response_pre_deploy_tools",
            "rel_monitor_aws_resources_automate_response_monitor",
        ],
    },
    Item {
        id: "procedure.incident.escalation",
        text: "procedure: say who is called next, after how long, and who may decide",
        questions: &["event-response", "org-culture", "incident-response"],
        choices: &[
            "ops_event_response_define_escalation_paths",
            "ops_org_culture_team_enc_escalation",
            "sec_incident_response_identify_personnel",
        ],
    },
    Item {
        id: "procedure.incident.aws-support",
        text: "procedure: hold an AWS Support plan that answers critical cases in time, and know how to open one",
        questions: &["ready-to-support"],
        choices: &["ops_ready_to_support_enable_support_plans"],
    },
    Item {
        id: "procedure.incident.post-incident-review",
        text: "procedure: review each incident afterwards without blame, and follow the actions to their end",
        questions: &["evolve-ops", "testing-resiliency", "incident-response"],
        choices: &[
            "ops_evolve_ops_perform_rca_process",
            "ops_evolve_ops_share_lessons_learned",
            "rel_testing_resiliency_rca_resiliency",
            "sec_incident_response_establish_incident_framework",
        ],
    },
];

/// The document's five automation tools.
pub(crate) const TOOLS: &[Item] = &[
    Item {
        id: "tool.cloudformation",
        text: "tool: AWS CloudFormation, infrastructure as code",
        questions: &["dev-integ", "planning-for-recovery"],
        choices: &["ops_dev_integ_conf_mgmt_sys", "rel_planning_for_recovery_config_drift"],
    },
    Item {
        id: "tool.cdk",
        text: "tool: AWS CDK, infrastructure written in a programming language",
        questions: &["dev-integ"],
        choices: &["ops_dev_integ_conf_mgmt_sys", "ops_dev_integ_share_design_stds"],
    },
    Item {
        id: "tool.systems-manager",
        text: "tool: AWS Systems Manager, operational tasks",
        questions: &["dev-integ", "event-response", "protect-compute"],
        choices: &[
            "ops_dev_integ_patch_mgmt",
            "ops_event_response_auto_event_response",
            "sec_protect_compute_reduce_manual_management",
        ],
    },
    Item {
        id: "tool.codepipeline",
        text: "tool: AWS CodePipeline, continuous integration and delivery",
        questions: &["dev-integ", "application-security"],
        choices: &["ops_dev_integ_auto_integ_deploy", "sec_appsec_deploy_software_programmatically"],
    },
    Item {
        id: "tool.codedeploy",
        text: "tool: AWS CodeDeploy, deployments with traffic shifting and rollback",
        questions: &["mit-deploy-risks", "tracking-change-management"],
        choices: &[
            "ops_mit_deploy_risks_deploy_mgmt_sys",
            "ops_mit_deploy_risks_auto_testing_and_rollback",
            "rel_tracking_change_management_automated_changemgmt",
        ],
    },
];

/// The document's four compliance references.
pub(crate) const REFERENCES: &[Item] = &[
    Item {
        id: "reference.soc-2",
        text: "reference: SOC 2 Type II, service organisation controls for operations",
        questions: &["mit-deploy-risks", "tracking-change-management"],
        choices: &[],
    },
    Item {
        id: "reference.iso-27001",
        text: "reference: ISO 27001, information security management systems",
        questions: &["priorities", "ops-model", "securely-operate"],
        choices: &["ops_priorities_governance_reqs", "ops_priorities_compliance_reqs"],
    },
    Item {
        id: "reference.nist-800-53",
        text: "reference: NIST SP 800-53, security controls of federal information systems in the United States",
        questions: &["priorities", "securely-operate"],
        choices: &[
            "ops_priorities_compliance_reqs",
            "ops_priorities_eval_threat_landscape",
            "sec_securely_operate_control_objectives",
        ],
    },
    Item {
        id: "reference.well-architected",
        text: "reference: AWS Well-Architected Framework, Operational Excellence pillar",
        questions: &["org-culture", "operations-health", "ready-to-support", "evolve-ops"],
        choices: &[],
    },
];
