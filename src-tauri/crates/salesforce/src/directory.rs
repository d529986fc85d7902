//! Salesforce's users, as the mirror needs them.

use crate::call_error::{CallError, unreachable};
use crate::field;
use crate::instance::Instance;
use crate::page::Page;
use jiff::Timestamp;
use lpc_core::directory::{DirectoryPage, DirectoryUser, NextPage, UserQuery};
use lpc_core::port::salesforce::Answer;
use lpc_core::salesforce_id::SalesforceId;
use serde::Deserialize;

const USER_FIELDS: &str =
    "Id, Name, Email, Username, Profile.Name, UserType, IsActive, LastLoginDate, SystemModstamp";

const FROZEN_USERS: &str = "SELECT UserId FROM UserLogin WHERE IsFrozen = true";

/// The account may not read `UserLogin`, or the organization does not show it.
const UNREADABLE: [&str; 3] = ["INVALID_TYPE", "INVALID_FIELD", "INSUFFICIENT_ACCESS"];

/// One row of `User`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct UserRow {
    #[serde(deserialize_with = "field::id")]
    id: SalesforceId,
    name: String,
    #[serde(deserialize_with = "field::nullable_text")]
    email: String,
    username: String,
    profile: Option<ProfileRow>,
    #[serde(deserialize_with = "field::nullable_text")]
    user_type: String,
    is_active: bool,
    #[serde(deserialize_with = "field::nullable_timestamp")]
    last_login_date: Option<Timestamp>,
    #[serde(deserialize_with = "field::timestamp")]
    system_modstamp: Timestamp,
}

/// `Profile` inside a user.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ProfileRow {
    name: String,
}

/// One row of `UserLogin`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct FrozenRow {
    #[serde(deserialize_with = "field::id")]
    user_id: SalesforceId,
}

impl From<UserRow> for DirectoryUser {
    fn from(row: UserRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            email: row.email,
            username: row.username,
            profile: row.profile.map(|profile| profile.name).unwrap_or_default(),
            user_type: row.user_type,
            is_active: row.is_active,
            last_login: row.last_login_date,
            modified: row.system_modstamp,
        }
    }
}

/// Reads the first page of a user query.
pub(crate) async fn users(
    instance: &Instance<'_>,
    query: &UserQuery,
) -> Result<Answer<DirectoryPage>, CallError> {
    instance.query(&user_soql(query)).await.map(directory_page)
}

/// Reads the following page.
pub(crate) async fn more_users(
    instance: &Instance<'_>,
    next: &NextPage,
) -> Result<Answer<DirectoryPage>, CallError> {
    instance.next(next).await.map(directory_page)
}

/// Reads one user; `None` where Salesforce does not show them.
pub(crate) async fn user(
    instance: &Instance<'_>,
    id: &SalesforceId,
) -> Result<Answer<Option<DirectoryUser>>, CallError> {
    let answer = instance.query::<UserRow>(&one_user(id)).await?;
    let rows = answer.value.rows.into_iter();
    let value = only(rows.map(DirectoryUser::from), |user| &user.id == id)?;
    Ok(Answer {
        value,
        usage: answer.usage,
    })
}

/// Whether one user is frozen; `None` where that may not be read. Whoever has no `UserLogin` is not.
pub(crate) async fn is_frozen(
    instance: &Instance<'_>,
    id: &SalesforceId,
) -> Result<Answer<Option<bool>>, CallError> {
    let soql = one_frozen_user(id);
    let Some(answer) = instance.query_unless(&UNREADABLE, &soql).await? else {
        return Ok(Answer {
            value: None,
            usage: None,
        });
    };
    let rows = answer.value.rows.into_iter();
    let found = only(rows, |row: &FrozenRow| &row.user_id == id)?;
    Ok(Answer {
        value: Some(found.is_some()),
        usage: answer.usage,
    })
}

