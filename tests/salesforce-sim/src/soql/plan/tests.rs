use serde_json::Value as Json;

use super::*;
use crate::Config;
use crate::people::{Change, SERVICE_ROW};
use crate::soql::Effort;
use crate::world::World;

fn world(users: usize) -> World {
    let now: jiff::Timestamp = "2026-11-23T12:00:00Z".parse().expect("a valid time");
    let clock = std::sync::Arc::new(move || now);
    World::new(
        Config {
            users,
            clock,
            ..Config::default()
        },
        "http://localhost:1".to_owned(),
    )
}

fn rows(world: &World, query: &str) -> Vec<Json> {
    let view = View {
        world,
        user: SERVICE_ROW,
    };
    let plan = plan(&view, query).unwrap_or_else(|error| panic!("{query}: {error:?}"));
    serde_json::from_str(&written(view, &plan)).expect("rows are JSON")
}

fn written(view: View<'_>, plan: &Plan) -> String {
    let mut out = b"[".to_vec();
    let page = plan.page(view, "66.0", 0, usize::MAX, &mut out);
    assert_eq!(page.taken, plan.len());
    out.push(b']');
    String::from_utf8(out).expect("rows are text")
}

fn refused(world: &World, query: &str) -> SoqlError {
    match plan(
        &View {
            world,
            user: SERVICE_ROW,
        },
        query,
    ) {
        Ok(_) => panic!("{query} is answered"),
        Err(error) => error,
    }
}

#[test]
fn a_row_has_its_members_in_the_order_of_the_query() {
    let world = world(20);
    let view = View {
        world: &world,
        user: SERVICE_ROW,
    };
    let query = "SELECT Name, Profile.Name, Id, profile.userlicense.name FROM User \
                 WHERE Username = 'SVC-LPC@example.com'";
    let plan = plan(&view, query).expect("a valid query");
    let text = written(view, &plan);
    let places: Vec<usize> = [
        "attributes",
        "Service Account",
        "Profile",
        "UserLicense",
        "\"Id\"",
    ]
    .iter()
    .map(|part| {
        text.find(part)
            .unwrap_or_else(|| panic!("{part} is missing in {text}"))
    })
    .collect();
    assert!(places.is_sorted(), "{text}");
    assert!(
        text.contains("\"url\":\"/services/data/v66.0/sobjects/User/005"),
        "{text}"
    );
}

#[test]
fn a_missing_relation_is_null() {
    let rows = rows(
        &world(20),
        "SELECT Profile.Name FROM User WHERE UserType = 'AutomatedProcess'",
    );
    assert_eq!(rows[0]["Profile"], Json::Null);
}

#[test]
fn filters_agree_with_a_scan_by_hand() {
    let world = world(3_000);
    let count = |filter: &str| rows(&world, &format!("SELECT Id FROM User WHERE {filter}")).len();
    let inactive = (0..3_000)
        .filter(|&row| !world.people.person(row).active)
        .count();
    assert_eq!(count("IsActive = false"), inactive);
    assert_eq!(count("NOT IsActive = true"), inactive);
    assert_eq!(count("IsActive != true"), inactive);
    assert_eq!(count("IsActive = true OR IsActive = false"), 3_000);
    assert_eq!(count("UserRoleId = null AND (UserRoleId != null)"), 0);
    let without = (0..3_000)
        .filter(|&row| world.people.person(row).role.is_none())
        .count();
    assert_eq!(count("UserRoleId = null"), without);
    assert_eq!(
        count("LastLoginDate < 1970-01-01T00:00:00Z"),
        0,
        "null is not less"
    );
    assert_eq!(count("Name LIKE '%'"), 3_000);
    let letter = (0..3_000)
        .filter(|&row| world.people.full_name(row).starts_with('S'))
        .count();
    assert_eq!(count("Name LIKE 's%'"), letter);
    assert!(count("Profile.Name = 'system administrator' AND Id != null") > 3);
}

