//! The objects for logins and groups.

use super::mirror::Mirror;

const OBJECTS: &[(&str, &str)] = &[
    (
        "Group",
        "id Id, text Name, text DeveloperName, text Type, id RelatedId",
    ),
    ("GroupMember", "id Id, id GroupId, id UserOrGroupId"),
    (
        "PermissionSetGroup",
        "id Id, text DeveloperName, text MasterLabel, text Status",
    ),
    (
        "LoginHistory",
        "id Id, id UserId, time LoginTime, text LoginType, text Status, text SourceIp, \
         text Application, text Browser, text Platform",
    ),
];

const CASES: &[(&str, &str)] = &[
    (
        "SELECT Id, Name FROM Group WHERE Type = 'Queue'",
        "SELECT Id, Name FROM \"Group\" WHERE Type = 'Queue'",
    ),
    (
        "SELECT Id, DeveloperName FROM Group WHERE Type = 'Regular' ORDER BY DeveloperName, Id",
        "SELECT Id, DeveloperName FROM \"Group\" WHERE Type = 'Regular' ORDER BY DeveloperName, Id",
    ),
    (
        "SELECT Type, COUNT(Id) FROM Group GROUP BY Type",
        "SELECT Type, COUNT(Id) FROM \"Group\" GROUP BY Type",
    ),
    (
        "SELECT Id FROM Group WHERE RelatedId != null",
        "SELECT Id FROM \"Group\" WHERE RelatedId IS NOT NULL",
    ),
    (
        "SELECT Id FROM Group WHERE RelatedId IN (SELECT Id FROM UserRole WHERE Name LIKE 'S%')",
        "SELECT Id FROM \"Group\" WHERE RelatedId IN (SELECT Id FROM UserRole WHERE Name LIKE 'S%')",
    ),
    (
        "SELECT Group.Name FROM GroupMember WHERE UserOrGroupId = '{User:50}'",
        "SELECT g.Name FROM GroupMember m JOIN \"Group\" g ON g.Id = m.GroupId WHERE m.UserOrGroupId = '{User:50}'",
    ),
    (
        "SELECT Id, UserOrGroupId FROM GroupMember WHERE Group.Type = 'Queue'",
        "SELECT m.Id, m.UserOrGroupId FROM GroupMember m JOIN \"Group\" g ON g.Id = m.GroupId WHERE g.Type = 'Queue'",
    ),
    (
        "SELECT GroupId, COUNT(Id) FROM GroupMember GROUP BY GroupId",
        "SELECT GroupId, COUNT(Id) FROM GroupMember GROUP BY GroupId",
    ),
    (
        "SELECT Id FROM GroupMember WHERE UserOrGroupId IN (SELECT Id FROM User WHERE IsActive = false)",
        "SELECT Id FROM GroupMember WHERE UserOrGroupId IN (SELECT Id FROM User WHERE NOT IsActive)",
    ),
    (
        "SELECT Id FROM User WHERE Id IN (SELECT UserOrGroupId FROM GroupMember WHERE Group.Type = 'Regular')",
        "SELECT Id FROM User WHERE Id IN (SELECT m.UserOrGroupId FROM GroupMember m JOIN \"Group\" g ON g.Id = m.GroupId WHERE g.Type = 'Regular')",
    ),
    (
        "SELECT Id FROM User WHERE Id NOT IN (SELECT UserOrGroupId FROM GroupMember)",
        "SELECT Id FROM User WHERE Id NOT IN (SELECT UserOrGroupId FROM GroupMember)",
    ),
    (
        "SELECT Id, MasterLabel FROM PermissionSetGroup WHERE Status = 'updated'",
        "SELECT Id, MasterLabel FROM PermissionSetGroup WHERE Status = 'Updated'",
    ),
    (
        "SELECT DeveloperName FROM PermissionSetGroup ORDER BY DeveloperName DESC",
        "SELECT DeveloperName FROM PermissionSetGroup ORDER BY DeveloperName DESC",
    ),
    (
        "SELECT Id, LoginTime FROM LoginHistory WHERE UserId = '{User:50}'",
        "SELECT Id, LoginTime FROM LoginHistory WHERE UserId = '{User:50}'",
    ),
    (
        "SELECT Id FROM LoginHistory WHERE LoginTime >= 2026-11-20T00:00:00Z",
        "SELECT Id FROM LoginHistory WHERE LoginTime >= ms('2026-11-20T00:00:00Z')",
    ),
    (
        "SELECT Id FROM LoginHistory WHERE LoginTime > 2026-11-01T00:00:00Z AND LoginTime < 2026-11-08T00:00:00Z",
        "SELECT Id FROM LoginHistory WHERE LoginTime > ms('2026-11-01T00:00:00Z') AND LoginTime < ms('2026-11-08T00:00:00Z')",
    ),
    (
        "SELECT Id FROM LoginHistory WHERE LoginTime >= 2026-11-20T00:00:00Z AND UserId IN ('{User:50}', '{User:60}')",
        "SELECT Id FROM LoginHistory WHERE LoginTime >= ms('2026-11-20T00:00:00Z') AND UserId IN ('{User:50}', '{User:60}')",
    ),
    (
        "SELECT Id, LoginTime FROM LoginHistory ORDER BY LoginTime DESC LIMIT 25",
        "SELECT Id, LoginTime FROM LoginHistory ORDER BY LoginTime DESC, Id DESC LIMIT 25",
    ),
    (
        "SELECT Id, LoginTime FROM LoginHistory WHERE UserId = '{User:50}' ORDER BY LoginTime DESC LIMIT 5",
        "SELECT Id, LoginTime FROM LoginHistory WHERE UserId = '{User:50}' ORDER BY LoginTime DESC, Id DESC LIMIT 5",
    ),
    (
        "SELECT Id FROM LoginHistory ORDER BY LoginTime, Id LIMIT 100",
        "SELECT Id FROM LoginHistory ORDER BY LoginTime, Id LIMIT 100",
    ),
    (
        "SELECT COUNT() FROM LoginHistory",
        "SELECT COUNT(*) FROM LoginHistory",
    ),
    (
        "SELECT UserId, MAX(LoginTime) FROM LoginHistory GROUP BY UserId",
        "SELECT UserId, MAX(LoginTime) FROM LoginHistory GROUP BY UserId",
    ),
    (
        "SELECT UserId, COUNT(Id) FROM LoginHistory WHERE LoginTime = LAST_N_DAYS:7 GROUP BY UserId",
        "SELECT UserId, COUNT(Id) FROM LoginHistory WHERE LoginTime >= ms('2026-11-15T23:00:00Z') AND LoginTime < ms('2026-11-23T23:00:00Z') GROUP BY UserId",
    ),
    (
        "SELECT Id FROM User WHERE Id NOT IN (SELECT UserId FROM LoginHistory WHERE LoginTime = LAST_N_DAYS:7)",
        "SELECT Id FROM User WHERE Id NOT IN (SELECT UserId FROM LoginHistory WHERE LoginTime >= ms('2026-11-15T23:00:00Z') AND LoginTime < ms('2026-11-23T23:00:00Z'))",
    ),
];

#[tokio::test]
async fn logins_and_groups_are_those_of_sqlite() {
    let mirror = Mirror::with(OBJECTS).await;
    for (soql, sql) in CASES {
        mirror.agree(soql, sql).await;
    }
}
