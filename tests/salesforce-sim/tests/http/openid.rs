use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::bench::{Answer, Bench, SERVICE, tokens};

async fn claims(bench: &Bench, token: &str) -> Value {
    let keys: JwkSet = serde_json::from_str(&bench.get("/id/keys").await.text).expect("keys");
    let kid = decode_header(token)
        .expect("a header")
        .kid
        .expect("the id of a key");
    let key = DecodingKey::from_jwk(keys.find(&kid).expect("the key")).expect("a key");
    let mut rules = Validation::new(Algorithm::RS256);
    rules.validate_exp = false;
    rules.set_audience(&[bench.client_id()]);
    decode::<Value>(token, &key, &rules)
        .expect("a good signature")
        .claims
}

#[tokio::test]
async fn an_id_token_is_signed_by_a_published_key_and_says_who_logged_in() {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use sha2::{Digest, Sha256};
    let bench = Bench::new().await;
    let scope = [("scope", "openid api profile email"), ("nonce", "n-0S6")];
    let code = bench.code(&bench.authorize_url(&scope), SERVICE);
    let login = tokens(&bench.redeem(&code).await);
    let token = login.answer["id_token"].as_str().expect("an id token");
    let claims = claims(&bench, token).await;
    assert_eq!(claims["iss"], bench.sim.origin());
    assert_eq!(claims["sub"], login.answer["id"]);
    assert_eq!(claims["nonce"], "n-0S6");
    assert_eq!(claims["preferred_username"], SERVICE);
    assert_eq!(claims["email_verified"], true);
    assert_eq!(claims["iat"], 1_795_435_200);
    assert_eq!(claims["exp"], 1_795_435_320);
    let digest = Sha256::digest(&login.access);
    assert_eq!(claims["at_hash"], URL_SAFE_NO_PAD.encode(&digest[..16]));
    assert!(bench.sim.issued_secrets().contains(&token.to_owned()));
}

#[tokio::test]
async fn without_openid_there_is_no_id_token() {
    let bench = Bench::new().await;
    assert!(bench.log_in().await.answer.get("id_token").is_none());
}

#[tokio::test]
async fn discovery_tells_everything_that_a_client_needs() {
    let bench = Bench::new().await;
    let found = bench.get("/.well-known/openid-configuration").await.json();
    for endpoint in [
        "authorization_endpoint",
        "token_endpoint",
        "revocation_endpoint",
        "userinfo_endpoint",
        "introspection_endpoint",
        "jwks_uri",
    ] {
        let address = found[endpoint].as_str().expect("an address");
        assert!(address.starts_with(&bench.sim.origin()), "{endpoint}");
    }
    assert_eq!(found["issuer"], bench.sim.origin());
    assert_eq!(
        found["id_token_signing_alg_values_supported"],
        json!(["RS256"])
    );
    assert_eq!(
        found["display_values_supported"],
        json!(["page", "popup", "touch"])
    );
    assert!(found.get("code_challenge_methods_supported").is_none());
    let other = bench
        .get("/.well-known/oauth-authorization-server")
        .await
        .json();
    assert_eq!(other["code_challenge_methods_supported"], json!(["S256"]));
    assert_eq!(
        other["grant_types_supported"],
        json!(["authorization_code", "refresh_token"])
    );
}

