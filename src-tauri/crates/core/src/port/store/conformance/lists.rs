use super::rig::Subject;
use super::rig::{Rig, frozen, inactive, input, user};
use crate::directory::DirectoryUser;
use crate::fault::{Fault, FaultCode};
use crate::port::store::{SortColumn, UserFilter, UserList, UserRecord};
use crate::status::{EffectiveStatus, Overlay, OwnStatus};

pub const SORTS: [SortColumn; 6] = [
    SortColumn::EffectiveStatus,
    SortColumn::Name,
    SortColumn::Email,
    SortColumn::Username,
    SortColumn::Profile,
    SortColumn::Since,
];

pub fn overlays() -> [Overlay; 4] {
    let red = Overlay::Red {
        fault: Fault::new(FaultCode::Unknown, "invalid_grant"),
        since: None,
    };
    [Overlay::Clear, Overlay::Off, red, Overlay::Stale]
}

/// Users of every own status and some who are not members, with keys that collide.
pub async fn mixed<S: Subject>() -> Rig<S> {
    let rig = Rig::<S>::new().await;
    let users: Vec<_> = (0..60)
        .map(|number| DirectoryUser {
            name: format!("Name {}", (number * 7) % 20),
            email: format!("mail{}@example.com", (number * 11) % 30),
            profile: format!("Profile {}", number % 3),
            user_type: if number % 10 == 9 {
                "PowerPartner"
            } else {
                "Standard"
            }
            .to_owned(),
            ..user(number)
        })
        .collect();
    rig.load(users.clone(), frozen(10, &[1, 2, 3])).await;
    let mut deactivated = users[4].clone();
    deactivated.is_active = false;
    rig.delta(vec![deactivated], input(20)).await;
    // Nothing pauses or disables a member yet; the lists are ready for it.
    let statuses = [
        (10, OwnStatus::Paused),
        (11, OwnStatus::Disabled),
        (12, OwnStatus::NotInitialized),
        (13, OwnStatus::Paused),
    ];
    for (number, status) in statuses {
        rig.set_own(number, status).await;
    }
    rig
}

pub fn filters() -> Vec<UserFilter> {
    let mut filters = vec![
        UserFilter::All,
        UserFilter::Members,
        UserFilter::NotInGroup,
        UserFilter::Cause(FaultCode::UserFrozen),
        UserFilter::Cause(FaultCode::TokenExpired),
        UserFilter::Own(Vec::new()),
        UserFilter::Own(vec![OwnStatus::Suspended, OwnStatus::Active]),
        UserFilter::Own(OwnStatus::ALL.to_vec()),
    ];
    filters.extend(OwnStatus::ALL.map(|own| UserFilter::Own(vec![own])));
    filters
}

pub fn belongs(user: &UserRecord, filter: &UserFilter) -> bool {
    match filter {
        UserFilter::All => true,
        UserFilter::Members => user.status.is_some(),
        UserFilter::NotInGroup => user.status.is_none(),
        UserFilter::Own(own) => user.status.is_some_and(|status| own.contains(&status)),
        UserFilter::Cause(code) => user.cause.as_ref().is_some_and(|cause| cause.code == *code),
    }
}

/// The list as the port's words describe it, computed from all rows.
pub fn expected(all: &[UserRecord], list: &UserList) -> Vec<UserRecord> {
    let mut users: Vec<_> = all
        .iter()
        .filter(|user| belongs(user, &list.filter))
        .cloned()
        .collect();
    let rank = |user: &UserRecord| {
        let effective = list.overlay.apply(user.status);
        EffectiveStatus::ALL
            .iter()
            .position(|each| *each == effective)
    };
    let text = |user: &UserRecord| match list.sort {
        SortColumn::EffectiveStatus | SortColumn::Name => user.name.to_lowercase(),
        SortColumn::Email => user.email.clone(),
        SortColumn::Username => user.username.clone(),
        SortColumn::Profile => user.profile.to_lowercase(),
        SortColumn::Since => String::new(),
    };
    users.sort_by(|left, right| {
        let directed = |order: std::cmp::Ordering| {
            if list.descending {
                order.reverse()
            } else {
                order
            }
        };
        let by_text = || text(left).cmp(&text(right)).then(left.id.cmp(&right.id));
        match list.sort {
            SortColumn::EffectiveStatus => {
                directed(rank(left).cmp(&rank(right))).then_with(by_text)
            }
            SortColumn::Since => left
                .status
                .is_none()
                .cmp(&right.status.is_none())
                .then_with(|| directed(left.since.cmp(&right.since).then(left.id.cmp(&right.id)))),
            _ => directed(by_text()),
        }
    });
    users
}

