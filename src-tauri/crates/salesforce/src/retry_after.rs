//! `Retry-After`: the service itself sends none, a proxy or a gateway before it may.

use jiff::SignedDuration;
use reqwest::header::{HeaderMap, RETRY_AFTER};

/// Nobody is left alone for longer than this because of a header.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// The seconds that an answer asks to be left alone, at most a day. The other form, a date, is not
/// read: it would have to be compared with a clock that is not the sender's.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<SignedDuration> {
    let seconds: u32 = headers
        .get(RETRY_AFTER)?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()?;
    Some(SignedDuration::from_secs(i64::from(seconds)).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;

    fn read(value: &str) -> Option<i64> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, HeaderValue::from_str(value).expect("a value"));
        retry_after(&headers).map(|pause| pause.as_secs())
    }

    #[test]
    fn seconds_are_read_and_bounded_and_anything_else_is_none() {
        assert_eq!(read("120"), Some(120));
        assert_eq!(read("4000000000"), Some(86_400));
        for value in [
            "-1",
            "",
            "soon",
            "1.5",
            "99999999999999",
            "Wed, 21 Oct 2026 07:28:00 GMT",
        ] {
            assert_eq!(read(value), None, "{value}");
        }
        assert_eq!(retry_after(&HeaderMap::new()), None);
    }
}
