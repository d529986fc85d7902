//! What is read about the account, and how it can fail.

use crate::canned_server::{CannedServer, json, with_headers};
use lpc_core::port::salesforce::{CallFailure, Salesforce};

const IDENTITY: &str =
    r#"{"user_id":"005xx000001SwiUAAS","organization_id":"00Dxx0000001gPLEAY","name":"ignored"}"#;

/// An organization that does not know *View All Users*.
fn answer(request: &str) -> Vec<u8> {
    let records = |row: &str| format!(r#"{{"totalSize":1,"done":true,"records":[{row}]}}"#);
    let (line, _) = request.split_once("\r\n").expect("a request line");
    if line.contains("/userinfo") {
        return json("200 OK", IDENTITY);
    }
    if line.contains("/services/data ") {
        return json("200 OK", r#"[{"version":"66.0"}]"#);
    }
    if line.contains("PermissionsViewAllUsers") {
        let unknown = r#"[{"message":"No such column","errorCode":"INVALID_FIELD"}]"#;
        return json("400 Bad Request", unknown);
    }
    if line.contains("FROM+UserPermissionAccess") {
        let (_, rest) = line.split_once("SELECT+").expect("a query");
        let (field, _) = rest.split_once('+').expect("a query");
        let has_it = field != "PermissionsApiUserOnly";
        return json(
            "200 OK",
            &records(&format!(r#"{{"attributes":{{}},"{field}":{has_it}}}"#)),
        );
    }
    let row = if line.contains("FROM+User+") {
        r#"{"Id":"005xx000001SwiUAAS","Username":"svc@tallow.example","Name":"Service Account","IsActive":true}"#
    } else {
        r#"{"Id":"00Dxx0000001gPLEAY","Name":"Tallow Street","IsSandbox":false}"#
    };
    json("200 OK", &records(row))
}

#[tokio::test]
async fn a_permission_that_the_organization_does_not_know_is_none_and_the_others_are_read() {
    let server = CannedServer::answering(answer).await;
    let inspection = server
        .client()
        .inspect_account(&server.access())
        .await
        .expect("an inspection");
    assert_eq!(inspection.account.username, "svc@tallow.example");
    assert_eq!(inspection.account.organization_name, "Tallow Street");
    assert_eq!(inspection.account.user_id.as_str(), "005xx000001SwiUAAS");
    assert!(inspection.is_active && !inspection.is_sandbox);
    assert_eq!(inspection.view_all_data, Some(true));
    assert_eq!(inspection.api_enabled, Some(true));
    assert_eq!(inspection.view_all_users, None);
    assert_eq!(inspection.manage_users, Some(true));
    assert_eq!(inspection.api_only, Some(false));
}

#[tokio::test]
async fn attack_21_records_of_another_account_than_the_identity_are_refused() {
    for (from, to) in [
        ("005xx000001SwiUAAS", "005xx000001SwiV"),
        ("00Dxx0000001gPLEAY", "00D5g0000000xyz"),
    ] {
        let server = CannedServer::answering(move |request| {
            if request.contains("/userinfo") {
                json("200 OK", &IDENTITY.replace(from, to))
            } else {
                answer(request)
            }
        })
        .await;
        let outcome = server.client().inspect_account(&server.access()).await;
        assert!(
            matches!(outcome, Err(CallFailure::Unreachable { .. })),
            "{outcome:?}"
        );
    }
}

#[tokio::test]
async fn the_identity_service_refuses_in_bare_words() {
    let forbidden =
        |body: &[u8]| with_headers("403 Forbidden", "Content-Type: text/html\r\n", body);
    for (body, is_expired) in [("Bad_OAuth_Token", true), ("Wrong_Org\n", false)] {
        let server = CannedServer::always(forbidden(body.as_bytes())).await;
        let failure = server.client().inspect_account(&server.access()).await;
        let failure = failure.expect_err("refused");
        assert_eq!(failure.to_string(), body.trim());
        assert_eq!(
            matches!(failure, CallFailure::SessionExpired { .. }),
            is_expired
        );
    }
    let server = CannedServer::always(forbidden(b"<html>a portal</html>")).await;
    let failure = server.client().inspect_account(&server.access()).await;
    assert!(matches!(failure, Err(CallFailure::Unreachable { .. })));
}
