//! Reads the envelope of a call. Document types are refused, so entities cannot expand.

use roxmltree::{Document, Node, ParsingOptions};

use super::envelope::Fault;

/// A call has a dozen elements; one with so many is hostile.
const MOST_NODES: u32 = 10_000;
/// Nothing that is read here is longer.
const LONGEST: usize = 256 * 1_024;

/// What is called.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Call {
    Login { username: String, password: String },
    Logout { session: Option<String> },
    UserInfo { session: Option<String> },
    ServerTimestamp { session: Option<String> },
    Other(String),
}

pub(super) fn read(body: &[u8]) -> Result<Call, Fault> {
    let broken = || Fault::client("The request is not a well-formed SOAP envelope");
    if body.is_empty() {
        return Err(Fault::client("Premature end of file."));
    }
    let text = std::str::from_utf8(body)
        .ok()
        .filter(|text| text.len() <= LONGEST);
    let options = ParsingOptions {
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text.ok_or_else(broken)?, options);
    let document = document.map_err(|_| broken())?;
    let envelope = document.root_element();
    let part = |name| child(envelope, name);
    let call = part("Body").and_then(|body| body.children().find(Node::is_element));
    let call = call
        .filter(|_| envelope.tag_name().name() == "Envelope")
        .ok_or_else(broken)?;
    let session = || {
        let header = child(part("Header")?, "SessionHeader")?;
        inner(header, "sessionId")
    };
    Ok(match call.tag_name().name() {
        "login" => Call::Login {
            username: inner(call, "username").unwrap_or_default(),
            password: inner(call, "password").unwrap_or_default(),
        },
        "logout" => Call::Logout { session: session() },
        "getUserInfo" => Call::UserInfo { session: session() },
        "getServerTimestamp" => Call::ServerTimestamp { session: session() },
        other => Call::Other(other.chars().take(100).collect()),
    })
}

fn child<'a>(node: Node<'a, 'a>, name: &str) -> Option<Node<'a, 'a>> {
    node.children()
        .find(|child| child.is_element() && child.tag_name().name() == name)
}

fn inner(node: Node<'_, '_>, name: &str) -> Option<String> {
    let child = node
        .children()
        .find(|child| child.is_element() && child.tag_name().name() == name)?;
    Some(child.children().filter_map(|text| text.text()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn envelope(body: &str) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<e:Envelope \
             xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Header>\
             <n:SessionHeader xmlns:n=\"urn:partner.soap.sforce.com\"><n:sessionId>00D!A&amp;B\
             </n:sessionId></n:SessionHeader></e:Header><e:Body>{body}</e:Body></e:Envelope>"
        )
    }

    #[test]
    fn a_login_is_read_in_any_namespace_with_entities_and_sections() {
        let body = "<n1:login xmlns:n1=\"urn:partner.soap.sforce.com\"><n1:username>a&amp;b@x.y\
                    </n1:username><n1:password><![CDATA[<p>]]>!</n1:password></n1:login>";
        let call = read(envelope(body).as_bytes()).expect("a call");
        let (username, password) = ("a&b@x.y".to_owned(), "<p>!".to_owned());
        assert_eq!(call, Call::Login { username, password });
        let call = read(envelope("<logout/>").as_bytes()).expect("a call");
        let session = Some("00D!A&B".to_owned());
        assert_eq!(call, Call::Logout { session });
        let call = read(envelope("<query/>").as_bytes()).expect("a call");
        assert_eq!(call, Call::Other("query".to_owned()));
    }

    #[test]
    fn hostile_documents_are_refused() {
        let bomb = "<!DOCTYPE a [<!ENTITY x \"xxxxxxxx\"><!ENTITY y \"&x;&x;&x;\">]>\
                    <Envelope><Body><login><username>&y;</username></login></Body></Envelope>";
        let external = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\
                        <Envelope><Body><login><username>&x;</username></login></Body></Envelope>";
        let deep = "<a>".repeat(60_000);
        let closed = format!("{}{}", "<a>".repeat(9_000), "</a>".repeat(9_000));
        let wide = envelope(&"<a/>".repeat(20_000));
        let long = envelope(&"x".repeat(LONGEST));
        for text in [
            bomb,
            external,
            &deep,
            &closed,
            &wide,
            &long,
            "",
            "<a>",
            "\u{0}",
            "<Envelope/>",
        ] {
            assert!(
                read(text.as_bytes()).is_err(),
                "{}",
                &text[..text.len().min(40)]
            );
        }
        assert!(read(&[0xff, 0xfe, 0x00]).is_err());
    }
}
