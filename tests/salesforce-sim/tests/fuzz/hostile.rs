//! Bytes that are not HTTP, or no longer.

use super::dice::Dice;

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Something that no honest client sends.
pub fn bytes(dice: &mut Dice) -> Vec<u8> {
    match dice.below(12) {
        0 => dice.bytes(5_000),
        1 => PREFACE[..dice.below(PREFACE.len())].to_vec(),
        2 => frames(dice),
        3 => format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(1 << dice.below(20))).into_bytes(),
        4 => format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", "b".repeat(1 << dice.below(20))).into_bytes(),
        5 => {
            let many: String = (0..1 << dice.below(14)).map(|n| format!("X-{n}: y\r\n")).collect();
            format!("GET / HTTP/1.1\r\nHost: x\r\n{many}\r\n").into_bytes()
        }
        6 => {
            let size = dice.pick(&["ffffffffffffffff", "-1", "0x10", "7fffffffffffffff1", "zz", "5;a=b", "00000000000000000000001"]);
            format!("POST /services/oauth2/token HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\nhello\r\n0\r\n\r\n").into_bytes()
        }
        7 => {
            let length = dice.pick(&["18446744073709551616", "-1", "1e3", "5, 6", "99999999999", ""]);
            format!("POST /services/oauth2/token HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\nhello").into_bytes()
        }
        8 => b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n".to_vec(),
        9 => {
            // A TLS hello to a plain port.
            let mut hello = vec![0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03];
            hello.extend(dice.bytes(500));
            hello
        }
        10 => b"GET /services/data HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1 + dice.below(50)),
        _ => b"\r\n\r\n\r\n \tGET\t/ HTTP/1.1\nHost:\x00\x01\x80\n\n".to_vec(),
    }
}

/// Frames of HTTP/2 with lengths, types, flags and streams by chance.
fn frames(dice: &mut Dice) -> Vec<u8> {
    let mut all = PREFACE.to_vec();
    if !dice.once_in(4) {
        all.extend_from_slice(&[0, 0, 0, 4, 0, 0, 0, 0, 0]);
    }
    let storm = dice.once_in(6);
    for at in 0..if storm { 2_000 } else { dice.below(40) } {
        let payload = if storm { vec![0; 4] } else { dice.bytes(300) };
        let kind = if storm { 3 } else { dice.below(12) as u8 };
        let length = if dice.once_in(8) {
            dice.roll() as u32 & 0xff_ffff
        } else {
            payload.len() as u32
        };
        all.extend_from_slice(&length.to_be_bytes()[1..]);
        all.push(kind);
        all.push(dice.roll() as u8);
        let stream = if dice.once_in(3) {
            0
        } else {
            at as u32 * 2 + 1
        };
        all.extend_from_slice(&stream.to_be_bytes());
        all.extend_from_slice(&payload);
    }
    all
}
