//! Lists of the memory store: which users, in which order, and a window into them.

use super::kept::Kept;
use crate::port::store::{SortColumn, UserFilter, UserList, UserRecord, Window};
use crate::status::EffectiveStatus;
use crate::text::{self, Sought};

/// The rows of the largest page.
const LARGEST_PAGE: u64 = 500;

pub(super) fn window<T>(rows: Vec<T>, window: Window) -> Vec<T> {
    let skipped = usize::try_from(window.offset).unwrap_or(usize::MAX);
    let limit = window.limit.min(LARGEST_PAGE) as usize;
    rows.into_iter().skip(skipped).take(limit).collect()
}

/// The order of a list, which ends with the id.
fn order(list: &UserList, left: &UserRecord, right: &UserRecord) -> std::cmp::Ordering {
    let directed = |order: std::cmp::Ordering| {
        if list.descending {
            order.reverse()
        } else {
            order
        }
    };
    let rank = |user: &UserRecord| list.overlay.apply(user.status);
    let place = |effective| {
        EffectiveStatus::ALL
            .iter()
            .position(|each| *each == effective)
    };
    let key = |user: &UserRecord| match list.sort {
        SortColumn::EffectiveStatus | SortColumn::Name => text::key(&user.name),
        SortColumn::Email => text::key(&user.email),
        SortColumn::Username => text::key(&user.username),
        SortColumn::Profile => text::key(&user.profile),
        SortColumn::Since => String::new(),
    };
    let by_key = || key(left).cmp(&key(right)).then(left.id.cmp(&right.id));
    let stranger = |user: &UserRecord| user.status.is_none();
    match list.sort {
        SortColumn::EffectiveStatus => {
            directed(place(rank(left)).cmp(&place(rank(right)))).then_with(by_key)
        }
        SortColumn::Since => stranger(left)
            .cmp(&stranger(right))
            .then_with(|| directed(left.since.cmp(&right.since).then(left.id.cmp(&right.id)))),
        _ => directed(by_key()),
    }
}

/// The users of a list, in its order.
pub(super) fn of_users(kept: &Kept, list: &UserList) -> Vec<UserRecord> {
    let sought = Sought::of(&list.search);
    let found = |user: &UserRecord| match &sought {
        Sought::Everyone => true,
        Sought::User(id) => user.id == *id,
        Sought::Words(words) => {
            let keys = [&user.name, &user.username, &user.email].map(|field| text::key(field));
            let mut words = words.iter();
            words.all(|word| keys.iter().any(|key| key.contains(word)))
        }
    };
    let belongs = |user: &UserRecord| match &list.filter {
        UserFilter::All => true,
        UserFilter::Members => user.status.is_some(),
        UserFilter::NotInGroup => user.status.is_none(),
        UserFilter::Own(own) => user.status.is_some_and(|status| own.contains(&status)),
        UserFilter::Cause(code) => user.cause.as_ref().is_some_and(|cause| cause.code == *code),
    };
    let users = kept.users.values().map(|known| kept.record(known));
    let mut users: Vec<_> = users.filter(|user| belongs(user) && found(user)).collect();
    users.sort_by(|left, right| order(list, left, right));
    users
}