/// Pages of seven, so that windows begin and end within and between the parts of a list.
pub async fn paged(rig: &Rig<impl Subject>, list: &UserList) -> (u64, Vec<UserRecord>) {
    let mut users = Vec::new();
    loop {
        let page = rig.page(list.clone(), users.len() as u64, 7).await;
        if page.users.is_empty() {
            return (page.total, users);
        }
        users.extend(page.users);
    }
}

pub async fn every_filter_sort_and_overlay_gives_the_pages_that_the_rows_say_with_or_without_a_search<
    S: Subject,
>() {
    let rig = mixed::<S>().await;
    let all = rig.page(rig.list(), 0, 500).await.users;
    assert_eq!(all.len(), 60);
    for filter in filters() {
        for sort in SORTS {
            for overlay in overlays() {
                for descending in [false, true] {
                    for search in ["", "e", "name"] {
                        let list = UserList {
                            filter: filter.clone(),
                            overlay: overlay.clone(),
                            sort,
                            descending,
                            // In every row, so the result is the same.
                            search: search.to_owned(),
                            ..rig.list()
                        };
                        let expected = expected(&all, &list);
                        let (total, users) = paged(&rig, &list).await;
                        assert_eq!(users, expected, "{list:?}");
                        assert_eq!(total, expected.len() as u64, "{list:?}");
                    }
                }
            }
        }
    }
}

pub async fn a_page_has_at_most_500_rows_and_a_window_behind_the_end_none<S: Subject>() {
    let rig = Rig::<S>::with((0..600).map(user).collect()).await;
    let page = rig.page(rig.list(), 0, u64::MAX).await;
    assert_eq!((page.total, page.users.len()), (600, 500));
    for offset in [600, u64::MAX] {
        for search in ["", "user"] {
            let mut list = rig.list();
            list.search = search.to_owned();
            let page = rig.page(list, offset, 100).await;
            assert_eq!((page.total, page.users.len()), (600, 0));
        }
    }
}

pub async fn large_parts_are_walked_and_give_the_same_rows_as_small_ones_that_are_picked<
    S: Subject,
>() {
    let users = (0..9_000)
        .map(|number| DirectoryUser {
            email: format!("{:05}@example.com", 99_999 - number),
            ..if number % 2 == 0 {
                user(number)
            } else {
                inactive(number)
            }
        })
        .collect();
    let rig = Rig::<S>::with((0..9_000).map(user).collect()).await;
    rig.delta(users, input(20)).await;
    for filter in [
        UserFilter::Own(vec![OwnStatus::Suspended]),
        UserFilter::Cause(FaultCode::UserInactive),
    ] {
        let list = UserList {
            filter,
            sort: SortColumn::Email,
            ..rig.list()
        };
        let page = rig.page(list, 4_498, 10).await;
        assert_eq!(page.total, 4_500);
        let emails: Vec<_> = page.users.into_iter().map(|user| user.email).collect();
        assert_eq!(emails, ["99996@example.com", "99998@example.com"]);
    }
}

pub async fn a_user_nobody_knows_is_none<S: Subject>() {
    let rig = mixed::<S>().await;
    assert_eq!(rig.record(4_711).await, None);
}

pub async fn users_of_the_same_name_stand_in_the_order_of_their_ids<S: Subject>() {
    let twins = (0..5).map(|number| DirectoryUser {
        name: "Same Name".to_owned(),
        ..user(number)
    });
    let rig = Rig::<S>::with(twins.collect()).await;
    for descending in [false, true] {
        let list = UserList {
            descending,
            ..rig.list()
        };
        let page = rig.page(list, 0, 10).await.users;
        let ids: Vec<_> = page.into_iter().map(|user| user.id).collect();
        let rising = ids.is_sorted();
        assert!(rising != descending, "{ids:?}");
    }
}

pub async fn a_page_of_no_rows_tells_how_many_there_are<S: Subject>() {
    let rig = Rig::<S>::with((0..9).map(user).collect()).await;
    let page = rig.page(rig.list(), 0, 0).await;
    assert_eq!((page.total, page.users.len()), (9, 0));
}
