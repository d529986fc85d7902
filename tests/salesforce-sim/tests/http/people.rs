use std::collections::BTreeSet;

use salesforce_sim::{Activity, checksum_suffix};
use serde_json::{Value, json};

use super::bench::{Bench, SERVICE};

async fn records(bench: &Bench, access: &str, soql: &str) -> Vec<Value> {
    let answer = bench.query(access, soql).await;
    let json = answer.json();
    let records = json["records"].as_array();
    records.unwrap_or_else(|| panic!("{soql}: {json}")).clone()
}

fn ids(records: &[Value]) -> BTreeSet<String> {
    let id = |record: &Value| record["Id"].as_str().expect("an id").to_owned();
    records.iter().map(id).collect()
}

#[tokio::test]
async fn time_passes_at_the_rates_of_the_switches() {
    let bench = Bench::with(|config| config.users = 1_000).await;
    let access = bench.log_in().await.access;
    bench.set(json!({
        "logins_per_day": 960, "edits_per_day": 480, "arrivals_per_day": 48,
        "departures_per_day": 48,
    }));
    bench.advance(3_600);
    let state = bench.sim.state();
    let activity = &state["counters"]["activity"];
    for (kind, least) in [
        ("logins", 30),
        ("edits", 15),
        ("arrivals", 1),
        ("departures", 1),
    ] {
        let happened = activity[kind].as_u64().expect("a counter");
        assert!((least..=40).contains(&happened), "{activity}");
    }
    let arrivals = activity["arrivals"].as_u64().expect("a counter");
    assert_eq!(state["users"], 1_000 + arrivals);
    let soql = "SELECT Id FROM User WHERE SystemModstamp >= 2026-11-23T12:00:00Z";
    let changed = records(&bench, &access, soql).await.len() as u64;
    let most = ["edits", "arrivals", "departures"].map(|kind| activity[kind].as_u64());
    assert!(changed > 15 && changed <= most.iter().flatten().sum::<u64>());
}

#[tokio::test]
async fn a_client_that_reads_deltas_misses_nobody() {
    let bench = Bench::with(|config| {
        config.users = 400;
        config.activity = Activity {
            edits_per_day: 2_400,
            arrivals_per_day: 240,
            departures_per_day: 240,
            ..Activity::default()
        };
    })
    .await;
    let access = bench.log_in().await.access;
    let everybody = "SELECT Id, Name, Title, IsActive, ProfileId, UserRoleId, SystemModstamp \
                     FROM User ORDER BY Id";
    let mut mirror = records(&bench, &access, everybody).await;
    for minute in 0..6 {
        let watermark = mirror
            .iter()
            .filter_map(|user| user["SystemModstamp"].as_str())
            .max()
            .expect("users")
            .to_owned();
        bench.advance(600);
        let delta = format!(
            "{} WHERE SystemModstamp >= {} ORDER BY Id",
            everybody.trim_end_matches(" ORDER BY Id"),
            watermark.replace("+0000", "Z")
        );
        let delta = records(&bench, &access, &delta).await;
        let changed = ids(&delta);
        mirror.retain(|user| !changed.contains(user["Id"].as_str().expect("an id")));
        mirror.extend(delta);
        mirror.sort_by_key(|user| user["Id"].as_str().map(str::to_owned));
        let now = records(&bench, &access, everybody).await;
        assert_eq!(mirror, now, "after {minute} turns");
    }
    assert!(mirror.len() > 405);
}

#[tokio::test]
async fn newcomers_have_valid_ids_and_can_log_in() {
    let bench = Bench::new().await;
    let access = bench.log_in().await.access;
    let state = bench
        .sim
        .control(json!({"fault": "add_users", "count": 3}))
        .expect("a fault");
    assert_eq!(state["users"], 103);
    let soql = "SELECT Id, Username, CreatedDate FROM User ORDER BY Id";
    let all = records(&bench, &access, soql).await;
    for user in &all[100..] {
        let id = user["Id"].as_str().expect("an id");
        assert_eq!(checksum_suffix(&id[..15]).as_deref(), Some(&id[15..]));
        assert_eq!(user["CreatedDate"], "2026-11-23T12:00:00.000+0000");
        let soql = format!("SELECT Username FROM User WHERE Id = '{id}'");
        assert_eq!(
            records(&bench, &access, &soql).await[0]["Username"],
            user["Username"]
        );
    }
    let standard = "SELECT Username FROM User WHERE UserType = 'Standard' AND \
                    CreatedDate = 2026-11-23T12:00:00Z";
    let newcomer = records(&bench, &access, standard).await;
    bench
        .log_in_as(newcomer[0]["Username"].as_str().expect("a name"))
        .await;
    assert!(
        bench
            .sim
            .control(json!({"fault": "add_users", "count": 2_000_000}))
            .is_err()
    );
}

