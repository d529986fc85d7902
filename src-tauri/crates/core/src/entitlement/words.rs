//! What people read of an entitlement: what is wrong with it, and the text to send to support.

use super::{Entitlement, Problem, REQUIRED_EDITION, Refusal};
use crate::salesforce_id::SalesforceId;
use jiff::Timestamp;
use serde::Serialize;
use ts_rs::TS;

/// What is wrong with an entitlement.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GateProblem {
    #[serde(flatten)]
    pub problem: Problem,
    /// What it is called in a mail to support.
    pub code: &'static str,
    pub title: &'static str,
    pub message: String,
    /// Who can fix it, and how.
    pub next_step: &'static str,
    pub file: Option<String>,
    /// What it says, if it is genuine.
    pub facts: Option<Entitlement>,
}

impl Problem {
    /// Code, title and next step of a [`GateProblem`].
    fn words(&self) -> [&'static str; 3] {
        match self {
            Self::Missing => [
                "ENTITLEMENT_MISSING",
                "There is no entitlement yet",
                "Connect(ME) support. Send them the text below and import the file they send you.",
            ],
            Self::Unreadable { .. } => [
                "ENTITLEMENT_UNREADABLE",
                "The entitlement file cannot be read",
                "You, or whoever put the file there: let your account read it, then press Check again.",
            ],
            Self::Malformed { .. } => [
                "ENTITLEMENT_MALFORMED",
                "The file is not an entitlement",
                "You: import the .entitlement file as support sent it, not a text copied from it. If it is that file, ask support for it once more.",
            ],
            Self::UnknownKey { .. } => [
                "ENTITLEMENT_UNKNOWN_KEY",
                "The entitlement was signed with an unknown key",
                "You: update the console, then import the file again. If it is up to date, send support the text below.",
            ],
            Self::WrongSignature => [
                "ENTITLEMENT_SIGNATURE",
                "The signature of the entitlement is wrong",
                "Connect(ME) support. Import the file as they sent it, unchanged; if it is refused again, send them the text below.",
            ],
            Self::OtherProduct => [
                "ENTITLEMENT_PRODUCT",
                "The entitlement is for another program",
                "Connect(ME) support. Send them the text below and import the new file here.",
            ],
            Self::NotYetValid => [
                "ENTITLEMENT_NOT_YET_VALID",
                "The entitlement is not valid yet",
                "Nobody: wait until the day it begins. If it should be valid now, check this computer’s clock, or send support the text below.",
            ],
            Self::Expired => [
                "ENTITLEMENT_EXPIRED",
                "The entitlement has expired",
                "Connect(ME) support. Send them the text below and import the new file here. If it should still be valid, check this computer’s clock.",
            ],
            Self::WrongEdition => [
                "ENTITLEMENT_EDITION",
                "The entitlement is for another edition",
                "Connect(ME) support. Send them the text below and import the new file here.",
            ],
            Self::WrongOrganization => [
                "ENTITLEMENT_ORGANIZATION",
                "The entitlement is for another Salesforce organization",
                "You: if the old organization is not used any more, disconnect or delete it, then import the file once more or press Check again. Else Connect(ME) support: send them the text below, which names the connected organization, and import the new file here.",
            ],
        }
    }
}

impl Refusal {
    /// For people, while the console is connected with these Salesforce organizations.
    pub fn explained(&self, connected: &[SalesforceId]) -> GateProblem {
        let [code, title, next_step] = self.problem.words();
        GateProblem {
            problem: self.problem.clone(),
            code,
            title,
            message: self.message(connected),
            next_step,
            file: self.file.clone(),
            facts: self.entitlement.as_deref().cloned(),
        }
    }

    fn message(&self, connected: &[SalesforceId]) -> String {
        let file = self.file.as_deref().unwrap_or("The entitlement");
        let known = self.entitlement.as_deref();
        match &self.problem {
            Problem::Missing => "The console opens with an entitlement from Connect(ME) support.".to_owned(),
            Problem::Unreadable { detail } => format!("{file} is there, but the system answers: {detail}."),
            Problem::Malformed { detail } => format!("{file} cannot be used: {detail}."),
            Problem::UnknownKey { key_id } => format!(
                "{file} names the key {key_id}, which this version of the console does not know."
            ),
            Problem::WrongSignature => {
                format!("{file} was changed after it was signed, or was not signed by Connect(ME) support.")
            }
            Problem::OtherProduct => {
                format!("{file} was issued by Connect(ME) support, but not for this console.")
            }
            Problem::NotYetValid => {
                format!("{file} is kept, and opens the console by itself once its period begins.")
            }
            Problem::Expired => {
                "Everything read so far stays readable. Connecting and sessions are stopped; a saved sign-in is kept alive.".to_owned()
            }
            Problem::WrongEdition => {
                let edition = known.map_or("another edition", |known| known.edition.as_str());
                format!("{file} was issued for {edition}. The console opens with {REQUIRED_EDITION}.")
            }
            Problem::WrongOrganization => {
                let ids: Vec<&str> = connected.iter().map(SalesforceId::as_str).collect();
                format!(
                    "This console is connected with {}, which {} does not include.",
                    ids.join(", "),
                    self.file.as_deref().unwrap_or("the entitlement")
                )
            }
        }
    }

    /// On one line of a mail to support.
    fn line(&self) -> String {
        let [code, ..] = self.problem.words();
        let day = |instant: Timestamp| instant.strftime("%Y-%m-%d").to_string();
        match (&self.problem, &self.entitlement) {
            (Problem::Missing, _) => format!("{code} (first request)"),
            (Problem::Malformed { detail } | Problem::Unreadable { detail }, _) => {
                format!("{code} ({detail})")
            }
            (Problem::UnknownKey { key_id }, _) => format!("{code} ({key_id})"),
            (Problem::WrongEdition, Some(known)) => {
                format!("{code} ({}, needs {REQUIRED_EDITION})", known.edition)
            }
            (Problem::Expired, Some(known)) => format!("{code} ({})", day(known.expires)),
            (Problem::NotYetValid, Some(known)) => {
                format!("{code} (from {})", day(known.not_before))
            }
            _ => code.to_owned(),
        }
    }
}

/// The text to send. It names the installation, never a person.
pub fn request(
    refusal: Option<&Refusal>,
    valid: Option<&Entitlement>,
    connected: &[SalesforceId],
    console: &str,
    installation: Option<&str>,
) -> String {
    let known = refusal
        .and_then(|refusal| refusal.entitlement.as_deref())
        .or(valid);
    let company = known.map_or("…  (as in your contract)", |known| {
        known.customer.as_str()
    });
    // The connected ones first: they are what the entitlement has to include.
    let listed = known.map_or(&[][..], |known| &known.organizations);
    let mut ids: Vec<&str> = connected.iter().map(SalesforceId::as_str).collect();
    ids.extend(
        listed
            .iter()
            .filter(|id| !connected.contains(id))
            .map(SalesforceId::as_str),
    );
    let ids = if ids.is_empty() {
        "00D…  (Setup › Company Information)".to_owned()
    } else {
        ids.join(", ")
    };
    let mut text = format!(
        "Company:            {company}\n\
         Salesforce org IDs: {ids}\n\
         Users to activate:  about …\n\
         Console:            {console}\n\
         Installation:       {}",
        installation.unwrap_or("unknown"),
    );
    if let Some(refusal) = refusal {
        text.push_str(&format!("\nProblem:            {}", refusal.line()));
    }
    text
}
