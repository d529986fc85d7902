//! ORDER BY, LIMIT, OFFSET.

use super::mirror::Mirror;

/// What follows `SELECT Id FROM User` in SOQL, and `SELECT u.Id FROM {U}` in SQL. SQLite too puts
/// nulls first, but last where the order is descending.
const ORDERS: &[(&str, &str)] = &[
    ("ORDER BY Id", "ORDER BY u.Id"),
    ("ORDER BY Id DESC", "ORDER BY u.Id DESC"),
    ("ORDER BY Id DESC LIMIT 5", "ORDER BY u.Id DESC LIMIT 5"),
    (
        "ORDER BY Id DESC LIMIT 5 OFFSET 3",
        "ORDER BY u.Id DESC LIMIT 5 OFFSET 3",
    ),
    (
        "WHERE IsActive = false ORDER BY Id DESC",
        "WHERE NOT u.IsActive ORDER BY u.Id DESC",
    ),
    (
        "WHERE Id IN ('{User:9}', '{User:3}', '{User:5}') ORDER BY Id DESC",
        "WHERE u.Id IN ('{User:9}', '{User:3}', '{User:5}') ORDER BY u.Id DESC",
    ),
    ("ORDER BY Name, Id", "ORDER BY u.Name, u.Id"),
    (
        "ORDER BY Name ASC NULLS LAST, Id DESC",
        "ORDER BY u.Name, u.Id DESC",
    ),
    ("ORDER BY Name DESC, Id", "ORDER BY u.Name DESC, u.Id"),
    ("ORDER BY Username DESC", "ORDER BY u.Username DESC"),
    (
        "ORDER BY LastName, FirstName DESC, Id",
        "ORDER BY u.LastName, u.FirstName DESC, u.Id",
    ),
    (
        "ORDER BY LastName LIMIT 50 OFFSET 700",
        "ORDER BY u.LastName, u.Id LIMIT 50 OFFSET 700",
    ),
    (
        "ORDER BY LastName DESC LIMIT 50",
        "ORDER BY u.LastName DESC, u.Id LIMIT 50",
    ),
    (
        "ORDER BY LastLoginDate, Id",
        "ORDER BY u.LastLoginDate, u.Id",
    ),
    (
        "ORDER BY LastLoginDate NULLS LAST, Id",
        "ORDER BY u.LastLoginDate NULLS LAST, u.Id",
    ),
    (
        "ORDER BY LastLoginDate DESC, Id",
        "ORDER BY u.LastLoginDate DESC NULLS FIRST, u.Id",
    ),
    (
        "ORDER BY LastLoginDate DESC NULLS LAST, Id DESC",
        "ORDER BY u.LastLoginDate DESC NULLS LAST, u.Id DESC",
    ),
    (
        "ORDER BY SystemModstamp, Id",
        "ORDER BY u.SystemModstamp, u.Id",
    ),
    (
        "ORDER BY SystemModstamp DESC LIMIT 7 OFFSET 2",
        "ORDER BY u.SystemModstamp DESC, u.Id LIMIT 7 OFFSET 2",
    ),
    (
        "WHERE SystemModstamp >= 2026-09-01T00:00:00Z ORDER BY SystemModstamp, Id LIMIT 20",
        "WHERE u.SystemModstamp >= ms('2026-09-01T00:00:00Z') ORDER BY u.SystemModstamp, u.Id LIMIT 20",
    ),
    ("ORDER BY IsActive, Id", "ORDER BY u.IsActive, u.Id"),
    (
        "ORDER BY IsActive DESC, Name DESC, Id",
        "ORDER BY u.IsActive DESC, u.Name DESC, u.Id",
    ),
    ("ORDER BY Profile.Name, Id", "ORDER BY p.Name, u.Id"),
    (
        "ORDER BY Profile.Name DESC NULLS LAST, Id",
        "ORDER BY p.Name DESC NULLS LAST, u.Id",
    ),
    (
        "ORDER BY UserRole.Name NULLS LAST, LastName, Id",
        "ORDER BY r.Name NULLS LAST, u.LastName, u.Id",
    ),
    (
        "ORDER BY UserRole.Name DESC NULLS FIRST, Id DESC",
        "ORDER BY r.Name DESC NULLS FIRST, u.Id DESC",
    ),
    (
        "ORDER BY FederationIdentifier, Id",
        "ORDER BY u.FederationIdentifier, u.Id",
    ),
    (
        "ORDER BY ProfileId, ManagerId DESC NULLS LAST, Id",
        "ORDER BY u.ProfileId, u.ManagerId DESC NULLS LAST, u.Id",
    ),
    (
        "ORDER BY Manager.Name, Id LIMIT 100",
        "ORDER BY m.Name, u.Id LIMIT 100",
    ),
    (
        "ORDER BY CALENDAR_MONTH(CreatedDate), Id",
        "ORDER BY CAST(strftime('%m', u.CreatedDate / 1000, 'unixepoch') AS INTEGER), u.Id",
    ),
    ("ORDER BY Name LIMIT 0", "LIMIT 0"),
    ("ORDER BY Id LIMIT 2000 OFFSET 2000", "LIMIT 0"),
    (
        "ORDER BY Id OFFSET 790",
        "ORDER BY u.Id LIMIT 10 OFFSET 790",
    ),
    ("LIMIT 0", "LIMIT 0"),
    (
        "WHERE Id > '{User:790}' LIMIT 4",
        "WHERE u.Id > '{User:790}' ORDER BY u.Id LIMIT 4",
    ),
];

#[tokio::test]
async fn rows_come_in_the_order_of_sqlite() {
    let mirror = Mirror::new().await;
    for (soql, sql) in ORDERS {
        let soql = format!("SELECT Id FROM User {soql}");
        let sql = format!("SELECT u.Id FROM {{U}} {sql}");
        mirror.agree(&soql, &sql).await;
    }
}
