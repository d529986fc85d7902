use super::Sql;
use super::{Rig, organization};
use lpc_core::actor::Actor;
use lpc_core::audit::{AuditKind, AuditTopic, EntryFilter, Stamp};
use lpc_core::port::store::StoreError;
use lpc_core::port::store::conformance::Short;
use lpc_core::port::store::conformance::audit::{SWITCHED_OFF, by, counted, rename};

#[tokio::test]
async fn a_change_and_its_entry_are_one_transaction() {
    let rig = Rig::new().await;
    let changed = organization("Pellworm");
    let stamp = by(1, "dana");
    rig.db
        .add_organization(changed.clone(), stamp.clone())
        .await
        .expect("adds");
    for change in [rename("Pellworm Instruments"), SWITCHED_OFF] {
        rig.db
            .change_organization(changed.id, change, by(2, "dana"))
            .await
            .expect("changes");
    }
    let page = rig
        .entries(
            EntryFilter {
                organization: Some(changed.id),
                topic: None,
            },
            None,
            10,
        )
        .await;
    let told: Vec<_> = page
        .entries
        .iter()
        .map(|entry| {
            assert!(entry.by_person);
            let actor = Actor::Person(entry.actor.clone());
            let stamp = Stamp {
                at: entry.at,
                actor,
            };
            (entry.kind, stamp, entry.change.to.clone())
        })
        .collect();
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        told,
        [
            (
                AuditKind::SynchronizationSwitched,
                by(2, "dana"),
                text("off")
            ),
            (
                AuditKind::OrganizationRenamed,
                by(2, "dana"),
                text("Pellworm Instruments")
            ),
            (AuditKind::OrganizationCreated, stamp, text("Pellworm")),
        ]
    );
    assert_eq!((page.counts.of(None), page.more), (3, false));

    // A change that is refused leaves no entry.
    let refused = rig
        .db
        .change_organization(changed.id, rename("HÁLDEN"), by(3, "dana"));
    let answer = refused.await;
    assert!(matches!(answer, Err(StoreError::Naming(_))), "{answer:?}");
    assert_eq!(rig.number("SELECT count(*) FROM audit").await, 4);
}

#[tokio::test]
async fn saving_what_is_there_already_adds_nothing() {
    let rig = Rig::new().await;
    for (change, entries) in [(rename("Halden"), 1), (SWITCHED_OFF, 2), (SWITCHED_OFF, 2)] {
        rig.db
            .change_organization(rig.organization, change, by(1, "dana"))
            .await
            .expect("changes");
        assert_eq!(rig.number("SELECT count(*) FROM audit").await, entries);
    }
}

#[tokio::test]
async fn entries_can_be_added_and_neither_changed_nor_deleted() {
    let rig = Rig::new().await;
    for statement in ["UPDATE audit SET actor = 'nobody'", "DELETE FROM audit"] {
        let answer = rig
            .db
            .write(move |db| Ok(db.execute_batch(statement)?))
            .await;
        assert!(answer.is_err(), "{statement}");
    }
    assert_eq!(rig.number("SELECT count(*) FROM audit").await, 1);
}

#[tokio::test]
async fn entries_from_before_there_were_counts_are_counted_and_none_is_counted_again() {
    let rig = Rig::new().await;
    // The database as an older version left it.
    rig.db
        .write(|db| {
            db.execute_batch(
                "DROP TRIGGER audit_is_counted;
                 DROP TABLE audit_count;
                 INSERT INTO audit (at, kind, by_person) VALUES (1, 'setting-changed', 1);
                 INSERT INTO audit (at, kind, by_person) VALUES (2, 'of another version', 1);",
            )?;
            Ok(db.execute_batch(include_str!("../../migrations/0020_audit_count.sql"))?)
        })
        .await
        .expect("migrates");
    let page = rig.entries(EntryFilter::default(), None, 500).await;
    assert_eq!(page.counts, counted(&page));
    assert_eq!(page.counts.of(None), 2, "what is not known is not listed");
}

#[tokio::test]
async fn counting_reads_the_counts_and_not_the_entries() {
    let rig = Rig::new().await;
    // As if there were a hundred thousand.
    rig.db
        .write(|db| Ok(db.execute("UPDATE audit_count SET entries = 100000", [])?))
        .await
        .expect("writes");
    let page = rig.entries(EntryFilter::default(), None, 1).await;
    assert_eq!(page.counts.of(Some(AuditTopic::Organizations)), 100_000);
}
