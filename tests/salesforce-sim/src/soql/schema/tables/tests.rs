use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::*;
use crate::Config;
use crate::organization::permission_sets::SLOTS;
use crate::organization::{RIGHTS, Right};
use crate::people::SERVICE_ROW;
use crate::world::World;

fn world(users: usize) -> World {
    let now: jiff::Timestamp = "2026-11-23T12:00:00Z".parse().expect("a valid time");
    let config = Config {
        users,
        clock: Arc::new(move || now),
        ..Config::default()
    };
    World::new(config, "http://localhost:1".to_owned())
}

fn view(world: &World) -> View<'_> {
    View {
        world,
        user: SERVICE_ROW,
    }
}

fn get(view: &View<'_>, table: &Table, row: usize, field: &str) -> Value {
    let field = table.field(field).unwrap_or_else(|| panic!("{field}"));
    (field.get)(view, row)
}

fn existing(view: &View<'_>, table: &Table) -> Vec<usize> {
    (0..(table.rows)(view) as usize)
        .filter(|&row| (table.exists)(view, row))
        .collect()
}

#[test]
fn ids_ascend_with_the_row_and_lead_back_to_it() {
    let world = world(60);
    let view = view(&world);
    for table in ALL {
        if table.name == "UserPermissionAccess" {
            continue;
        }
        let mut before = String::new();
        for row in existing(&view, table) {
            let Value::Id(id) = get(&view, table, row, "Id") else {
                panic!("{} has no id", table.name);
            };
            assert!(id > before, "{} {row}", table.name);
            assert!(id.starts_with(table.prefix), "{} {id}", table.name);
            assert_eq!((table.find)(&view, &id), Some(row), "{}", table.name);
            before = id;
        }
    }
}

#[test]
fn only_nillable_fields_are_null_and_references_point_to_rows() {
    let world = world(200);
    let view = view(&world);
    for table in ALL {
        for row in existing(&view, table) {
            for field in table.fields {
                let value = (field.get)(&view, row);
                assert!(
                    value != Value::Null || field.nillable,
                    "{}.{} of row {row} is null",
                    table.name,
                    field.name
                );
                if let Value::Text(text) = &value {
                    assert!(!text.is_empty(), "{}.{} is empty", table.name, field.name);
                }
            }
            for relation in table.relations {
                let reference = get(&view, table, row, relation.field);
                let target = (relation.row)(&view, row);
                let id = target.map(|row| get(&view, relation.target, row, "Id"));
                assert_eq!(reference, id.unwrap_or(Value::Null), "{}", relation.name);
            }
        }
    }
}

#[test]
fn names_of_fields_and_relationships_are_unique() {
    for table in ALL {
        let names: HashSet<&str> = table.fields.iter().map(|field| field.name).collect();
        assert_eq!(names.len(), table.fields.len(), "{}", table.name);
        for relation in table.relations {
            let field = table.field(relation.field).expect("a field");
            assert!(field.refers_to.contains(&relation.target.name));
        }
        for child in table.children {
            let field = child.target.field(child.field).expect("a field");
            assert!(field.refers_to.contains(&table.name), "{}", child.name);
        }
        if let Some(by_user) = &table.by_user {
            assert!(table.field(by_user.field).is_some());
        }
    }
}

#[test]
fn every_object_with_rights_has_all_of_them() {
    for name in ["Profile", "PermissionSet", "UserPermissionAccess"] {
        let table = super::super::table(name).expect("an object");
        for (right, _) in RIGHTS {
            assert!(table.field(right).is_some(), "{name}.{right}");
        }
    }
}

