//! The role tree.

use super::profiles::PROFILES;

pub(crate) struct Role {
    pub(crate) name: &'static str,
    /// Position of the role above.
    pub(crate) parent: Option<usize>,
    pub(crate) department: &'static str,
    /// What somebody of this role is called.
    pub(crate) titles: &'static [&'static str],
}

const fn role(
    name: &'static str,
    parent: usize,
    department: &'static str,
    titles: &'static [&'static str],
) -> Role {
    Role {
        name,
        parent: Some(parent),
        department,
        titles,
    }
}

const SELLERS: &[&str] = &[
    "Account Executive",
    "Senior Account Executive",
    "Key Account Manager",
    "Inside Sales Representative",
    "Sales Development Representative",
];

pub(crate) static ROLES: [Role; 26] = [
    Role {
        name: "Chief Executive",
        parent: None,
        department: "Executive Board",
        titles: &["Chief Executive Officer"],
    },
    role("VP Sales", 0, "Sales", &["Vice President Sales"]),
    role("VP Service", 0, "Service", &["Vice President Service"]),
    role(
        "VP Marketing",
        0,
        "Marketing",
        &["Vice President Marketing"],
    ),
    role(
        "Chief Financial Officer",
        0,
        "Finance",
        &["Chief Financial Officer"],
    ),
    role(
        "Chief Information Officer",
        0,
        "Information Technology",
        &["Chief Information Officer"],
    ),
    role("Sales Director EMEA", 1, "Sales", &["Sales Director"]),
    role("Sales Director Americas", 1, "Sales", &["Sales Director"]),
    role(
        "Sales Director Asia Pacific",
        1,
        "Sales",
        &["Sales Director"],
    ),
    role(
        "Regional Manager Central Europe",
        6,
        "Sales",
        &["Regional Sales Manager"],
    ),
    role(
        "Regional Manager Southern Europe",
        6,
        "Sales",
        &["Regional Sales Manager"],
    ),
    role(
        "Support Team Lead",
        2,
        "Service",
        &["Support Team Lead", "Duty Manager"],
    ),
    role(
        "Field Service Lead",
        2,
        "Field Service",
        &["Field Service Manager"],
    ),
    role("Sales Team Germany", 9, "Sales", SELLERS),
    role("Sales Team Switzerland", 9, "Sales", SELLERS),
    role("Sales Team Iberia", 10, "Sales", SELLERS),
    role("Account Executive EMEA", 6, "Sales", SELLERS),
    role("Account Executive Americas", 7, "Sales", SELLERS),
    role("Account Executive Asia Pacific", 8, "Sales", SELLERS),
    role(
        "Support Agent",
        11,
        "Service",
        &[
            "Support Engineer",
            "Senior Support Engineer",
            "Customer Care Agent",
        ],
    ),
    role(
        "Escalation Desk",
        19,
        "Service",
        &["Escalation Engineer", "Problem Manager"],
    ),
    role(
        "Campaign Manager",
        3,
        "Marketing",
        &[
            "Campaign Manager",
            "Event Manager",
            "Content Editor",
            "Brand Manager",
        ],
    ),
    role(
        "Field Service",
        12,
        "Field Service",
        &[
            "Field Engineer",
            "Calibration Technician",
            "Installation Engineer",
        ],
    ),
    role(
        "Controlling",
        4,
        "Finance",
        &["Controller", "Accountant", "Credit Analyst"],
    ),
    role(
        "Human Resources",
        4,
        "Human Resources",
        &["HR Business Partner", "Recruiter", "Payroll Specialist"],
    ),
    role(
        "IT Operations",
        5,
        "Information Technology",
        &["Systems Engineer", "Application Owner", "Data Analyst"],
    ),
];

/// The role of somebody with this profile who works in this country and division.
pub(crate) fn role_for(profile: usize, country: &str, division: &str, roll: u64) -> usize {
    let (chance, pick) = (roll % 100, (roll >> 8) as usize);
    let seller = match (country, division) {
        ("DE", _) => 13,
        ("ES", _) => 15,
        (_, "Americas") => 17,
        (_, "Asia Pacific") => 18,
        _ if chance < 15 => 14,
        _ => 16,
    };
    let sales_lead = match division {
        "Americas" => 7,
        "Asia Pacific" => 8,
        _ => [6, 9, 10][pick % 3],
    };
    match PROFILES[profile.min(PROFILES.len() - 1)].name {
        "System Administrator" => 25,
        "Sales Manager" if chance < 30 => sales_lead,
        "Service Agent" | "Solution Manager" => match chance {
            0..=79 => 19,
            80..=93 => 20,
            _ => 11,
        },
        "Marketing User" => 21,
        "Field Engineer" => {
            if chance < 95 {
                22
            } else {
                12
            }
        }
        "Human Resources" => 24,
        "Finance Read Only" => 23,
        "Executive" => 1 + pick % 8,
        "Standard Platform User" => 22 + pick % 4,
        _ => seller,
    }
}
