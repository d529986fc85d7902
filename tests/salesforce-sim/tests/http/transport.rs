use std::io::Write;

use reqwest::{Client, StatusCode, Version};
use salesforce_sim::{Config, Sim, Tls};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::bench::{Answer, Bench, api_error};

const LIMITS: &str = "/services/data/v66.0/limits";
const COMPOSITE: &str = "/services/data/v66.0/composite";

fn certificate() -> (Tls, Vec<u8>) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let pem = made.cert.pem().into_bytes();
    let tls = Tls {
        cert: pem.clone(),
        key: made.signing_key.serialize_pem().into_bytes(),
    };
    (tls, pem)
}

#[tokio::test]
async fn https_is_spoken_with_http_2_and_with_http_1() {
    let (tls, pem) = certificate();
    let bench = Bench::with(|config| config.tls = Some(tls)).await;
    assert!(bench.sim.origin().starts_with("https://localhost:"));
    let root = reqwest::Certificate::from_pem(&pem).expect("a certificate");
    let client = || Client::builder().no_proxy().tls_certs_only([root.clone()]);
    let two = client().build().expect("a client");
    let one = client().http1_only().build().expect("a client");
    for (client, version) in [(two, Version::HTTP_2), (one, Version::HTTP_11)] {
        let answer = client
            .get(bench.sim.origin() + "/services/data")
            .send()
            .await;
        let answer = answer.expect("an answer");
        assert_eq!(
            (answer.version(), answer.status()),
            (version, StatusCode::OK)
        );
        bench.set(json!({"down": "drop"}));
        assert!(
            client
                .get(bench.sim.origin() + LIMITS)
                .send()
                .await
                .is_err()
        );
        bench.set(json!({"down": "none"}));
        let answer = client.get(bench.sim.origin() + LIMITS).send().await;
        assert_eq!(
            answer.expect("it lives on").status(),
            StatusCode::UNAUTHORIZED
        );
    }
}

#[tokio::test]
async fn a_certificate_or_key_that_cannot_be_read_is_refused_in_words() {
    let (good, _) = certificate();
    for (cert, key) in [
        (b"nothing".to_vec(), good.key.clone()),
        (good.cert.clone(), b"nothing".to_vec()),
        (good.cert.clone(), certificate().0.key),
    ] {
        let tls = Some(Tls { cert, key });
        let started = Sim::start(Config {
            tls,
            ..Config::default()
        })
        .await;
        let error = started.err().expect("a refusal").to_string();
        assert!(error.starts_with("the TLS "), "{error}");
    }
}

#[tokio::test]
async fn a_port_in_use_is_refused_in_words() {
    let bench = Bench::new().await;
    let port = bench
        .sim
        .origin()
        .rsplit(':')
        .next()
        .and_then(|port| port.parse().ok());
    let config = Config {
        port: port.expect("a port"),
        ..Config::default()
    };
    let error = Sim::start(config)
        .await
        .err()
        .expect("a refusal")
        .to_string();
    assert!(error.contains("is in use; choose another"), "{error}");
}

#[tokio::test]
async fn http_2_is_spoken_without_tls_by_those_who_know() {
    let bench = Bench::new().await;
    let client = Client::builder()
        .no_proxy()
        .http2_prior_knowledge()
        .build()
        .expect("a client");
    let login = bench.log_in().await;
    let request = client
        .get(bench.sim.origin() + LIMITS)
        .bearer_auth(&login.access);
    let answer = request.send().await.expect("an answer");
    assert_eq!(
        (answer.version(), answer.status()),
        (Version::HTTP_2, StatusCode::OK)
    );
    bench.set(json!({"down": "cut_length"}));
    let request = client
        .get(bench.sim.origin() + LIMITS)
        .bearer_auth(&login.access);
    let text = match request.send().await {
        Ok(answer) => answer.text().await,
        Err(error) => Err(error),
    };
    assert!(text.is_err(), "the stream is reset");
    bench.set(json!({"down": "none"}));
    let request = client
        .get(bench.sim.origin() + LIMITS)
        .bearer_auth(&login.access);
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    out.write_all(text).expect("memory");
    out.finish().expect("memory")
}

