use super::*;

fn holder(user: usize) -> Holder {
    Holder {
        user,
        app: Some(0),
        scope: "api refresh_token".into(),
    }
}

#[test]
fn the_place_of_a_dead_approval_is_used_again_and_its_tokens_stay_dead() {
    let mut grants = Grants::default();
    let mut first = String::new();
    for user in 0..KEPT_FAMILIES {
        let (_, token) = grants.begin_family(&holder(user), 0, 0);
        if user == 0 {
            first = token;
        }
    }
    let policy = RefreshPolicy::UntilRevoked;
    assert_eq!(grants.begin_refresh(&first, 0, policy, 1), Ok(0));
    let (_, rotated) = grants.finish_refresh(&first, true, 1).expect("a refresh");
    let rotated = rotated.expect("a new token");
    assert!(grants.revoke(&rotated));
    let (place, fresh) = grants.begin_family(&holder(9), 0, 2);
    assert_eq!((place, grants.families().len()), (0, KEPT_FAMILIES));
    for dead in [&first, &rotated] {
        let refused = grants.begin_refresh(dead, 0, policy, 3);
        assert_eq!(refused, Err(RefreshRefusal::Gone));
    }
    assert_eq!(
        grants.begin_refresh(&fresh, 0, policy, 3),
        Ok(0),
        "reuse of the dead kills nothing"
    );
}

#[test]
fn the_oldest_approval_ends_wherever_it_lies() {
    let mut grants = Grants::default();
    let times = [50, 10, 30, 40, 20];
    let tokens: Vec<String> = times
        .iter()
        .map(|&time| grants.begin_family(&holder(1), 0, time).1)
        .collect();
    grants.begin_family(&holder(1), 0, 60);
    let live = tokens
        .iter()
        .map(|token| grants.family_of_refresh(token).is_some());
    assert!(live.eq([true, false, true, true, true]));
}
