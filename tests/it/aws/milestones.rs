//! Are milestones recorded under new names only, with a word about the quota?

use architrave_emulator::Options;
use serde_json::json;

use super::desk::Desk;

fn desk() -> (Desk, String) {
    let desk = Desk::new(&Options::default());
    let id = desk.workload_of("Trading Platform", &["serverless"]);
    (desk, id)
}

fn milestones(desk: &Desk, id: &str, count: usize) {
    for number in 0..count {
        let body = json!({ "MilestoneName": format!("Earlier {number}"), "ClientRequestToken": format!("t{number}") });
        desk.ask("POST", &format!("/workloads/{id}/milestones"), &body);
    }
}

#[test]
fn a_name_is_used_once() {
    let (desk, id) = desk();
    let first = desk.run(&["milestone", "create", "--workload", "tradingplatform", "First", "--format", "json"]);
    assert_eq!(first.code, 0, "{}", first.stderr);
    assert_eq!(first.json()["number"], 1);
    assert_eq!(first.json()["workload_id"], id.as_str());
    let again = desk.run(&["milestone", "create", "--workload", &id, "First"]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("milestone 1 of workload"), "{}", again.stderr);
    let like = desk.run(&["milestone", "create", "--workload", &id, "FIRST"]);
    assert_eq!(like.code, 0, "{}", like.stderr);
    assert!(like.stderr.contains("easily taken for `FIRST`"), "{}", like.stderr);
}

#[test]
fn the_quota_is_told_before_it_is_reached() {
    let (desk, id) = desk();
    milestones(&desk, &id, 90);
    let near = desk.run(&["milestone", "create", "--workload", &id, "Near"]);
    assert_eq!(near.code, 0, "{}", near.stderr);
    assert!(near.stderr.contains("has room for 9 after this one"), "{}", near.stderr);
    for number in 0..9 {
        let body = json!({ "MilestoneName": format!("Later {number}"), "ClientRequestToken": format!("l{number}") });
        desk.ask("POST", &format!("/workloads/{id}/milestones"), &body);
    }
    desk.emulator.forget_calls();
    let full = desk.run(&["milestone", "create", "--workload", &id, "Full"]);
    assert_eq!(full.code, 2);
    assert!(full.stderr.contains("holds no more"), "{}", full.stderr);
    assert!(!desk.calls().contains_key("CreateMilestone"), "nothing that must fail is asked for");
}

#[test]
fn what_cannot_be_recorded() {
    let (desk, id) = desk();
    let check = |args: &[&str], part: &str| {
        let ended = desk.run(&[&["milestone", "create"], args].concat());
        assert_eq!(ended.code, 2, "{args:?}: {}", ended.stderr);
        assert!(ended.stderr.contains(part), "{args:?}: {}", ended.stderr);
    };
    check(&["--workload", "unheard of", "Name"], "there are `Trading Platform`");
    check(&["--workload", &id, "ab"], "2 characters");
    check(&["--workload", "0123456789abcdef0123456789abcdef", "Name"], "ResourceNotFoundException");
    check(&["--workload", &id, "Name", "--region", "us-east-1", "--region", "us-east-2"], "one Region");
}
