//! The gate, entitlement files, and the console's own files.

use super::situations::another;
use super::{Words, ask, compare, keep, rig};
use crate::gate::{ELSEWHERE, claims, deploy, remove};
use crate::gate_files::put;
use crate::own_data::damage;
use crate::rig::{Rig, sign};
use lpc_api::host::ChosenFile;
use lpc_core::clock::Clock as _;
use lpc_entitlement::{Claims, demo, issue};
use serde_json::json;
use std::fs;

const FEW: usize = 60;
const DAY: i64 = 24 * 3600;

fn changed(rig: &Rig, change: impl FnOnce(&mut Claims, i64)) -> String {
    let mut claims = claims(rig);
    change(&mut claims, rig.clock.now().as_second());
    sign(&claims)
}

fn of_another_edition(rig: &Rig) -> String {
    changed(rig, |claims, _| claims.edition = "Professional".to_owned())
}

/// A key that support does not have, the same in every run.
fn wrong_signature(rig: &Rig) -> String {
    let genuine = sign(&claims(rig));
    let (head, signature) = genuine.rsplit_once('.').unwrap();
    let other = if signature.starts_with('A') { "B" } else { "A" };
    format!("{head}.{other}{}", &signature[1..])
}

/// A console that nobody has connected, with this entitlement.
async fn closed_by(text: impl FnOnce(&Rig) -> String) -> Rig {
    let rig = rig(FEW).await;
    deploy(&rig, &text(&rig)).await;
    rig
}

/// A connected console whose entitlement is another one now.
async fn connected_with(text: impl FnOnce(&Rig) -> String) -> Rig {
    let mut rig = rig(FEW).await;
    rig.connect().await;
    deploy(&rig, &text(&rig)).await;
    rig
}

/// A person chooses a file of another edition in the dialog.
async fn refuse_an_import(rig: &Rig) {
    *rig.host.chosen.lock().unwrap() = Some(ChosenFile {
        name: "halden-group.entitlement".to_owned(),
        text: of_another_edition(rig),
    });
    ask(rig, "import_entitlement", json!({})).await;
}

async fn missing(imports: bool) -> Rig {
    let rig = rig(FEW).await;
    remove(&rig);
    ask(&rig, "check_entitlement", json!({})).await;
    if imports {
        refuse_an_import(&rig).await;
    }
    rig
}

async fn import_refused(rig: impl Future<Output = Rig>) -> Rig {
    let rig = rig.await;
    refuse_an_import(&rig).await;
    rig
}

async fn unreadable() -> Rig {
    let rig = rig(FEW).await;
    remove(&rig);
    fs::create_dir(rig.folder.path().join("halden-group.entitlement")).unwrap();
    ask(&rig, "check_entitlement", json!({})).await;
    rig
}

/// Files as they lie there after years, the newest first.
async fn files<const N: usize>(texts: impl FnOnce(&Rig) -> [String; N]) -> Rig {
    let rig = rig(FEW).await;
    remove(&rig);
    let names = [
        "halden-group.entitlement",
        "changed.entitlement",
        "2025.entitlement",
    ];
    for ((name, text), minute) in names.iter().zip(texts(&rig)).zip((1..10).rev()) {
        put(&rig, name, minute, &text);
    }
    ask(&rig, "check_entitlement", json!({})).await;
    rig
}

fn good(rig: &Rig) -> String {
    sign(&claims(rig))
}

fn older(rig: &Rig) -> String {
    changed(rig, |claims, now| claims.iat = now - 300 * DAY)
}

fn ended(rig: &Rig) -> String {
    changed(rig, |claims, now| {
        (claims.nbf, claims.exp) = (now - 400 * DAY, now - 35 * DAY)
    })
}

async fn many_files() -> Rig {
    let rig = files(|rig| [good(rig)]).await;
    for minute in 10..34 {
        put(
            &rig,
            &format!("note-{minute}.entitlement"),
            minute,
            "a note",
        );
    }
    ask(&rig, "check_entitlement", json!({})).await;
    rig
}

