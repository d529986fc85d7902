//! What the gate says about each problem: headline, sentence, next step, and the text to send.

use crate::host::Flavor;
use lpc_core::entitlement::{Entitlement, Problem, REQUIRED_EDITION, Refusal};
use lpc_core::salesforce_id::SalesforceId;

/// What a problem is called in a mail to support, as a headline, and who can fix it, and how.
pub(super) fn of(problem: &Problem) -> [&'static str; 3] {
    match problem {
        Problem::Missing => [
            "ENTITLEMENT_MISSING",
            "There is no entitlement yet",
            "Connect(ME) support. Send them the text below and import the file they send you.",
        ],
        Problem::Unreadable { .. } => [
            "ENTITLEMENT_UNREADABLE",
            "The entitlement file cannot be read",
            "You, or whoever put the file there: let your account read it, then press Check again.",
        ],
        Problem::Malformed { .. } => [
            "ENTITLEMENT_MALFORMED",
            "The file is not an entitlement",
            "You: import the .entitlement file as support sent it, not a text copied from it. If it is that file, ask support for it once more.",
        ],
        Problem::UnknownKey { .. } => [
            "ENTITLEMENT_UNKNOWN_KEY",
            "The entitlement was signed with an unknown key",
            "You: update the console, then import the file again. If it is up to date, send support the text below.",
        ],
        Problem::WrongSignature => [
            "ENTITLEMENT_SIGNATURE",
            "The signature of the entitlement is wrong",
            "Connect(ME) support. Import the file as they sent it, unchanged; if it is refused again, send them the text below.",
        ],
        Problem::OtherProduct => [
            "ENTITLEMENT_PRODUCT",
            "The entitlement is for another program",
            "Connect(ME) support. Send them the text below and import the new file here.",
        ],
        Problem::NotYetValid => [
            "ENTITLEMENT_NOT_YET_VALID",
            "The entitlement is not valid yet",
            "Nobody: wait until the day it begins. If it should be valid now, check this computer’s clock, or send support the text below.",
        ],
        Problem::Expired => [
            "ENTITLEMENT_EXPIRED",
            "The entitlement has expired",
            "Connect(ME) support. Send them the text below and import the new file here. If it should still be valid, check this computer’s clock.",
        ],
        Problem::WrongEdition => [
            "ENTITLEMENT_EDITION",
            "The entitlement is for another edition",
            "Connect(ME) support. Send them the text below and import the new file here.",
        ],
        Problem::WrongOrganization => [
            "ENTITLEMENT_ORGANIZATION",
            "The entitlement is for another Salesforce organization",
            "You: if the old organization is not used any more, disconnect or delete it, then import the file once more or press Check again. Else Connect(ME) support: send them the text below, which names the connected organization, and import the new file here.",
        ],
    }
}

pub(super) fn message(refusal: &Refusal, connected: &[SalesforceId]) -> String {
    let file = refusal.file.as_deref().unwrap_or("The entitlement");
    let known = refusal.entitlement.as_deref();
    match &refusal.problem {
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
                refusal.file.as_deref().unwrap_or("the entitlement")
            )
        }
    }
}

/// The text to send. It names the installation, never a person.
pub(super) fn request(
    refusal: Option<&Refusal>,
    valid: Option<&Entitlement>,
    connected: &[SalesforceId],
    flavor: &Flavor,
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
         Console:            LPC Admin Console {}{}\n\
         Installation:       {}",
        flavor.version,
        if flavor.demo { " (demo)" } else { "" },
        installation.unwrap_or("unknown"),
    );
    if let Some(refusal) = refusal {
        text.push_str(&format!("\nProblem:            {}", problem_line(refusal)));
    }
    text
}

fn problem_line(refusal: &Refusal) -> String {
    let [code, ..] = of(&refusal.problem);
    let day = |instant: jiff::Timestamp| instant.strftime("%Y-%m-%d").to_string();
    match (&refusal.problem, &refusal.entitlement) {
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
