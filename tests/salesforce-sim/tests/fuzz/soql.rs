//! Queries out of a grammar, some of them damaged.

use super::dice::Dice;

const OBJECTS: &[&str] = &[
    "User",
    "UserLogin",
    "Organization",
    "Profile",
    "PermissionSet",
    "PermissionSetAssignment",
    "UserRole",
    "UserLicense",
    "OauthToken",
    "UserPermissionAccess",
    "LoginHistory",
    "Group",
    "GroupMember",
    "PermissionSetGroup",
    "ScratchOrgInfo",
];
const FIELDS: &[&str] = &[
    "Id",
    "Name",
    "Username",
    "Email",
    "IsActive",
    "ProfileId",
    "Profile.Name",
    "UserRole.Name",
    "Manager.Manager.Manager.Name",
    "LastLoginDate",
    "SystemModstamp",
    "UserId",
    "IsFrozen",
    "COUNT(Id)",
    "MAX(CreatedDate)",
    "COUNT()",
    "FIELDS(ALL)",
    "toLabel(Name)",
    "Nothing",
    "(SELECT Id FROM PermissionSetAssignments)",
    "TYPEOF Owner WHEN User THEN Id END",
];
const VALUES: &[&str] = &[
    "'a'",
    "'%_%'",
    "'\\u00e9'",
    "'\\'",
    "null",
    "true",
    "1",
    "-1.5e9",
    "99999999999999999999",
    "2026-01-01T00:00:00Z",
    "9999-99-99",
    "TODAY",
    "LAST_N_DAYS:3",
    "LAST_N_YEARS:99999999999",
    "('a','b')",
    "(SELECT UserId FROM UserLogin)",
    "(SELECT Id FROM User WHERE Id IN (SELECT Id FROM User))",
    "''",
    ":bind",
    "'005000000000000AAA'",
];
const OPERATORS: &[&str] = &[
    "=", "!=", "<", "<=", ">", ">=", "LIKE", "IN", "NOT IN", "INCLUDES", "<>", "==",
];

pub fn query(dice: &mut Dice) -> String {
    if dice.once_in(12) {
        return huge(dice);
    }
    let mut soql = "SELECT ".to_owned();
    for at in 0..=dice.below(5) {
        if at > 0 {
            soql.push(',');
        }
        soql.push_str(dice.pick(FIELDS));
    }
    soql.push_str(" FROM ");
    soql.push_str(dice.pick(OBJECTS));
    if !dice.once_in(3) {
        soql.push_str(" WHERE ");
        for at in 0..=dice.below(4) {
            if at > 0 {
                soql.push_str(dice.pick(&[" AND ", " OR ", " AND NOT ", " NOT ", " "]));
            }
            soql.push_str(&format!(
                "{} {} {}",
                dice.pick(FIELDS),
                dice.pick(OPERATORS),
                dice.pick(VALUES)
            ));
        }
    }
    for part in [
        " GROUP BY Name",
        " HAVING COUNT(Id) > 1",
        " ORDER BY Name DESC NULLS LAST, Id",
        " LIMIT 5",
        " LIMIT 99999999999",
        " OFFSET 2001",
        " OFFSET 3",
        " FOR VIEW",
        " ALL ROWS",
        " WITH SECURITY_ENFORCED",
    ] {
        if dice.once_in(5) {
            soql.push_str(part);
        }
    }
    if dice.once_in(3) {
        let mut bytes = soql.into_bytes();
        dice.mutate(&mut bytes);
        soql = String::from_utf8_lossy(&bytes).into_owned();
    }
    soql
}

/// Deep, long, or both.
fn huge(dice: &mut Dice) -> String {
    let many = 1 << dice.below(13);
    match dice.below(7) {
        0 => format!("SELECT Id FROM User WHERE {}Id = ''", "(".repeat(many)),
        1 => format!(
            "SELECT Id FROM User WHERE {}IsActive = true",
            "NOT ".repeat(many)
        ),
        2 => format!(
            "SELECT Id FROM User WHERE Name LIKE '{}'",
            "%a".repeat(many)
        ),
        3 => format!(
            "SELECT Id FROM User WHERE Id IN ({}'')",
            "'005',".repeat(many)
        ),
        4 => format!("SELECT {}Id FROM User", "Id,".repeat(many)),
        5 => format!(
            "SELECT Id FROM User WHERE {}true",
            "IsActive = true AND ".repeat(many)
        ),
        _ => format!("SELECT {}Id FROM User", "Manager.".repeat(many)),
    }
}
