//! What can be said about any page without looking at it: axe-core's findings, and what does not
//! fit the window.
//!
//! The scripts run through WebDriver, which the page's content policy does not stop; the page itself
//! loads nothing for it.

use anyhow::Context as _;
use fantoccini::Client;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::OnceLock;

/// Where `npm ci` puts axe-core.
const AXE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/ui/node_modules/axe-core/axe.min.js"
);
const RUN_AXE: &str = include_str!("audit/run_axe.js");
const FIT: &str = include_str!("audit/fit.js");

/// Shows the other theme and answers what the page had asked for.
const OTHER_THEME: &str = "const { dataset } = document.documentElement; \
    const asked = dataset.theme ?? null; \
    const dark = asked === 'dark' || (asked === null && matchMedia('(prefers-color-scheme: dark)').matches); \
    dataset.theme = dark ? 'light' : 'dark'; return asked";
const THEME: &str = "const { dataset } = document.documentElement; \
    if (arguments[0] === null) delete dataset.theme; else dataset.theme = arguments[0]";

/// Which of axe's rules run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rules {
    /// All of them, the target's size included.
    All,
    /// The contrast alone: what else there is does not change with the colors.
    Contrast,
}

/// What was found so far; a story tells it once, at its end.
#[derive(Debug, Default)]
pub struct Audit {
    looks: usize,
    findings: Vec<String>,
}

impl Audit {
    /// Runs axe-core on the page as it stands.
    pub async fn axe(&mut self, page: &Client, place: &str, rules: Rules) -> anyhow::Result<()> {
        let there = page.execute("return 'axe' in window", vec![]).await?;
        if there != true {
            page.execute(axe()?, vec![]).await.context("axe-core")?;
        }
        let only = json!(rules == Rules::Contrast);
        let answer = page.execute_async(RUN_AXE, vec![only]).await;
        self.keep(
            place,
            &answer.with_context(|| format!("axe-core at {place}"))?,
        )
    }

    /// Runs axe-core in the theme that is shown and looks at the contrast in the other one.
    pub async fn both_themes(&mut self, page: &Client, place: &str) -> anyhow::Result<()> {
        self.axe(page, place, Rules::All).await?;
        let other = page.execute(OTHER_THEME, vec![]).await?;
        let outcome = self
            .axe(
                page,
                &format!("{place}, in the other theme"),
                Rules::Contrast,
            )
            .await;
        page.execute(THEME, vec![other]).await?;
        outcome
    }

    /// Looks for what sticks out of the window or is cut off.
    pub async fn fit(&mut self, page: &Client, place: &str) -> anyhow::Result<()> {
        let answer = page.execute(FIT, vec![]).await;
        self.keep(
            place,
            &answer.with_context(|| format!("the fit at {place}"))?,
        )
    }

    /// Counts a look that failed as a finding.
    pub fn fault(&mut self, place: &str, error: &anyhow::Error) {
        self.findings.push(format!("{place}: {error:#}"));
    }

    fn keep(&mut self, place: &str, answer: &Value) -> anyhow::Result<()> {
        let answer: Vec<String> =
            serde_json::from_value(answer.clone()).with_context(|| format!("{place}: {answer}"))?;
        self.looks += 1;
        self.findings.extend(
            answer
                .into_iter()
                .map(|finding| format!("{place}: {finding}")),
        );
        Ok(())
    }

    /// Both together.
    pub fn and(mut self, other: Self) -> Self {
        self.looks += other.looks;
        self.findings.extend(other.findings);
        self
    }

    /// How often it looked in vain, or everything it found.
    pub fn verdict(&self) -> anyhow::Result<usize> {
        anyhow::ensure!(
            self.findings.is_empty(),
            "{} findings:\n{}",
            self.findings.len(),
            self.findings.join("\n")
        );
        Ok(self.looks)
    }
}

/// Plants faults and makes sure that each is found: an audit that finds nothing must be able to.
pub async fn prove(page: &Client) -> anyhow::Result<()> {
    page.execute(include_str!("audit/plant.js"), vec![]).await?;
    let mut audit = Audit::default();
    audit.axe(page, "planted", Rules::All).await?;
    audit.fit(page, "planted").await?;
    page.execute(
        "document.querySelectorAll('.planted').forEach(one => one.remove())",
        vec![],
    )
    .await?;
    let found = audit.findings.join("\n");
    for fault in [
        "color-contrast",
        "image-alt",
        "target-size",
        "cut off at the side",
    ] {
        anyhow::ensure!(
            found.contains(fault),
            "the planted {fault} is not found in\n{found}"
        );
    }
    Ok(())
}

fn axe() -> anyhow::Result<&'static str> {
    static SOURCE: OnceLock<String> = OnceLock::new();
    if let Some(source) = SOURCE.get() {
        return Ok(source);
    }
    let source = std::fs::read_to_string(Path::new(AXE))
        .context("axe-core is missing; `npm ci --prefix ui` installs it")?;
    // A module loader that some page brought would take the library from the window.
    let source =
        format!("const module = undefined, define = undefined;\n{source}\nwindow.axe = axe;");
    Ok(SOURCE.get_or_init(|| source))
}
