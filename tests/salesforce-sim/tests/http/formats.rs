use reqwest::StatusCode;

use super::bench::{Answer, Bench};

const FORM: &str = "application/x-www-form-urlencoded";

async fn ask(bench: &Bench, secret: &str, format: &str, accept: &str) -> Answer {
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", salesforce_sim::App::CONFIDENTIAL_CLIENT_ID),
        ("client_secret", secret),
        ("format", format),
    ];
    let address = bench.sim.origin() + "/services/oauth2/token";
    let request = bench
        .http
        .post(address)
        .header("accept", accept)
        .form(&form);
    Answer::of(request.send().await.expect("an answer")).await
}

#[tokio::test]
async fn the_answer_comes_as_json_form_or_xml_and_the_parameter_beats_the_header() {
    let bench = Bench::new().await;
    let secret = salesforce_sim::App::CONFIDENTIAL_CLIENT_SECRET;
    for (format, accept, kind, begins) in [
        (
            "",
            "*/*",
            "application/json;charset=UTF-8",
            "{\"access_token\":",
        ),
        (
            "",
            FORM,
            "application/x-www-form-urlencoded;charset=UTF-8",
            "access_token=",
        ),
        (
            "",
            "text/html, application/xml;q=0.9",
            "application/xml;charset=UTF-8",
            "<?xml ",
        ),
        (
            "json",
            "application/xml",
            "application/json;charset=UTF-8",
            "{",
        ),
        (
            "urlencoded",
            "application/json",
            "application/x-www-form-urlencoded;charset=UTF-8",
            "a",
        ),
        (
            "xml",
            "application/json",
            "application/xml;charset=UTF-8",
            "<?xml ",
        ),
        ("other", "", "application/json;charset=UTF-8", "{"),
    ] {
        let answer = ask(&bench, secret, format, accept).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.header("content-type"), kind, "{format} {accept}");
        assert!(answer.text.starts_with(begins), "{}", answer.text);
    }
    let xml = ask(&bench, secret, "xml", "").await.text;
    assert!(xml.contains("<OAuth><access_token>") && xml.ends_with("</issued_at></OAuth>"));
}

#[tokio::test]
async fn errors_come_in_the_same_forms() {
    let bench = Bench::new().await;
    let answer = ask(&bench, "wrong", "urlencoded", "").await;
    let text = "error=invalid_client&error_description=invalid+client+credentials";
    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (400, text));
    let answer = ask(&bench, "wrong", "xml", "").await;
    assert_eq!(
        answer.text,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><OAuth><error>invalid_client</error>\
         <error_description>invalid client credentials</error_description></OAuth>"
    );
}

#[tokio::test]
async fn the_members_come_in_the_order_of_the_service() {
    let bench = Bench::new().await;
    let code = bench.code(
        &bench.authorize_url(&[("scope", "openid refresh_token api")]),
        super::bench::SERVICE,
    );
    let text = bench.redeem(&code).await.text;
    let mut at = 0;
    for name in [
        "access_token",
        "refresh_token",
        "signature",
        "scope",
        "id_token",
        "instance_url",
        "id",
        "token_type",
        "issued_at",
    ] {
        let member = format!("\"{name}\":\"");
        at += text[at..]
            .find(&member)
            .unwrap_or_else(|| panic!("{name} is missing in {text}"));
    }
    assert!(!text.contains("sfdc_community") && !text.contains("\"state\""));
}

#[tokio::test]
async fn external_users_get_the_address_of_their_site() {
    let bench = Bench::with(|config| config.users = 1_000).await;
    let login = bench.log_in().await;
    let soql =
        "SELECT Username FROM User WHERE UserType = 'PowerPartner' AND IsActive = true LIMIT 1";
    let found = bench.query(&login.access, soql).await.json();
    let username = found["records"][0]["Username"]
        .as_str()
        .expect("a partner")
        .to_owned();
    let partner = bench.log_in_as(&username).await.answer;
    assert!(
        partner["sfdc_community_url"]
            .as_str()
            .is_some_and(|url| url.starts_with("http"))
    );
    assert!(
        partner["sfdc_community_id"]
            .as_str()
            .is_some_and(|id| id.len() == 18)
    );
}

#[tokio::test]
async fn addresses_may_end_in_a_slash_and_only_so_many_parameters_are_read() {
    let bench = Bench::new().await;
    let mut form = vec![("grant_type", "client_credentials")];
    form.extend([
        ("client_id", salesforce_sim::App::CONFIDENTIAL_CLIENT_ID),
        (
            "client_secret",
            salesforce_sim::App::CONFIDENTIAL_CLIENT_SECRET,
        ),
    ]);
    let answer = bench.post("/services/oauth2/token/", &form).await;
    assert_eq!(answer.status, StatusCode::OK);
    let info = bench
        .call(
            &super::bench::tokens(&answer).access,
            "/services/oauth2/userinfo/",
        )
        .await;
    assert_eq!(info.status, StatusCode::OK);
    let mut flooded = vec![("x", "y"); 200];
    flooded.extend(form);
    let answer = bench.post("/services/oauth2/token", &flooded).await;
    assert_eq!(answer.oauth_error().0, "unsupported_grant_type");
}
