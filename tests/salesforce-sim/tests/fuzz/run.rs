use std::panic;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use base64::Engine as _;
use salesforce_sim::{Config, Sim};
use serde_json::json;
use sha2::Digest as _;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::dice::Dice;
use super::hostile;
use super::valid::{Keys, encoded, request};

const USERS: usize = 2_000;
/// A complete request is answered within this time.
const PATIENCE: Duration = Duration::from_secs(10);
/// Resident memory stays below this many megabytes; the test itself builds bombs in it too.
const MOST_MEGABYTES: u64 = 700;
const AT_ONCE: usize = 24;

fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn wrong_hostile_and_huge_requests_neither_crash_nor_hang_it() {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let seed = variable("LPC_FUZZ_SEED").unwrap_or(now.map_or(1, |now| now.as_secs()));
    let time = Duration::from_secs(variable("LPC_FUZZ_SECONDS").unwrap_or(5));
    let panics = count_panics(seed);
    let sim = Sim::start(Config {
        users: USERS,
        ..Config::default()
    })
    .await
    .expect("a free port");
    let port = sim
        .origin()
        .rsplit(':')
        .next()
        .and_then(|p| p.parse().ok())
        .expect("a port");
    let (start, mut rounds, mut answered) = (Instant::now(), 0_u64, 0_usize);
    while start.elapsed() < time {
        rounds += 1;
        let round = seed.wrapping_mul(1_000_003).wrapping_add(rounds);
        let keys = Arc::new(keys(&sim).await);
        let silent = silent(port, round).await;
        let mut tasks = tokio::task::JoinSet::new();
        for at in 0..AT_ONCE {
            let keys = Arc::clone(&keys);
            tasks.spawn(
                async move { attack(port, round.wrapping_mul(31) + at as u64, &keys).await },
            );
        }
        while let Some(done) = tasks.join_next().await {
            match done.expect("the attacker does not panic") {
                Ok(count) => answered += count,
                Err(what) => panic!("{what} (LPC_FUZZ_SEED={seed}, round {rounds})"),
            }
        }
        drop(silent);
        healthy(&sim, seed, rounds).await;
        assert_eq!(
            panics.load(Ordering::SeqCst),
            0,
            "it panicked (LPC_FUZZ_SEED={seed})"
        );
        let memory = megabytes();
        assert!(
            memory < MOST_MEGABYTES,
            "{memory} MB (LPC_FUZZ_SEED={seed}, round {rounds})"
        );
    }
    eprintln!(
        "{rounds} rounds, {answered} answers, {} MB, LPC_FUZZ_SEED={seed}",
        megabytes()
    );
    assert!(answered > 0, "something was answered");
}

/// Counts panics in the whole process and still tells them.
fn count_panics(seed: u64) -> Arc<AtomicU64> {
    let panics = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&panics);
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        counted.fetch_add(1, Ordering::SeqCst);
        eprintln!("LPC_FUZZ_SEED={seed}");
        before(info);
    }));
    panics
}

/// Logs in anew, since the last round may have ended the session.
async fn keys(sim: &Sim) -> Keys {
    let config = Config::default();
    let verifier = "v".repeat(64);
    let digest = sha2::Sha256::digest(&verifier);
    let challenge = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(digest);
    let callback = &config.callbacks[0];
    let path = format!(
        "/services/oauth2/authorize?response_type=code&client_id={}&redirect_uri={}&code_challenge={challenge}&scope=api+refresh_token+id",
        config.client_id,
        encoded(callback)
    );
    let back = sim
        .authorize_as(&(sim.origin() + &path), &config.username)
        .expect("a callback");
    let back = url::Url::parse(&back).expect("an address");
    let code = back
        .query_pairs()
        .find(|(name, _)| name == "code")
        .expect("a code")
        .1
        .into_owned();
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("client_id", config.client_id.as_str()),
        ("redirect_uri", callback.as_str()),
        ("code_verifier", verifier.as_str()),
    ];
    let http = reqwest::Client::builder()
        .no_proxy()
        .build()
        .expect("a client");
    let request = http
        .post(sim.origin() + "/services/oauth2/token")
        .form(&form);
    let answer: serde_json::Value = request
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    let text = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
    Keys {
        access: text("access_token"),
        refresh: text("refresh_token"),
        client_id: config.client_id,
        authorize: path,
    }
}

/// Connections that begin and then say nothing more.
async fn silent(port: u16, round: u64) -> Vec<TcpStream> {
    let mut dice = Dice::new(round ^ 0x5151);
    let mut all = Vec::new();
    for _ in 0..if dice.once_in(10) { 300 } else { 20 } {
        let Ok(Ok(mut stream)) = timeout(PATIENCE, TcpStream::connect(("127.0.0.1", port))).await
        else {
            continue;
        };
        let beginning = dice.pick(&[
            "",
            "P",
            "GET / HT",
            "POST /services/oauth2/token HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na",
        ]);
        let _ = stream.write_all(beginning.as_bytes()).await;
        all.push(stream);
    }
    all
}

/// A few requests, one after the other. Returns how many were answered.
async fn attack(port: u16, seed: u64, keys: &Keys) -> Result<usize, String> {
    let mut dice = Dice::new(seed);
    let mut answered = 0;
    for _ in 0..6 {
        let (bytes, whole) = if dice.once_in(4) {
            (hostile::bytes(&mut dice), false)
        } else {
            request(&mut dice, keys)
        };
        let connected = timeout(PATIENCE, TcpStream::connect(("127.0.0.1", port))).await;
        let mut stream = match connected {
            Ok(Ok(stream)) => stream,
            other => return Err(format!("no connection: {other:?}")),
        };
        let first: String = String::from_utf8_lossy(&bytes).chars().take(300).collect();
        // The server may answer and hang up before it has read everything.
        let Ok(sent) = timeout(PATIENCE, stream.write_all(&bytes)).await else {
            return Err(format!("it does not read: {first}"));
        };
        if !whole {
            // Otherwise the server would wait for the rest.
            let _ = stream.shutdown().await;
        }
        let mut answer = Vec::new();
        let Ok(read) = timeout(PATIENCE, stream.read_to_end(&mut answer)).await else {
            let length = answer.len();
            return Err(format!("no end after {length} bytes of answer: {first}"));
        };
        let told = answer.starts_with(b"HTTP/1.1 ");
        answered += usize::from(told);
        if whole && sent.is_ok() && read.is_ok() && !told {
            return Err(format!("no answer: {first}"));
        }
        // SOAP has no other status for what it refuses.
        let fault = answer.windows(13).any(|part| part == b"soapenv:Fault");
        if answer.starts_with(b"HTTP/1.1 500") && !fault {
            return Err(format!("an answer with 500: {first}"));
        }
    }
    Ok(answered)
}

/// A good request is answered at once, whatever happened before.
async fn healthy(sim: &Sim, seed: u64, round: u64) {
    let _ = sim.control(json!({"fault": "expire_locators"}));
    let http = reqwest::Client::builder()
        .no_proxy()
        .timeout(PATIENCE)
        .build()
        .expect("a client");
    let start = Instant::now();
    let answer = http.get(sim.origin() + "/services/data").send().await;
    let status = answer
        .map(|answer| answer.status().as_u16())
        .map_err(|error| error.to_string());
    assert_eq!(status, Ok(200), "LPC_FUZZ_SEED={seed}, round {round}");
    let took = start.elapsed();
    assert!(
        took < Duration::from_secs(3),
        "{took:?} (LPC_FUZZ_SEED={seed}, round {round})"
    );
}

/// Resident memory of this process, 0 where the system does not tell.
fn megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1_024
}
