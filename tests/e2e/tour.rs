//! The whole story, once through, with a picture of each step.

mod story;

use crate::console::Console;
use crate::desktop::Desktop;
use crate::leaks;
use anyhow::Context as _;
use salesforce_sim::{Config, Sim};
use std::fs;
use std::path::{Path, PathBuf};

pub const USERS: usize = 5_000;
pub const USERNAME: &str = "svc-lpc@example.com";
pub const PASSWORD: &str = "stand-in-password";

/// What the steps share.
pub struct Tour {
    pub desktop: Desktop,
    pub sim: Sim,
    pub console: Console,
    pictures: PathBuf,
    taken: usize,
    looked_for: usize,
}

/// Runs the story; the report names the pictures.
pub async fn run() -> anyhow::Result<String> {
    let pictures = target_folder().join("tour");
    fs::remove_dir_all(&pictures).ok();
    fs::create_dir_all(&pictures)?;
    let desktop = Desktop::new()?;
    let sim = Sim::start(Config {
        users: USERS,
        ..Config::default()
    })
    .await?;
    let program = Path::new(env!("CARGO_BIN_EXE_lpc-admin-console"));
    let console = Console::start(&desktop, program, &sim.origin()).await?;
    let mut tour = Tour {
        desktop,
        sim,
        console,
        pictures,
        taken: 0,
        looked_for: 0,
    };
    if let Err(error) = story::tell(&mut tour).await {
        tour.explain_failure().await;
        return Err(error);
    }
    let Tour {
        desktop,
        sim,
        console,
        taken,
        looked_for,
        ..
    } = tour;
    console.close().await;
    crate::cold_start::finish_a_login_from_a_cold_start(&desktop, program, &sim).await?;
    Ok(format!(
        "tour: {taken} pictures in target/tour, {looked_for} secrets looked for in vain\n2 passed, 0 failed"
    ))
}

impl Tour {
    /// Keeps a picture of the console and looks for leaks.
    pub async fn picture(&mut self, name: &str) -> anyhow::Result<()> {
        let picture = self
            .console
            .picture()
            .await
            .with_context(|| format!("picture {name}"))?;
        self.keep(name, &picture)?;
        let data = self.desktop.console_data();
        self.looked_for = leaks::assert_none(name, &self.sim, self.console.page(), &data).await?;
        Ok(())
    }

    /// Keeps a picture.
    pub fn keep(&mut self, name: &str, picture: &[u8]) -> anyhow::Result<()> {
        self.taken += 1;
        let path = self.pictures.join(format!("{:02}-{name}.png", self.taken));
        fs::write(path, picture).with_context(|| name.to_owned())
    }

    async fn explain_failure(&mut self) {
        if let Ok(picture) = self.console.page().screenshot().await {
            self.keep("failure", &picture).ok();
        }
        let logs = self.desktop.console_data().join("logs");
        for entry in fs::read_dir(logs).into_iter().flatten().flatten() {
            let text = fs::read_to_string(entry.path()).unwrap_or_default();
            let lines: Vec<&str> = text.lines().collect();
            for line in &lines[lines.len().saturating_sub(25)..] {
                println!("{line}");
            }
        }
        println!("{:#}", self.sim.state()["counters"]);
    }
}

/// Where cargo builds; the pictures lie beside.
pub fn target_folder() -> PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_lpc-admin-console"));
    program
        .ancestors()
        .nth(2)
        .map_or_else(|| PathBuf::from("target"), Path::to_owned)
}
