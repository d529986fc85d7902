//! JSON as it is, indented, or as XML.

use std::fmt::Write as _;

use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq, Serializer};
use serde::{Deserialize, Serialize};

/// What the client wants to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Json,
    /// JSON with line breaks.
    Pretty,
    Xml,
}

impl Form {
    /// The best form that an `Accept` header allows.
    pub(super) fn accepted(accept: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for entry in accept.split(',') {
            let mut parts = entry.split(';').map(str::trim);
            let form = match parts
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase()
                .as_str()
            {
                "" | "*/*" | "application/*" | "application/json" => Self::Json,
                "application/xml" | "text/xml" => Self::Xml,
                _ => continue,
            };
            let quality = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok());
            let quality = quality.unwrap_or(1.0);
            if quality > 0.0 && best.is_none_or(|(known, _)| quality > known) {
                best = Some((quality, form));
            }
        }
        best.map(|(_, form)| form)
    }
}

/// JSON whose members keep their order.
enum Node {
    Null,
    Bool(bool),
    Number(serde_json::Number),
    Text(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

/// Writes JSON in the form that is asked for.
pub(super) fn render(root: &str, json: String, form: Form) -> String {
    if form == Form::Json || json.is_empty() {
        return json;
    }
    let Ok(node) = serde_json::from_str::<Node>(&json) else {
        return json;
    };
    if form == Form::Pretty {
        return serde_json::to_string_pretty(&node).unwrap_or(json);
    }
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>".to_owned();
    match node {
        Node::List(items) => {
            out.push_str(&format!("<{root}>"));
            let item = root.strip_suffix('s').unwrap_or("item");
            for node in &items {
                element(&mut out, item, node);
            }
            out.push_str(&format!("</{root}>"));
        }
        node => element(&mut out, root, &node),
    }
    out
}

/// One element. Answers nest a few levels deep, as deep as relationships in a query may.
fn element(out: &mut String, name: &str, node: &Node) {
    match node {
        Node::List(items) => items.iter().for_each(|item| element(out, name, item)),
        Node::Null => {
            let _ = write!(
                out,
                "<{name} xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/>"
            );
        }
        Node::Object(members) => {
            let _ = write!(out, "<{name}");
            let attributes = members.iter().find(|(key, _)| key == "attributes");
            if let Some((_, Node::Object(attributes))) = attributes {
                for (key, value) in attributes {
                    if let Node::Text(text) = value {
                        let _ = write!(out, " {key}=\"{}\"", escaped(text));
                    }
                }
            }
            out.push('>');
            for (key, value) in members.iter().filter(|(key, _)| key != "attributes") {
                element(out, key, value);
            }
            let _ = write!(out, "</{name}>");
        }
        Node::Bool(value) => drop(write!(out, "<{name}>{value}</{name}>")),
        Node::Number(value) => drop(write!(out, "<{name}>{value}</{name}>")),
        Node::Text(text) => drop(write!(out, "<{name}>{}</{name}>", escaped(text))),
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML has no way to write these.
            c if c.is_control() && !matches!(c, '\n' | '\r' | '\t') => {}
            c => out.push(c),
        }
    }
    out
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(value) => value.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (key, value) in members {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(serde_json::Number::from_f64(value).map_or(Node::Null, Node::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Node::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: &str = r#"{"b":1,"a":[{"attributes":{"type":"User"},"Name":"A & B","X":null}]}"#;

    #[test]
    fn json_stays_as_it_is_and_pretty_json_keeps_the_order() {
        assert_eq!(render("QueryResult", JSON.to_owned(), Form::Json), JSON);
        let pretty = render("QueryResult", JSON.to_owned(), Form::Pretty);
        assert!(pretty.starts_with("{\n  \"b\": 1,\n  \"a\""), "{pretty}");
    }

    #[test]
    fn xml_repeats_lists_and_makes_attributes_of_attributes() {
        let xml = render("QueryResult", JSON.to_owned(), Form::Xml);
        let record = "<QueryResult><b>1</b><a type=\"User\"><Name>A &amp; B</Name><X ";
        assert!(xml.contains(record), "{xml}");
        let xml = render("Errors", r#"[{"message":"m"}]"#.to_owned(), Form::Xml);
        assert!(
            xml.ends_with("<Errors><Error><message>m</message></Error></Errors>"),
            "{xml}"
        );
    }

    #[test]
    fn the_accept_header_decides_between_json_and_xml() {
        assert_eq!(Form::accepted("application/xml"), Some(Form::Xml));
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        assert_eq!(Form::accepted(browser), Some(Form::Xml));
        assert_eq!(
            Form::accepted("application/xml;q=0.5, application/json"),
            Some(Form::Json)
        );
        assert_eq!(Form::accepted("text/plain, */*"), Some(Form::Json));
        assert_eq!(Form::accepted("image/png"), None);
    }
}
