//! Reads a callback address. Everything that comes in is hostile: it is checked byte for byte
//! before anything is decoded.

use super::CallbackRefusal;
use crate::environment::Environment;
use crate::secret::Secret;

/// Longer addresses are refused unread.
pub const MAX_CALLBACK_BYTES: usize = 4096;

/// The two callback addresses of a host, on the desktop `<scheme>://oauth/production` and `…/sandbox`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackAddresses {
    scheme: String,
    /// Between the scheme's colon and the environment.
    middle: String,
}

/// What Salesforce sent back.
#[derive(Debug, Clone)]
pub struct Callback {
    /// The environment whose address was used.
    pub environment: Environment,
    /// The OAuth `state`.
    pub state: Secret,
    /// A code, or the error that came instead.
    pub answer: CallbackAnswer,
}

/// The two answers of RFC 6749 §4.1.2.
#[derive(Debug, Clone)]
pub enum CallbackAnswer {
    /// The authorization code, decoded once.
    Code(Secret),
    /// An error and its text as they came: only the adapter reads them.
    Error { error: String, description: String },
}

impl CallbackAddresses {
    /// For a scheme in lower case, for example `com.lpcadmin.console`.
    pub fn new(scheme: &str) -> Self {
        Self {
            scheme: scheme.to_owned(),
            middle: "//oauth/".to_owned(),
        }
    }

    /// For the development host, whose callbacks come from a plain browser to itself.
    pub fn at_port(port: u16) -> Self {
        Self {
            scheme: "http".to_owned(),
            middle: format!("//localhost:{port}/oauth/"),
        }
    }

    /// The address registered at Salesforce for an environment, byte for byte.
    pub fn of(&self, environment: Environment) -> String {
        format!("{}:{}{}", self.scheme, self.middle, environment.slug())
    }

    /// Whether a text claims to be one of our addresses; used to pick it out of the arguments.
    pub fn claims(&self, text: &str) -> bool {
        text.split_once(':')
            .is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case(&self.scheme))
    }

    /// Parses a raw callback. Unknown parameters are ignored, as Salesforce may add some;
    /// duplicates, fragments, both a code and an error, or anything before the `?` that is not
    /// exactly a registered address are refused.
    pub fn parse(&self, raw: &str) -> Result<Callback, CallbackRefusal> {
        let printable = raw.bytes().all(|byte| (0x21..0x7f).contains(&byte));
        if raw.len() > MAX_CALLBACK_BYTES || !printable || raw.contains('#') {
            return Err(CallbackRefusal::Malformed);
        }
        let (address, query) = raw.split_once('?').ok_or(CallbackRefusal::Malformed)?;
        let environment = self
            .environment(address)
            .ok_or(CallbackRefusal::Malformed)?;
        let state = parameter(query, "state")?.ok_or(CallbackRefusal::Malformed)?;
        let code = parameter(query, "code")?;
        let error = parameter(query, "error")?;
        let answer = match (code, error) {
            (Some(code), None) => CallbackAnswer::Code(Secret::new(code)),
            (None, Some(error)) => {
                let description = parameter(query, "error_description")?.unwrap_or_default();
                CallbackAnswer::Error { error, description }
            }
            _ => return Err(CallbackRefusal::Malformed),
        };
        Ok(Callback {
            environment,
            state: Secret::new(state),
            answer,
        })
    }

    fn environment(&self, address: &str) -> Option<Environment> {
        let (scheme, rest) = address.split_once(':')?;
        if !scheme.eq_ignore_ascii_case(&self.scheme) {
            return None;
        }
        Environment::ALL
            .into_iter()
            .find(|environment| rest.strip_prefix(&self.middle) == Some(environment.slug()))
    }
}

/// The one value of a parameter, decoded once. Keys are compared undecoded, so `c%6Fde` is not
/// `code`.
fn parameter(query: &str, name: &str) -> Result<Option<String>, CallbackRefusal> {
    let mut values = query
        .split('&')
        .filter_map(|pair| pair.split_once('=').or(Some((pair, ""))))
        .filter(|(key, _)| *key == name)
        .map(|(_, value)| value);
    let Some(value) = values.next() else {
        return Ok(None);
    };
    if value.is_empty() || values.next().is_some() {
        return Err(CallbackRefusal::Malformed);
    }
    decode(value).map(Some)
}