#[test]
fn ids_match_in_15_and_18_characters() {
    let world = world(50);
    let id = world.user_id(20);
    for filter in [
        format!("Id = '{id}'"),
        format!("Id = '{}'", &id[..15]),
        format!("Id IN ('{}')", &id[..15]),
        format!("Id >= '{id}' AND Id <= '{id}'"),
    ] {
        let rows = rows(&world, &format!("SELECT Id FROM User WHERE {filter}"));
        assert_eq!(rows.len(), 1, "{filter}");
        assert_eq!(rows[0]["Id"], id.as_str());
    }
    let query = format!("SELECT Id FROM User WHERE Id > '{id}'");
    assert_eq!(rows(&world, &query).len(), 29);
    let query = format!("SELECT IsFrozen FROM UserLogin WHERE UserId IN ('{id}')");
    assert_eq!(rows(&world, &query).len(), 1);
    let error = refused(&world, "SELECT Id FROM User WHERE Id = '005short'");
    assert_eq!(error.message, "invalid ID field: 005short");
}

#[test]
fn rows_are_ordered_with_nulls_first_unless_asked_otherwise() {
    let world = world(300);
    let names = |order: &str| -> Vec<Json> {
        rows(
            &world,
            &format!("SELECT UserRole.Name FROM User ORDER BY {order}"),
        )
        .into_iter()
        .map(|row| row["UserRole"]["Name"].clone())
        .collect()
    };
    let up = names("UserRole.Name, Id");
    assert!(up[0].is_null() && !up[299].is_null());
    let texts: Vec<&str> = up.iter().filter_map(Json::as_str).collect();
    assert!(texts.is_sorted());
    let down = names("UserRole.Name DESC NULLS LAST");
    assert!(!down[0].is_null() && down[299].is_null());
    assert!(
        names("UserRole.Name DESC")[0].is_null(),
        "nulls come first in both directions"
    );
}

#[test]
fn a_delta_holds_exactly_what_changed() {
    let mut world = world(500);
    let mark = "2026-11-23T11:59:00Z";
    let query =
        format!("SELECT Id FROM User WHERE SystemModstamp >= {mark} ORDER BY SystemModstamp, Id");
    assert_eq!(rows(&world, &query).len(), 0);
    let now = world.now();
    let mut touched = world.people.change(Change::Rename, 4, now);
    world.people.change(Change::Freeze, 3, now);
    touched.sort_unstable();
    let ids: Vec<Json> = touched
        .iter()
        .map(|&row| Json::from(world.user_id(row)))
        .collect();
    let found: Vec<Json> = rows(&world, &query)
        .iter()
        .map(|row| row["Id"].clone())
        .collect();
    assert_eq!(found, ids, "the renamed are there and the frozen are not");
}

#[test]
fn limit_and_offset_cut_the_result() {
    let world = world(50);
    let all = rows(&world, "SELECT Id FROM User ORDER BY Id");
    assert_eq!(
        rows(&world, "SELECT Id FROM User ORDER BY Id LIMIT 3 OFFSET 10"),
        all[10..13]
    );
    assert_eq!(rows(&world, "SELECT Id FROM User LIMIT 0").len(), 0);
    assert_eq!(
        rows(&world, "SELECT Id FROM User LIMIT 99999999999999999").len(),
        50
    );
    let error = refused(&world, "SELECT Id FROM User OFFSET 2001");
    assert_eq!(error.code, "NUMBER_OUTSIDE_VALID_RANGE");
}

#[test]
fn unknown_names_are_refused_in_the_words_of_the_service() {
    let world = world(20);
    let error = refused(&world, "SELECT Id, Foo FROM User");
    assert_eq!(error.code, "INVALID_FIELD");
    assert!(
        error
            .message
            .contains("Column:12\nNo such column 'Foo' on entity 'User'.")
    );
    let error = refused(&world, "SELECT Boss.Name FROM User");
    assert!(
        error
            .message
            .contains("Didn't understand relationship 'Boss' in field path.")
    );
    let error = refused(&world, "SELECT Id FROM ScratchOrgInfo");
    assert_eq!(error.code, "INVALID_TYPE");
    assert!(
        error
            .message
            .contains("sObject type 'ScratchOrgInfo' is not supported.")
    );
    let error = refused(&world, "SELECT PermissionsFly FROM UserPermissionAccess");
    assert_eq!(error.code, "INVALID_FIELD");
    assert_eq!(
        refused(&world, "SELECT Id, Id FROM User").code,
        "MALFORMED_QUERY"
    );
}

