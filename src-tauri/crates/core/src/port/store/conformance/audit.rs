use super::rig::Subject;
use super::rig::{Rig, add_organization, at};
use crate::actor::Actor;
use crate::audit::{
    AuditKind, AuditTopic, Change, EntryCounts, EntryFilter, EntryPage, NewEntry, Stamp,
};
use crate::organization::OrganizationChange;
use crate::plan::OrganizationEdit;
use crate::port::store::StoreError;

pub const SWITCHED_OFF: OrganizationChange = OrganizationChange::Synchronization(false);

pub fn rename(name: &str) -> OrganizationChange {
    OrganizationChange::Rename(name.to_owned())
}

pub fn by(second: i64, name: &str) -> Stamp {
    Stamp {
        at: at(second),
        actor: Actor::Person(Some(name.to_owned())),
    }
}

/// What the counts must be, counted one by one.
pub fn counted(page: &EntryPage) -> EntryCounts {
    let mut counts = EntryCounts::default();
    for entry in &page.entries {
        counts.add(entry.kind, 1);
    }
    counts
}

pub async fn pages_follow_each_other_without_gap_or_repetition_while_entries_arrive<S: Subject>() {
    let rig = Rig::<S>::new().await;
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

pub async fn a_filter_by_topic_and_organization_shows_only_these<S: Subject>() {
    let rig = Rig::<S>::new().await;
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

pub async fn a_setting_and_its_entry_are_written_together<S: Subject>() {
    let rig = Rig::<S>::new().await;
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

pub async fn every_topic_is_counted_for_the_organization_that_is_looked_at_and_whatever_topic_is<
    S: Subject,
>() {
    let rig = Rig::<S>::new().await;
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

pub async fn a_change_that_is_refused_leaves_no_entry<S: Subject>() {
    let rig = Rig::<S>::new().await;
    let other = add_organization(&rig.db, "Pellworm").await;
    let edit = OrganizationEdit::Change(other, rename("HÁLDEN"));
    let answer = rig.db.edit_organization(edit, by(3, "dana")).await;
    assert!(matches!(answer, Err(StoreError::Naming(_))), "{answer:?}");
    let created = [AuditKind::OrganizationCreated; 2];
    assert_eq!(rig.kinds(EntryFilter::default()).await, created);
}

pub async fn every_switch_that_changes_is_told_and_what_is_there_already_is_not<S: Subject>() {
    let rig = Rig::<S>::new().await;
    for change in [rename("Halden"), SWITCHED_OFF, SWITCHED_OFF] {
        let edit = OrganizationEdit::Change(rig.organization, change);
        let changed = rig.db.edit_organization(edit, by(1, "dana")).await;
        changed.expect("changes");
    }
    let told = [
        AuditKind::SynchronizationSwitched,
        AuditKind::OrganizationCreated,
    ];
    assert_eq!(rig.kinds(EntryFilter::default()).await, told);
}

pub async fn an_entry_keeps_the_name_that_the_organization_had_then<S: Subject>() {
    let rig = Rig::<S>::new().await;
    let edit = OrganizationEdit::Change(rig.organization, rename("Halden Group"));
    let renamed = rig.db.edit_organization(edit, by(2, "dana")).await;
    renamed.expect("renames");
    let page = rig.entries(EntryFilter::default(), None, 10).await;
    let names = page.entries.into_iter().rev();
    let mut names = names.filter_map(|entry| entry.organization_name);
    assert_eq!(names.next().as_deref(), Some("Halden"), "when it was made");
    assert_eq!(names.next().as_deref(), Some("Halden Group"));
}

pub async fn whoever_acted_is_read_back_as_written<S: Subject>() {
    let rig = Rig::<S>::new().await;
    let stamps = [by(1, "dana"), Stamp::console(at(2))];
    for stamp in &stamps {
        let entry = NewEntry {
            stamp: stamp.clone(),
            kind: AuditKind::LoginStarted,
            organization: Some(rig.organization),
            change: Change::between("a", "b").of("c"),
        };
        rig.db.add_entry(entry).await.expect("adds");
    }
    let page = rig.entries(EntryFilter::default(), None, 2).await;
    let read: Vec<_> = page
        .entries
        .iter()
        .rev()
        .map(|entry| (entry.at, entry.by_person, entry.actor.as_deref()))
        .collect();
    assert_eq!(
        read,
        [
            (stamps[0].at, true, Some("dana")),
            (stamps[1].at, false, None)
        ]
    );
    assert_eq!(page.entries[0].change, Change::between("a", "b").of("c"));
}

pub async fn numbers_of_entries_grow_and_a_page_ends_before_the_one_it_is_given<S: Subject>() {
    let rig = Rig::<S>::new().await;
    for name in ["One", "Two", "Three"] {
        add_organization(&rig.db, name).await;
    }
    let all = rig.entries(EntryFilter::default(), None, 9).await.entries;
    let numbers: Vec<_> = all.iter().map(|entry| entry.number).collect();
    assert!(
        numbers.is_sorted_by(|newer, older| newer > older),
        "{numbers:?}"
    );
    let older = rig
        .entries(EntryFilter::default(), Some(numbers[1]), 9)
        .await;
    assert_eq!(older.entries, all[2..]);
}
