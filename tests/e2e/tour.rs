//! The whole story, once through, with a picture of each step.

mod account;
mod sessions;
pub mod story;

use crate::audit::Audit;
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

/// What the steps share. The console ends before the desktop that it lives in.
pub struct Tour {
    pub console: Console,
    pub sim: Sim,
    pub desktop: Desktop,
    pictures: PathBuf,
    audit: Audit,
    taken: usize,
    looked_for: usize,
}

/// Runs the story; the report names the pictures.
pub async fn run() -> anyhow::Result<String> {
    let pictures = target_folder().join("tour");
    fs::remove_dir_all(&pictures).ok();
    fs::create_dir_all(&pictures)?;
    let desktop = Desktop::new().await?;
    let sim = Sim::start(Config {
        users: USERS,
        ..Config::default()
    })
    .await?;
    let program = Path::new(env!("CARGO_BIN_EXE_lpc-admin-console"));
    let console = Console::launch(&desktop, program, &sim.origin()).await?;
    let mut tour = Tour {
        console,
        sim,
        desktop,
        pictures,
        audit: Audit::default(),
        taken: 0,
        looked_for: 0,
    };
    if let Err(error) = story::tell(&mut tour).await {
        if let Ok(picture) = tour.console.page().screenshot().await {
            tour.keep("failure", &picture).ok();
        }
        tour.desktop.explain_failure(&tour.pictures);
        println!("{:#}", tour.sim.state()["counters"]);
        return Err(error);
    }
    let (taken, looked_for) = (tour.taken, tour.looked_for);
    tour.console.close().await;
    let audits = tour.audit.verdict()?;
    Ok(format!(
        "{taken} pictures in target/tour, {looked_for} secrets looked for in vain, \
         {audits} audits without a finding"
    ))
}

impl Tour {
    /// Keeps a picture of the console, looks for leaks, and has axe-core look at it in both themes.
    pub async fn picture(&mut self, name: &str) -> anyhow::Result<()> {
        let picture = self
            .console
            .picture()
            .await
            .with_context(|| format!("picture {name}"))?;
        self.keep(name, &picture)?;
        self.audit.both_themes(self.console.page(), name).await?;
        self.look_for_leaks(name).await
    }

    /// Keeps a picture.
    pub fn keep(&mut self, name: &str, picture: &[u8]) -> anyhow::Result<()> {
        self.taken += 1;
        let path = self.pictures.join(format!("{:02}-{name}.png", self.taken));
        fs::write(path, picture).with_context(|| name.to_owned())
    }

    async fn look_for_leaks(&mut self, step: &str) -> anyhow::Result<()> {
        let page = self.console.page();
        self.looked_for = leaks::assert_none(step, &self.sim, page, &self.desktop).await?;
        Ok(())
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
