//! The view *Help*.

use crate::error::ApiError;
use crate::help::Help;
use crate::host::DesktopHost;
use lpc_core::salesforce_id::SalesforceId;
use std::env::consts::{ARCH, OS};

/// Reads what a person needs to get help.
pub async fn help<H: DesktopHost>(host: &H) -> Result<Help, ApiError> {
    let console = host.engine();
    let flavor = host.flavor();
    let connected = console.license.reading().await.connected;
    let connected: Vec<&str> = connected.iter().map(SalesforceId::as_str).collect();
    // No folder: its path has a person's name in it.
    let details = format!(
        "Console:      LPC Admin Console {}{}\n\
         System:       {OS} {ARCH}\n\
         Installation: {}\n\
         Salesforce:   {}",
        flavor.version,
        if flavor.demo { " (demo)" } else { "" },
        console
            .license
            .installation()
            .await
            .as_deref()
            .unwrap_or("unknown"),
        match connected.as_slice() {
            [] => "not connected".to_owned(),
            ids => ids.join(", "),
        },
    );
    Ok(Help {
        version: flavor.version.to_owned(),
        demo: flavor.demo,
        data_folder: host.data_folder(),
        log_folder: host.log_folder(),
        support_address: flavor.support_address.to_owned(),
        details,
    })
}
