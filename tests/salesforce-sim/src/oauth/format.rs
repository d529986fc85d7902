//! How the token endpoint and its neighbors write an answer: JSON, a form, or XML.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

/// The three forms of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    UrlEncoded,
    Xml,
}

impl Format {
    /// The parameter `format` beats the header `Accept`.
    pub(crate) fn of(parameter: Option<&str>, headers: &HeaderMap) -> Self {
        match parameter {
            Some("json") => return Self::Json,
            Some("urlencoded") => return Self::UrlEncoded,
            Some("xml") => return Self::Xml,
            _ => {}
        }
        let accept = headers
            .get(header::ACCEPT)
            .and_then(|value| value.to_str().ok());
        let known = accept.unwrap_or_default().split(',').find_map(|kind| {
            match kind.split(';').next().unwrap_or_default().trim() {
                "application/json" | "*/*" => Some(Self::Json),
                "application/x-www-form-urlencoded" => Some(Self::UrlEncoded),
                "application/xml" | "text/xml" => Some(Self::Xml),
                _ => None,
            }
        });
        known.unwrap_or(Self::Json)
    }

    fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json;charset=UTF-8",
            Self::UrlEncoded => "application/x-www-form-urlencoded;charset=UTF-8",
            Self::Xml => "application/xml;charset=UTF-8",
        }
    }

    /// An answer whose members are texts, in this order. It must not be stored.
    pub(crate) fn answer(self, status: StatusCode, members: &[(&str, String)]) -> Response {
        let body = match self {
            Self::Json => {
                let members: Vec<String> = members
                    .iter()
                    .map(|(name, text)| format!("{}:{}", json(name), json(text)))
                    .collect();
                format!("{{{}}}", members.join(","))
            }
            Self::UrlEncoded => form_urlencoded::Serializer::new(String::new())
                .extend_pairs(members)
                .finish(),
            Self::Xml => {
                let members: String = members
                    .iter()
                    .map(|(name, text)| format!("<{name}>{}</{name}>", xml_text(text)))
                    .collect();
                format!("{XML_HEAD}<OAuth>{members}</OAuth>")
            }
        };
        let headers = [
            (header::CONTENT_TYPE, self.content_type()),
            (header::CACHE_CONTROL, "no-cache, no-store"),
            (header::PRAGMA, "no-cache"),
        ];
        (status, headers, body).into_response()
    }

    /// A description of a user. In a form the members of members follow a dot.
    pub(crate) fn described(self, root: &str, members: &Map<String, Value>) -> Response {
        let body = match self {
            Self::Json => serde_json::to_string(members).unwrap_or_default(),
            Self::UrlEncoded => {
                let mut form = form_urlencoded::Serializer::new(String::new());
                for (name, value) in members {
                    match value {
                        Value::Object(inner) => {
                            for (inner_name, value) in inner {
                                form.append_pair(&format!("{name}.{inner_name}"), &plain(value));
                            }
                        }
                        value => {
                            form.append_pair(name, &plain(value));
                        }
                    }
                }
                form.finish()
            }
            Self::Xml => {
                let inner: String = members
                    .iter()
                    .map(|(name, value)| element(name, value))
                    .collect();
                format!(
                    "{XML_HEAD}<{root} xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
                     {inner}</{root}>"
                )
            }
        };
        let headers = [
            (header::CONTENT_TYPE, self.content_type()),
            (
                header::CACHE_CONTROL,
                "no-cache,must-revalidate,max-age=0,no-store,private",
            ),
        ];
        (StatusCode::OK, headers, body).into_response()
    }
}

const XML_HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

fn json(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Objects lie in each other at most once here.
fn element(name: &str, value: &Value) -> String {
    match value {
        Value::Null => format!("<{name} xsi:nil=\"true\"/>"),
        Value::Object(inner) => {
            let inner: String = inner
                .iter()
                .map(|(name, value)| match value {
                    Value::Null => format!("<{name} xsi:nil=\"true\"/>"),
                    value => format!("<{name}>{}</{name}>", xml_text(&plain(value))),
                })
                .collect();
            format!("<{name}>{inner}</{name}>")
        }
        value => format!("<{name}>{}</{name}>", xml_text(&plain(value))),
    }
}

/// A text inside an element or attribute. What XML 1.0 cannot hold becomes a question mark.
pub(crate) fn xml_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\t' | '\n' | '\r' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('?'),
            c => out.push(c),
        }
    }
    out
}
