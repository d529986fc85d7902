use super::rig::Subject;
use super::rig::{Rig, named, user};
use crate::directory::DirectoryUser;

pub async fn found(rig: &Rig<impl Subject>, words: &str) -> Vec<String> {
    let mut list = rig.list();
    list.search = words.to_owned();
    rig.names(list).await
}

pub async fn rig<S: Subject>() -> Rig<S> {
    Rig::<S>::with(vec![
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

pub async fn accents_and_case_do_not_matter<S: Subject>() {
    let rig = rig::<S>().await;
    for words in ["hodzic", "HODŽIĆ", "odži", "ho", "ž hodz"] {
        assert_eq!(found(&rig, words).await, ["Amra Hodžić"], "{words}");
    }
    assert_eq!(found(&rig, "jurgen").await, ["Jürgen Weiß"]);
    assert_eq!(found(&rig, "zak").await, ["Łukasz Żak"]);
}

pub async fn what_was_pasted_from_elsewhere_is_found<S: Subject>() {
    let rig = rig::<S>().await;
    for pasted in [
        "Łukasz Żak <only@in-the-mail.example.net>;",
        "<only@in-the-mail.example.net>",
        "'only@in-the-mail.example.net',",
        "Żak, Łukasz",
        "(Żak) [Łukasz]",
    ] {
        assert_eq!(found(&rig, pasted).await, ["Łukasz Żak"], "{pasted}");
    }
    let id = user(6).id;
    for pasted in [id.as_str(), &id.as_str()[..15], &format!(" {id}; ")] {
        assert_eq!(found(&rig, pasted).await, ["Łukasz Żak"], "{pasted}");
    }
    assert!(found(&rig, "005000000099999").await.is_empty());
}

pub async fn every_word_must_match_in_whichever_field<S: Subject>() {
    let rig = rig::<S>().await;
    assert_eq!(found(&rig, "amra user1@").await, ["Amra Hodžić"]);
    assert_eq!(found(&rig, "li na").await, ["Li Na"]);
    assert_eq!(found(&rig, "in-the-mail zak").await, ["Łukasz Żak"]);
    assert_eq!(found(&rig, ".crm hodzic").await, ["Amra Hodžić"]);
    assert!(found(&rig, "amra jurgen").await.is_empty());
    assert_eq!(found(&rig, "  \t ").await.len(), 6, "no words, everyone");
}

pub async fn quotes_operators_and_wildcards_are_letters_like_any_other<S: Subject>() {
    let rig = rig::<S>().await;
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

pub async fn letters_in_another_order_do_not_match<S: Subject>() {
    let rig = Rig::<S>::with(vec![named(1, "abcab xbca"), user(2)]).await;
    assert_eq!(found(&rig, "abcab").await.len(), 1);
    assert!(
        found(&rig, "bcabc").await.is_empty(),
        "all its groups of three are there, the word is not"
    );
}

pub async fn a_search_finds_within_a_filter_only<S: Subject>() {
    let rig = Rig::<S>::with(vec![named(1, "Amra One"), named(2, "Amra Two")]).await;
    rig.delta(
        vec![DirectoryUser {
            is_active: false,
            ..named(2, "Amra Two")
        }],
        super::rig::input(20),
    )
    .await;
    let mut list = rig.list();
    list.search = "amra".to_owned();
    list.filter = crate::port::store::UserFilter::Own(vec![crate::status::OwnStatus::Active]);
    assert_eq!(rig.names(list).await, ["Amra One"]);
}

pub async fn somebody_of_another_organization_is_not_found<S: Subject>() {
    let rig = Rig::<S>::with(vec![named(1, "Amra One")]).await;
    let other = super::rig::add_organization(&rig.db, "Other").await;
    let input = super::rig::input(20);
    super::rig::load_into(&rig.db, other, vec![named(2, "Amra Two")], input).await;
    assert_eq!(found(&rig, "amra").await, ["Amra One"]);
}
