//! Versions and the lists of resources.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::session::OLDEST_VERSION;
use super::{ApiError, Call, Caller, Reply, describe, query, records};
use crate::world::World;

#[derive(Serialize)]
struct Version {
    label: String,
    url: String,
    version: String,
}

/// `GET /services/data`
pub(super) fn versions(newest: u32) -> Reply {
    let all: Vec<Version> = (OLDEST_VERSION..=newest.min(999))
        .map(|number| Version {
            label: label(number),
            url: format!("/services/data/v{number}.0"),
            version: format!("{number}.0"),
        })
        .collect();
    Reply::ok("Versions", serde_json::to_string(&all).unwrap_or_default())
}

/// Three releases a year; 66 is Spring '26.
fn label(number: u32) -> String {
    let season = ["Spring", "Summer", "Winter"][(number % 3) as usize];
    let year = number / 3 + 4 + u32::from(number % 3 == 2);
    format!("{season} '{year}")
}

/// What the service lists. A client that follows one which is not served here is told 404.
const RESOURCES: [&str; 45] = [
    "actions",
    "analytics",
    "appMenu",
    "async-queries",
    "chatter",
    "commerce",
    "compactLayouts",
    "composite",
    "connect",
    "consent",
    "contact-tracing",
    "dedupe",
    "domino",
    "duplicates",
    "emailConnect",
    "event",
    "eventSchema",
    "externaldatausage",
    "financialservices",
    "flexipage",
    "folders",
    "iot",
    "jobs",
    "jsonxform",
    "knowledgeManagement",
    "licensing",
    "lightning",
    "limits",
    "localizedvalue",
    "metadata",
    "parameterizedSearch",
    "payments",
    "process",
    "query",
    "queryAll",
    "quickActions",
    "recent",
    "scheduling",
    "search",
    "serviceTemplates",
    "smartdatadiscovery",
    "sobjects",
    "support",
    "tabs",
    "tooling",
];

/// `GET /services/data/vNN.0`
pub(super) fn list(world: &World, caller: &Caller, call: &Call) -> Result<Reply, ApiError> {
    call.allow("HEAD,GET")?;
    let mut list = addresses(caller, &RESOURCES);
    // The one whole address: clients that were only given a token learn here whose it is.
    list["identity"] = Value::String(world.identity(caller.user));
    Ok(Reply::json("urls", &list))
}

fn addresses(caller: &Caller, names: &[&str]) -> Value {
    let address = |name: &str| format!("/services/data/v{}/{name}", caller.version);
    let entries = names
        .iter()
        .map(|name| ((*name).to_owned(), Value::String(address(name))));
    Value::Object(entries.collect::<Map<String, Value>>())
}

/// `…/tooling/…`: the objects that both APIs know, under the addresses of the Tooling API.
pub(super) fn tooling(
    world: &mut World,
    caller: &Caller,
    call: &Call,
    rest: &[&str],
) -> Result<Reply, ApiError> {
    let caller = Caller {
        version: format!("{}/tooling", caller.version),
        ..caller.clone()
    };
    match rest {
        [] => {
            call.allow("HEAD,GET")?;
            let names = ["query", "sobjects"];
            Ok(Reply::json("urls", &addresses(&caller, &names)))
        }
        ["query"] => {
            let reply = query::query(world, &caller, call)?;
            Ok(tooling_result(reply))
        }
        ["query", locator] => {
            let reply = query::page(world, &caller, call, locator)?;
            Ok(tooling_result(reply))
        }
        ["sobjects"] => describe::global(world, &caller, call),
        ["sobjects", object] => describe::basic(world, &caller, call, object),
        ["sobjects", object, "describe"] => describe::full(world, &caller, call, object),
        ["sobjects", object, id] => records::by_id(world, &caller, call, object, id),
        _ => Err(ApiError::not_found()),
    }
}

/// The Tooling API tells the size of the page and the name of the object as well.
fn tooling_result(mut reply: Reply) -> Reply {
    let Ok(Value::Object(page)) = serde_json::from_str(&reply.body) else {
        return reply;
    };
    if !page.contains_key("records") {
        return reply;
    }
    let records = page["records"].as_array();
    let name = records.and_then(|records| records.first()?.pointer("/attributes/type").cloned());
    let head = json!({
        "size": records.map_or(0, Vec::len),
        "queryLocator": page.get("nextRecordsUrl").and_then(Value::as_str)
            .and_then(|address| address.rsplit('/').next()),
        "entityTypeName": name,
    });
    let head = head.to_string();
    reply.body = format!("{},{}", head.trim_end_matches('}'), &reply.body[1..]);
    reply
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn releases_are_called_as_the_service_calls_them() {
        assert_eq!(label(66), "Spring '26");
        assert_eq!(label(67), "Summer '26");
        assert_eq!(label(68), "Winter '27");
        assert_eq!(label(50), "Winter '21");
    }
}
