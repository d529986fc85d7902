use reqwest::StatusCode;
use serde_json::json;

use super::bench::{Answer, Bench, PASSWORD, SERVICE};

async fn send(bench: &Bench, path: &str, body: String) -> Answer {
    let request = bench
        .http
        .post(bench.sim.origin() + path)
        .header("content-type", "text/xml; charset=UTF-8")
        .header("SOAPAction", "\"\"")
        .body(body);
    Answer::of(request.send().await.expect("an answer")).await
}

fn envelope(header: &str, body: &str) -> String {
    format!(
        "<se:Envelope xmlns:se=\"http://schemas.xmlsoap.org/soap/envelope/\"><se:Header>{header}\
         </se:Header><se:Body>{body}</se:Body></se:Envelope>"
    )
}

async fn log_in(bench: &Bench, path: &str, username: &str, password: &str) -> Answer {
    let body = format!(
        "<login xmlns=\"urn:partner.soap.sforce.com\"><username>{username}</username>\
         <password>{password}</password></login>"
    );
    send(bench, path, envelope("", &body)).await
}

fn element<'a>(text: &'a str, name: &str) -> &'a str {
    let rest = text
        .split_once(&format!("<{name}>"))
        .unwrap_or_else(|| panic!("{name} in {text}"));
    rest.1.split_once(&format!("</{name}>")).expect("an end").0
}

async fn call(bench: &Bench, session: &str, name: &str) -> Answer {
    let header = format!(
        "<SessionHeader xmlns=\"urn:partner.soap.sforce.com\"><sessionId>{session}</sessionId>\
         </SessionHeader>"
    );
    let body = format!("<{name} xmlns=\"urn:partner.soap.sforce.com\"/>");
    send(bench, "/services/Soap/u/60.0", envelope(&header, &body)).await
}

#[tokio::test]
async fn a_login_gives_a_session_that_the_rest_api_takes() {
    let bench = Bench::new().await;
    let answer = log_in(&bench, "/services/Soap/u/60.0", SERVICE, PASSWORD).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(answer.header("content-type"), "text/xml; charset=utf-8");
    let text = &answer.text;
    let state = bench.sim.state();
    assert_eq!(
        element(text, "userId"),
        state["service_account"]["id"].as_str().expect("an id")
    );
    assert_eq!(
        element(text, "organizationId"),
        state["organization"]["id"].as_str().expect("an id")
    );
    assert_eq!(element(text, "passwordExpired"), "false");
    assert_eq!(element(text, "sandbox"), "false");
    assert_eq!(element(text, "userName"), SERVICE);
    let organization = &element(text, "organizationId")[..15];
    let server = format!("{}/services/Soap/u/60.0/{organization}", bench.sim.origin());
    assert_eq!(element(text, "serverUrl"), server);
    assert_eq!(
        element(text, "metadataServerUrl"),
        server.replace("/u/", "/m/")
    );
    let session = element(text, "sessionId");
    assert!(session.starts_with("00D") && session.contains('!'));
    let limits = bench.call(session, "/services/data/v60.0/limits").await;
    assert_eq!(limits.status, StatusCode::OK);
    assert!(
        bench
            .sim
            .issued_secrets()
            .iter()
            .any(|known| known == session)
    );
    let mut at = 0;
    for name in [
        "metadataServerUrl",
        "passwordExpired",
        "sandbox",
        "serverUrl",
        "sessionId",
        "userId",
        "userInfo",
        "accessibilityMode",
        "chatterExternal",
        "currencySymbol",
        "orgAttachmentFileSizeLimit",
        "orgDefaultCurrencyIsoCode",
        "orgDefaultCurrencyLocale",
        "orgDisallowHtmlAttachments",
        "orgHasPersonAccounts",
        "organizationId",
        "organizationMultiCurrency",
        "organizationName",
        "profileId",
        "roleId",
        "sessionSecondsValid",
        "userDefaultCurrencyIsoCode",
        "userEmail",
        "userFullName",
        "userId",
        "userLanguage",
        "userLocale",
        "userName",
        "userTimeZone",
        "userType",
        "userUiSkin",
    ] {
        let found = text[at..].find(&format!("<{name}"));
        at += found.unwrap_or_else(|| panic!("{name} is not in its place in {text}"));
    }
}

