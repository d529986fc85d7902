//! The view *Help*.

use crate::error::Answer;
use crate::host::DesktopHost;
use lpc_core::salesforce_id::SalesforceId;
use serde::Serialize;
use std::env::consts::{ARCH, OS};
use ts_rs::TS;

/// What a person needs to get help, without any network.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Help {
    pub version: &'static str,
    /// Whether this is the demo flavor, which talks to the stand-in.
    pub demo: bool,
    /// Where the console's own files are.
    pub data_folder: String,
    /// Where its log is, one file a day.
    pub log_folder: String,
    pub support_address: &'static str,
    /// What to send them, ready to be copied. About the installation, never about a person.
    pub details: String,
}

pub async fn help(host: &impl DesktopHost) -> Answer<Help> {
    let license = &host.engine().license;
    let flavor = host.flavor();
    let connected = license.reading().await.connected;
    let connected: Vec<&str> = connected.iter().map(SalesforceId::as_str).collect();
    // No folder: its path has a person's name in it.
    let details = format!(
        "Console:      {}\n\
         System:       {OS} {ARCH}\n\
         Installation: {}\n\
         Salesforce:   {}",
        flavor.console(),
        license.installation().await.as_deref().unwrap_or("unknown"),
        match connected.as_slice() {
            [] => "not connected".to_owned(),
            ids => ids.join(", "),
        },
    );
    Ok(Help {
        version: flavor.version,
        demo: flavor.demo,
        data_folder: host.data_folder(),
        log_folder: host.log_folder(),
        support_address: flavor.support_address,
        details,
    })
}