#[tokio::test]
async fn compressed_bodies_are_read_and_bombs_are_not() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let post = |body: Vec<u8>, coding: &'static str| {
        let request = bench
            .http
            .post(bench.sim.origin() + COMPOSITE)
            .bearer_auth(&login.access);
        let request = request.header("content-type", "application/json");
        request.header("content-encoding", coding).body(body).send()
    };
    let good = json!({"compositeRequest": [
        {"method": "GET", "url": "/services/data/v66.0/limits", "referenceId": "a"},
    ]});
    let good = good.to_string().into_bytes();
    let answer = Answer::of(post(gzip(&good), "gzip").await.expect("an answer")).await;
    assert_eq!(
        answer.json()["compositeResponse"][0]["httpStatusCode"],
        200,
        "{}",
        answer.text
    );
    let mut deflated = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    deflated.write_all(&good).expect("memory");
    let deflated = deflated.finish().expect("memory");
    let answer = post(deflated, "deflate").await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
    let bomb = gzip(&vec![b' '; 24 << 20]);
    assert!(bomb.len() < 200_000);
    let answer = post(bomb, "gzip").await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let answer = post(good.clone(), "gzip").await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "not gzip at all");
    let answer = post(good, "compress").await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn bodies_come_in_the_charset_that_they_name() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let text = r#"{"compositeRequest":[{"method":"GET","url":"/services/data/v66.0/limits","referenceId":"a"}]}"#;
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (kind, body, status) in [
        ("application/json; charset=UTF-16LE", utf16, 200),
        (
            "application/json;charset=\"iso-8859-1\"",
            text.as_bytes().to_vec(),
            200,
        ),
        (
            "application/json; charset=klingon",
            text.as_bytes().to_vec(),
            415,
        ),
        ("text/plain", text.as_bytes().to_vec(), 415),
        ("application/json", b"{\"a\":".to_vec(), 400),
    ] {
        let request = bench
            .http
            .post(bench.sim.origin() + COMPOSITE)
            .bearer_auth(&login.access);
        let answer = request.header("content-type", kind).body(body).send().await;
        assert_eq!(
            answer.expect("an answer").status().as_u16(),
            status,
            "{kind}"
        );
    }
}

#[tokio::test]
async fn answers_come_as_xml_or_indented_when_asked() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    let ask = |path: &str, name: &'static str, value: &'static str| {
        let request = bench
            .http
            .get(bench.sim.origin() + path)
            .bearer_auth(&login.access);
        request.header(name, value).send()
    };
    let query = "/services/data/v66.0/query?q=SELECT+Id,Name+FROM+User+LIMIT+2";
    let xml = Answer::of(
        ask(query, "accept", "application/xml")
            .await
            .expect("an answer"),
    )
    .await;
    assert_eq!(xml.header("content-type"), "application/xml;charset=UTF-8");
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><QueryResult><totalSize>2</totalSize>";
    assert!(xml.text.starts_with(head), "{}", xml.text);
    assert_eq!(xml.text.matches("<records type=\"User\" url=\"").count(), 2);
    let wrong = ask("/services/data/v66.0/nothing", "accept", "text/xml").await;
    let wrong = Answer::of(wrong.expect("an answer")).await;
    let body = "<Errors><Error><errorCode>NOT_FOUND</errorCode><message>The requested resource does not exist</message></Error></Errors>";
    assert!(wrong.text.ends_with(body), "{}", wrong.text);
    let pretty = ask(query, "x-prettyprint", "1").await;
    let pretty = Answer::of(pretty.expect("an answer")).await;
    assert!(
        pretty.text.starts_with("{\n  \"totalSize\" : ")
            || pretty.text.starts_with("{\n  \"totalSize\": ")
    );
    let image = Answer::of(ask(query, "accept", "image/png").await.expect("an answer")).await;
    assert_eq!(image.status, StatusCode::NOT_ACCEPTABLE);
    let named = bench
        .call(&login.access, "/services/data/v66.0/limits.xml")
        .await;
    assert!(named.text.contains("<LimitsSnapshot>"));
    assert!(
        bench
            .get("/services/data.xml")
            .await
            .text
            .contains("<Version><label>")
    );
}