#[tokio::test]
async fn a_wrong_password_and_users_who_may_not_log_in_get_one_fault() {
    let bench = Bench::new().await;
    let fault = |flavor: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soapenv:Envelope \
             xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" \
             xmlns:sf=\"urn:fault.{flavor}.soap.sforce.com\" \
             xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soapenv:Body>\
             <soapenv:Fault><faultcode>INVALID_LOGIN</faultcode><faultstring>INVALID_LOGIN: \
             Invalid username, password, security token; or user locked out.</faultstring><detail>\
             <sf:LoginFault xsi:type=\"sf:LoginFault\"><sf:exceptionCode>INVALID_LOGIN\
             </sf:exceptionCode><sf:exceptionMessage>Invalid username, password, security token; \
             or user locked out.</sf:exceptionMessage></sf:LoginFault></detail></soapenv:Fault>\
             </soapenv:Body></soapenv:Envelope>"
        )
    };
    for (kind, flavor) in [("u", "partner"), ("c", "enterprise")] {
        let path = format!("/services/Soap/{kind}/60.0/");
        let answer = log_in(&bench, &path, SERVICE, "wrong").await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(answer.header("content-type"), "text/xml; charset=utf-8");
        assert_eq!(answer.text, fault(flavor));
    }
    let other = bench.sim.other_username();
    for undo in ["freeze_users", "deactivate_users"] {
        bench
            .sim
            .control(json!({"fault": undo, "users": [other]}))
            .expect("a user");
        let answer = log_in(&bench, "/services/Soap/u/60.0", &other, PASSWORD).await;
        assert_eq!(answer.text, fault("partner"));
    }
}

