//! Every view in Chromium: light, dark and in forced colors without a finding of axe-core; whole in
//! the least window and at 200 %. Leaves pictures in target/looks.

mod pages;
mod views;

use crate::audit::{self, Audit, Rules};
use crate::chromium::{Chromium, Colors};
use crate::desktop::Desktop;
use crate::element::{click, fill, find, part, text};
use crate::tour::target_folder;
use anyhow::{Context as _, ensure};
use pages::Pages;
use std::fs;
use std::path::Path;
use views::{Step, VIEWS, View};

/// The window as it opens, the least one, and the first at 200 %.
const USUAL: (u32, u32, u32) = (1280, 800, 1);
const SMALL: [(&str, (u32, u32, u32)); 2] = [("least", (960, 640, 1)), ("zoomed", (640, 400, 2))];

pub async fn run() -> anyhow::Result<String> {
    let desktop = Desktop::without_key_store().await?;
    let pages = Pages::serve().await?;
    let pictures = target_folder().join("looks");
    fs::remove_dir_all(&pictures).ok();
    fs::create_dir_all(&pictures)?;
    // Two at a time: one page waits while the other draws.
    let (first, second) = VIEWS.split_at(VIEWS.len() / 2);
    let (first, second) = tokio::try_join!(
        look(&desktop, &pages, &pictures, first),
        look(&desktop, &pages, &pictures, second),
    )?;
    let times = first.and(second).verdict()?;
    Ok(format!("{} views, looked at {times} times", VIEWS.len()))
}

/// Looks at these views in a browser of their own.
async fn look(
    desktop: &Desktop,
    pages: &Pages,
    pictures: &Path,
    views: &[View],
) -> anyhow::Result<Audit> {
    let mut looks = Looks {
        chromium: Chromium::open(desktop).await?,
        pages,
        pictures,
        audit: Audit::default(),
    };
    looks.prove().await.context("the audit itself")?;
    for view in views {
        // One view that does not come must not hide what the others show.
        if let Err(error) = looks.look_at(view).await {
            looks.audit.fault(view.name, &error);
        }
    }
    looks.chromium.close().await;
    Ok(looks.audit)
}

struct Looks<'a> {
    chromium: Chromium,
    pages: &'a Pages,
    pictures: &'a Path,
    audit: Audit,
}

impl Looks<'_> {
    async fn look_at(&mut self, view: &View) -> anyhow::Result<()> {
        let (width, height, scale) = USUAL;
        self.chromium.size(width, height, scale).await?;
        self.chromium.colors(Colors::Light).await?;
        self.open(view).await?;
        let page = self.chromium.page().clone();
        for colors in Colors::ALL {
            self.chromium.colors(colors).await?;
            let rules = match colors {
                Colors::Light => Rules::All,
                Colors::Dark | Colors::Forced => Rules::Contrast,
            };
            let place = format!("{} ({})", view.name, colors.word());
            self.audit.axe(&page, &place, rules).await?;
            if colors == Colors::Light {
                self.audit.fit(&page, &place).await?;
            }
            // The tour's pictures show the dark theme.
            if colors != Colors::Dark {
                self.keep(view.name, colors.word()).await?;
            }
        }
        self.chromium.colors(Colors::Light).await?;
        for (word, (width, height, scale)) in SMALL {
            self.chromium.size(width, height, scale).await?;
            // What is virtual takes a frame to follow the size.
            let painted = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done))";
            page.execute_async(painted, vec![]).await?;
            let place = format!("{} ({word})", view.name);
            self.audit.fit(&page, &place).await?;
            self.keep(view.name, word).await?;
        }
        Ok(())
    }

    /// The audit finds what is wrong, and people read times and numbers in their own locale and zone.
    async fn prove(&self) -> anyhow::Result<()> {
        let (width, height, scale) = USUAL;
        self.chromium.size(width, height, scale).await?;
        self.chromium.at_home_in("de-DE", "Asia/Tokyo").await?;
        let connected = VIEWS.iter().find(|view| view.name == "connected");
        self.open(connected.context("the connection")?).await?;
        let page = self.chromium.page();
        audit::prove(page).await?;
        let shown = text(page, "body").await?;
        for (expected, why) in [("400.000", "numbers"), ("UTC+09:00", "the zone")] {
            ensure!(shown.contains(expected), "{why}, {expected}: {shown}");
        }
        ensure!(
            !shown.contains(" PM") && !shown.contains(" AM"),
            "times: {shown}"
        );
        self.chromium.at_home_in("en-US", "UTC").await
    }

    async fn open(&self, view: &View) -> anyhow::Result<()> {
        let page = self.chromium.page();
        page.goto("about:blank").await?;
        let address = format!(
            "{}/?situation={}#{}",
            self.pages.origin, view.situation, view.place
        );
        page.goto(&address).await?;
        for step in view.steps {
            match step {
                Step::Click(name) => click(page, &part(name)).await?,
                Step::Row(css) => click(page, css).await?,
                Step::Fill(name, text) => fill(page, &part(name), text).await?,
            }
        }
        let shows = match view.shows.starts_with('[') {
            true => view.shows.to_owned(),
            false => part(view.shows),
        };
        find(page, &shows).await?;
        let missed = find(page, "html").await?.attr("data-missed").await?;
        ensure!(
            missed.is_none() || view.situation == "silent",
            "not recorded: {missed:?}"
        );
        Ok(())
    }

    async fn keep(&self, view: &str, word: &str) -> anyhow::Result<()> {
        let picture = self.chromium.page().screenshot().await?;
        fs::write(self.pictures.join(format!("{view}-{word}.png")), picture)?;
        Ok(())
    }
}
