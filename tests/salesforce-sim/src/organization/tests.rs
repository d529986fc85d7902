use std::collections::HashSet;

use super::groups::{GROUP_COUNT, GroupKind, NAMED_GROUPS, Nested, group, nested_members};
use super::permission_sets::{OWN_FROM, OWN_SETS, SET_COUNT, SET_GROUPS, rights_of};
use super::*;

#[test]
fn the_role_tree_is_a_tree_of_some_depth() {
    let depth = |mut role: usize| {
        let mut depth = 1;
        while let Some(parent) = ROLES[role].parent {
            assert!(parent < role, "a role comes after the one above it");
            role = parent;
            depth += 1;
        }
        depth
    };
    assert_eq!((0..ROLES.len()).map(depth).max(), Some(5));
    assert_eq!(ROLES.iter().filter(|role| role.parent.is_none()).count(), 1);
    let names: HashSet<&str> = ROLES.iter().map(|role| role.name).collect();
    assert_eq!(names.len(), ROLES.len());
}

#[test]
fn groups_are_nested_three_deep_and_never_in_themselves() {
    fn depth(position: usize) -> usize {
        let nested = NAMED_GROUPS[position].nested.iter();
        let inner = nested.map(|inner| match inner {
            Nested::Group(inner) => {
                assert!(*inner < position || *inner == 3, "no circles");
                1 + depth(*inner)
            }
            Nested::Role(_) | Nested::RoleAndSubordinates(_) => 1,
        });
        inner.max().unwrap_or(0)
    }
    assert_eq!((0..NAMED_GROUPS.len()).map(depth).max(), Some(3));
    for (outer, inner) in nested_members() {
        assert!(outer != inner && inner < GROUP_COUNT);
        assert!(matches!(group(outer), GroupKind::Named(_)));
        assert!(!matches!(group(inner), GroupKind::Everybody));
    }
}

#[test]
fn a_group_of_sets_allows_what_its_members_allow() {
    assert_eq!(
        SET_COUNT,
        PROFILES.len() + OWN_SETS.len() + SET_GROUPS.len()
    );
    for (at, sets) in SET_GROUPS.iter().enumerate() {
        let whole = rights_of(OWN_FROM + OWN_SETS.len() + at);
        for (_, right) in RIGHTS {
            let some = sets
                .members
                .iter()
                .any(|&set| OWN_SETS[set].rights.has(right));
            assert_eq!(whole.has(right), some, "{right:?} of {}", sets.label);
        }
    }
}

#[test]
fn rights_are_named_as_their_fields() {
    for (at, (name, right)) in RIGHTS.iter().enumerate() {
        assert_eq!(*right as usize, at);
        assert_eq!(*name, format!("Permissions{right:?}"));
        assert_eq!(Right::named(name), Some(*right));
    }
    assert_eq!(Right::named("PermissionsFly"), None);
}

#[test]
fn only_administrators_and_the_service_account_manage_users() {
    let managers: Vec<&str> = PROFILES
        .iter()
        .filter(|profile| profile.rights.has(Right::ManageUsers))
        .map(|profile| profile.name)
        .collect();
    assert_eq!(managers, ["System Administrator", "LPC Service Account"]);
}
