//! No token, code or verifier in any file of the console, whatever happens.

use crate::rig::{Rig, USERNAME};

fn files_of(rig: &Rig) -> Vec<(String, Vec<u8>)> {
    let mut folders = vec![rig.folder.path().to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push((path.display().to_string(), std::fs::read(&path).unwrap()));
            }
        }
    }
    files
}

fn assert_clean(rig: &Rig, step: &str) {
    let secrets = rig.sim.issued_secrets();
    assert!(
        !secrets.is_empty(),
        "{step}: the stand-in gave something to look for"
    );
    let files = files_of(rig);
    assert!(
        files.iter().any(|(name, _)| name.ends_with("vault.db")),
        "{step}: {files:?}"
    );
    for (name, content) in files {
        for secret in &secrets {
            let found = content
                .windows(secret.len())
                .any(|window| window == secret.as_bytes());
            assert!(!found, "{step}: a secret stands in {name}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_holds_a_secret_at_any_step() {
    let mut rig = Rig::new().await;
    let link = rig.start_login().await;
    let callback = rig.approve(&link, USERNAME);
    assert_clean(&rig, "waiting");
    rig.host.take_callback(&callback).await.unwrap();
    rig.wait_for_login().await;
    rig.wait_for_session().await;
    assert_clean(&rig, "connected");
    rig.fault("expire_access_tokens");
    rig.session().await;
    assert_clean(&rig, "refreshed");
    rig.lose().await;
    assert_clean(&rig, "lost");
    rig.log_in_as(USERNAME).await;
    rig.wait_for_recovery().await;
    assert_clean(&rig, "recovered");
}