#[tokio::test]
async fn a_login_is_a_row_of_the_history_and_the_last_login_of_the_user() {
    let bench = Bench::new().await;
    let access = bench.log_in().await.access;
    let service = bench.sim.state()["service_account"]["id"].clone();
    let id = service.as_str().expect("an id");
    let soql = format!(
        "SELECT LoginTime, Status, LoginType, Application, SourceIp, LoginUrl FROM LoginHistory \
         WHERE UserId = '{id}' ORDER BY LoginTime DESC LIMIT 5"
    );
    let logins = records(&bench, &access, &soql).await;
    assert_eq!(logins.len(), 5);
    assert_eq!(logins[0]["LoginTime"], "2026-11-23T12:00:00.000+0000");
    assert_eq!(logins[0]["Status"], "Success");
    assert_eq!(logins[0]["LoginType"], "Remote Access 2.0");
    assert_eq!(logins[0]["Application"], "LPC Admin Console");
    let soql = format!("SELECT LastLoginDate FROM User WHERE Username = '{SERVICE}'");
    let user = records(&bench, &access, &soql).await;
    assert_eq!(user[0]["LastLoginDate"], logins[0]["LoginTime"]);
}

#[tokio::test]
async fn the_history_names_the_app_through_which_somebody_came() {
    let bench = Bench::new().await;
    let form = [("grant_type", "client_credentials")];
    let access = super::bench::tokens(&bench.confidential(&form).await).access;
    bench.advance(60);
    bench.app(json!({"client_id": bench.client_id(), "name": "Another Name"}));
    bench.log_in_as(&bench.sim.other_username()).await;
    let soql = "SELECT Application, LoginType FROM LoginHistory ORDER BY LoginTime DESC LIMIT 2";
    let logins = records(&bench, &access, soql).await;
    assert_eq!(logins[0]["Application"], "Another Name");
    assert_eq!(logins[1]["Application"], "Integration Server");
}

#[tokio::test]
async fn a_lock_is_a_fact_of_the_login_and_not_of_the_user() {
    let bench = Bench::with(|config| config.users = 300).await;
    let access = bench.log_in().await.access;
    let locked = "SELECT Id FROM UserLogin WHERE IsPasswordLocked = true";
    let before = records(&bench, &access, locked).await.len();
    bench.advance(60);
    let lock = json!({"fault": "lock_users", "count": 4});
    bench.sim.control(lock).expect("a fault");
    assert_eq!(records(&bench, &access, locked).await.len(), before + 4);
    let soql = "SELECT Id FROM User WHERE SystemModstamp >= 2026-11-23T12:01:00Z";
    assert_eq!(records(&bench, &access, soql).await.len(), 0);
    let role = json!({"fault": "change_role", "count": 5});
    bench.sim.control(role).expect("a fault");
    assert_eq!(records(&bench, &access, soql).await.len(), 5);
}

#[tokio::test]
async fn groups_sets_and_their_members_can_be_read_across_relationships() {
    let bench = Bench::with(|config| config.users = 500).await;
    let access = bench.log_in().await.access;
    let soql = "SELECT Group.Name, Group.Type, UserOrGroupId FROM GroupMember \
                WHERE Group.DeveloperName = 'EMEA'";
    let nested = records(&bench, &access, soql).await;
    assert_eq!(nested.len(), 3);
    let groups = "SELECT Id, Type FROM Group WHERE Type != 'Role'";
    let groups = ids(&records(&bench, &access, groups).await);
    assert!(
        nested
            .iter()
            .all(|member| { groups.contains(member["UserOrGroupId"].as_str().expect("an id")) })
    );
    let soql = "SELECT Assignee.Username, PermissionSet.Label, PermissionSetGroup.MasterLabel \
                FROM PermissionSetAssignment WHERE PermissionSetGroupId != null";
    let grouped = records(&bench, &access, soql).await;
    assert!(grouped.len() > 30);
    for assignment in &grouped {
        let (set, group) = (
            &assignment["PermissionSet"],
            &assignment["PermissionSetGroup"],
        );
        assert_eq!(set["Label"], group["MasterLabel"]);
    }
    let soql = "SELECT Name, TotalLicenses, UsedLicenses FROM UserLicense";
    for license in records(&bench, &access, soql).await {
        assert!(license["TotalLicenses"].as_u64() >= license["UsedLicenses"].as_u64());
    }
}