#[test]
fn the_rows_of_a_user_are_those_that_refer_to_the_user() {
    let world = world(80);
    let view = view(&world);
    for table in ALL {
        let Some(by_user) = &table.by_user else {
            continue;
        };
        let mut wanted: HashMap<String, Vec<u32>> = HashMap::new();
        for row in existing(&view, table) {
            if let Value::Id(id) = get(&view, table, row, by_user.field) {
                wanted.entry(id).or_default().push(row as u32);
            }
        }
        for user in 0..80 {
            let mut rows = (by_user.rows)(&view, user);
            rows.retain(|&row| row < (table.rows)(&view) && (table.exists)(&view, row as usize));
            let wanted = wanted.remove(&world.user_id(user)).unwrap_or_default();
            assert_eq!(rows, wanted, "{} of user {user}", table.name);
        }
        // What is left belongs to groups in groups.
        assert!(
            wanted.keys().all(|id| id.starts_with("00G")),
            "{}",
            table.name
        );
    }
}

#[test]
fn everybody_with_a_profile_has_its_set_and_some_have_more() {
    let world = world(2_000);
    let view = view(&world);
    let table = super::super::table("PermissionSetAssignment").expect("an object");
    let mut sets: HashMap<usize, Vec<Value>> = HashMap::new();
    for row in existing(&view, table) {
        let set = get(&view, table, row, "PermissionSetId");
        sets.entry(row / SLOTS).or_default().push(set);
    }
    assert!(
        !sets.contains_key(&0),
        "the automated process has no profile"
    );
    for (user, sets) in &sets {
        let distinct: HashSet<String> = sets.iter().map(|set| format!("{set:?}")).collect();
        assert_eq!(distinct.len(), sets.len(), "user {user} has a set twice");
        let profile = world.people.person(*user).profile.expect("a profile");
        let own = world.organization.permission_sets.id(usize::from(profile));
        assert_eq!(sets[0], Value::Id(own));
    }
    let groups = |count: usize| sets.values().filter(|sets| sets.len() == count).count();
    assert!(groups(1) > 300 && groups(2) > 500 && groups(3) > 200 && groups(4) > 20);
}

#[test]
fn rights_come_from_the_profile_and_the_sets_and_a_switch_has_the_last_word() {
    let mut world = world(3_000);
    let may = |world: &World, row, name| world.permission(row, name);
    for row in [SERVICE_ROW, crate::people::OTHER_ROW] {
        for name in [
            "PermissionsViewAllData",
            "PermissionsViewAllUsers",
            "PermissionsManageUsers",
            "PermissionsApiEnabled",
            "PermissionsViewSetup",
            "PermissionsCustomizeApplication",
        ] {
            assert!(may(&world, row, name), "{name}");
        }
        assert!(!may(&world, row, "PermissionsApiUserOnly"));
    }
    let by_set = (8..3_000).filter(|&row| {
        let person = world.people.person(row);
        let profile = person.profile.map(usize::from);
        let by_profile = profile.is_some_and(|p| {
            crate::organization::PROFILES[p]
                .rights
                .has(Right::ApiEnabled)
        });
        !by_profile && may(&world, row, "PermissionsApiEnabled")
    });
    assert!(by_set.count() > 20, "some may use the API by a set alone");
    world
        .switches
        .permissions
        .insert("PermissionsViewAllData".to_owned(), false);
    assert!(!may(&world, SERVICE_ROW, "PermissionsViewAllData"));
    assert!(
        !may(&world, 0, "PermissionsApiEnabled"),
        "a robot has no profile"
    );
}

#[test]
fn those_who_may_not_see_logins_see_their_own() {
    let world = world(100);
    let table = super::super::table("LoginHistory").expect("an object");
    let somebody = (20..100)
        .find(|&row| {
            !world.permission(row, "PermissionsManageUsers")
                && world.people.last_login(row).is_some()
        })
        .expect("somebody without the right");
    let view = View {
        world: &world,
        user: somebody,
    };
    let rows = existing(&view, table);
    let own = Value::Id(world.user_id(somebody));
    assert!(!rows.is_empty());
    assert!(
        rows.iter()
            .all(|&row| get(&view, table, row, "UserId") == own)
    );
}
