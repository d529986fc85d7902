//! What the engine answers in each situation that the UI's tests and the looks replay. A file lists
//! calls with their answers; the calls are made again here and the answers held equal. A changed or
//! new one is written and the test fails: look at the difference, then commit it. To have another
//! call answered, put it into the file without its answer.

mod gates;
mod situations;

use crate::rig::{Rig, TestClock, TestHost};
use jiff::Timestamp;
use lpc_api::error::ApiError;
use lpc_api::host::Shell;
use lpc_core::clock::Clock as _;
use lpc_core::storage::StartProblem;
use salesforce_sim::Config;
use serde_json::{Value, json};
use std::env::consts::{ARCH, OS};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// When every situation begins, so that two recordings are the same.
const BEGINNING: &str = "2026-11-17T13:02:31Z";
/// What the one organization is called in the window's addresses.
const ORGANIZATION: &str = "halden";

/// What every view asks.
fn usual() -> Vec<Value> {
    let organization = json!({ "organizationId": ORGANIZATION });
    let mut calls: Vec<Value> = ["start_problem", "gate", "own_data", "overview", "help"]
        .map(|name| json!([name, {}]))
        .to_vec();
    calls.extend(
        ["connectivity", "user_counts", "held_back"].map(|name| json!([name, organization])),
    );
    calls
}

/// A console with so many users in its organization, whose clock and stand-in begin at the same time.
pub async fn rig(users: usize) -> Rig {
    let clock = Arc::new(TestClock::new(BEGINNING.parse::<Timestamp>().unwrap()));
    let ticking = Arc::clone(&clock);
    let config = Config {
        users,
        clock: Arc::new(move || ticking.now()),
        ..Config::default()
    };
    Rig::at(config, clock).await
}

/// Has the console carry out a command that succeeds.
pub async fn ask(rig: &Rig, name: &str, parameters: Value) -> Value {
    let answer = call(rig, name, parameters).await;
    answer.unwrap_or_else(|error| panic!("{name}: {error:?}"))
}

/// Has the console carry out a command, as the window does.
pub async fn call(rig: &Rig, name: &str, parameters: Value) -> Result<Value, ApiError> {
    let host = TestHost {
        console: Arc::clone(&rig.host.console),
        opened: Mutex::default(),
        clipboard: Mutex::default(),
        chosen: Mutex::new(rig.host.chosen.lock().unwrap().clone()),
        folder: rig.host.folder.clone(),
    };
    let shell = Arc::new(Window(Arc::new(host)));
    let answer = lpc_api::dispatch(shell, name, parameters).await;
    answer.map(|answer| serde_json::from_str(&answer).unwrap())
}

/// Compares what the console answers now with what is recorded of the situation.
pub async fn keep(situation: &str, rig: &Rig) {
    let words = Words::of(rig).await;
    compare(
        situation,
        rig.clock.now(),
        &words,
        async |name, parameters| call(rig, name, parameters).await,
    )
    .await;
}

/// The same where something else answers for the console.
pub async fn compare(
    situation: &str,
    now: Timestamp,
    words: &Words,
    answer: impl AsyncFn(&str, Value) -> Result<Value, ApiError>,
) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("ui/src/test/answers")
        .join(format!("{situation}.json"));
    let before = std::fs::read_to_string(&path).unwrap_or_default();
    let calls = match serde_json::from_str::<Value>(&before) {
        Ok(recorded) => recorded["answers"].as_array().unwrap().clone(),
        Err(_) => usual(),
    };
    let now = now.as_millisecond();
    let mut text = format!("{{\"now\":{now},\"answers\":[");
    for (index, call) in calls.iter().enumerate() {
        let name = call[0].as_str().unwrap();
        let parameters = serde_json::from_str(&words.real(&call[1].to_string())).unwrap();
        // What was refused stands behind the answer that there is not.
        let mut answered = match answer(name, parameters).await {
            Ok(answer) => json!([call[0], call[1], answer]),
            Err(refusal) => json!([call[0], call[1], null, refusal]),
        };
        calm(&mut answered, now);
        let comma = if index == 0 { "" } else { "," };
        let answered = words.neutral(&answered.to_string());
        write!(text, "{comma}\n{answered}").unwrap();
    }
    text.push_str("\n]}\n");
    if text != before {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &text).unwrap();
        panic!(
            "{} is written anew: look at what changed, then commit it",
            path.display()
        );
    }
}

