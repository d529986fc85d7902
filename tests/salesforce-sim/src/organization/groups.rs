//! Public groups, queues, and the groups that stand for roles.

use super::roles::ROLES;
use crate::identifiers::mix;
use crate::people::{Person, UserType};

/// A group that has members: public, or a queue.
pub(crate) struct NamedGroup {
    pub(crate) name: &'static str,
    pub(crate) developer_name: &'static str,
    pub(crate) queue: bool,
    /// Groups inside it.
    pub(crate) nested: &'static [Nested],
}

/// A member of a group that is a group itself.
#[derive(Clone, Copy)]
pub(crate) enum Nested {
    /// Position in [`NAMED_GROUPS`].
    Group(usize),
    /// Position in [`ROLES`].
    Role(usize),
    RoleAndSubordinates(usize),
}

const fn public(
    name: &'static str,
    developer_name: &'static str,
    nested: &'static [Nested],
) -> NamedGroup {
    NamedGroup {
        name,
        developer_name,
        queue: false,
        nested,
    }
}

const fn queue(
    name: &'static str,
    developer_name: &'static str,
    nested: &'static [Nested],
) -> NamedGroup {
    NamedGroup {
        queue: true,
        ..public(name, developer_name, nested)
    }
}

/// The first groups hold users of their own; each of the others holds groups.
const WITH_USERS: usize = 12;

pub(crate) static NAMED_GROUPS: [NamedGroup; 20] = [
    public("Newsletter", "Newsletter", &[]),
    public("Works Council", "Works_Council", &[]),
    public("First Aiders", "First_Aiders", &[]),
    public("Pilot Users", "Pilot_Users", &[]),
    public("Product Board", "Product_Board", &[Nested::Role(3)]),
    public("Key Users Sales", "Key_Users_Sales", &[]),
    public("Key Users Service", "Key_Users_Service", &[]),
    public("Key Users Finance", "Key_Users_Finance", &[]),
    queue("Tier 1 Support", "Tier_1_Support", &[Nested::Role(19)]),
    queue("Tier 2 Support", "Tier_2_Support", &[Nested::Role(20)]),
    queue("Web Leads", "Web_Leads", &[]),
    queue("Returns", "Returns", &[Nested::Role(22)]),
    // Three deep: a circle holds key users and regions, a region holds countries.
    public("Germany", "Germany", &[Nested::RoleAndSubordinates(13)]),
    public(
        "Switzerland",
        "Switzerland",
        &[Nested::RoleAndSubordinates(14)],
    ),
    public("Iberia", "Iberia", &[Nested::RoleAndSubordinates(15)]),
    public(
        "Central Europe",
        "Central_Europe",
        &[Nested::Group(12), Nested::Group(13), Nested::Role(9)],
    ),
    public(
        "Southern Europe",
        "Southern_Europe",
        &[Nested::Group(14), Nested::Role(10)],
    ),
    public(
        "EMEA",
        "EMEA",
        &[
            Nested::Group(15),
            Nested::Group(16),
            Nested::RoleAndSubordinates(6),
        ],
    ),
    public(
        "Key Users",
        "Key_Users",
        &[Nested::Group(5), Nested::Group(6), Nested::Group(7)],
    ),
    public(
        "Change Advisory",
        "Change_Advisory",
        &[
            Nested::Group(18),
            Nested::Group(3),
            Nested::RoleAndSubordinates(5),
        ],
    ),
];

/// Groups are numbered so: everybody inside, the named ones, one for each role, one for each role
/// with those below it.
const NAMED_FROM: usize = 1;
const ROLE_FROM: usize = NAMED_FROM + NAMED_GROUPS.len();
const SUBORDINATES_FROM: usize = ROLE_FROM + ROLES.len();
pub(crate) const GROUP_COUNT: usize = SUBORDINATES_FROM + ROLES.len();

/// What stands behind a group.
pub(crate) enum GroupKind {
    Everybody,
    Named(&'static NamedGroup),
    Role(usize),
    RoleAndSubordinates(usize),
}

pub(crate) fn group(row: usize) -> GroupKind {
    if row < NAMED_FROM {
        GroupKind::Everybody
    } else if row < ROLE_FROM {
        GroupKind::Named(&NAMED_GROUPS[row - NAMED_FROM])
    } else if row < SUBORDINATES_FROM {
        GroupKind::Role(row - ROLE_FROM)
    } else {
        GroupKind::RoleAndSubordinates((row - SUBORDINATES_FROM).min(ROLES.len() - 1))
    }
}

impl Nested {
    pub(crate) fn row(self) -> usize {
        match self {
            Self::Group(position) => NAMED_FROM + position,
            Self::Role(role) => ROLE_FROM + role,
            Self::RoleAndSubordinates(role) => SUBORDINATES_FROM + role,
        }
    }
}

/// Memberships of groups in groups: the row of the outer and of the inner one. They are few and
/// come before those of users.
pub(crate) fn nested_members() -> impl Iterator<Item = (usize, usize)> {
    (NAMED_FROM..)
        .zip(&NAMED_GROUPS)
        .flat_map(|(row, group)| group.nested.iter().map(move |inner| (row, inner.row())))
}

/// How many memberships of groups in groups there are.
pub(crate) const NESTED_COUNT: usize = {
    let (mut count, mut at) = (0, 0);
    while at < NAMED_GROUPS.len() {
        count += NAMED_GROUPS[at].nested.len();
        at += 1;
    }
    count
};

/// How many groups a user can be in directly.
pub(crate) const GROUP_SLOTS: usize = 3;

/// The row of the group in a slot of a user.
pub(crate) fn membership(seed: u64, row: usize, person: &Person, slot: usize) -> Option<usize> {
    const PER_SLOT: usize = WITH_USERS / GROUP_SLOTS;
    /// Of a hundred people, how many are in a group of the slot.
    const CHANCE: [u64; GROUP_SLOTS] = [50, 8, 5];
    if person.kind != UserType::Standard || person.role.is_none() {
        return None;
    }
    let roll = mix(seed ^ 0x6772_6f75, (row * GROUP_SLOTS + slot) as u64);
    let chosen = slot * PER_SLOT + (roll >> 8) as usize % PER_SLOT;
    // Half of the people get the newsletter, few are in any of the others.
    let chosen = if slot == 0 && !roll.is_multiple_of(10) {
        0
    } else {
        chosen
    };
    (roll % 100 < CHANCE[slot]).then_some(NAMED_FROM + chosen)
}