/// The organization that was refreshed is another one, and only that is included.
async fn partly() -> Rig {
    let mut rig = rig(FEW).await;
    rig.connect().await;
    rig.fault("refresh_organization");
    rig.renew_entitlement().await;
    another(&rig, "Meridian UAT").await;
    rig
}

async fn damaged() -> Rig {
    let mut rig = rig(FEW).await;
    rig.connect().await;
    rig.restarted_after(|folder| damage(&folder.join("vault.db")))
        .await
}

macro_rules! situations {
    ($($sentence:ident, $name:literal, $rig:expr;)*) => { $(
        #[tokio::test(flavor = "multi_thread")]
        async fn $sentence() {
            keep($name, &$rig.await).await;
        }
    )* };
}

situations! {
    without_a_file_it_is_gate, "gate", missing(false);
    a_refused_import_is_gate_rejected, "gateRejected", missing(true);
    a_note_is_gate_malformed, "gateMalformed", closed_by(|_| "an e-mail".to_owned());
    a_key_of_somebody_else_is_gate_key, "gateKey", closed_by(|rig| {
        issue::sign(&claims(rig), demo::PRIVATE_KEY, "other").unwrap()
    });
    a_changed_file_is_gate_signature, "gateSignature", closed_by(wrong_signature);
    a_refused_import_beside_it_is_gate_signature_rejected, "gateSignatureRejected",
        import_refused(closed_by(wrong_signature));
    another_program_is_gate_product, "gateProduct", closed_by(|rig| {
        changed(rig, |claims, _| claims.aud = "com.lpcadmin.console".to_owned())
    });
    an_early_file_is_gate_waits, "gateWaits", closed_by(|rig| {
        changed(rig, |claims, now| claims.nbf = now + 12 * DAY)
    });
    another_edition_is_gate_edition, "gateEdition", closed_by(of_another_edition);
    a_folder_in_its_place_is_gate_unreadable, "gateUnreadable", unreadable();
    several_files_are_gate_files, "gateFiles", files(|rig| [of_another_edition(rig), wrong_signature(rig), "a note".to_owned()]);
    two_files_are_gate_two, "gateTwo", files(|rig| [wrong_signature(rig), of_another_edition(rig)]);
    several_files_one_of_them_good_are_access_files, "accessFiles", files(|rig| [good(rig), wrong_signature(rig), older(rig)]);
    a_good_and_an_old_file_are_access_old, "accessOld", files(|rig| [good(rig), ended(rig)]);
    more_files_than_are_listed_are_access_many, "accessMany", many_files();
    a_renewal_that_was_refused_is_access_rejected, "accessRejected", import_refused(rig(FEW));
    another_organization_is_gate_organization, "gateOrganization", connected_with(|rig| {
        changed(rig, |claims, _| claims.organizations = vec![ELSEWHERE.to_owned()])
    });
    an_ended_entitlement_is_access_expired, "accessExpired", connected_with(|rig| {
        ended(rig)
    });
    an_entitlement_in_its_last_week_is_access_ends, "accessEnds", connected_with(|rig| {
        changed(rig, |claims, now| claims.exp = now + 6 * DAY + DAY / 2)
    });
    one_of_two_organizations_is_included_in_access_partly, "accessPartly", partly();
    a_damaged_file_is_set_aside, "setAside", damaged();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_file_keeps_the_console_from_starting_in_newer_data() {
    let rig = rig(FEW).await;
    let (words, now) = (Words::of(&rig).await, rig.clock.now());
    let closed = rig.closed().await;
    let file = closed.folder.path().join("console.db");
    let newer = "PRAGMA user_version = 9999";
    rusqlite::Connection::open(file)
        .unwrap()
        .execute_batch(newer)
        .unwrap();
    let problem = serde_json::to_value(closed.start_problem()).unwrap();
    compare("newerData", now, &words, async |_, _| Ok(problem.clone())).await;
}
