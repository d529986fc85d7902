use reqwest::StatusCode;

use super::bench::{Bench, SERVICE};

#[tokio::test]
async fn userinfo_tells_who_logged_in() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let info = bench
        .call(&login.access, "/services/oauth2/userinfo")
        .await
        .json();
    assert_eq!(info["sub"], login.answer["id"]);
    assert_eq!(info["preferred_username"], SERVICE);
    assert_eq!(
        info["organization_id"],
        bench.sim.state()["organization"]["id"]
    );
    let refused = bench.call("wrong", "/services/oauth2/userinfo").await;
    assert_eq!(
        (refused.status.as_u16(), refused.text.as_str()),
        (403, "Bad_OAuth_Token")
    );
    let refused = bench.get("/services/oauth2/userinfo").await;
    assert_eq!(
        (refused.status.as_u16(), refused.text.as_str()),
        (403, "Missing_OAuth_Token")
    );
}

#[tokio::test]
async fn the_identity_address_answers_for_its_user_and_organization_only() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let id = login.answer["id"].as_str().expect("an identity");
    let path = id
        .strip_prefix(&bench.sim.origin())
        .expect("our own origin");
    let identity = bench.call(&login.access, path).await.json();
    assert_eq!(identity["username"], SERVICE);
    assert_eq!(identity["id"], id);
    let organization = bench.sim.state()["organization"]["id"].clone();
    let organization = organization.as_str().expect("an id");
    let wrong = path.replace(organization, "00Dxx0000001gPLEAY");
    assert_eq!(bench.call(&login.access, &wrong).await.text, "Wrong_Org");
    let nobody = format!("/id/{organization}/005000000000000AAA");
    assert_eq!(bench.call(&login.access, &nobody).await.text, "Bad_Id");
}

#[tokio::test]
async fn introspection_tells_live_tokens_from_dead_ones() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let ask = async |token: &str| {
        let client_id = bench.client_id();
        let form = [("token", token), ("client_id", client_id.as_str())];
        bench.post("/services/oauth2/introspect", &form).await
    };
    let live = ask(&login.access).await.json();
    assert_eq!(
        (live["active"].as_bool(), live["username"].as_str()),
        (Some(true), Some(SERVICE))
    );
    let span = live["exp"]
        .as_i64()
        .zip(live["iat"].as_i64())
        .map(|(exp, iat)| exp - iat);
    assert_eq!(span, Some(7_200));
    assert_eq!(
        ask(&login.refresh).await.json()["token_type"],
        "refresh_token"
    );
    bench.fault("revoke_refresh_tokens");
    assert_eq!(ask(&login.access).await.text, r#"{"active":false}"#);
    let stranger = bench
        .post("/services/oauth2/introspect", &[("token", "x")])
        .await;
    assert_eq!(stranger.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn discovery_names_the_endpoints_and_no_issuer_parameter() {
    let bench = Bench::new().await;
    let found = bench.get("/.well-known/openid-configuration").await.json();
    let token = bench.sim.origin() + "/services/oauth2/token";
    assert_eq!(found["token_endpoint"], token.as_str());
    assert!(
        found
            .get("authorization_response_iss_parameter_supported")
            .is_none()
    );
}
