use std::collections::{HashMap, HashSet};

use super::spelling::plain;
use super::*;

/// Every row in a release build, a sample in a debug build.
const STRIDE: usize = if cfg!(debug_assertions) { 37 } else { 1 };

fn spelled(names: &Names, row: usize) -> String {
    let mut out = String::new();
    names.spell(names.of(row), &mut out);
    out
}

#[test]
fn every_name_has_a_plain_spelling_of_its_own() {
    let pools: [fn(&pool::Culture) -> &[&'static str]; 2] = [|c| &c.first, |c| &c.last];
    for pool in pools {
        let mut seen = HashMap::new();
        for name in CULTURES.iter().flat_map(pool) {
            let letters = name.chars().filter(|&c| c.is_alphabetic() && c != 'ʻ');
            assert!(plain(name).len() >= letters.count(), "{name} loses letters");
            if let Some(other) = seen.insert(plain(name), name) {
                panic!("{name} and {other} are spelled alike");
            }
        }
    }
}

#[test]
fn one_family_name_or_two_are_never_spelled_alike() {
    let all: Vec<String> = CULTURES.iter().flat_map(|c| c.last).map(plain).collect();
    let mut seen: HashSet<String> = all.iter().cloned().collect();
    for one in &all {
        for two in all.iter().filter(|two| *two != one) {
            assert!(seen.insert(format!("{one}-{two}")), "{one}-{two} is taken");
        }
    }
}

#[test]
fn every_row_of_a_million_has_its_own_spelling_and_is_found_by_it() {
    let names = Names::new(3);
    let mut seen = HashSet::new();
    for row in (0..1_000_000).step_by(STRIDE) {
        let spelled = spelled(&names, row);
        assert_eq!(names.row(&spelled), Some(row), "{spelled}");
        assert!(spelled.len() <= 54, "{spelled} is too long for a user name");
        assert!(seen.insert(spelled));
    }
}

#[test]
fn what_is_nobodys_name_belongs_to_no_row() {
    let names = Names::new(3);
    for text in [
        "",
        ".",
        "jurgen",
        "jurgen.",
        "jurgen.muller0",
        "jurgen.muller1",
        "jurgen.muller02",
        "jurgen.muller99999999999",
        "jurgen.muller-muller",
        "jurgen.muller-",
        "jurgen.-muller",
        "jürgen.müller",
        "nobody.nowhere",
    ] {
        assert_eq!(names.row(text), None, "{text:?}");
    }
    assert!(names.row("jurgen.muller").is_some());
    assert!(
        names
            .row("jurgen.muller4294967295")
            .is_some_and(|row| row > 1_000_000)
    );
}

#[test]
fn a_small_organization_has_many_languages_and_no_numbers() {
    for seed in 0..20 {
        let names = Names::new(seed);
        let cultures = |rows: usize| -> HashSet<usize> {
            (0..rows).map(|row| names.of(row).0.culture()).collect()
        };
        assert!(cultures(20).len() > 10, "{:?}", cultures(20));
        assert_eq!(cultures(300).len(), CULTURE_COUNT, "seed {seed}");
        assert!((0..15_000).all(|row| names.of(row).1 == 0));
    }
}

#[test]
fn the_same_seed_deals_the_same_names_and_another_others() {
    let line = |seed| -> Vec<String> {
        let names = Names::new(seed);
        (0..50).map(|row| spelled(&names, row)).collect()
    };
    assert_eq!(line(3), line(3));
    assert_ne!(line(3), line(4));
}

#[test]
fn a_marriage_changes_the_family_name_alone() {
    let (before, _) = Names::new(1).of(40);
    let after = before.with_family_name(Name::other_family_name(12_345));
    assert_eq!(before.first(), after.first());
    assert_eq!(after, before.with_family_name(12_345 % 600));
}
