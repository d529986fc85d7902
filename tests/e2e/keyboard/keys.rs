//! A person at the keyboard: keys only, and at every stop the focus must be seen.

use crate::element::{part, text};
use crate::webdriver::until;
use anyhow::{Context as _, bail, ensure};
use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use fantoccini::key::Key;
use fantoccini::{Client, Locator};
use serde_json::Value;

const FOCUS: &str = include_str!("focus.js");
/// More stops than any view of the console has.
const ROUND: usize = 90;
/// The keyboard at a page.
pub struct Keyboard {
    page: Client,
    /// Stops at which the focus was seen.
    pub stops: usize,
}

impl Keyboard {
    pub fn at(page: &Client) -> Self {
        Self {
            page: page.clone(),
            stops: 0,
        }
    }

    pub fn page(&self) -> &Client {
        &self.page
    }

    pub async fn press(&self, key: Key) -> anyhow::Result<()> {
        self.strike(&[], char::from(key)).await
    }

    /// With Control held down.
    pub async fn control(&self, key: char) -> anyhow::Result<()> {
        self.strike(&[Key::Control], key).await
    }

    async fn strike(&self, held: &[Key], key: char) -> anyhow::Result<()> {
        let mut keys = KeyActions::new("keyboard".to_owned());
        let held: Vec<char> = held.iter().copied().map(char::from).collect();
        for value in held.iter().copied().chain([key]) {
            keys = keys.then(KeyAction::Down { value });
        }
        for value in [key].into_iter().chain(held.iter().rev().copied()) {
            keys = keys.then(KeyAction::Up { value });
        }
        self.page.perform_actions(keys).await?;
        self.rest().await
    }

    /// Lets the page draw: the guards around a dialog hand the focus on only with the next frame, which
    /// no person outruns.
    async fn rest(&self) -> anyhow::Result<()> {
        let drawn =
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done))";
        self.page.execute_async(drawn, vec![]).await?;
        Ok(())
    }

    /// Types where the focus is.
    pub async fn write(&self, words: &str) -> anyhow::Result<()> {
        let mut keys = KeyActions::new("keyboard".to_owned());
        for value in words.chars() {
            keys = keys
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value });
        }
        self.page.perform_actions(keys).await?;
        Ok(())
    }

    /// Goes on with Tab until the focus is at a part of the page.
    pub async fn tab_to(&mut self, css: &str) -> anyhow::Result<()> {
        self.until_there(css).await?;
        let mut passed = Vec::new();
        for _ in 0..ROUND {
            self.press(Key::Tab).await?;
            let name = self.see_focus().await?;
            if self.is_at(css).await? {
                return Ok(());
            }
            passed.push(name);
        }
        bail!("Tab never comes to {css}, only to {}", passed.join(" · "))
    }

    pub async fn tab_to_part(&mut self, name: &str) -> anyhow::Result<()> {
        self.tab_to(&part(name)).await
    }

    /// Goes to a part with Tab and presses it with Enter.
    pub async fn choose(&mut self, name: &str) -> anyhow::Result<()> {
        self.tab_to_part(name).await?;
        self.press(Key::Enter).await
    }

    /// One stop back.
    pub async fn back_to(&mut self, css: &str) -> anyhow::Result<()> {
        self.strike(&[Key::Shift], char::from(Key::Tab)).await?;
        self.comes_to(css).await
    }

    /// Waits until the focus is at a part by itself, as after a dialog.
    pub async fn comes_to(&mut self, css: &str) -> anyhow::Result<()> {
        let came = until(&format!("the focus comes to {css}"), || self.is_at(css)).await;
        if let Err(error) = came {
            let focus = self.focus().await?;
            return Err(error.context(format!("the focus is at {focus}")));
        }
        self.see_focus().await.map(drop)
    }

    async fn until_there(&self, css: &str) -> anyhow::Result<()> {
        until(&format!("{css} is there"), || async {
            Ok(self.page.find(Locator::Css(css)).await.is_ok())
        })
        .await
    }

    async fn is_at(&self, css: &str) -> anyhow::Result<bool> {
        let matches = "return document.activeElement.matches(arguments[0])";
        Ok(self.page.execute(matches, vec![css.into()]).await? == true)
    }

    async fn focus(&self) -> anyhow::Result<Value> {
        Ok(self.page.execute(FOCUS, vec![]).await?)
    }

    /// Refuses a focus that nobody sees, and answers where it is.
    async fn see_focus(&mut self) -> anyhow::Result<String> {
        let focus = self.focus().await?;
        let name = focus["name"].as_str().context("the focus")?.to_owned();
        ensure!(
            focus["fault"].is_null(),
            "the focus at {name} is not to be seen: {}",
            focus["fault"]
        );
        self.stops += 1;
        Ok(name)
    }

    /// Waits for words in a part.
    pub async fn reads(&self, name: &str, words: &str) -> anyhow::Result<()> {
        until(&format!("{name} says {words}"), || async {
            Ok(text(&self.page, &part(name)).await?.contains(words))
        })
        .await
    }
}