/// Percent-decoding that refuses what a lenient decoder would repair.
fn decode(value: &str) -> Result<String, CallbackRefusal> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let high = rest
                    .next()
                    .and_then(hex)
                    .ok_or(CallbackRefusal::Malformed)?;
                let low = rest
                    .next()
                    .and_then(hex)
                    .ok_or(CallbackRefusal::Malformed)?;
                high * 16 + low
            }
            other => other,
        });
    }
    let text = String::from_utf8(bytes).map_err(|_| CallbackRefusal::Malformed)?;
    if text.contains('\0') {
        Err(CallbackRefusal::Malformed)
    } else {
        Ok(text)
    }
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn addresses() -> CallbackAddresses {
        CallbackAddresses::new("com.lpcadmin.console")
    }

    fn code(raw: &str) -> String {
        match addresses().parse(raw).expect("accepted").answer {
            CallbackAnswer::Code(code) => code.expose().to_owned(),
            CallbackAnswer::Error { error, .. } => panic!("an error came: {error}"),
        }
    }

    #[test]
    fn the_code_that_ends_in_equals_signs_is_decoded_once() {
        let raw = "com.lpcadmin.console://oauth/production?code=aPrx%252F.x%3D%3D&state=s1";
        assert_eq!(code(raw), "aPrx%2F.x==");
        let callback = addresses().parse(raw).expect("accepted");
        assert_eq!(callback.environment, Environment::Production);
        assert_eq!(callback.state.expose(), "s1");
    }

    #[test]
    fn the_scheme_may_be_in_capitals_and_unknown_parameters_are_ignored() {
        let raw = "COM.LPCADMIN.CONSOLE://oauth/sandbox?sfdc_community_url=https%3A%2F%2Fx&code=1&state=2";
        assert_eq!(code(raw), "1");
    }

    #[test]
    fn what_is_not_byte_for_byte_a_registered_address_is_refused() {
        let long = format!(
            "com.lpcadmin.console://oauth/sandbox?code=1&state={}",
            "x".repeat(5000)
        );
        let hostile = [
            "",
            "com.lpcadmin.console",
            "com.lpcadmin.console:",
            "com.lpcadmin.console:/oauth/sandbox?code=1&state=2",
            "com.lpcadmin.console://oauth/sandbox",
            "com.lpcadmin.console://oauth/sandbox/?code=1&state=2",
            "com.lpcadmin.console://oauth/Sandbox?code=1&state=2",
            "com.lpcadmin.console://oauth/%73andbox?code=1&state=2",
            "com.lpcadmin.console://oauth/x/../sandbox?code=1&state=2",
            "com.lpcadmin.console://user@oauth/sandbox?code=1&state=2",
            "com.lpcadmin.console://oauth:1/sandbox?code=1&state=2",
            "com.lpcadmin.console.evil://oauth/sandbox?code=1&state=2",
            "https://oauth/sandbox?code=1&state=2",
            "com.lpcadmin.console://oauth/sandbox?code=1&state=2#f",
            "com.lpcadmin.console://oauth/sandbox#code=1&state=2",
            "com.lpcadmin.console://oauth/sandbox?code=1",
            "com.lpcadmin.console://oauth/sandbox?code=1&state=",
            "com.lpcadmin.console://oauth/sandbox?state=2",
            "com.lpcadmin.console://oauth/sandbox?code=&state=2",
            "com.lpcadmin.console://oauth/sandbox?code=1&code=1&state=2",
            "com.lpcadmin.console://oauth/sandbox?code=1&state=2&state=2",
            "com.lpcadmin.console://oauth/sandbox?code=1&error=access_denied&state=2",
            "com.lpcadmin.console://oauth/sandbox?c%6Fde=1&state=2",
            "com.lpcadmin.console://oauth/sandbox?code=%&state=2",
            "com.lpcadmin.console://oauth/sandbox?code=%f&state=2",
            "com.lpcadmin.console://oauth/sandbox?code=%zz&state=2",
            "com.lpcadmin.console://oauth/sandbox?code=%ff&state=2",
            "com.lpcadmin.console://oauth/sandbox?code=%00&state=2",
            "com.lpcadmin.console://oauth/sandbox?code=1 &state=2",
            "com.lpcadmin.console://oauth/sandbox?co\tde=1&state=2",
            "com.lpcadmin.console://oauth/sandbox?code=ü&state=2",
            " com.lpcadmin.console://oauth/sandbox?code=1&state=2",
            "com.lpcadmin.console://oauth/sandbox?code=1&state=2\n",
            long.as_str(),
        ];
        for raw in hostile {
            assert_eq!(
                addresses().parse(raw).err(),
                Some(CallbackRefusal::Malformed),
                "{raw}"
            );
        }
    }

    #[test]
    fn debug_output_of_a_callback_shows_neither_code_nor_state() {
        let raw = "com.lpcadmin.console://oauth/production?code=SECRETCODE&state=SECRETSTATE";
        let shown = format!("{:?}", addresses().parse(raw));
        assert!(!shown.contains("SECRET"), "{shown}");
    }

    proptest! {
        #[test]
        fn no_input_panics(raw in "\\PC*") {
            let _ = addresses().parse(&raw);
            let _ = addresses().claims(&raw);
        }

        #[test]
        fn no_query_panics(query in "[ -~]{0,300}") {
            let _ = addresses().parse(&format!("com.lpcadmin.console://oauth/sandbox?{query}"));
        }
    }
}
