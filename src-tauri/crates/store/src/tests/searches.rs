use super::{Rig, named, user};
use lpc_core::directory::DirectoryUser;

async fn found(rig: &Rig, words: &str) -> Vec<String> {
    let mut list = rig.list();
    list.search = words.to_owned();
    rig.names(list).await
}

async fn rig() -> Rig {
    Rig::with(vec![
        named(1, "Amra Hodžić"),
        named(2, "Jürgen Weiß"),
        named(3, "100% \"OR\" NEAR(a b)"),
        named(4, "name_key: x*"),
        named(5, "Li Na"),
        DirectoryUser {
            email: "only@in-the-mail.example.net".to_owned(),
            ..named(6, "Łukasz Żak")
        },
    ])
    .await
}

#[tokio::test]
async fn accents_and_case_do_not_matter() {
    let rig = rig().await;
    for words in ["hodzic", "HODŽIĆ", "odži", "ho", "ž hodz"] {
        assert_eq!(found(&rig, words).await, ["Amra Hodžić"], "{words}");
    }
    assert_eq!(found(&rig, "jurgen").await, ["Jürgen Weiß"]);
    assert_eq!(found(&rig, "zak").await, ["Łukasz Żak"]);
}

#[tokio::test]
async fn every_word_must_match_in_whichever_field() {
    let rig = rig().await;
    assert_eq!(found(&rig, "amra user1@").await, ["Amra Hodžić"]);
    assert_eq!(found(&rig, "li na").await, ["Li Na"]);
    assert_eq!(found(&rig, "in-the-mail zak").await, ["Łukasz Żak"]);
    assert_eq!(found(&rig, ".crm hodzic").await, ["Amra Hodžić"]);
    assert!(found(&rig, "amra jurgen").await.is_empty());
    assert_eq!(found(&rig, "  \t ").await.len(), 6, "no words, everyone");
}

#[tokio::test]
async fn quotes_operators_and_wildcards_are_letters_like_any_other() {
    let rig = rig().await;
    assert_eq!(found(&rig, "\"OR\"").await.len(), 1);
    assert_eq!(found(&rig, "near(a").await.len(), 1);
    assert_eq!(found(&rig, "100%").await.len(), 1);
    assert_eq!(found(&rig, "name_key:").await, ["name_key: x*"]);
    assert_eq!(found(&rig, "x*").await, ["name_key: x*"]);
    for words in [
        "hod*",
        "%%%",
        "___",
        "a_r",
        "h%c",
        "NOT amra",
        "amra OR jurgen",
        "^amra",
        "\"\"\"",
        "'; DROP TABLE user; --",
        "-amra",
        "{name} : amra",
        "amra\0jurgen",
        ")))",
    ] {
        assert!(found(&rig, words).await.is_empty(), "{words:?}");
    }
    assert_eq!(found(&rig, "\"").await.len(), 1);
    assert_eq!(found(&rig, "\0\0\0").await.len(), 6, "no word in it");
    assert_eq!(found(&rig, "amra\0hodzic").await, ["Amra Hodžić"]);
    assert_eq!(found(&rig, &"x".repeat(1_000_000)).await.len(), 0);
    assert_eq!(found(&rig, &"user ".repeat(100_000)).await.len(), 6);
}

#[tokio::test]
async fn letters_in_another_order_do_not_match() {
    let rig = Rig::with(vec![named(1, "abcab xbca"), user(2)]).await;
    assert_eq!(found(&rig, "abcab").await.len(), 1);
    assert!(
        found(&rig, "bcabc").await.is_empty(),
        "all its groups of three are there, the word is not"
    );
}
