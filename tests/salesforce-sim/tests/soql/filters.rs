//! WHERE.

use super::mirror::Mirror;

/// A condition in SOQL and the same in SQL, where null is neither true nor false.
const USERS: &[(&str, &str)] = &[
    ("IsActive = true", "u.IsActive"),
    ("IsActive = false", "NOT u.IsActive"),
    ("IsActive != true", "NOT u.IsActive"),
    ("IsActive <> FALSE", "u.IsActive"),
    ("NOT IsActive = true", "NOT u.IsActive"),
    ("NOT (NOT IsActive = true)", "u.IsActive"),
    ("Id = '{User:20}'", "u.Id = '{User:20}'"),
    ("Id = '{User~20}'", "u.Id = '{User:20}'"),
    ("Id != '{User~20}'", "u.Id <> '{User:20}'"),
    ("Id < '{User:20}'", "u.Id < '{User:20}'"),
    ("Id <= '{User~20}'", "u.Id <= '{User:20}'"),
    ("Id > '{User:780}'", "u.Id > '{User:780}'"),
    ("Id >= '{User:780}'", "u.Id >= '{User:780}'"),
    ("Id = '{Profile:1}'", "0"),
    ("Id != '{Profile:1}'", "1"),
    ("Id = null", "0"),
    ("Id != null", "1"),
    (
        "Id IN ('{User:3}', '{User~700}', '{Profile:1}')",
        "u.Id IN ('{User:3}', '{User:700}')",
    ),
    (
        "Id NOT IN ('{User:3}', '{User~700}', '{Profile:1}')",
        "u.Id NOT IN ('{User:3}', '{User:700}')",
    ),
    ("Id IN ('{User:3}', null)", "u.Id = '{User:3}'"),
    (
        "Id > '{User:10}' AND Id < '{User:30}' AND IsActive = true",
        "u.Id > '{User:10}' AND u.Id < '{User:30}' AND u.IsActive",
    ),
    ("Id > '{User:30}' AND Id < '{User:10}'", "0"),
    (
        "Id = '{User:5}' AND Id IN ('{User:5}', '{User:6}')",
        "u.Id = '{User:5}'",
    ),
    (
        "Id = '{User:5}' OR Id = '{User:6}' OR Name LIKE 'Z%'",
        "u.Id IN ('{User:5}', '{User:6}') OR u.Name LIKE 'Z%'",
    ),
    ("ProfileId = '{Profile~1}'", "u.ProfileId = '{Profile:1}'"),
    (
        "ProfileId != '{Profile:1}'",
        "u.ProfileId IS NOT '{Profile:1}'",
    ),
    (
        "ProfileId IN ('{Profile:1}', '{Profile:2}', null)",
        "u.ProfileId IN ('{Profile:1}', '{Profile:2}') OR u.ProfileId IS NULL",
    ),
    ("Profile.Id = '{Profile:1}'", "p.Id = '{Profile:1}'"),
    ("Profile.Id = null", "p.Id IS NULL"),
    (
        "Profile.UserLicense.Id = '{UserLicense:1}'",
        "l.Id = '{UserLicense:1}'",
    ),
    ("Profile.Name = 'standard user'", "p.Name = 'Standard User'"),
    (
        "Profile.Name != 'Standard User'",
        "p.Name IS NOT 'Standard User'",
    ),
    ("Profile.Name > 'S'", "p.Name > 'S'"),
    (
        "Profile.Name < 'n' AND UserRole.Name >= 'S'",
        "p.Name < 'n' AND r.Name >= 'S'",
    ),
    (
        "profile.userlicense.name = 'SALESFORCE'",
        "l.Name = 'Salesforce'",
    ),
    (
        "Profile.UserLicense.LicenseDefinitionKey IN ('AUL', 'sfdc')",
        "l.LicenseDefinitionKey IN ('AUL', 'SFDC')",
    ),
    (
        "Profile.PermissionsViewAllData = true",
        "p.PermissionsViewAllData",
    ),
    (
        "Profile.PermissionsViewAllData != true",
        "p.PermissionsViewAllData IS NOT 1",
    ),
    (
        "Manager.Name LIKE '%a%' AND Manager.IsActive = true",
        "m.Name LIKE '%a%' AND m.IsActive",
    ),
    (
        "Manager.UserRole.Name = 'Support Agent'",
        "mr.Name = 'Support Agent'",
    ),
    ("Manager.UserRole.Name = null", "mr.Name IS NULL"),
    ("User.Profile.Name = 'Executive'", "p.Name = 'Executive'"),
    ("User.IsActive = false", "NOT u.IsActive"),
    ("UserRoleId = null", "u.UserRoleId IS NULL"),
    ("UserRoleId != null", "u.UserRoleId IS NOT NULL"),
    ("NOT UserRoleId = null", "u.UserRoleId IS NOT NULL"),
    ("UserRole.Name = null", "r.Name IS NULL"),
    ("UserRole.Name != null", "r.Name IS NOT NULL"),
    (
        "UserRole.Name NOT IN ('Support Agent', 'Field Service')",
        "r.Name IS NULL OR r.Name NOT IN ('Support Agent', 'Field Service')",
    ),
    (
        "UserRole.Name IN ('support agent', 'FIELD SERVICE')",
        "r.Name IN ('Support Agent', 'Field Service')",
    ),
    (
        "ManagerId = null AND ProfileId != null",
        "u.ManagerId IS NULL AND u.ProfileId IS NOT NULL",
    ),
    ("ManagerId = '{User:9}'", "u.ManagerId = '{User:9}'"),
    (
        "FederationIdentifier = null",
        "u.FederationIdentifier IS NULL",
    ),
    (
        "FederationIdentifier != null",
        "u.FederationIdentifier IS NOT NULL",
    ),
    (
        "FederationIdentifier LIKE '%'",
        "u.FederationIdentifier IS NOT NULL",
    ),
    (
        "NOT FederationIdentifier LIKE 'a%'",
        "NOT ifnull(u.FederationIdentifier LIKE 'a%', 0)",
    ),
    ("FederationIdentifier < 'm'", "u.FederationIdentifier < 'm'"),
    ("Name LIKE 'a%'", "u.Name LIKE 'a%'"),
    ("Name LIKE 'A%'", "u.Name LIKE 'a%'"),
    ("Name LIKE '%er'", "u.Name LIKE '%er'"),
    ("Name LIKE '%an%e%'", "u.Name LIKE '%an%e%'"),
    ("Name LIKE '_a%'", "u.Name LIKE '_a%'"),
    ("Name LIKE '%%'", "1"),
    ("Name LIKE ''", "0"),
    ("Name LIKE '%ü%'", "u.Name LIKE '%ü%'"),
    ("Name LIKE '%Ü%'", "u.Name LIKE '%ü%'"),
    (r"Name LIKE '\u0061%'", "u.Name LIKE 'a%'"),
    (r"Name LIKE '%\%%'", r"u.Name LIKE '%\%%'"),
    (r"Username LIKE '%\_%'", r"u.Username LIKE '%\_%'"),
    (
        "Username LIKE '%.%@%.example.com'",
        "u.Username LIKE '%.%@%.example.com'",
    ),
    ("NOT Name LIKE 'a%'", "NOT u.Name LIKE 'a%'"),
    (r"LastName = 'O\'Brien'", "u.LastName = 'O''Brien'"),
    ("LastName >= 'k'", "u.LastName >= 'k'"),
    (
        "LastName < 'K' AND FirstName > 'k'",
        "u.LastName < 'K' AND u.FirstName > 'k'",
    ),
    ("UserType = 'standard'", "u.UserType = 'Standard'"),
    ("UserType != 'Standard'", "u.UserType <> 'Standard'"),
    (
        "UserType IN ('PowerPartner', 'AutomatedProcess')",
        "u.UserType IN ('PowerPartner', 'AutomatedProcess')",
    ),
    ("UserType NOT IN ('Standard')", "u.UserType <> 'Standard'"),
    (
        "UserType LIKE '%process'",
        "u.UserType = 'AutomatedProcess'",
    ),
    (
        "Email = 'NOREPLY@EXAMPLE.COM'",
        "u.Email = 'noreply@example.com'",
    ),
    (
        "Email LIKE '%@example.com' AND Email > 'm'",
        "u.Email LIKE '%@example.com' AND u.Email > 'm'",
    ),
    (
        "Username = 'SVC-LPC@example.com'",
        "u.Username = 'svc-lpc@example.com'",
    ),
    ("LastLoginDate = null", "u.LastLoginDate IS NULL"),
    ("LastLoginDate != null", "u.LastLoginDate IS NOT NULL"),
    (
        "LastLoginDate < 2026-11-01T00:00:00Z",
        "u.LastLoginDate < ms('2026-11-01T00:00:00Z')",
    ),
    (
        "LastLoginDate >= 2026-11-01T00:00:00+01:00",
        "u.LastLoginDate >= ms('2026-10-31T23:00:00Z')",
    ),
    (
        "NOT LastLoginDate >= 2026-11-01T00:00:00Z",
        "NOT ifnull(u.LastLoginDate >= ms('2026-11-01T00:00:00Z'), 0)",
    ),
    ("LastLoginDate != 2026-11-01T00:00:00Z", "1"),
    (
        "CreatedDate > 2024-06-30T12:00:00.500-0500",
        "u.CreatedDate > ms('2024-06-30T17:00:00.5Z')",
    ),
    (
        "CreatedDate > 2023-01-01T00:00:00Z AND CreatedDate <= 2024-01-01T00:00:00Z",
        "u.CreatedDate > ms('2023-01-01T00:00:00Z') AND u.CreatedDate <= ms('2024-01-01T00:00:00Z')",
    ),
    (
        "SystemModstamp >= 2026-10-01T00:00:00Z OR LastLoginDate >= 2026-11-15T00:00:00Z",
        "u.SystemModstamp >= ms('2026-10-01T00:00:00Z') OR u.LastLoginDate >= ms('2026-11-15T00:00:00Z')",
    ),
    (
        "IsActive = true AND (Name LIKE 'a%' OR Name LIKE 'b%')",
        "u.IsActive AND (u.Name LIKE 'a%' OR u.Name LIKE 'b%')",
    ),
    (
        "(IsActive = true AND Name LIKE 'a%') OR Name LIKE 'b%'",
        "(u.IsActive AND u.Name LIKE 'a%') OR u.Name LIKE 'b%'",
    ),
    (
        "NOT (IsActive = true OR UserRoleId = null)",
        "NOT (u.IsActive OR u.UserRoleId IS NULL)",
    ),
    ("((((IsActive = false))))", "NOT u.IsActive"),
    (
        "FirstName = 'Anna' OR FirstName = 'Peter' OR LastName = 'Weber'",
        "u.FirstName IN ('Anna', 'Peter') OR u.LastName = 'Weber'",
    ),
    (
        "UserRole.Name = 'Support Agent' OR UserRole.Name = null",
        "r.Name = 'Support Agent' OR r.Name IS NULL",
    ),
    (
        "CALENDAR_YEAR(CreatedDate) = 2024",
        "strftime('%Y', u.CreatedDate / 1000, 'unixepoch') = '2024'",
    ),
    (
        "CALENDAR_MONTH(CreatedDate) IN (1, 2)",
        "strftime('%m', u.CreatedDate / 1000, 'unixepoch') IN ('01', '02')",
    ),
    (
        "DAY_IN_MONTH(CreatedDate) >= 30",
        "strftime('%d', u.CreatedDate / 1000, 'unixepoch') >= '30'",
    ),
    (
        "DAY_IN_WEEK(CreatedDate) = 1",
        "strftime('%w', u.CreatedDate / 1000, 'unixepoch') = '0'",
    ),
    (
        "DAY_IN_YEAR(CreatedDate) < 32",
        "strftime('%j', u.CreatedDate / 1000, 'unixepoch') < '032'",
    ),
    (
        "HOUR_IN_DAY(LastLoginDate) < 6",
        "strftime('%H', u.LastLoginDate / 1000, 'unixepoch') < '06'",
    ),
    (
        "DAY_ONLY(CreatedDate) > 2026-01-01",
        "u.CreatedDate >= ms('2026-01-02T00:00:00Z')",
    ),
    (
        "DAY_ONLY(CreatedDate) = 2026-01-01",
        "u.CreatedDate >= ms('2026-01-01T00:00:00Z') AND u.CreatedDate < ms('2026-01-02T00:00:00Z')",
    ),
];

