//! Aggregates, GROUP BY, HAVING.

use serde_json::json;

use super::mirror::Mirror;

const YEAR: &str = "CAST(strftime('%Y', CreatedDate / 1000, 'unixepoch') AS INTEGER)";
const MONTH: &str = "CAST(strftime('%m', CreatedDate / 1000, 'unixepoch') AS INTEGER)";

/// `{year}` and `{month}` in the SQL are those of CreatedDate.
const CASES: &[(&str, &str)] = &[
    ("SELECT COUNT(Id) FROM User", "SELECT COUNT(Id) FROM User"),
    (
        "SELECT COUNT(UserRoleId), COUNT(ManagerId), COUNT(LastLoginDate) FROM User",
        "SELECT COUNT(UserRoleId), COUNT(ManagerId), COUNT(LastLoginDate) FROM User",
    ),
    (
        "SELECT COUNT_DISTINCT(ProfileId), COUNT_DISTINCT(LastName), COUNT_DISTINCT(UserRole.Name) FROM User",
        "SELECT COUNT(DISTINCT u.ProfileId), COUNT(DISTINCT u.LastName), COUNT(DISTINCT r.Name) FROM {U}",
    ),
    (
        "SELECT MIN(CreatedDate), MAX(CreatedDate) FROM User",
        "SELECT MIN(CreatedDate), MAX(CreatedDate) FROM User",
    ),
    (
        "SELECT MIN(LastLoginDate) first, MAX(LastLoginDate) last FROM User WHERE IsActive = true",
        "SELECT MIN(LastLoginDate), MAX(LastLoginDate) FROM User WHERE IsActive",
    ),
    (
        "SELECT MIN(Id), MAX(Id) FROM User",
        "SELECT MIN(Id), MAX(Id) FROM User",
    ),
    (
        "SELECT MAX(Username) FROM User",
        "SELECT MAX(Username) FROM User",
    ),
    (
        "SELECT SUM(UseCount), AVG(UseCount), MIN(UseCount), MAX(UseCount) FROM OauthToken",
        "SELECT SUM(UseCount), AVG(UseCount), MIN(UseCount), MAX(UseCount) FROM OauthToken",
    ),
    (
        "SELECT COUNT(Id), MAX(CreatedDate) FROM User WHERE Name = 'nobody at all'",
        "SELECT 0, NULL",
    ),
    (
        "SELECT SUM(UseCount), AVG(UseCount) FROM OauthToken WHERE UseCount < 0",
        "SELECT NULL, NULL",
    ),
    (
        "SELECT IsActive, COUNT(Id) FROM User GROUP BY IsActive",
        "SELECT IsActive, COUNT(Id) FROM User GROUP BY IsActive",
    ),
    (
        "SELECT UserType, COUNT(Id) n FROM User GROUP BY UserType",
        "SELECT UserType, COUNT(Id) FROM User GROUP BY UserType",
    ),
    (
        "SELECT UserType type, COUNT(Id) FROM User GROUP BY UserType",
        "SELECT UserType, COUNT(Id) FROM User GROUP BY UserType",
    ),
    (
        "SELECT COUNT(Id) FROM User GROUP BY ProfileId",
        "SELECT COUNT(Id) FROM User GROUP BY ProfileId",
    ),
    (
        "SELECT ProfileId, COUNT(Id), MIN(CreatedDate) FROM User GROUP BY ProfileId",
        "SELECT ProfileId, COUNT(Id), MIN(CreatedDate) FROM User GROUP BY ProfileId",
    ),
    (
        "SELECT Profile.Name, COUNT(Id) FROM User GROUP BY Profile.Name",
        "SELECT p.Name, COUNT(u.Id) FROM {U} GROUP BY p.Name",
    ),
    (
        "SELECT Profile.UserLicense.Name, COUNT(Id) FROM User WHERE IsActive = true GROUP BY Profile.UserLicense.Name",
        "SELECT l.Name, COUNT(u.Id) FROM {U} WHERE u.IsActive GROUP BY l.Name",
    ),
    (
        "SELECT Profile.Name p, UserRole.Name r, COUNT(Id) n FROM User GROUP BY Profile.Name, UserRole.Name",
        "SELECT p.Name, r.Name, COUNT(u.Id) FROM {U} GROUP BY p.Name, r.Name",
    ),
    (
        "SELECT UserRole.Name, COUNT(ManagerId), COUNT_DISTINCT(ManagerId) FROM User GROUP BY UserRole.Name",
        "SELECT r.Name, COUNT(u.ManagerId), COUNT(DISTINCT u.ManagerId) FROM {U} GROUP BY r.Name",
    ),
    (
        "SELECT LastName, COUNT(Id) FROM User GROUP BY LastName HAVING COUNT(Id) > 3",
        "SELECT LastName, COUNT(Id) FROM User GROUP BY LastName HAVING COUNT(Id) > 3",
    ),
    (
        "SELECT LastName FROM User GROUP BY LastName HAVING COUNT(Id) > 1 AND LastName LIKE 'b%'",
        "SELECT LastName FROM User GROUP BY LastName HAVING COUNT(Id) > 1 AND LastName LIKE 'b%'",
    ),
    (
        "SELECT LastName FROM User GROUP BY LastName HAVING COUNT(Id) IN (2, 4)",
        "SELECT LastName FROM User GROUP BY LastName HAVING COUNT(Id) IN (2, 4)",
    ),
    (
        "SELECT LastName FROM User GROUP BY LastName HAVING NOT COUNT(Id) < 3",
        "SELECT LastName FROM User GROUP BY LastName HAVING NOT COUNT(Id) < 3",
    ),
    (
        "SELECT ProfileId FROM User GROUP BY ProfileId HAVING MAX(LastLoginDate) > 2026-11-22T00:00:00Z",
        "SELECT ProfileId FROM User GROUP BY ProfileId HAVING MAX(LastLoginDate) > ms('2026-11-22T00:00:00Z')",
    ),
    (
        "SELECT Profile.Name, COUNT(Id) FROM User GROUP BY Profile.Name ORDER BY COUNT(Id) DESC, Profile.Name",
        "SELECT p.Name, COUNT(u.Id) FROM {U} GROUP BY p.Name ORDER BY 2 DESC, p.Name",
    ),
    (
        "SELECT Profile.Name, COUNT(Id) FROM User GROUP BY Profile.Name ORDER BY Profile.Name NULLS LAST LIMIT 5",
        "SELECT p.Name, COUNT(u.Id) FROM {U} GROUP BY p.Name ORDER BY p.Name NULLS LAST LIMIT 5",
    ),
    (
        "SELECT Profile.Name, COUNT(Id) FROM User GROUP BY Profile.Name ORDER BY Profile.Name LIMIT 5 OFFSET 4",
        "SELECT p.Name, COUNT(u.Id) FROM {U} GROUP BY p.Name ORDER BY p.Name LIMIT 5 OFFSET 4",
    ),
    (
        "SELECT UserRole.Name, MAX(LastLoginDate) FROM User GROUP BY UserRole.Name ORDER BY MAX(LastLoginDate) DESC NULLS LAST, UserRole.Name",
        "SELECT r.Name, MAX(u.LastLoginDate) FROM {U} GROUP BY r.Name ORDER BY 2 DESC NULLS LAST, r.Name",
    ),
    (
        "SELECT CALENDAR_YEAR(CreatedDate), COUNT(Id) FROM User GROUP BY CALENDAR_YEAR(CreatedDate)",
        "SELECT {year}, COUNT(Id) FROM User GROUP BY 1",
    ),
    (
        "SELECT CALENDAR_YEAR(CreatedDate) y, CALENDAR_MONTH(CreatedDate) m, COUNT(Id) n FROM User GROUP BY CALENDAR_YEAR(CreatedDate), CALENDAR_MONTH(CreatedDate) ORDER BY CALENDAR_YEAR(CreatedDate) DESC, CALENDAR_MONTH(CreatedDate)",
        "SELECT {year}, {month}, COUNT(Id) FROM User GROUP BY 1, 2 ORDER BY 1 DESC, 2",
    ),
    (
        "SELECT CALENDAR_QUARTER(CreatedDate), COUNT(Id) FROM User GROUP BY CALENDAR_QUARTER(CreatedDate)",
        "SELECT ({month} + 2) / 3, COUNT(Id) FROM User GROUP BY 1",
    ),
    (
        "SELECT WEEK_IN_MONTH(CreatedDate), COUNT(Id) FROM User GROUP BY WEEK_IN_MONTH(CreatedDate)",
        "SELECT (CAST(strftime('%d', CreatedDate / 1000, 'unixepoch') AS INTEGER) + 6) / 7, COUNT(Id) FROM User GROUP BY 1",
    ),
    (
        "SELECT DAY_ONLY(LastLoginDate), COUNT(Id) FROM User GROUP BY DAY_ONLY(LastLoginDate)",
        "SELECT date(LastLoginDate / 1000, 'unixepoch'), COUNT(Id) FROM User GROUP BY 1",
    ),
    (
        "SELECT HOUR_IN_DAY(LastLoginDate) h, COUNT(Id) FROM User WHERE LastLoginDate != null GROUP BY HOUR_IN_DAY(LastLoginDate) HAVING COUNT(Id) > 20",
        "SELECT CAST(strftime('%H', LastLoginDate / 1000, 'unixepoch') AS INTEGER), COUNT(Id) FROM User WHERE LastLoginDate IS NOT NULL GROUP BY 1 HAVING COUNT(Id) > 20",
    ),
    (
        "SELECT UserType, IsActive, COUNT(Id) FROM User GROUP BY ROLLUP(UserType, IsActive)",
        "SELECT UserType, IsActive, COUNT(Id) FROM User GROUP BY 1, 2 UNION ALL SELECT UserType, NULL, COUNT(Id) FROM User GROUP BY 1 UNION ALL SELECT NULL, NULL, COUNT(Id) FROM User",
    ),
    (
        "SELECT UserType, IsActive, GROUPING(UserType) g, COUNT(Id) FROM User GROUP BY CUBE(UserType, IsActive)",
        "SELECT UserType, IsActive, 0, COUNT(Id) FROM User GROUP BY 1, 2 UNION ALL SELECT UserType, NULL, 0, COUNT(Id) FROM User GROUP BY 1 UNION ALL SELECT NULL, IsActive, 1, COUNT(Id) FROM User GROUP BY 2 UNION ALL SELECT NULL, NULL, 1, COUNT(Id) FROM User",
    ),
    (
        "SELECT AssigneeId, COUNT(Id) FROM PermissionSetAssignment GROUP BY AssigneeId",
        "SELECT AssigneeId, COUNT(Id) FROM PermissionSetAssignment GROUP BY AssigneeId",
    ),
    (
        "SELECT PermissionSet.Label, COUNT(AssigneeId) FROM PermissionSetAssignment GROUP BY PermissionSet.Label",
        "SELECT s.Label, COUNT(a.Id) FROM PermissionSetAssignment a JOIN PermissionSet s ON s.Id = a.PermissionSetId GROUP BY 1",
    ),
    (
        "SELECT IsFrozen, COUNT(Id) FROM UserLogin GROUP BY IsFrozen",
        "SELECT IsFrozen, COUNT(Id) FROM UserLogin GROUP BY IsFrozen",
    ),
    (
        "SELECT Manager.Name, COUNT(Id) FROM User WHERE Manager.IsActive = true GROUP BY Manager.Name HAVING COUNT(Id) >= 5",
        "SELECT m.Name, COUNT(u.Id) FROM {U} WHERE m.IsActive GROUP BY 1 HAVING COUNT(u.Id) >= 5",
    ),
];

