use reqwest::StatusCode;

use super::bench::Bench;

const PATH: &str = "/services/oauth2/revoke";

#[tokio::test]
async fn a_script_is_answered_where_a_callback_is_named() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let revoked = bench
        .get(&format!("{PATH}?token={}&callback=done.it", login.refresh))
        .await;
    assert_eq!(revoked.text, "done.it({});");
    assert!(
        revoked
            .header("content-type")
            .starts_with("application/javascript")
    );
    let refused = bench
        .get(&format!("{PATH}?token={}&callback=done", login.refresh))
        .await;
    assert_eq!(refused.text, "done({\"error\":\"invalid_token\"});");
    let hostile = bench
        .get(&format!("{PATH}?token=x&callback=alert(1)//"))
        .await;
    assert_eq!(hostile.status, StatusCode::BAD_REQUEST);
    assert!(!hostile.text.contains("alert"));
}

#[tokio::test]
async fn what_is_no_token_of_a_kind_that_can_be_revoked_is_told_apart() {
    let bench = Bench::new().await;
    let code = bench.code_for(super::bench::SERVICE);
    let ask = async |token: &str, hint: &str| {
        bench
            .post(PATH, &[("token", token), ("token_type_hint", hint)])
            .await
    };
    let text = "error=unsupported_token_type&error_description=this+token+type+is+not+supported";
    let answer = ask(&code, "").await;
    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (400, text));
    assert_eq!(
        answer.header("content-type"),
        "application/x-www-form-urlencoded;charset=UTF-8"
    );
    let login = bench.log_in().await;
    assert_eq!(ask(&login.access, "id_token").await.text, text);
    assert_eq!(
        ask(&login.access, "access_token").await.status,
        StatusCode::OK
    );
    let text = "error=invalid_token&error_description=invalid+token";
    assert_eq!(ask(&login.access, "").await.text, text);
    assert_eq!(ask("", "").await.text, text);
}

#[tokio::test]
async fn a_rotated_out_token_cannot_be_revoked_and_kills_nothing() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let second = super::bench::tokens(&bench.refresh(&login.refresh).await);
    let answer = bench.post(PATH, &[("token", &login.refresh)]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(bench.refresh(&second.refresh).await.status, StatusCode::OK);
}
