//! One page of a query's answer, and the path to the next.

use crate::call_error::{CallError, unreachable};
use lpc_core::directory::NextPage;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A page whose rows have all been read.
#[derive(Debug)]
pub(crate) struct Page<Row> {
    pub(crate) rows: Vec<Row>,
    /// Rows of the whole result as Salesforce counts them.
    pub(crate) total: u64,
    pub(crate) next: Option<NextPage>,
}

/// `{"totalSize": 4500, "done": false, "nextRecordsUrl": "/services/data/…", "records": […]}`.
#[derive(Deserialize)]
struct QueryAnswer<Row> {
    #[serde(rename = "totalSize")]
    total_size: u64,
    done: bool,
    #[serde(rename = "nextRecordsUrl")]
    next_records_url: Option<String>,
    records: Vec<Row>,
}

impl<Row: DeserializeOwned> Page<Row> {
    /// Reads a page. One row that cannot be read fails the page: a mirror built from partial data
    /// would show people as gone.
    pub(crate) fn read(body: &[u8]) -> Result<Self, CallError> {
        let answer: QueryAnswer<Row> = read_json(body)?;
        let next = if answer.done {
            None
        } else {
            let path = answer.next_records_url.unwrap_or_default();
            check_next_page(&path)?;
            if answer.records.is_empty() {
                // Following it could go on without end.
                return Err(unreachable("an unfinished page has no rows").into());
            }
            Some(NextPage(path))
        };
        Ok(Self {
            rows: answer.records,
            total: answer.total_size,
            next,
        })
    }
}

/// Reads JSON into a shape. The failure names the place and never a value.
pub(crate) fn read_json<Shape: DeserializeOwned>(body: &[u8]) -> Result<Shape, CallError> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let shape = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        if inner.is_data() {
            unreachable(format!(
                "the answer is not as documented at {path}{}",
                named_field(&inner.to_string()),
            ))
        } else {
            not_json()
        }
    })?;
    deserializer.end().map_err(|_| not_json())?;
    Ok(shape)
}

/// `nextRecordsUrl` is a path on the same instance, of the plainest characters: nothing in it can
/// name a host, climb a folder or begin a query.
pub(crate) fn check_next_page(path: &str) -> Result<(), CallError> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/.-_".contains(&byte);
    let is_safe = path.starts_with("/services/data/")
        && path.bytes().all(plain)
        && !path.contains("//")
        && !path.split('/').any(|part| part == "." || part == "..");
    if is_safe {
        Ok(())
    } else {
        Err(unreachable("nextRecordsUrl is not a path of the same instance").into())
    }
}

fn not_json() -> lpc_core::port::salesforce::CallFailure {
    unreachable("the answer (200) is not JSON or was cut")
}

/// ", missing field `Email`": serde names a missing field in its message only. Every other message
/// could hold a value and is dropped.
fn named_field(message: &str) -> String {
    ["missing field `", "duplicate field `"]
        .into_iter()
        .find_map(|kind| {
            let (field, _) = message.strip_prefix(kind)?.split_once('`')?;
            Some(format!(", {kind}{field}`"))
        })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Debug, Deserialize)]
    struct Row {
        #[serde(rename = "Id")]
        id: String,
    }

    fn read(body: &str) -> Result<Page<Row>, String> {
        Page::read(body.as_bytes()).map_err(|error| error.failure.to_string())
    }

    #[test]
    fn a_page_is_read_with_the_path_to_the_next() {
        let page = read(
            r#"{"totalSize":3,"done":false,"nextRecordsUrl":"/services/data/v66.0/query/0r8xx3d9Q2lqm8AAA-2000","records":[{"attributes":{"type":"User"},"Id":"a"}]}"#,
        )
        .expect("a page");
        assert_eq!((page.total, page.rows[0].id.as_str()), (3, "a"));
        assert_eq!(
            page.next,
            Some(NextPage(
                "/services/data/v66.0/query/0r8xx3d9Q2lqm8AAA-2000".to_owned()
            )),
        );
        let last = read(r#"{"totalSize":0,"done":true,"records":[]}"#).expect("a page");
        assert!(last.next.is_none());
    }

    #[test]
    fn an_unfinished_page_must_name_the_next_and_have_rows() {
        assert!(read(r#"{"totalSize":3,"done":false,"records":[{"Id":"a"}]}"#).is_err());
        let endless = r#"{"totalSize":3,"done":false,"nextRecordsUrl":"/services/data/v66.0/query/x","records":[]}"#;
        assert!(read(endless).is_err());
    }

    #[test]
    fn a_failure_names_the_field_and_never_a_value() {
        let detail = read(r#"{"totalSize":1,"done":true,"records":[{"Name":"secret"}]}"#);
        assert_eq!(
            detail.expect_err("no id"),
            "the answer is not as documented at records[0], missing field `Id`",
        );
        let detail = read(r#"{"totalSize":"secret","done":true,"records":[]}"#);
        assert_eq!(
            detail.expect_err("not a number"),
            "the answer is not as documented at totalSize",
        );
        for body in ["<html>secret</html>", r#"{"totalSize":1,"done":tr"#, ""] {
            let detail = read(body).expect_err("not JSON");
            assert_eq!(detail, "the answer (200) is not JSON or was cut");
        }
        assert!(read(r#"{"totalSize":0,"done":true,"records":[]} more"#).is_err());
        assert!(read(r#"{"totalSize":0,"done":true,"done":true,"records":[]}"#).is_err());
    }

    #[test]
    fn attack_24_a_next_page_elsewhere_is_refused() {
        for path in [
            "",
            "/",
            "services/data/v66.0/query/x",
            "/services/oauth2/userinfo",
            "//evil.example/services/data/v66.0",
            "https://evil.example/services/data/v66.0/query/x",
            "/services/data/../oauth2/token",
            "/services/data/v66.0/./query",
            "/services/data//evil.example",
            "/services/data/v66.0\\evil.example",
            "/services/data/v66.0/query/x?q=1",
            "/services/data/v66.0/query/x#y",
            "/services/data/v66.0/query/%2e%2e/x",
            "/services/data/v66.0/query/x@evil.example",
            "/services/data/v66.0/query/x\r\nX-Evil: 1",
            "/services/data/v66.0/query/x y",
            "/services/data/v66.0/query/ä",
            "/SERVICES/data/v66.0/query/x",
        ] {
            assert!(check_next_page(path).is_err(), "{path:?}");
        }
    }

    proptest! {
        #[test]
        fn no_next_page_ever_leaves_the_instance(path in "/services/data/.{0,40}") {
            if check_next_page(&path).is_ok() {
                let url = url::Url::parse(&format!("https://a.my.salesforce.com{path}"));
                let url = url.expect("an accepted path gives an address");
                prop_assert_eq!(url.host_str(), Some("a.my.salesforce.com"));
                prop_assert_eq!(url.path(), path);
                prop_assert!(url.query().is_none() && url.fragment().is_none());
            }
        }
    }
}