#[test]
fn literals_of_another_type_are_refused() {
    let world = world(20);
    let pairs = [
        (
            "IsActive = 'true'",
            "'IsActive' must be of type boolean and should not be enclosed",
        ),
        (
            "SystemModstamp > '2026'",
            "'SystemModstamp' must be of type dateTime and should not",
        ),
        (
            "Name = 5",
            "'Name' must be of type string and should be enclosed in quotes",
        ),
        (
            "Id = 5",
            "'Id' must be of type reference and should be enclosed in quotes",
        ),
    ];
    for (filter, words) in pairs {
        let error = refused(&world, &format!("SELECT Id FROM User WHERE {filter}"));
        assert_eq!(error.code, "INVALID_FIELD");
        assert!(error.message.contains(words), "{filter}: {}", error.message);
    }
}

#[test]
fn frozen_users_are_hidden_from_those_who_may_not_manage_users() {
    let mut world = world(20);
    assert_eq!(rows(&world, "SELECT IsFrozen FROM UserLogin").len(), 20);
    world
        .switches
        .permissions
        .insert("PermissionsManageUsers".to_owned(), false);
    assert_eq!(
        refused(&world, "SELECT IsFrozen FROM UserLogin").code,
        "INVALID_TYPE"
    );
}

#[test]
fn every_field_of_every_object_can_be_read() {
    let world = world(30);
    let names = [
        "User",
        "UserLogin",
        "Organization",
        "UserPermissionAccess",
        "Profile",
        "UserRole",
        "UserLicense",
        "PermissionSetAssignment",
        "OauthToken",
    ];
    for name in names {
        let table = crate::soql::schema::table(name).expect("the object exists");
        let fields: Vec<&str> = table.fields.iter().map(|field| field.name).collect();
        rows(
            &world,
            &format!("SELECT {} FROM {name} ORDER BY Id", fields.join(", ")),
        );
    }
}

#[test]
fn a_query_that_would_ask_too_much_runs_into_the_time_limit() {
    let mut world = world(30_000);
    let many = "OR Name < 'A' ".repeat(7_000);
    let few = format!("SELECT Id FROM User WHERE Id != null {many} LIMIT 5");
    assert_eq!(rows(&world, &few).len(), 5, "it stops when it has enough");
    let error = refused(
        &world,
        &format!("SELECT Id FROM User WHERE Id = null {many}"),
    );
    assert_eq!(error.code, "QUERY_TIMEOUT");
    assert_eq!(
        error.message,
        "Your query request was running for too long."
    );
    world.effort = Effort::new(30_000);
    let counts: Vec<String> = (0..5_500).map(|n| format!("COUNT(Id) c{n}")).collect();
    let counts = format!(
        "SELECT {} FROM User WHERE IsActive = true",
        counts.join(",")
    );
    assert_eq!(refused(&world, &counts).code, "QUERY_TIMEOUT");
}

#[test]
fn results_keep_little_and_pages_hold_what_the_whole_holds() {
    let world = world(5_000);
    let view = View {
        world: &world,
        user: SERVICE_ROW,
    };
    let memory = |query: &str| plan(&view, query).expect("a valid query").memory();
    assert!(memory("SELECT Id FROM User") < 500);
    assert!(memory("SELECT Id FROM User WHERE IsActive = true ORDER BY Id DESC") < 2_000);
    assert!(memory("SELECT Id FROM User ORDER BY Name") < 21_000);
    let query = "SELECT Id, Name FROM User WHERE IsActive = true ORDER BY Name DESC, Id";
    let plan = plan(&view, query).expect("a valid query");
    let mut paged = Vec::new();
    let mut at = 0;
    while at < plan.len() {
        let mut out = b"[".to_vec();
        at += plan.page(view, "66.0", at, 700, &mut out).taken;
        out.push(b']');
        let page: Vec<Json> = serde_json::from_slice(&out).expect("rows are JSON");
        paged.extend(page);
    }
    assert_eq!(paged, rows(&world, query));
}

