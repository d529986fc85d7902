use super::bench::Bench;

const EVERYBODY: &str = "SELECT Id, Username, Name, Email, IsActive, ProfileId, Profile.Name, \
                         UserRole.Name, ManagerId, SystemModstamp, CreatedDate FROM User";

async fn people(seed: u64, sandbox: bool) -> (String, String) {
    let bench = Bench::with(|config| {
        config.seed = seed;
        config.sandbox = sandbox;
        config.users = 500;
    })
    .await;
    let login = bench.log_in().await;
    let users = bench.query(&login.access, EVERYBODY).await.text;
    let touched = bench
        .sim
        .control(serde_json::json!({"fault": "change_profile", "count": 9}))
        .expect("a fault");
    (users, touched["last_fault"].to_string())
}

#[tokio::test]
async fn the_same_seed_gives_the_same_organization_and_the_same_changes() {
    // The service account's login is the only thing that the clock decides.
    assert_eq!(people(11, false).await, people(11, false).await);
    assert_ne!(people(11, false).await, people(12, false).await);
}

#[tokio::test]
async fn a_sandbox_is_another_organization_with_the_same_user_ids() {
    let production = Bench::new().await;
    let sandbox = Bench::with(|config| config.sandbox = true).await;
    let (production, sandbox) = (production.sim.state(), sandbox.sim.state());
    assert_ne!(
        production["organization"]["id"],
        sandbox["organization"]["id"]
    );
    assert_eq!(production["service_account"], sandbox["service_account"]);
    assert_eq!(sandbox["switches"]["is_sandbox"], true);
}
