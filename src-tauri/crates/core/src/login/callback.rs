//! Reads a callback address. Everything that comes in is hostile: it is checked byte for byte
//! before anything is decoded.

use super::CallbackRefusal;
use crate::environment::Environment;
use crate::secret::Secret;

/// Longer addresses are refused unread.
pub const MAX_CALLBACK_BYTES: usize = 4096;

/// The two callback addresses of a flavour: `<scheme>://oauth/production` and `…/sandbox`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackAddresses {
    scheme: String,
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
    /// An error as `error: error_description`, plain text of at most 200 characters.
    Error {
        /// `error`, for example `access_denied`.
        code: String,
        /// The text to show.
        raw: String,
    },
}

impl CallbackAddresses {
    /// For a scheme in lower case, for example `com.lpcadmin.console`.
    pub fn new(scheme: &str) -> Self {
        Self {
            scheme: scheme.to_owned(),
        }
    }

    /// The address registered at Salesforce for an environment, byte for byte.
    pub fn of(&self, environment: Environment) -> String {
        format!("{}://oauth/{}", self.scheme, environment.slug())
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
                error_answer(&error, &description)
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
            .find(|environment| rest == format!("//oauth/{}", environment.slug()))
    }
}

fn error_answer(error: &str, description: &str) -> CallbackAnswer {
    let text = if description.is_empty() {
        error.to_owned()
    } else {
        format!("{error}: {description}")
    };
    let raw = text
        .chars()
        .filter(|character| !is_invisible(*character))
        .take(200)
        .collect();
    CallbackAnswer::Error {
        code: error.to_owned(),
        raw,
    }
}

/// Control characters and the marks that reorder or hide text on the screen.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
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