/// Conditions on other objects.
const OTHERS: &[(&str, &str)] = &[
    (
        "SELECT Id FROM UserLogin WHERE IsFrozen = true",
        "SELECT Id FROM UserLogin WHERE IsFrozen",
    ),
    (
        "SELECT Id, UserId FROM UserLogin WHERE IsFrozen = true OR IsPasswordLocked = true",
        "SELECT Id, UserId FROM UserLogin WHERE IsFrozen OR IsPasswordLocked",
    ),
    (
        "SELECT Id FROM UserLogin WHERE UserId = '{User~17}'",
        "SELECT Id FROM UserLogin WHERE UserId = '{User:17}'",
    ),
    (
        "SELECT Id FROM UserLogin WHERE UserId IN ('{User:1}', '{User:2}', '{Profile:2}')",
        "SELECT Id FROM UserLogin WHERE UserId IN ('{User:1}', '{User:2}')",
    ),
    (
        "SELECT Id FROM UserLogin WHERE UserId != '{User:17}' AND IsFrozen = true",
        "SELECT Id FROM UserLogin WHERE UserId <> '{User:17}' AND IsFrozen",
    ),
    (
        "SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '{User:3}'",
        "SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '{User:3}'",
    ),
    (
        "SELECT Id FROM PermissionSetAssignment WHERE Assignee.Id = '{User:3}'",
        "SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '{User:3}'",
    ),
    (
        "SELECT Id, Assignee.Name FROM PermissionSetAssignment WHERE Assignee.IsActive = false",
        "SELECT a.Id, u.Name FROM PermissionSetAssignment a JOIN User u ON u.Id = a.AssigneeId WHERE NOT u.IsActive",
    ),
    (
        "SELECT Id, PermissionSet.Label FROM PermissionSetAssignment WHERE PermissionSet.PermissionsViewAllData = true",
        "SELECT a.Id, s.Label FROM PermissionSetAssignment a JOIN PermissionSet s ON s.Id = a.PermissionSetId WHERE s.PermissionsViewAllData",
    ),
    (
        "SELECT Id, Name FROM Profile WHERE UserLicense.Name = 'Salesforce'",
        "SELECT p.Id, p.Name FROM Profile p JOIN UserLicense l ON l.Id = p.UserLicenseId WHERE l.Name = 'Salesforce'",
    ),
    (
        "SELECT Id FROM UserRole WHERE ParentRoleId = null",
        "SELECT Id FROM UserRole WHERE ParentRoleId IS NULL",
    ),
    (
        "SELECT Id, UseCount FROM OauthToken WHERE UseCount >= 0.5",
        "SELECT Id, UseCount FROM OauthToken WHERE UseCount >= 0.5",
    ),
    (
        "SELECT Id FROM OauthToken WHERE UseCount < 1000000",
        "SELECT Id FROM OauthToken",
    ),
    (
        "SELECT Id FROM OauthToken WHERE UseCount IN (0, 1, 2.5)",
        "SELECT Id FROM OauthToken WHERE UseCount IN (0, 1)",
    ),
    (
        "SELECT Name FROM Organization WHERE IsSandbox = false",
        "SELECT Name FROM Organization",
    ),
];