/// The one row that was asked for. An answer about anybody else is none: it would be written down as
/// this user's.
fn only<Row>(
    mut rows: impl Iterator<Item = Row>,
    is_asked_for: impl Fn(&Row) -> bool,
) -> Result<Option<Row>, CallError> {
    let first = rows.next();
    if rows.next().is_some() || first.as_ref().is_some_and(|row| !is_asked_for(row)) {
        return Err(unreachable("the answer is not about the user who was asked for").into());
    }
    Ok(first)
}

/// Reads all frozen users, page by page; `None` where they may not be read.
pub(crate) async fn frozen_users(
    instance: &Instance<'_>,
) -> Result<Answer<Option<Vec<SalesforceId>>>, CallError> {
    let answer = instance.query_unless::<FrozenRow>(&UNREADABLE, FROZEN_USERS);
    let Some(mut answer) = answer.await? else {
        return Ok(Answer {
            value: None,
            usage: None,
        });
    };
    let total = answer.value.total;
    let mut frozen = Vec::new();
    loop {
        frozen.extend(answer.value.rows.into_iter().map(|row| row.user_id));
        if frozen.len() as u64 > total {
            // Also ends a chain of pages that leads back to itself.
            return Err(unreachable("more frozen users came than were counted").into());
        }
        let Some(next) = answer.value.next else {
            return Ok(Answer {
                value: Some(frozen),
                usage: answer.usage,
            });
        };
        answer = instance.next(&next).await?;
    }
}

fn directory_page(answer: Answer<Page<UserRow>>) -> Answer<DirectoryPage> {
    let Page { rows, total, next } = answer.value;
    Answer {
        value: DirectoryPage {
            users: rows.into_iter().map(DirectoryUser::from).collect(),
            total,
            next,
        },
        usage: answer.usage,
    }
}

/// Nothing but ids and instants goes into a query, so nothing can be injected.
fn user_soql(query: &UserQuery) -> String {
    let rest = match query {
        UserQuery::All { after: None } => "ORDER BY Id".to_owned(),
        UserQuery::All { after: Some(id) } => format!("WHERE Id > '{id}' ORDER BY Id"),
        UserQuery::ChangedSince(instant) => format!(
            "WHERE SystemModstamp >= {} ORDER BY SystemModstamp, Id",
            soql_instant(*instant),
        ),
        UserQuery::Newest => "ORDER BY SystemModstamp DESC LIMIT 1".to_owned(),
    };
    format!("SELECT {USER_FIELDS} FROM User {rest}")
}

/// See [`user_soql`].
fn one_user(id: &SalesforceId) -> String {
    format!("SELECT {USER_FIELDS} FROM User WHERE Id = '{id}'")
}

/// See [`user_soql`].
fn one_frozen_user(id: &SalesforceId) -> String {
    format!("{FROZEN_USERS} AND UserId = '{id}'")
}