#[tokio::test]
async fn head_has_the_headers_of_get_and_no_body() {
    let bench = Bench::new().await;
    let login = bench.log_in().await;
    for path in [
        LIMITS,
        "/services/data",
        "/services/data/v66.0/query?q=SELECT+Id+FROM+User",
    ] {
        let request = bench
            .http
            .head(bench.sim.origin() + path)
            .bearer_auth(&login.access);
        let answer = Answer::of(request.send().await.expect("an answer")).await;
        assert_eq!(
            (answer.status.as_u16(), answer.text.as_str()),
            (200, ""),
            "{path}"
        );
        assert!(
            answer
                .header("content-type")
                .starts_with("application/json")
        );
    }
}

#[tokio::test]
async fn another_user_cannot_read_on_and_odd_offsets_are_refused() {
    let bench = Bench::with(|config| config.users = 500).await;
    let (login, other) = (
        bench.log_in().await,
        bench.log_in_as(&bench.sim.other_username()).await,
    );
    bench.set(json!({"page_size_max": 200}));
    let page = bench
        .query(&login.access, "SELECT Id FROM User")
        .await
        .json();
    let next = page["nextRecordsUrl"]
        .as_str()
        .expect("a next page")
        .to_owned();
    assert_eq!(
        api_error(&bench.call(&other.access, &next).await).1,
        "INVALID_QUERY_LOCATOR"
    );
    for odd in [
        "--200",
        "-+200",
        "-",
        "-99999999999999999999999",
        "-500",
        "-200-200",
        "-2e2",
    ] {
        let path = next.replace("-200", odd);
        assert_eq!(
            api_error(&bench.call(&login.access, &path).await).1,
            "INVALID_QUERY_LOCATOR",
            "{odd}"
        );
    }
    let older = next.replace("v66.0", "v50.0");
    let answer = bench.call(&login.access, &older).await.json();
    assert!(
        answer["nextRecordsUrl"]
            .as_str()
            .is_some_and(|url| url.starts_with("/services/data/v50.0/"))
    );
}

#[tokio::test]
async fn a_hundred_silent_connections_keep_nobody_waiting() {
    let bench = Bench::new().await;
    let port: u16 = bench
        .sim
        .origin()
        .rsplit(':')
        .next()
        .and_then(|p| p.parse().ok())
        .expect("a port");
    let mut silent = Vec::new();
    for at in 0..100 {
        let mut stream = TcpStream::connect(("127.0.0.1", port))
            .await
            .expect("a connection");
        let beginning: &[u8] = [
            b"".as_slice(),
            b"P",
            b"PRI * HTTP/2.0\r\n",
            b"GET / HTTP/1.1\r\nX:",
        ][at % 4];
        stream.write_all(beginning).await.expect("sent");
        silent.push(stream);
    }
    assert_eq!(bench.get("/services/data").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_broken_request_is_answered_and_its_connection_closed() {
    let bench = Bench::new().await;
    let port: u16 = bench
        .sim
        .origin()
        .rsplit(':')
        .next()
        .and_then(|p| p.parse().ok())
        .expect("a port");
    let mut stream = TcpStream::connect(("127.0.0.1", port))
        .await
        .expect("a connection");
    stream
        .write_all(b"GET / HTTP/9.9\r\n\r\n")
        .await
        .expect("sent");
    let mut text = String::new();
    stream.read_to_string(&mut text).await.expect("an answer");
    assert!(text.starts_with("HTTP/1.1 400"), "{text}");
}