#[tokio::test]
async fn a_security_token_can_be_required() {
    let bench = Bench::new().await;
    bench.set(json!({"security_token_required": true}));
    let answer = log_in(&bench, "/services/Soap/u/60.0", SERVICE, PASSWORD).await;
    assert!(
        answer
            .text
            .contains("<faultcode>LOGIN_MUST_USE_SECURITY_TOKEN<")
    );
    let both = format!(
        "{PASSWORD}{}",
        salesforce_sim::Config::default().security_token
    );
    let path = "/services/Soap/c/50.0/00DGz0003UBiSwO";
    assert_eq!(
        log_in(&bench, path, SERVICE, &both).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn versions_without_login_and_versions_that_are_none_are_refused() {
    let bench = Bench::new().await;
    for (path, status) in [
        ("/services/Soap/u/64.0", 200),
        ("/services/Soap/u/31.0", 200),
        ("/services/Soap/u/65.0", 500),
        ("/services/Soap/u/68.0", 500),
        ("/services/Soap/u/69.0", 500),
        ("/services/Soap/u/30.0", 500),
        ("/services/Soap/u/x", 500),
        ("/services/Soap/m/60.0", 500),
    ] {
        let answer = log_in(&bench, path, SERVICE, PASSWORD).await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
        let refused = "<faultcode>sf:UNSUPPORTED_API_VERSION</faultcode>";
        assert_eq!(
            answer.text.contains(refused),
            status == 500,
            "{path}: {}",
            answer.text
        );
    }
    bench.set(json!({"soap_login": "off"}));
    let answer = log_in(&bench, "/services/Soap/u/60.0", SERVICE, PASSWORD).await;
    assert!(answer.text.contains(
        "<faultstring>INVALID_OPERATION: SOAP API login() is disabled by default in this org."
    ));
}

#[tokio::test]
async fn conditions_of_the_organization_have_faults_of_their_own() {
    let bench = Bench::new().await;
    for (switch, code) in [
        ("org_locked", "ORG_LOCKED"),
        ("login_rate_exceeded", "LOGIN_RATE_EXCEEDED"),
        ("ip_restricted", "LOGIN_DURING_RESTRICTED_DOMAIN"),
    ] {
        bench.set(json!({switch: true}));
        let answer = log_in(&bench, "/services/Soap/u/60.0", SERVICE, PASSWORD).await;
        assert!(
            answer
                .text
                .contains(&format!("<faultcode>{code}</faultcode>")),
            "{}",
            answer.text
        );
        bench.set(json!({switch: false}));
    }
}

#[tokio::test]
async fn a_session_tells_its_user_and_ends_by_logout() {
    let bench = Bench::new().await;
    let text = log_in(&bench, "/services/Soap/u/60.0", SERVICE, PASSWORD)
        .await
        .text;
    let session = element(&text, "sessionId").to_owned();
    let info = call(&bench, &session, "getUserInfo").await;
    assert_eq!(element(&info.text, "userName"), SERVICE);
    let time = call(&bench, &session, "getServerTimestamp").await;
    assert_eq!(element(&time.text, "timestamp"), "2026-11-23T12:00:00.000Z");
    assert_eq!(
        call(&bench, &session, "logout").await.status,
        StatusCode::OK
    );
    let after = call(&bench, &session, "getUserInfo").await;
    assert_eq!(after.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(
        after
            .text
            .contains("<faultcode>sf:INVALID_SESSION_ID</faultcode>")
    );
    assert!(
        call(&bench, "", "logout")
            .await
            .text
            .contains("INVALID_SESSION_ID")
    );
    let login = bench.log_in().await;
    let unknown = call(&bench, &login.access, "fly").await;
    assert!(
        unknown
            .text
            .contains("No operation available for request fly")
    );
    let info = call(&bench, &login.access, "getUserInfo").await;
    assert_eq!(
        info.status,
        StatusCode::OK,
        "an OAuth token is a session too"
    );
}

#[tokio::test]
async fn broken_and_hostile_envelopes_are_faults_of_the_client() {
    let bench = Bench::new().await;
    let entity = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>".to_owned()
        + &envelope("", "<login><username>&x;</username></login>");
    for body in [
        String::new(),
        "<a>".to_owned(),
        "{}".to_owned(),
        entity,
        "<a>".repeat(50_000),
    ] {
        let answer = send(&bench, "/services/Soap/u/60.0", body).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(
            answer
                .text
                .contains("<faultcode>soapenv:Client</faultcode>"),
            "{}",
            answer.text
        );
    }
    let bare = bench
        .http
        .post(bench.sim.origin() + "/services/Soap/u/60.0")
        .body("<a/>");
    let answer = Answer::of(bare.send().await.expect("an answer")).await;
    assert!(answer.text.contains("SOAPAction HTTP header missing"));
}

#[tokio::test]
async fn the_login_history_tells_of_every_attempt_and_how_it_came() {
    let bench = Bench::new().await;
    let access = bench.log_in().await.access;
    bench.advance(60);
    log_in(&bench, "/services/Soap/u/60.0", SERVICE, "wrong").await;
    bench.advance(60);
    log_in(&bench, "/services/Soap/u/60.0", SERVICE, PASSWORD).await;
    let user = bench.sim.state()["service_account"]["id"].clone();
    let soql = format!(
        "SELECT LoginType, Status FROM LoginHistory WHERE UserId = {user} \
         ORDER BY LoginTime DESC LIMIT 3"
    )
    .replace('"', "'");
    let json = bench.query(&access, &soql).await.json();
    let told = |n: usize, member: &str| json["records"][n][member].clone();
    for (n, kind, status) in [
        (0, "Other Apex API", "Success"),
        (1, "Other Apex API", "Invalid Password"),
        (2, "Remote Access 2.0", "Success"),
    ] {
        let seen = (told(n, "LoginType"), told(n, "Status"));
        assert_eq!(seen, (json!(kind), json!(status)), "{json}");
    }
}
