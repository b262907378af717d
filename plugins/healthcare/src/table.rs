//! What does a risk mean in healthcare: how severe is it, what happens, and what helps?
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
        high: "patient records can be read or altered by people who must not: harm to patients, a breach to notify, fines",
        medium: "a weak control around patient data: a finding in the next risk analysis, and a breach once another control fails",
        advice: "treat every store, log and copy that can hold patient data as one, test copies included, and keep a list of them",
    },
    PillarRow {
        pillar: "reliability",
        production: [Critical, High],
        preproduction: [Medium, Medium],
        high: "clinicians are without records, orders or results while patients wait, and care falls back to paper",
        medium: "systems come back later than the ward can bridge, and records must be entered afterwards",
        advice: "agree with clinicians how long each function may be away, and rehearse the work on paper and the entering afterwards",
    },
    PillarRow {
        pillar: "operationalExcellence",
        production: [High, Medium],
        preproduction: [Medium, Low],
        high: "a faulty change reaches clinical work before anyone sees it, and nobody can say afterwards who saw what",
        medium: "incidents take longer to close, and procedures differ between shifts",
        advice: "have a clinician take part in deciding when changes go in, and in reviews after incidents",
    },
    PillarRow {
        pillar: "performance",
        production: [High, Medium],
        preproduction: [Medium, Low],
        high: "records and images open too slowly to be used beside the patient, and staff work around the system",
        medium: "waiting adds up over a shift, and peaks such as the morning round are felt",
        advice: "measure from the ward, with the images and record sizes that are real, at the hour of the morning round",
    },
    PillarRow {
        pillar: "costOptimization",
        production: [Medium, Low],
        preproduction: [Low, Low],
        high: "spending on systems grows unseen and is missing where patients are cared for",
        medium: "storage and capacity are paid for that no service needs",
        advice: "give every cost a clinical service, and let retention duties decide how long images and records stay in which tier",
    },
    PillarRow {
        pillar: "sustainability",
        production: [Low, Low],
        preproduction: [Low, Low],
        high: "energy use grows with every image kept, and sustainability goals of the provider are missed",
        medium: "easy savings are left",
        advice: "move old images and records to colder tiers as retention rules allow",
    },
];

/// For pillars that the table does not know: at high risk, at medium risk.
pub(crate) const OTHER: [&str; 2] = [
    "care or the confidentiality of patients may suffer, and the cause lies in the design",
    "a known weakness stands in a workload that patients depend on",
];

/// What this industry would say about particular practices.
pub(crate) const ADVICE: &[Item] = &[
    Item {
        id: "advice.access-to-records",
        text: "give access to records by role and by relation to the patient, and look at unusual reading",
        questions: &["permissions", "identities"],
        choices: &["sec_permissions_least_privileges", "sec_identities_groups_attributes"],
    },
    Item {
        id: "advice.emergency-access",
        text: "give clinicians a way in for emergencies that is quick, recorded and looked at afterwards",
        questions: &["permissions"],
        choices: &["sec_permissions_emergency_process"],
    },
    Item {
        id: "advice.record-audit",
        text: "log who read or changed which record, and keep that log out of reach of those it records",
        questions: &["detect-investigate-events"],
        choices: &["sec_detect_investigate_events_app_service_logging", "sec_detect_investigate_events_logs"],
    },
    Item {
        id: "advice.patient-data-inventory",
        text: "list where patient data lies, with test data, logs, exports and backups, before deciding how it is protected",
        questions: &["data-classification"],
        choices: &["sec_data_classification_identify_data", "sec_data_classification_define_protection"],
    },
    Item {
        id: "advice.encryption-of-records",
        text: "encrypt patient data at rest and on the way, with keys whose use is logged; it also decides whether a loss is a breach",
        questions: &["protect-data-rest", "protect-data-transit"],
        choices: &["sec_protect_data_rest_encrypt", "sec_protect_data_transit_encrypt"],
    },
    Item {
        id: "advice.downtime-procedure",
        text: "write the downtime procedure of each ward down, drill it, and time how long catching up takes",
        questions: &["planning-for-recovery", "event-response"],
        choices: &["rel_planning_for_recovery_dr_tested", "ops_event_response_event_incident_problem_process"],
    },
    Item {
        id: "advice.restore-of-records",
        text: "restore a sample of records and images regularly, and have someone who knows them look at the result",
        questions: &["backing-up-data"],
        choices: &["rel_backing_up_data_periodic_recovery_testing_data"],
    },
    Item {
        id: "advice.breach-notification",
        text: "write down who decides whether an incident is a breach that must be notified, and by when",
        questions: &["incident-response"],
        choices: &["sec_incident_response_identify_personnel", "sec_incident_response_develop_management_plans"],
    },
];
