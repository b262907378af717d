//! What does the governance document say of security, and on which questions?

use architrave_plugin_mapping::Item;

/// Defence in depth, automation, compliance and governance.
pub(crate) const PRINCIPLES: &[Item] = &[
    Item {
        id: "principle.security.identity",
        text: "principle: grant the least access that does the job, ask for a second factor, review access regularly, and sign people in at one identity provider",
        questions: &["identities", "permissions"],
        choices: &[
            "sec_identities_enforce_mechanisms",
            "sec_identities_identity_provider",
            "sec_identities_audit",
            "sec_permissions_least_privileges",
            "sec_permissions_continuous_reduction",
        ],
    },
    Item {
        id: "principle.security.network",
        text: "principle: put several layers between the network and the data, segment, watch for intruders, and trust no address for where it comes from",
        questions: &["network-protection"],
        choices: &[
            "sec_network_protection_create_layers",
            "sec_network_protection_layered",
            "sec_network_protection_inspection",
        ],
    },
    Item {
        id: "principle.security.data",
        text: "principle: classify data, encrypt it where it lies and where it travels, manage the keys, and watch where data leaves",
        questions: &["data-classification", "protect-data-rest", "protect-data-transit"],
        choices: &[
            "sec_data_classification_identify_data",
            "sec_protect_data_rest_encrypt",
            "sec_protect_data_rest_key_mgmt",
            "sec_protect_data_transit_encrypt",
        ],
    },
    Item {
        id: "principle.security.continuous-testing",
        text: "principle: test security in the pipeline: code at rest, code running, and dependencies",
        questions: &["application-security"],
        choices: &[
            "sec_appsec_automate_testing_throughout_lifecycle",
            "sec_appsec_regularly_assess_security_properties_of_pipelines",
            "sec_appsec_centralize_services_for_packages_and_dependencies",
        ],
    },
    Item {
        id: "principle.security.threat-detection",
        text: "principle: bring security events together in one place, detect what is unusual, and prepare responses that start by themselves",
        questions: &["detect-investigate-events", "incident-response"],
        choices: &[
            "sec_detect_investigate_events_logs",
            "sec_detect_investigate_events_security_alerts",
            "sec_incident_response_pre_deploy_tools",
        ],
    },
    Item {
        id: "principle.security.policy-as-code",
        text: "principle: write policies as code, so that every environment is held to the same ones",
        questions: &["securely-operate", "permissions"],
        choices: &["sec_securely_operate_automate_security_controls", "sec_permissions_define_guardrails"],
    },
    Item {
        id: "principle.security.audit",
        text: "principle: check compliance all year and not before the audit, on logs that record every activity",
        questions: &["securely-operate", "detect-investigate-events"],
        choices: &[
            "sec_securely_operate_control_objectives",
            "sec_detect_investigate_events_app_service_logging",
            "sec_detect_investigate_events_noncompliant_resources",
        ],
    },
];

/// Kinds of tools that the document names.
pub(crate) const TOOLS: &[Item] = &[
    Item {
        id: "tool.security.siem",
        text: "tool: security information and event management, such as Splunk, QRadar or a cloud service",
        questions: &["detect-investigate-events"],
        choices: &["sec_detect_investigate_events_logs", "sec_detect_investigate_events_security_alerts"],
    },
    Item {
        id: "tool.security.vulnerabilities",
        text: "tool: vulnerability management, such as Qualys, Rapid7 or built-in scanning",
        questions: &["protect-compute"],
        choices: &["sec_protect_compute_vulnerability_management"],
    },
    Item {
        id: "tool.security.threat-intelligence",
        text: "tool: threat intelligence, such as ThreatConnect or Recorded Future",
        questions: &["securely-operate"],
        choices: &["sec_securely_operate_updated_threats"],
    },
    Item {
        id: "tool.security.orchestration",
        text: "tool: security orchestration, such as Phantom or Demisto",
        questions: &["incident-response"],
        choices: &["sec_incident_response_playbooks", "sec_incident_response_pre_deploy_tools"],
    },
    Item {
        id: "tool.security.identity-provider",
        text: "tool: an identity provider, such as Okta, Azure AD or a cloud service",
        questions: &["identities"],
        choices: &["sec_identities_identity_provider"],
    },
    Item {
        id: "tool.security.privileged-access",
        text: "tool: privileged access management, such as CyberArk, Thycotic or a cloud service",
        questions: &["permissions", "identities"],
        choices: &["sec_permissions_emergency_process", "sec_identities_secrets"],
    },
    Item {
        id: "tool.security.certificates",
        text: "tool: certificate management, such as Let's Encrypt, HashiCorp Vault or a cloud service",
        questions: &["protect-data-transit"],
        choices: &["sec_protect_data_transit_key_cert_mgmt"],
    },
];
