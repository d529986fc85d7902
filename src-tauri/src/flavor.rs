//! What tells the shipped flavor from the demo flavor (Cargo feature `stand-in`).
//!
//! Everything of the demo flavor stands in this file, so that a build without the feature contains
//! none of it; a test reads the finished binary.

use lpc_api::host::Flavor;
use lpc_salesforce::TrustedHosts;

#[cfg(not(feature = "stand-in"))]
const SCHEME: &str = "com.lpcadmin.console";
#[cfg(feature = "stand-in")]
const SCHEME: &str = "com.lpcadmin.console.demo";

/// The public keys of the entitlements that open this build; see `lpc_entitlement::key_list`. A debug
/// build without them works and trusts none; `build.rs` refuses such a release.
#[cfg(not(feature = "stand-in"))]
pub const ENTITLEMENT_KEYS: &str = match option_env!("LPC_ENTITLEMENT_KEYS") {
    Some(keys) => keys,
    None => "",
};
/// The demo flavor trusts its own key, which is no secret, and no other.
#[cfg(feature = "stand-in")]
pub const ENTITLEMENT_KEYS: &str = lpc_entitlement::demo::PUBLIC_KEYS;

/// Whom customers ask for access.
const SUPPORT_ADDRESS: &str = match option_env!("LPC_SUPPORT_ADDRESS") {
    Some(address) => address,
    None => "connectme-support@example.com",
};

/// The flavor of this build. The scheme is also the identifier: data folder, key-store service and
/// the name of the single instance.
pub const FLAVOR: Flavor = Flavor {
    version: env!("CARGO_PKG_VERSION"),
    demo: cfg!(feature = "stand-in"),
    support_address: SUPPORT_ADDRESS,
    scheme: SCHEME,
    consumer_key: FIRST_CONSUMER_KEY,
};

/// The consumer key that a new organization of the demo flavor brings along: the default of the
/// stand-in. The shipped flavor brings none.
#[cfg(feature = "stand-in")]
const FIRST_CONSUMER_KEY: &str = "3MVG9_stand_in_consumer_key_of_the_console";
/// See the other flavor.
#[cfg(not(feature = "stand-in"))]
const FIRST_CONSUMER_KEY: &str = "";

/// The hosts that tokens may be sent to.
#[cfg(not(feature = "stand-in"))]
pub fn trusted_hosts() -> anyhow::Result<TrustedHosts> {
    Ok(TrustedHosts::salesforce())
}

/// The hosts that tokens may be sent to: Salesforce's and the two origins of the stand-in.
#[cfg(feature = "stand-in")]
pub fn trusted_hosts() -> anyhow::Result<TrustedHosts> {
    use anyhow::Context as _;
    use lpc_salesforce::Origin;
    let origin = |variable: &str| -> anyhow::Result<Origin> {
        let text = std::env::var(variable).with_context(|| {
            format!("the demo flavor needs {variable}; start it with `cargo xtask demo`")
        })?;
        Origin::stand_in(&text).with_context(|| format!("{variable} is not the stand-in’s origin"))
    };
    let production = origin("LPC_ADMIN_STAND_IN_PRODUCTION")?;
    let sandbox = origin("LPC_ADMIN_STAND_IN_SANDBOX")?;
    Ok(TrustedHosts::with_stand_in(production, sandbox))
}

/// Removes what could open the window to somebody else: automation and remote debugging. Must run
/// before any thread starts.
#[cfg(not(feature = "stand-in"))]
#[allow(
    unsafe_code,
    reason = "the environment is changed before the first thread starts"
)]
pub fn drop_hostile_variables() {
    let hostile: Vec<_> = std::env::vars_os()
        .map(|(name, _)| name)
        .filter(|name| {
            name.to_str().is_some_and(|name| {
                name == "TAURI_WEBVIEW_AUTOMATION"
                    || name.starts_with("WEBVIEW2_")
                    || name == "WEBKIT_INSPECTOR_SERVER"
                    || name == "WEBKIT_INSPECTOR_HTTP_SERVER"
            })
        })
        .collect();
    for name in hostile {
        // SAFETY: `run` calls this first thing; no other thread reads the environment yet.
        unsafe { std::env::remove_var(name) };
    }
}

/// The demo flavor may be driven by WebDriver.
#[cfg(feature = "stand-in")]
pub fn drop_hostile_variables() {}
