//! Why a callback was refused, and what people read of it.

/// Why a callback was refused. None of these reaches the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum CallbackRefusal {
    /// Not one of our two callback addresses, or not a well-formed address at all.
    #[error("the address is not a callback of this console")]
    Malformed,
    /// No login waits for this state; it was never issued here, or long ago.
    #[error("no login waits for this callback")]
    Unknown,
    /// A newer login was started after its own.
    #[error("a newer login took the place of this one")]
    Superseded,
    /// Its login was canceled here.
    #[error("the login was canceled before the callback came")]
    Canceled,
    /// It was used before.
    #[error("this callback was used before")]
    Replayed,
    /// It came after the login had ended.
    #[error("the login had ended before the callback came")]
    Late,
    /// The key store or the vault did not open its login yet; the callback can be offered again.
    #[error("the key store of this computer did not open the waiting login")]
    KeyStore,
    /// It came to the address of the other environment.
    #[error("the callback came to the address of the other environment")]
    WrongEnvironment,
}

impl CallbackRefusal {
    /// For whoever pasted the address.
    pub fn of_paste(self, scheme: &str) -> String {
        match self {
            Self::Malformed => format!(
                "The clipboard holds no callback address. Copy the whole address that begins with {scheme}:// and press the button again."
            ),
            Self::Unknown => {
                "This address belongs to another or an older sign-in. Copy the address of the current one.".to_owned()
            }
            Self::Superseded => {
                "This address belongs to an older sign-in. Copy the address of the current one.".to_owned()
            }
            Self::Canceled => {
                "This address belongs to a sign-in that was canceled. Start it again.".to_owned()
            }
            Self::Replayed => "This address was used already.".to_owned(),
            Self::Late => {
                "The sign-in had ended before this address came. Start it again.".to_owned()
            }
            Self::KeyStore => {
                "The key store of this computer is locked. Unlock it, then press the button again.".to_owned()
            }
            Self::WrongEnvironment => {
                "This address belongs to the other environment. Check the callback URL of the External Client App.".to_owned()
            }
        }
    }

    /// For whoever comes back from the browser to the console.
    pub fn of_browser(self) -> &'static str {
        match self {
            Self::Replayed => {
                "The browser came back with a sign-in that was finished before. Nothing was changed; that browser page can be closed."
            }
            Self::Superseded => {
                "The browser came back with an older sign-in; a newer one took its place. Nothing was changed. Finish the newer one, or connect again."
            }
            Self::Canceled => {
                "The browser came back with a sign-in that had been canceled here. Nothing was changed. Connect again to sign in."
            }
            Self::Late => {
                "The browser came back after the sign-in had run out of time. Nothing was changed. Connect again; Extend gives it more time."
            }
            Self::WrongEnvironment => {
                "Salesforce sent the browser to the callback URL of the other environment. The sign-in still waits: enter the callback URL exactly as shown at the External Client App, then open the link again."
            }
            Self::KeyStore => {
                "The key store of this computer did not open the waiting sign-in. Unlock it, then open the link again."
            }
            Self::Malformed | Self::Unknown => {
                "The browser came back with an address that no sign-in waits for. Nothing was changed."
            }
        }
    }
}
