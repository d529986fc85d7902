//! Semi-joins and anti-joins.

use super::mirror::Mirror;

const CASES: &[(&str, &str)] = &[
    (
        "SELECT Id FROM User WHERE Id IN (SELECT UserId FROM UserLogin WHERE IsFrozen = true)",
        "SELECT Id FROM User WHERE Id IN (SELECT UserId FROM UserLogin WHERE IsFrozen)",
    ),
    (
        "SELECT Id FROM User WHERE Id NOT IN (SELECT UserId FROM UserLogin WHERE IsFrozen = false)",
        "SELECT Id FROM User WHERE Id NOT IN (SELECT UserId FROM UserLogin WHERE NOT IsFrozen)",
    ),
    (
        "SELECT Id FROM User WHERE IsActive = true AND Id IN (SELECT UserId FROM UserLogin WHERE IsPasswordLocked = true) AND Id NOT IN (SELECT UserId FROM UserLogin WHERE IsFrozen = true)",
        "SELECT Id FROM User WHERE IsActive AND Id IN (SELECT UserId FROM UserLogin WHERE IsPasswordLocked AND NOT IsFrozen)",
    ),
    (
        "SELECT Id FROM User WHERE ProfileId IN (SELECT Id FROM Profile WHERE Name LIKE 'S%')",
        "SELECT u.Id FROM {U} WHERE p.Name LIKE 'S%'",
    ),
    (
        "SELECT Id FROM User WHERE ProfileId NOT IN (SELECT Id FROM Profile WHERE UserLicense.Name = 'Salesforce')",
        "SELECT u.Id FROM {U} WHERE l.Name IS NOT 'Salesforce'",
    ),
    (
        "SELECT Id, Name FROM User WHERE UserRoleId IN (SELECT Id FROM UserRole WHERE ParentRoleId = null) ORDER BY Name, Id",
        "SELECT u.Id, u.Name FROM {U} WHERE r.Id IS NOT NULL AND r.ParentRoleId IS NULL ORDER BY u.Name, u.Id",
    ),
    (
        "SELECT COUNT() FROM User WHERE Id IN (SELECT AssigneeId FROM PermissionSetAssignment WHERE PermissionSet.PermissionsViewAllData = true)",
        "SELECT COUNT(*) FROM PermissionSetAssignment a JOIN PermissionSet s ON s.Id = a.PermissionSetId WHERE s.PermissionsViewAllData",
    ),
    (
        "SELECT Id FROM UserLogin WHERE UserId IN (SELECT Id FROM User WHERE IsActive = false)",
        "SELECT Id FROM UserLogin WHERE UserId IN (SELECT Id FROM User WHERE NOT IsActive)",
    ),
    (
        "SELECT Id FROM UserLogin WHERE UserId NOT IN (SELECT Id FROM User WHERE IsActive = true)",
        "SELECT Id FROM UserLogin WHERE UserId NOT IN (SELECT Id FROM User WHERE IsActive)",
    ),
    (
        "SELECT Id FROM UserLogin WHERE UserId IN (SELECT ManagerId FROM User WHERE Profile.Name = 'Executive')",
        "SELECT Id FROM UserLogin WHERE UserId IN (SELECT u.ManagerId FROM {U} WHERE p.Name = 'Executive')",
    ),
    (
        "SELECT Id FROM PermissionSetAssignment WHERE AssigneeId IN (SELECT Id FROM User WHERE Name LIKE 'A%')",
        "SELECT Id FROM PermissionSetAssignment WHERE AssigneeId IN (SELECT Id FROM User WHERE Name LIKE 'A%')",
    ),
    (
        "SELECT Id FROM PermissionSetAssignment WHERE Assignee.ProfileId IN (SELECT Id FROM Profile WHERE Name = 'Executive')",
        "SELECT Id FROM PermissionSetAssignment WHERE AssigneeId IN (SELECT u.Id FROM {U} WHERE p.Name = 'Executive')",
    ),
    (
        "SELECT Id FROM Profile WHERE Id NOT IN (SELECT ProfileId FROM User WHERE IsActive = true)",
        "SELECT Id FROM Profile WHERE Id NOT IN (SELECT ProfileId FROM User WHERE IsActive AND ProfileId IS NOT NULL)",
    ),
    (
        "SELECT IsActive, COUNT(Id) FROM User WHERE Id IN (SELECT UserId FROM UserLogin WHERE IsFrozen = false) GROUP BY IsActive",
        "SELECT IsActive, COUNT(Id) FROM User WHERE Id IN (SELECT UserId FROM UserLogin WHERE NOT IsFrozen) GROUP BY 1",
    ),
    (
        "SELECT Id FROM Profile WHERE Id IN (SELECT ProfileId FROM User WHERE SystemModstamp >= 2026-11-01T00:00:00Z OR LastLoginDate >= 2026-11-20T00:00:00Z)",
        "SELECT Id FROM Profile WHERE Id IN (SELECT ProfileId FROM User WHERE SystemModstamp >= ms('2026-11-01T00:00:00Z') OR LastLoginDate >= ms('2026-11-20T00:00:00Z'))",
    ),
];

#[tokio::test]
async fn joins_find_the_rows_that_sqlite_finds() {
    let mirror = Mirror::new().await;
    for (soql, sql) in CASES {
        mirror.agree(soql, sql).await;
    }
}
