use super::{Rig, add_organization, at, organization};
use lpc_core::actor::Actor;
use lpc_core::audit::{
    AuditKind, AuditTopic, Change, EntryCounts, EntryFilter, EntryPage, NewEntry, Stamp,
};
use lpc_core::organization::OrganizationChange;
use lpc_core::port::store::conformance::Short;
use lpc_core::port::store::{Store, StoreError};

const SWITCHED_OFF: OrganizationChange = OrganizationChange::Synchronization(false);

fn rename(name: &str) -> OrganizationChange {
    OrganizationChange::Rename(name.to_owned())
}

fn by(second: i64, name: &str) -> Stamp {
    Stamp {
        at: at(second),
        actor: Actor::Person(Some(name.to_owned())),
    }
}

impl Rig {
    async fn entries(&self, filter: EntryFilter, before: Option<i64>, limit: u32) -> EntryPage {
        self.db
            .entries(filter, before, limit)
            .await
            .expect("a page of the audit is read")
    }

    async fn kinds(&self, filter: EntryFilter) -> Vec<AuditKind> {
        let page = self.entries(filter, None, 500).await;
        page.entries.into_iter().map(|entry| entry.kind).collect()
    }
}

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
        .map(|entry| (entry.kind, entry.stamp.clone(), entry.change.to.clone()))
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
async fn pages_follow_each_other_without_gap_or_repetition_while_entries_arrive() {
    let rig = Rig::new().await;
    for number in 0..250 {
        let entry = NewEntry {
            stamp: by(number, "dana"),
            kind: AuditKind::SettingChanged,
            organization: None,
            change: Change::to(number.to_string()),
        };
        rig.db.add_entry(entry).await.expect("adds");
    }
    let filter = EntryFilter {
        topic: Some(AuditTopic::Settings),
        organization: None,
    };
    let (mut seen, mut before) = (Vec::new(), None);
    loop {
        let page = rig.entries(filter.clone(), before, 100).await;
        before = page.entries.last().map(|entry| entry.number);
        seen.extend(page.entries.into_iter().filter_map(|entry| entry.change.to));
        if !page.more {
            break;
        }
        add_organization(&rig.db, &format!("Between {}", seen.len())).await;
    }
    let expected: Vec<String> = (0..250).rev().map(|number| number.to_string()).collect();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn a_filter_by_topic_and_organization_shows_only_these() {
    let rig = Rig::new().await;
    let other = add_organization(&rig.db, "Other").await;
    for (kind, organization) in [
        (AuditKind::ConnectionLost, other),
        (AuditKind::LoginStarted, rig.organization),
    ] {
        let entry = NewEntry {
            stamp: Stamp::console(at(5)),
            kind,
            organization: Some(organization),
            change: Change::default(),
        };
        rig.db.add_entry(entry).await.expect("adds");
    }
    let only = |topic, organization| EntryFilter {
        topic,
        organization,
    };
    assert_eq!(
        rig.kinds(only(Some(AuditTopic::Connections), None)).await,
        [AuditKind::ConnectionLost]
    );
    assert_eq!(
        rig.kinds(only(None, Some(rig.organization))).await,
        [AuditKind::LoginStarted, AuditKind::OrganizationCreated]
    );
    assert_eq!(
        rig.kinds(only(Some(AuditTopic::Connections), Some(rig.organization)))
            .await,
        []
    );
}

#[tokio::test]
async fn a_setting_and_its_entry_are_written_together() {
    let rig = Rig::new().await;
    let entry = NewEntry {
        stamp: by(1, "dana"),
        kind: AuditKind::SettingChanged,
        organization: None,
        change: Change::between("system", "dark").of("theme"),
    };
    rig.db
        .set_setting("theme", "dark", Some(entry))
        .await
        .expect("changes");
    assert_eq!(
        rig.db.setting("theme").await.expect("reads").as_deref(),
        Some("dark")
    );
    let page = rig.entries(EntryFilter::default(), None, 1).await;
    let entry = &page.entries[0];
    assert_eq!(entry.kind, AuditKind::SettingChanged);
    assert_eq!(entry.change, Change::between("system", "dark").of("theme"));
    assert!(page.more, "the first organization's entry is older");
}

/// What the counts must be, counted one by one.
fn counted(page: &EntryPage) -> EntryCounts {
    let mut counts = EntryCounts::default();
    for entry in &page.entries {
        counts.topics[entry.kind.topic() as usize] += 1;
    }
    counts
}

#[tokio::test]
async fn every_topic_is_counted_for_the_organization_that_is_looked_at_and_whatever_topic_is() {
    let rig = Rig::new().await;
    let other = add_organization(&rig.db, "Other").await;
    for number in 0..60 {
        let kind = AuditKind::ALL[number % AuditKind::ALL.len()];
        let whose = [None, Some(rig.organization), Some(other)][number % 3];
        let entry = NewEntry {
            stamp: Stamp::console(at(5)),
            kind,
            organization: whose,
            change: Change::default(),
        };
        rig.db.add_entry(entry).await.expect("adds");
    }
    for organization in [None, Some(rig.organization), Some(other)] {
        let filter = |topic| EntryFilter {
            topic,
            organization,
        };
        let everything = rig.entries(filter(None), None, 500).await;
        let expected = counted(&everything);
        assert!(expected.of(None) > 20, "{expected:?}");
        assert_eq!(everything.counts, expected, "{organization:?}");
        for topic in AuditTopic::ALL {
            let page = rig.entries(filter(Some(topic)), None, 1).await;
            assert_eq!(page.counts, expected, "a topic hides no other's count");
            let all = rig.entries(filter(Some(topic)), None, 500).await;
            assert_eq!(expected.of(Some(topic)), all.entries.len() as u64);
        }
    }
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