/// What is selected, and under which names.
const SELECTED: &[(&str, &str)] = &[
    (
        "SELECT Id, Name, IsActive, LastLoginDate FROM User",
        "SELECT Id, Name, IsActive, LastLoginDate FROM User",
    ),
    (
        "SELECT Id, Profile.Name, UserRole.Name, Manager.Name FROM User",
        "SELECT u.Id, p.Name, r.Name, m.Name FROM {U}",
    ),
    (
        "SELECT Profile.UserLicense.Name, Manager.UserRole.Name, Id FROM User",
        "SELECT l.Name, mr.Name, u.Id FROM {U}",
    ),
    (
        "SELECT u.Id, u.Profile.Name FROM User u WHERE u.IsActive = false",
        "SELECT u.Id, p.Name FROM {U} WHERE NOT u.IsActive",
    ),
    (
        "SELECT u.Id FROM User AS u WHERE IsActive = false",
        "SELECT Id FROM User WHERE NOT IsActive",
    ),
    (
        "SELECT User.Id, User.Profile.Name FROM User",
        "SELECT u.Id, p.Name FROM {U}",
    ),
    (
        "SELECT u.Id, p.Name FROM User u, u.Profile p WHERE p.Name LIKE 'S%'",
        "SELECT u.Id, p.Name FROM {U} WHERE p.Name LIKE 'S%'",
    ),
    (
        "select id from user where isactive = false",
        "SELECT Id FROM User WHERE NOT IsActive",
    ),
    ("SELECT COUNT() FROM User", "SELECT COUNT(*) FROM User"),
    (
        "SELECT COUNT() FROM User WHERE Profile.Name = 'Executive'",
        "SELECT COUNT(*) FROM {U} WHERE p.Name = 'Executive'",
    ),
    ("SELECT COUNT() FROM User LIMIT 7", "SELECT 7"),
    ("SELECT COUNT() FROM User LIMIT 9 OFFSET 795", "SELECT 5"),
    (
        "SELECT Id FROM User USING SCOPE everything WHERE IsActive = false FOR VIEW",
        "SELECT Id FROM User WHERE NOT IsActive",
    ),
    (
        "SELECT Id FROM Profile FOR REFERENCE",
        "SELECT Id FROM Profile",
    ),
];