#[tokio::test]
async fn an_app_can_have_json_web_tokens_as_access_tokens() {
    let bench = Bench::new().await;
    bench.app(json!({"client_id": bench.client_id(), "jwt_access_tokens": true}));
    let login = bench.log_in().await;
    assert!(login.access.starts_with("eyJ"));
    let path = "/services/data/v66.0/limits";
    assert_eq!(bench.call(&login.access, path).await.status, StatusCode::OK);
    let revoked = bench
        .post("/services/oauth2/revoke", &[("token", &login.access)])
        .await;
    assert_eq!(revoked.status, StatusCode::OK);
    assert_eq!(
        bench.call(&login.access, path).await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn the_identity_comes_as_json_form_or_xml_with_the_version_that_was_asked_for() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let id = login.answer["id"].as_str().expect("an identity");
    let path = id.strip_prefix(&bench.sim.origin()).expect("our own");
    let plain = bench.call(&login.access, path).await.json();
    let rest = plain["urls"]["rest"].as_str().expect("an address");
    assert!(rest.ends_with("/services/data/v{version}/"), "{rest}");
    for name in [
        "enterprise",
        "metadata",
        "partner",
        "rest",
        "sobjects",
        "search",
        "query",
        "recent",
        "tooling_soap",
        "tooling_rest",
        "profile",
        "feeds",
        "groups",
        "users",
        "feed_items",
        "feed_elements",
        "custom_domain",
    ] {
        assert!(plain["urls"][name].is_string(), "{name}");
    }
    assert!(plain["photos"]["picture"].is_string() && plain["mobile_phone_verified"] == false);
    let latest = bench
        .call(&login.access, &format!("{path}?version=latest"))
        .await
        .json();
    assert!(
        latest["urls"]["partner"]
            .as_str()
            .is_some_and(|url| url.contains("/Soap/u/68.0/"))
    );
    let older = bench
        .call(&login.access, &format!("{path}?version=60.0"))
        .await
        .json();
    assert!(
        older["urls"]["query"]
            .as_str()
            .is_some_and(|url| url.contains("/v60.0/query/"))
    );
    let xml = bench
        .call(&login.access, &format!("{path}?format=xml"))
        .await;
    assert_eq!(xml.header("content-type"), "application/xml;charset=UTF-8");
    assert!(xml.text.contains("<asserted_user>true</asserted_user>"));
    assert!(
        xml.text.contains("<photos><picture>") && xml.text.contains("<body xsi:nil=\"true\"/>")
    );
    let form = bench
        .call(&login.access, &format!("{path}?format=urlencoded"))
        .await
        .text;
    assert!(form.contains("&asserted_user=true&"), "{form}");
}

#[tokio::test]
async fn the_token_of_an_identity_may_be_a_parameter_and_other_methods_do_no_harm() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let id = login.answer["id"].as_str().expect("an identity");
    let asked = bench
        .get(&format!("{id}?oauth_token={}", login.access))
        .await;
    assert_eq!(asked.json()["username"], SERVICE);
    let form = [("access_token", login.access.as_str())];
    let posted = bench.post("/services/oauth2/userinfo", &form).await;
    assert_eq!(posted.json()["preferred_username"], SERVICE);
    assert_eq!(posted.json()["sub"], id);
    for method in [reqwest::Method::HEAD, reqwest::Method::OPTIONS] {
        let request = bench.http.request(method, id).bearer_auth(&login.access);
        let answer = Answer::of(request.send().await.expect("an answer")).await;
        assert!(answer.status.is_success() && answer.text.is_empty());
    }
}

#[tokio::test]
async fn another_users_identity_needs_the_right_to_manage_users() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let state = bench.sim.state();
    let text = |value: &Value| value.as_str().expect("an id").to_owned();
    let (organization, other) = (
        text(&state["organization"]["id"]),
        text(&state["other_account"]["id"]),
    );
    let path = format!("/id/{organization}/{other}");
    assert_eq!(
        bench.call(&login.access, &path).await.status,
        StatusCode::OK
    );
    bench.set(json!({"permissions": {"PermissionsManageUsers": false}}));
    let refused = bench.call(&login.access, &path).await;
    assert_eq!(
        (refused.status.as_u16(), refused.text.as_str()),
        (403, "No_Access")
    );
}

#[tokio::test]
async fn tokens_of_another_app_are_inactive_to_one_that_asks() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let form = [
        ("token", login.access.as_str()),
        ("client_id", salesforce_sim::App::CONFIDENTIAL_CLIENT_ID),
        (
            "client_secret",
            salesforce_sim::App::CONFIDENTIAL_CLIENT_SECRET,
        ),
    ];
    let answer = bench.post("/services/oauth2/introspect", &form).await;
    assert_eq!(answer.text, r#"{"active":false}"#);
    let refused = bench.post("/services/oauth2/introspect", &form[..2]).await;
    assert_eq!(refused.oauth_error().0, "invalid_client");
}