#[tokio::test]
async fn groups_are_those_of_sqlite() {
    let mirror = Mirror::new().await;
    for (soql, sql) in CASES {
        let sql = sql.replace("{year}", YEAR).replace("{month}", MONTH);
        mirror.agree(soql, &sql).await;
    }
}

#[tokio::test]
async fn a_row_of_an_aggregate_has_no_address() {
    let mirror = Mirror::new().await;
    let soql = "SELECT MIN(Profile.Name) name, COUNT(Id) FROM User WHERE Profile.Name = 'Executive' \
                GROUP BY IsActive";
    let answer = mirror.bench.query(&mirror.access, soql).await.json();
    let executives = mirror.count("SELECT 1 FROM {U} WHERE p.Name = 'Executive'");
    assert_eq!(
        answer["records"][0],
        json!({
            "attributes": {"type": "AggregateResult"},
            "name": "Executive",
            "expr0": executives,
        })
    );
}

#[tokio::test]
async fn an_aggregate_pages_in_steps_of_the_batch() {
    let mirror = Mirror::new().await;
    mirror.bench.set(json!({"page_size_max": 4}));
    let soql =
        "SELECT Profile.Name, COUNT(Id) FROM User GROUP BY Profile.Name ORDER BY Profile.Name";
    let sql = "SELECT p.Name, COUNT(u.Id) FROM {U} GROUP BY p.Name ORDER BY p.Name";
    mirror.agree(soql, sql).await;
}