#[tokio::test]
async fn conditions_find_the_rows_that_sqlite_finds() {
    let mirror = Mirror::new().await;
    for (soql, sql) in USERS {
        let soql = format!("SELECT Id FROM User WHERE {soql}");
        let sql = format!("SELECT u.Id FROM {{U}} WHERE {sql}");
        mirror.agree(&soql, &sql).await;
    }
}

#[tokio::test]
async fn conditions_on_other_objects_find_the_rows_that_sqlite_finds() {
    let mirror = Mirror::new().await;
    for (soql, sql) in OTHERS {
        mirror.agree(soql, sql).await;
    }
}

#[tokio::test]
async fn columns_hold_what_sqlite_holds() {
    let mirror = Mirror::new().await;
    for (soql, sql) in SELECTED {
        mirror.agree(soql, sql).await;
    }
}

#[tokio::test]
async fn hundreds_of_alternatives_are_one_look() {
    let mirror = Mirror::new().await;
    // As many as an address can name.
    let ids: Vec<String> = (0..300).map(|n| format!("Id = '{{User:{n}}}'")).collect();
    let soql = format!("SELECT Id FROM User WHERE {}", ids.join(" OR "));
    let sql = "SELECT Id FROM User ORDER BY Id LIMIT 300";
    mirror.agree(&soql, sql).await;
}
