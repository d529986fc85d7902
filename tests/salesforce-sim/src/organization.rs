//! The organization around the people: its id, profiles, licences, roles, groups and permission
//! sets.

pub(crate) mod groups;
pub(crate) mod permission_sets;
mod profiles;
mod rights;
mod roles;

use crate::identifiers::{IdSeries, checksum_suffix, mix};
pub(crate) use profiles::{
    ADMINISTRATOR, CHATTER, CLOUD_INTEGRATION, CUSTOMER, CUSTOMER_PLUS, EXECUTIVE, FOR_PEOPLE,
    GUEST, INTEGRATION, LICENSE_COUNT, LICENSES, PARTNER, PROFILES, SERVICE_ACCOUNT,
};
pub(crate) use rights::{RIGHTS, Right};
pub(crate) use roles::{ROLES, role_for};

/// The organization's identity and the id series of everything in it.
pub(crate) struct Organization {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) domain: String,
    pub(crate) instance: String,
    pub(crate) users: IdSeries,
    pub(crate) user_logins: IdSeries,
    pub(crate) login_history: IdSeries,
    pub(crate) profiles: IdSeries,
    pub(crate) roles: IdSeries,
    pub(crate) licenses: IdSeries,
    pub(crate) permission_sets: IdSeries,
    pub(crate) permission_set_groups: IdSeries,
    pub(crate) set_group_components: IdSeries,
    pub(crate) assignments: IdSeries,
    pub(crate) groups: IdSeries,
    pub(crate) group_members: IdSeries,
    pub(crate) contacts: IdSeries,
    pub(crate) accounts: IdSeries,
    pub(crate) oauth_tokens: IdSeries,
    pub(crate) apps: IdSeries,
}

impl Organization {
    /// A sandbox has its own organization id and domain and the same users' ids as production.
    pub(crate) fn new(seed: u64, sandbox: bool) -> Self {
        let letter = |salt: u64| char::from(b'A' + (mix(seed, salt) % 26) as u8);
        let pod: String = [letter(901), letter(902).to_ascii_lowercase()]
            .iter()
            .collect();
        let series = |prefix: &str| IdSeries::new(prefix, &pod, seed);
        let own = IdSeries::new("00D", &pod, seed ^ u64::from(sandbox) << 40).id(0);
        let id = own.get(..15).map(str::to_owned).unwrap_or_default();
        let suffix = checksum_suffix(&id).unwrap_or_default();
        let (name, domain) = if sandbox {
            ("Meridian Instruments (UAT)", "meridian-uat.example.com")
        } else {
            ("Meridian Instruments", "meridian.example.com")
        };
        Self {
            id: id + &suffix,
            name: name.to_owned(),
            domain: domain.to_owned(),
            instance: if sandbox {
                "DEU42S".to_owned()
            } else {
                "DEU58".to_owned()
            },
            users: series("005"),
            user_logins: series("0Yw"),
            login_history: series("0Ya"),
            profiles: series("00e"),
            roles: series("00E"),
            licenses: series("100"),
            permission_sets: series("0PS"),
            permission_set_groups: series("0PG"),
            set_group_components: series("0PM"),
            assignments: series("0Pa"),
            groups: series("00G"),
            group_members: series("011"),
            contacts: series("003"),
            accounts: series("001"),
            oauth_tokens: series("0CQ"),
            apps: series("0DS"),
        }
    }
}

#[cfg(test)]
mod tests;
