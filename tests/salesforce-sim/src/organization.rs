//! The organization around the people: its id, profiles, licences and roles.

use crate::identifiers::{IdSeries, checksum_suffix, mix};

/// A profile: what its users may do and which licence they use.
pub(crate) struct Profile {
    pub(crate) name: &'static str,
    /// Position in [`LICENSES`].
    pub(crate) license: usize,
    /// How many of a thousand ordinary people have it.
    pub(crate) share: u64,
    pub(crate) view_all_data: bool,
    pub(crate) api_only: bool,
}

const fn profile(name: &'static str, license: usize, share: u64) -> Profile {
    Profile {
        name,
        license,
        share,
        view_all_data: false,
        api_only: false,
    }
}

pub(crate) const ADMINISTRATOR: usize = 0;
pub(crate) const SERVICE_ACCOUNT: usize = 11;
pub(crate) const INTEGRATION: usize = 12;
pub(crate) const PARTNER: usize = 13;
pub(crate) const CLOUD_INTEGRATION: usize = 14;
/// Profiles before this position are for ordinary people.
pub(crate) const FOR_PEOPLE: usize = 11;

pub(crate) const PROFILES: [Profile; 15] = [
    Profile {
        view_all_data: true,
        ..profile("System Administrator", 0, 8)
    },
    profile("Standard User", 0, 240),
    profile("Sales User", 0, 290),
    profile("Sales Manager", 0, 60),
    profile("Service Agent", 0, 180),
    profile("Marketing User", 0, 60),
    profile("Contract Manager", 0, 20),
    profile("Field Engineer", 1, 80),
    profile("Human Resources", 1, 20),
    profile("Finance Read Only", 1, 32),
    Profile {
        view_all_data: true,
        ..profile("Executive", 0, 10)
    },
    Profile {
        view_all_data: true,
        ..profile("LPC Service Account", 0, 0)
    },
    Profile {
        api_only: true,
        ..profile("Salesforce API Only System Integrations", 2, 0)
    },
    profile("Partner Community User", 3, 0),
    profile("Analytics Cloud Integration User", 4, 0),
];

/// Name and `LicenseDefinitionKey` of each user licence.
pub(crate) const LICENSES: [(&str, &str); 5] = [
    ("Salesforce", "SFDC"),
    ("Salesforce Platform", "AUL"),
    ("Salesforce Integration", "SalesforceIntegrationUser"),
    ("Partner Community", "PID_Partner_Community"),
    (
        "Analytics Cloud Integration User",
        "PID_Insights_Integration",
    ),
];

/// Name and position of the role above.
pub(crate) const ROLES: [(&str, Option<usize>); 14] = [
    ("Chief Executive", None),
    ("VP Sales", Some(0)),
    ("VP Service", Some(0)),
    ("VP Marketing", Some(0)),
    ("Sales Director EMEA", Some(1)),
    ("Sales Director Americas", Some(1)),
    ("Sales Director Asia Pacific", Some(1)),
    ("Account Executive EMEA", Some(4)),
    ("Account Executive Americas", Some(5)),
    ("Account Executive Asia Pacific", Some(6)),
    ("Support Team Lead", Some(2)),
    ("Support Agent", Some(10)),
    ("Campaign Manager", Some(3)),
    ("Field Service", Some(2)),
];

/// The organization's identity and the id series of everything in it.
pub(crate) struct Organization {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) domain: String,
    pub(crate) instance: String,
    pub(crate) users: IdSeries,
    pub(crate) user_logins: IdSeries,
    pub(crate) profiles: IdSeries,
    pub(crate) roles: IdSeries,
    pub(crate) licenses: IdSeries,
    pub(crate) permission_sets: IdSeries,
    pub(crate) assignments: IdSeries,
    pub(crate) oauth_tokens: IdSeries,
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
            profiles: series("00e"),
            roles: series("00E"),
            licenses: series("100"),
            permission_sets: series("0PS"),
            assignments: series("0Pa"),
            oauth_tokens: series("0CQ"),
        }
    }
}