/// A SOQL date-time in whole seconds, rounded down: with `>=` that asks for more, never for less.
fn soql_instant(instant: Timestamp) -> String {
    instant.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn user() -> Value {
        json!({
            "attributes": {"type": "User", "url": "/services/data/v66.0/sobjects/User/005xx000001SwiUAAS"},
            "Id": "005xx000001SwiUAAS",
            "Name": "Ada Tallow",
            "Email": "ada@tallow.example",
            "Username": "ada@tallow.example.uat",
            "Profile": {"attributes": {"type": "Profile"}, "Name": "Standard User"},
            "UserType": "Standard",
            "IsActive": true,
            "LastLoginDate": "2026-11-23T12:00:00.000+0000",
            "SystemModstamp": "2026-11-22T08:30:15.000+0000"
        })
    }

    fn read(row: &Value) -> Result<DirectoryUser, String> {
        let body = json!({"totalSize": 1, "done": true, "records": [row]}).to_string();
        Page::<UserRow>::read(body.as_bytes())
            .map(|mut page| page.rows.remove(0).into())
            .map_err(|error| error.failure.to_string())
    }

    #[test]
    fn a_user_is_read_field_by_field() {
        let user = read(&user()).expect("a user");
        assert_eq!(user.id.as_str(), "005xx000001SwiUAAS");
        assert_eq!(user.name, "Ada Tallow");
        assert_eq!(user.email, "ada@tallow.example");
        assert_eq!(user.username, "ada@tallow.example.uat");
        assert_eq!(user.profile, "Standard User");
        assert_eq!(user.user_type, "Standard");
        assert!(user.is_active);
        assert_eq!(
            user.last_login
                .map(|instant| instant.to_string())
                .as_deref(),
            Some("2026-11-23T12:00:00Z"),
        );
        assert_eq!(user.modified.to_string(), "2026-11-22T08:30:15Z");
    }

    #[test]
    fn a_robot_without_profile_type_address_and_login_is_read_too() {
        let mut row = user();
        for field in ["Profile", "UserType", "Email", "LastLoginDate"] {
            row[field] = Value::Null;
        }
        let user = read(&row).expect("a user");
        assert_eq!((user.profile.as_str(), user.user_type.as_str()), ("", ""));
        assert!(user.last_login.is_none());
    }

    #[test]
    fn a_row_that_cannot_be_read_fails_the_page_and_names_the_field_alone() {
        for (field, value) in [
            ("Id", json!("secret")),
            ("Id", json!("005xx000001SwiUAAA")),
            ("Name", Value::Null),
            ("IsActive", json!("secret")),
            ("SystemModstamp", json!("secret")),
            ("SystemModstamp", Value::Null),
            ("LastLoginDate", json!("secret")),
        ] {
            let mut row = user();
            row[field] = value;
            let detail = read(&row).expect_err(field);
            assert!(detail.contains(&format!("records[0].{field}")), "{detail}");
            assert!(!detail.contains("secret"), "{detail}");
        }
        for field in ["Id", "Email", "UserType", "LastLoginDate", "SystemModstamp"] {
            let mut row = user();
            row.as_object_mut().expect("an object").remove(field);
            let detail = read(&row).expect_err(field);
            assert!(
                detail.contains(&format!("missing field `{field}`")),
                "{detail}"
            );
        }
    }

    #[test]
    fn the_queries_are_ordered_so_that_a_load_can_resume() {
        let id = SalesforceId::parse("005xx000001SwiU").expect("an id");
        assert!(user_soql(&UserQuery::All { after: None }).ends_with("FROM User ORDER BY Id"));
        assert!(
            user_soql(&UserQuery::All { after: Some(id) })
                .ends_with("WHERE Id > '005xx000001SwiUAAS' ORDER BY Id"),
        );
    }

    #[test]
    fn one_user_is_asked_for_by_the_long_id_in_the_fields_of_everyone() {
        let id = SalesforceId::parse("005xx000001SwiU").expect("an id");
        let asked = one_user(&id);
        assert!(asked.starts_with(&format!("SELECT {USER_FIELDS} FROM User ")));
        assert!(asked.ends_with(" WHERE Id = '005xx000001SwiUAAS'"));
        assert_eq!(
            one_frozen_user(&id),
            "SELECT UserId FROM UserLogin WHERE IsFrozen = true AND UserId = '005xx000001SwiUAAS'",
        );
    }

    #[test]
    fn an_answer_about_somebody_else_or_about_two_is_none() {
        let asked_for = |id: &u8| *id == 7;
        let of = |rows: &[u8]| only(rows.iter().copied(), asked_for).ok();
        assert_eq!(of(&[]), Some(None));
        assert_eq!(of(&[7]), Some(Some(7)));
        assert_eq!(of(&[8]), None);
        assert_eq!(of(&[7, 7]), None);
    }

    #[test]
    fn a_watermark_is_rounded_down_to_the_second() {
        let instant = "2026-11-23T12:00:59.999Z".parse().expect("an instant");
        assert!(
            user_soql(&UserQuery::ChangedSince(instant)).ends_with(
                "WHERE SystemModstamp >= 2026-11-23T12:00:59Z ORDER BY SystemModstamp, Id"
            ),
        );
    }
}