/// What differs from run to run by chance, and what stands for it.
fn calm(value: &mut Value, now: i64) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| calm(value, now)),
        Value::Object(fields) => {
            for (name, value) in fields {
                match name.as_str() {
                    "nextSession" if value.is_number() => *value = json!(now + 26_000),
                    "retryAt" if value.is_number() => *value = json!(now + 40_000),
                    "actor" if value.is_string() => *value = json!("admin"),
                    "millis" if value.is_number() => *value = json!(96),
                    _ => calm(value, now),
                }
            }
        }
        _ => {}
    }
}

/// Names that are new with every run, beside those that stand for them.
pub struct Words(Vec<(String, String)>);

impl Words {
    pub async fn of(rig: &Rig) -> Self {
        let origin = rig.sim.origin();
        let host = origin.trim_start_matches("http://").to_owned();
        let folder = rig.folder.path().display().to_string();
        let mut words = vec![
            (origin, "https://halden.my.salesforce.com".to_owned()),
            (host, "halden.my.salesforce.com".to_owned()),
            (
                folder,
                "/home/admin/.local/share/com.lpcadmin.console".to_owned(),
            ),
            (rig.org().to_string(), ORGANIZATION.to_owned()),
            (format!("{OS} {ARCH}"), "linux x86_64".to_owned()),
        ];
        let overview = ask(rig, "overview", json!({})).await;
        for organization in overview["organizations"].as_array().unwrap() {
            let name = organization["name"].as_str().unwrap().to_lowercase();
            let id = organization["id"].as_str().unwrap().to_owned();
            words.push((id, name.replace(' ', "-")));
        }
        let query = json!({ "topic": null, "organizationId": null, "before": null, "limit": 100 });
        let activity = ask(rig, "activity", json!({ "query": query })).await;
        for entry in activity["entries"].as_array().unwrap() {
            // The last name of one that is deleted.
            if let (Some(id), Some(name)) = (
                entry["organizationId"].as_str(),
                entry["organizationName"].as_str(),
            ) && words.iter().all(|(known, _)| known != id)
            {
                words.push((id.to_owned(), name.to_lowercase().replace(' ', "-")));
            }
        }
        let gate = ask(rig, "gate", json!({})).await;
        let number = gate["request"].as_str().unwrap().find("LPC-");
        if let Some(at) = number {
            let number = &gate["request"].as_str().unwrap()[at..at + 13];
            words.push((number.to_owned(), "LPC-7Q4M-29XD".to_owned()));
        }
        Self(words)
    }

    fn neutral(&self, text: &str) -> String {
        let replaced =
            |text: String, (real, neutral): &(String, String)| text.replace(real, neutral);
        self.0.iter().fold(text.to_owned(), replaced)
    }

    /// Organizations alone: whatever else a call names is the same in every run.
    fn real(&self, text: &str) -> String {
        let ids = self
            .0
            .iter()
            .filter(|(real, _)| real.len() == 36 && !real.contains('/'));
        ids.fold(text.to_owned(), |text, (real, neutral)| {
            text.replace(&format!("\"{neutral}\""), &format!("\"{real}\""))
        })
    }
}

/// A window whose console has started.
struct Window(Arc<TestHost>);

impl Shell for Window {
    type Host = TestHost;

    fn host(&self) -> Option<Arc<TestHost>> {
        Some(Arc::clone(&self.0))
    }

    fn start_problem(&self) -> Option<StartProblem> {
        None
    }

    async fn start_again(&self) -> Result<Option<StartProblem>, ApiError> {
        Ok(None)
    }

    fn copy_start_problem(&self) -> Result<(), ApiError> {
        Ok(())
    }

    fn open_data_folder(&self) -> Result<(), ApiError> {
        Ok(())
    }
}
