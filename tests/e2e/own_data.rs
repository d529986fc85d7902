//! The console whose own files cannot be opened, or were damaged: its window says so, and goes on
//! once that is put right.

use crate::console::Console;
use crate::desktop::Desktop;
use crate::element::{click, find, gone, part, text_when};
use crate::hand_over::{end, paste};
use crate::tour::target_folder;
use anyhow::{Context as _, ensure};
use rusqlite::Connection;
use salesforce_sim::{Config, Sim};
use std::fs;
use std::path::{Path, PathBuf};

struct Story {
    desktop: Desktop,
    sim: Sim,
    pictures: PathBuf,
}

/// Each fault on the data of a connected console.
pub async fn run() -> anyhow::Result<String> {
    let pictures = target_folder().join("own-data");
    fs::remove_dir_all(&pictures).ok();
    fs::create_dir_all(&pictures)?;
    let sim = Sim::start(Config {
        users: 300,
        ..Config::default()
    })
    .await?;
    let story = Story {
        desktop: Desktop::new().await?,
        sim,
        pictures,
    };
    if let Err(error) = story.tell().await {
        story.desktop.explain_failure(&story.pictures);
        return Err(error);
    }
    Ok("a newer file, no folder, two damaged files; pictures in target/own-data".to_owned())
}

impl Story {
    async fn tell(&self) -> anyhow::Result<()> {
        self.desktop.forget_console(&self.sim)?;
        paste(&self.desktop, &self.sim, program())
            .await
            .context("connecting")?;
        self.newer().await.context("a file of a newer version")?;
        self.no_folder()
            .await
            .context("a folder that cannot be used")?;
        self.damaged().await.context("damaged files")
    }

    async fn open(&self) -> anyhow::Result<Console> {
        Console::open(&self.desktop, program(), &self.sim.origin()).await
    }

    async fn picture(&self, console: &Console, name: &str) -> anyhow::Result<()> {
        let path = self.pictures.join(format!("{name}.png"));
        Ok(fs::write(path, console.picture().await?)?)
    }

    async fn newer(&self) -> anyhow::Result<()> {
        let file = self.desktop.console_data().join("console.db");
        let set_version = |version: i64| -> anyhow::Result<i64> {
            let database = Connection::open(&file)?;
            let before = database.pragma_query_value(None, "user_version", |row| row.get(0))?;
            database.pragma_update(None, "user_version", version)?;
            Ok(before)
        };
        let version = set_version(9999)?;
        let before = fs::read(&file)?;
        let console = self.open().await?;
        let page = console.page();
        let shown = text_when(page, &part("start-problem"), "the problem", |text| {
            text.contains("from a newer version of this console")
        })
        .await?;
        for word in ["Install the newer version", "console.db", "9999"] {
            ensure!(shown.contains(word), "{word} is missing: {shown}");
        }
        self.picture(&console, "newer").await?;
        click(page, &part("try-start-again")).await?;
        text_when(page, &part("start-problem"), "the second try", |text| {
            text.contains("Tried again")
        })
        .await?;
        ensure!(fs::read(&file)? == before, "the file was touched");
        set_version(version)?;
        self.goes_on(console).await
    }

    async fn no_folder(&self) -> anyhow::Result<()> {
        let folder = self.desktop.console_data();
        let aside = folder.with_extension("aside");
        fs::rename(&folder, &aside)?;
        fs::write(&folder, "a file in the folder's place")?;
        let console = self.open().await?;
        text_when(console.page(), &part("start-path"), "the folder", |text| {
            text.contains("com.lpcadmin.console.demo")
        })
        .await?;
        self.picture(&console, "no-folder").await?;
        fs::remove_file(&folder)?;
        fs::rename(&aside, &folder)?;
        self.goes_on(console).await
    }

    /// After another try the same window is the console, connected as before.
    async fn goes_on(&self, console: Console) -> anyhow::Result<()> {
        let page = console.page();
        click(page, &part("try-start-again")).await?;
        console.wait_for_first_view().await?;
        click(page, &part("tab-connectivity")).await?;
        console.wait_for("connected", "idle").await?;
        end(console).await
    }

    async fn damaged(&self) -> anyhow::Result<()> {
        let folder = self.desktop.console_data();
        for name in ["console.db", "vault.db"] {
            fs::write(folder.join(name), "this is no database ".repeat(500))?;
        }
        let console = self.open().await?;
        console.wait_for_first_view().await?;
        let page = console.page();
        for (file, kept) in [
            ("vault", "vault.db.corrupt-"),
            ("console", "console.db.corrupt-"),
        ] {
            let notice = part(&format!("set-aside-{file}"));
            text_when(page, &notice, kept, |text| text.contains(kept)).await?;
        }
        self.picture(&console, "set-aside").await?;
        click(page, &part("dismiss-set-aside-vault")).await?;
        gone(page, &part("set-aside-vault")).await?;
        click(page, &part("dismiss-set-aside-console")).await?;
        gone(page, &part("own-data")).await?;
        find(page, &part("first-run")).await?;
        end(console).await
    }
}

fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_lpc-admin-console"))
}
