//! What a person needs to get help, and what of it may leave the computer.

use crate::rig::{Rig, USERNAME};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_names_the_installation_and_the_organizations_and_no_person() {
    let mut rig = Rig::new().await;
    let before = lpc_api::help::help(&rig.host).await.unwrap();
    assert!(before.details.contains("not connected"), "{before:?}");
    rig.connect().await;
    let help = lpc_api::help::help(&rig.host).await.unwrap();
    let organization = rig.sim.state()["organization"]["id"].clone();
    let gate = lpc_api::gate::gate(&rig.host).await.unwrap();
    let number = gate
        .request
        .split_whitespace()
        .find(|word| word.starts_with("LPC-"));
    for expected in [
        help.version,
        std::env::consts::OS,
        organization.as_str().unwrap(),
        number.unwrap(),
    ] {
        assert!(help.details.contains(expected), "{expected}: {help:?}");
    }
    // The folders have a person's name in their paths.
    for secret in [USERNAME, &help.data_folder, &help.log_folder] {
        assert!(!help.details.contains(secret), "{secret}: {help:?}");
    }
    assert_eq!(help.data_folder, rig.folder.path().display().to_string());
    assert!(help.demo && help.support_address.contains('@'), "{help:?}");
}
