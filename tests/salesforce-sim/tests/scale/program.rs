//! The stand-in as a process of its own, measured from outside.

use std::fmt;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use salesforce_sim::App;
use serde::Deserialize;
use serde_json::Value;

/// A running stand-in; ended on drop.
pub struct Program {
    process: Child,
    origin: String,
    http: reqwest::Client,
}

/// What paging through users took.
pub struct Paged {
    pub users: usize,
    pub bytes: usize,
    pub wall: Duration,
    /// Processor time of the server.
    pub processor: Duration,
}

impl Paged {
    pub fn per_core_second(&self) -> f64 {
        self.users as f64 / self.processor.as_secs_f64()
    }
}

impl fmt::Display for Paged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} users, {:.1} MiB, {:.2} s by the clock, {:.2} s of one core",
            self.users,
            self.bytes as f64 / 1_048_576.0,
            self.wall.as_secs_f64(),
            self.processor.as_secs_f64()
        )
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    next_records_url: Option<String>,
    records: Vec<serde::de::IgnoredAny>,
}

impl Program {
    /// Starts the program; the time until it says that it listens.
    pub fn start(users: usize) -> (Self, Duration) {
        let begun = Instant::now();
        let mut process = Command::new(env!("CARGO_BIN_EXE_salesforce-sim"))
            .args(["--port", "0", "--users", &users.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the stand-in starts");
        let output = process.stdout.take().expect("its output");
        let mut line = String::new();
        BufReader::new(output)
            .read_line(&mut line)
            .expect("its first line");
        let ready = begun.elapsed();
        let origin = line.trim().strip_prefix("listening on ").expect(&line);
        let program = Self {
            origin: origin.to_owned(),
            process,
            // What is measured is the answer, not how it is compressed.
            http: reqwest::Client::builder().no_gzip().build().unwrap(),
        };
        (program, ready)
    }

    /// Resident memory, in MiB.
    pub fn memory_mib(&self) -> f64 {
        let status = self.proc("status");
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
        kib.expect("the memory of the process") / 1024.0
    }

    /// Processor time so far. Linux counts it in hundredths of a second.
    fn processor(&self) -> Duration {
        let stat = self.proc("stat");
        let (_, after_name) = stat.rsplit_once(')').expect("the process has a name");
        let ticks = |at: usize| after_name.split_whitespace().nth(at)?.parse::<u64>().ok();
        Duration::from_millis(10 * (ticks(11).unwrap() + ticks(12).unwrap()))
    }

    fn proc(&self, file: &str) -> String {
        std::fs::read_to_string(format!("/proc/{}/{file}", self.process.id())).unwrap()
    }

    /// An access token by client credentials.
    pub async fn log_in(&self) -> String {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", App::CONFIDENTIAL_CLIENT_ID),
            ("client_secret", App::CONFIDENTIAL_CLIENT_SECRET),
        ];
        let token = self
            .http
            .post(format!("{}/services/oauth2/token", self.origin));
        let answer: Value = token
            .form(&form)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        answer["access_token"].as_str().expect("a token").to_owned()
    }

    /// Follows a query's pages until so many users have come.
    pub async fn page_through(&self, query: &str, token: &str, most: usize) -> Paged {
        let (begun, before) = (Instant::now(), self.processor());
        let mut paged = Paged {
            users: 0,
            bytes: 0,
            wall: Duration::ZERO,
            processor: Duration::ZERO,
        };
        let text: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
        let mut next = Some(format!("/services/data/v66.0/query?q={text}"));
        while let (Some(path), true) = (next, paged.users < most) {
            let body = self.get(&path, token).await;
            let page: Page = serde_json::from_slice(&body).expect("a page");
            paged.users += page.records.len();
            paged.bytes += body.len();
            next = page.next_records_url;
        }
        paged.wall = begun.elapsed();
        paged.processor = self.processor() - before;
        paged
    }

    /// The body of a successful answer.
    pub async fn get(&self, path: &str, token: &str) -> Vec<u8> {
        let request = self.http.get(format!("{}{path}", self.origin));
        let answer = request.bearer_auth(token).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.bytes().await.unwrap().to_vec()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