#[test]
fn a_look_at_the_rows_of_one_user_finds_what_a_scan_finds() {
    let world = world(400);
    let ids: Vec<String> = [3, 77, 200].map(|row| world.user_id(row)).to_vec();
    let list = ids.join("', '");
    for condition in [
        format!("AssigneeId = '{}'", ids[1]),
        format!("Assignee.Id IN ('{list}')"),
        format!("AssigneeId IN ('{list}') AND Assignee.IsActive = true"),
    ] {
        let query = |condition: &str| {
            let query = format!("SELECT Id FROM PermissionSetAssignment WHERE {condition}");
            rows(&world, &query)
        };
        // What is negated twice is not looked up.
        let scan = format!("NOT (NOT ({condition}))");
        assert_eq!(query(&condition), query(&scan), "{condition}");
        assert!(!query(&condition).is_empty());
    }
}

#[test]
fn the_queries_of_a_request_draw_on_one_allowance() {
    let mut world = world(100);
    world.effort = Effort::of(250);
    let query = "SELECT Id FROM User";
    assert_eq!(rows(&world, query).len(), 100);
    assert_eq!(rows(&world, query).len(), 100);
    assert_eq!(refused(&world, query).code, "QUERY_TIMEOUT");
}

#[test]
fn whatever_a_query_does_with_its_rows_counts() {
    let mut world = world(100);
    for (query, enough) in [
        ("SELECT Id FROM User WHERE Name LIKE '%a%'", 501),
        ("SELECT Id FROM User WHERE IsActive != null", 201),
        ("SELECT Id FROM User WHERE Alias NOT IN ('a', 'b')", 401),
        ("SELECT Id FROM User ORDER BY UserType, Alias", 301),
        ("SELECT COUNT(Id) FROM User", 701),
        (
            "SELECT Id FROM User WHERE Id IN (SELECT AssigneeId FROM PermissionSetAssignment)",
            200,
        ),
    ] {
        world.effort = Effort::of(enough - 1);
        assert_eq!(refused(&world, query).code, "QUERY_TIMEOUT", "{query}");
        world.effort = Effort::of(10 * enough);
        rows(&world, query);
    }
}

#[test]
fn subqueries_that_are_answered_while_a_page_is_written_count_too() {
    let mut world = world(100);
    for query in [
        "SELECT Id, (SELECT Id FROM PermissionSetAssignments WHERE Id != null) FROM User LIMIT 50",
        "SELECT Id, (SELECT Id FROM Users WHERE Name LIKE 'a%') FROM Profile LIMIT 5",
    ] {
        world.effort = Effort::of(60);
        let view = View {
            world: &world,
            user: SERVICE_ROW,
        };
        let plan = plan(&view, query).expect("few rows");
        assert!(!world.effort.is_over());
        plan.page(view, "66.0", 0, 2_000, &mut Vec::new());
        assert!(world.effort.is_over(), "{query}");
    }
}

#[test]
fn groups_take_only_so_much_memory() {
    let mut world = world(2_000);
    world.effort = Effort::of(u64::MAX);
    let many: Vec<String> = (0..2_000).map(|_| "MAX(Name) != 'a'".to_owned()).collect();
    let query = format!(
        "SELECT Username FROM User GROUP BY Username HAVING {} LIMIT 1",
        many.join(" AND ")
    );
    assert_eq!(refused(&world, &query).code, "QUERY_TIMEOUT");
    let columns: Vec<String> = (0..150).map(|n| format!("COUNT(Id) c{n}")).collect();
    let query = format!(
        "SELECT {} FROM User GROUP BY Username LIMIT 2000",
        columns.join(",")
    );
    assert_eq!(refused(&world, &query).code, "QUERY_TIMEOUT");
}

#[test]
fn a_page_of_many_columns_ends_early() {
    let world = world(2_000);
    let view = View {
        world: &world,
        user: SERVICE_ROW,
    };
    let columns: Vec<String> = (0..200).map(|n| format!("FORMAT(Username) c{n}")).collect();
    let query = format!("SELECT {} FROM User", columns.join(","));
    let plan = plan(&view, &query).expect("a valid query");
    let mut out = Vec::new();
    let page = plan.page(view, "66.0", 0, 2_000, &mut out);
    assert!(page.taken < 2_000 && out.len() < ENOUGH_BYTES + 20_000);
    let next = plan.page(view, "66.0", page.taken, 2_000, &mut Vec::new());
    assert!(next.taken > 0);
}
