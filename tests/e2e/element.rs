//! What a person does with a page, by the names that the page gives to its parts.

use crate::webdriver::until;
use anyhow::Context as _;
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, Locator};

/// A part of a page by its `data-testid`.
pub fn part(name: &str) -> String {
    format!("[data-testid='{name}']")
}

/// Waits for an element and answers it.
pub async fn find(page: &Client, css: &str) -> anyhow::Result<Element> {
    until(css, || async {
        Ok(page.find(Locator::Css(css)).await.is_ok())
    })
    .await?;
    page.find(Locator::Css(css))
        .await
        .with_context(|| css.to_owned())
}

/// Waits until an element is gone.
pub async fn gone(page: &Client, css: &str) -> anyhow::Result<()> {
    until(&format!("{css} is gone"), || async {
        Ok(page.find(Locator::Css(css)).await.is_err())
    })
    .await
}

/// Clicks as soon as the element is there and takes clicks.
pub async fn click(page: &Client, css: &str) -> anyhow::Result<()> {
    until(&format!("{css} takes a click"), || async {
        let element = page.find(Locator::Css(css)).await?;
        // Our buttons stay reachable while they are off, and say why.
        let off = element.attr("aria-disabled").await?;
        Ok(off.as_deref() != Some("true") && element.click().await.is_ok())
    })
    .await
}

/// Replaces a field's text as a person does: select all, type, leave the field.
pub async fn fill(page: &Client, css: &str, text: &str) -> anyhow::Result<()> {
    let field = find(page, css).await?;
    field.click().await?;
    field
        .send_keys(&format!(
            "{}a{}",
            char::from(Key::Control),
            char::from(Key::Null)
        ))
        .await?;
    field.send_keys(text).await?;
    Ok(())
}

/// The text of an element as it is rendered. (WebKit's own *Get Element Text* takes a name that is
/// cut with an ellipsis for invisible.)
pub async fn text(page: &Client, css: &str) -> anyhow::Result<String> {
    Ok(find(page, css)
        .await?
        .prop("innerText")
        .await?
        .unwrap_or_default())
}

/// Waits until an element's text satisfies the condition and answers it.
pub async fn text_when(
    page: &Client,
    css: &str,
    what: &str,
    condition: impl Fn(&str) -> bool,
) -> anyhow::Result<String> {
    until(&format!("{css} shows {what}"), || async {
        Ok(condition(&text(page, css).await?))
    })
    .await?;
    text(page, css).await
}
