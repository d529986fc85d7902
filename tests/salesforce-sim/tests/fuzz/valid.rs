//! Requests that are nearly right.

use std::io::Write;

use super::dice::Dice;
use super::soql;

/// What is needed to be let in.
pub struct Keys {
    pub access: String,
    pub refresh: String,
    pub client_id: String,
    pub authorize: String,
}

pub fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// One request of HTTP/1.1, and whether it is whole: some are damaged somewhere.
pub fn request(dice: &mut Dice, keys: &Keys) -> (Vec<u8>, bool) {
    let (method, path, kind, body) = match dice.below(12) {
        0 | 1 => (
            "GET",
            format!(
                "/services/data/v66.0/query?q={}",
                encoded(&soql::query(dice))
            ),
            "",
            Vec::new(),
        ),
        2 => (
            "POST",
            "/services/oauth2/token".to_owned(),
            FORM,
            token(dice, keys).into_bytes(),
        ),
        3 => ("GET", keys.authorize.clone(), "", Vec::new()),
        4 => (
            "POST",
            "/services/Soap/u/60.0".to_owned(),
            "text/xml",
            soap(dice).into_bytes(),
        ),
        5 => (
            "POST",
            "/services/data/v66.0/composite".to_owned(),
            JSON,
            composite(dice).into_bytes(),
        ),
        6 => (
            "POST",
            "/services/data/v66.0/composite/batch".to_owned(),
            JSON,
            batch(dice).into_bytes(),
        ),
        7 => (
            "POST",
            "/services/data/v66.0/composite/sobjects/User".to_owned(),
            JSON,
            collection(dice).into_bytes(),
        ),
        8 => (
            dice.pick(METHODS),
            path(dice),
            JSON,
            json(dice).into_bytes(),
        ),
        9 => (
            "POST",
            format!(
                "/services/oauth2/{}",
                dice.pick(&["revoke", "introspect", "authorize", "userinfo"])
            ),
            FORM,
            format!(
                "token={}&client_id={}",
                encoded(&dice.text(6)),
                keys.client_id
            )
            .into_bytes(),
        ),
        10 => ("GET", path(dice), "", Vec::new()),
        _ => (
            dice.pick(METHODS),
            format!("/{}", encoded(&dice.text(8))),
            FORM,
            dice.bytes(200),
        ),
    };
    let (body, coding) = coded(dice, body);
    let mut text = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n");
    if !dice.once_in(10) {
        text.push_str(&format!("Authorization: Bearer {}\r\n", keys.access));
    }
    if !kind.is_empty() {
        text.push_str(&format!("Content-Type: {kind}\r\n"));
    }
    text.push_str(coding);
    for _ in 0..dice.below(3) {
        let name = dice.pick(&[
            "Accept",
            "Sforce-Query-Options",
            "X-PrettyPrint",
            "If-Modified-Since",
            "Cookie",
            "Accept-Encoding",
            "Sforce-Call-Options",
            "Expect",
            "Upgrade",
            "Range",
        ]);
        let value: String = dice.text(4).chars().filter(|c| !c.is_control()).collect();
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    let chunked = dice.once_in(3);
    if chunked {
        text.push_str("Transfer-Encoding: chunked\r\n");
    } else {
        text.push_str(&format!("Content-Length: {}\r\n", body.len()));
    }
    text.push_str("Connection: close\r\n\r\n");
    let mut bytes = text.into_bytes();
    if chunked {
        for chunk in body.chunks(1 + dice.below(4_000)) {
            bytes.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
            bytes.extend_from_slice(chunk);
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"0\r\n\r\n");
    } else {
        bytes.extend_from_slice(&body);
    }
    let damaged = dice.once_in(3);
    if damaged {
        dice.mutate(&mut bytes);
    }
    (bytes, !damaged)
}

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";
const METHODS: &[&str] = &[
    "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT", "BREW",
];

/// Sometimes compressed, sometimes a bomb, sometimes only said to be compressed.
fn coded(dice: &mut Dice, body: Vec<u8>) -> (Vec<u8>, &'static str) {
    let pack = |bytes: &[u8]| {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(bytes).expect("memory");
        out.finish().expect("memory")
    };
    match dice.below(30) {
        0 => (pack(&body), "Content-Encoding: gzip\r\n"),
        1 => (pack(&vec![b'['; 12 << 20]), "Content-Encoding: gzip\r\n"),
        2 => (body, "Content-Encoding: gzip\r\n"),
        3 => (body, "Content-Encoding: deflate, gzip, br\r\n"),
        _ => (body, ""),
    }
}

fn token(dice: &mut Dice, keys: &Keys) -> String {
    let grant = dice.pick(&[
        "refresh_token",
        "authorization_code",
        "password",
        "client_credentials",
        "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "x",
    ]);
    let mut form = format!("grant_type={}&client_id={}", encoded(grant), keys.client_id);
    for name in [
        "refresh_token",
        "code",
        "redirect_uri",
        "code_verifier",
        "assertion",
        "username",
        "password",
        "client_secret",
        "format",
        "scope",
        "grant_type",
    ] {
        if dice.once_in(3) {
            let value = match dice.below(4) {
                0 => "a.b.c".to_owned(),
                1 => "eyJhbGciOiJSUzI1NiJ9.eyJleHAiOiIxZTk5OSJ9.AAAA".to_owned(),
                2 => "v".repeat(1 << dice.below(16)),
                _ => dice.text(6),
            };
            form.push_str(&format!("&{name}={}", encoded(&value)));
        }
    }
    if dice.once_in(5) {
        // A right one, which may spend the token for the rest of the round.
        form = format!(
            "grant_type=refresh_token&client_id={}&refresh_token={}",
            keys.client_id,
            encoded(&keys.refresh)
        );
    }
    form
}

fn soap(dice: &mut Dice) -> String {
    let deep = dice.below(20_000);
    let body = match dice.below(4) {
        0 => format!("{}{}", "<a>".repeat(deep), "</a>".repeat(deep)),
        1 => "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><x>&b;</x>".to_owned(),
        2 => format!("<login xmlns=\"urn:partner.soap.sforce.com\"><username>{}</username><password>x</password></login>", dice.text(5)),
        _ => dice.text(20),
    };
    format!(
        "<?xml version=\"1.0\"?><env:Envelope xmlns:env=\"http://schemas.xmlsoap.org/soap/envelope/\"><env:Body>{body}</env:Body></env:Envelope>"
    )
}

fn address(dice: &mut Dice) -> String {
    match dice.below(5) {
        0 => format!(
            "/services/data/v66.0/query?q={}",
            encoded(&soql::query(dice))
        ),
        1 => "/services/data/v66.0/sobjects/User/@{r0.records[0].Id}".to_owned(),
        2 => "/services/data/v66.0/composite".to_owned(),
        3 => dice.text(6),
        _ => path(dice),
    }
}

fn composite(dice: &mut Dice) -> String {
    let parts: Vec<String> = (0..dice.below(30))
        .map(|at| {
            let method = dice.pick(METHODS);
            let url = serde_json::to_string(&address(dice)).expect("text");
            format!(
                "{{\"method\":\"{method}\",\"url\":{url},\"referenceId\":\"r{at}\",\"body\":{}}}",
                json(dice)
            )
        })
        .collect();
    format!(
        "{{\"allOrNone\":{},\"compositeRequest\":[{}]}}",
        dice.once_in(2),
        parts.join(",")
    )
}

fn batch(dice: &mut Dice) -> String {
    let parts: Vec<String> = (0..dice.below(30))
        .map(|_| {
            let url = address(dice).replace("/services/data/", "");
            let url = serde_json::to_string(&url).expect("text");
            format!("{{\"method\":\"{}\",\"url\":{url}}}", dice.pick(METHODS))
        })
        .collect();
    format!(
        "{{\"haltOnError\":{},\"batchRequests\":[{}]}}",
        dice.once_in(2),
        parts.join(",")
    )
}

fn collection(dice: &mut Dice) -> String {
    let ids: Vec<String> = (0..dice.below(2_100))
        .map(|_| "\"005000000000000AAA\"".to_owned())
        .collect();
    let field = serde_json::to_string(&dice.text(3)).expect("text");
    format!(
        "{{\"ids\":[{}],\"fields\":[\"Id\",{field}]}}",
        ids.join(",")
    )
}

/// JSON, now and then deeper than any reader goes.
fn json(dice: &mut Dice) -> String {
    let deep = 1 << dice.below(16);
    match dice.below(6) {
        0 => "[".repeat(deep),
        1 => format!("{}1{}", "{\"a\":".repeat(deep), "}".repeat(deep)),
        2 => format!(
            "{{\"IsActive\":{}}}",
            dice.pick(&["true", "1", "null", "\"x\"", "[]"])
        ),
        3 => serde_json::to_string(&dice.text(10)).expect("text"),
        4 => "{}".to_owned(),
        _ => dice.text(10),
    }
}

fn path(dice: &mut Dice) -> String {
    const ROUTES: &[&str] = &[
        "",
        "/",
        "/limits",
        "/limits/recordCount?sObjects=User,User,",
        "/query/0r8Hs000000000AAA-2000",
        "/queryAll?q=SELECT+Id+FROM+User",
        "/query?explain=SELECT+Id+FROM+User",
        "/query?q=SELECT+Id+FROM+User&columns=true",
        "/sobjects",
        "/sobjects/User",
        "/sobjects/User/describe",
        "/sobjects/User/005000000000000AAA/Profile/Name/x",
        "/sobjects/User/updated?start=0&end=9",
        "/sobjects/User/updated?start=-009999-01-01T00:00:00Z&end=9999-12-30T00:00:00Z",
        "/tooling/query?q=SELECT+Id+FROM+User",
        "/parameterizedSearch?q=aa&sobject=User",
        "/composite/tree/User",
        "/composite/graph",
        "/composite/sobjects?ids=1,2",
        "/recent",
        "/limits.xml",
        "/.xml",
        "/query.json?q=",
    ];
    let version = dice.pick(&[
        "v66.0",
        "v66.0",
        "v66.0",
        "v31.0",
        "v999999999999.0",
        "v",
        "latest",
        "%76",
    ]);
    let mut path = match dice.below(8) {
        0 => format!("/services/oauth2/{}", encoded(&dice.text(3))),
        1 => format!("/id/{}/{}", encoded(&dice.text(2)), encoded(&dice.text(2))),
        2 => format!(
            "/{}",
            dice.pick(&[
                "_control",
                "services/data",
                ".well-known/openid-configuration",
                "id/keys",
                "services",
                "favicon.ico"
            ])
        ),
        _ => format!("/services/data/{version}{}", dice.pick(ROUTES)),
    };
    if dice.once_in(4) {
        path.push_str(&format!(
            "?{}={}",
            encoded(&dice.text(2)),
            encoded(&dice.text(5))
        ));
    }
    path
}
