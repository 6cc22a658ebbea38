//! Payloads of long articles without most of their texts: `indexer/engines/long_articles.py`.

const LINES: usize = 3;
const BYTES_OF_A_WORD: usize = 16; // the box that it has on paper

/// Return a payload whose texts have at most so many characters, and that ends with an empty line;
/// None for one that is as short.
///
/// Its second line is JSON. The third is left out where a text was cut, or where it is long.
pub fn shortened(payload: &[u8], longest: usize) -> Option<Vec<u8>> {
    if payload.len() <= longest {
        return None;
    }
    let mut lines = payload.splitn(LINES, |&byte| byte == b'\n');
    let (first, content) = (lines.next()?, lines.next()?);
    let rest = lines.next().unwrap_or_default();
    let mut made = [first, b"\n"].concat();
    let (mut copied, mut at) = (0, 0);
    while let Some(quote) = content[at..].iter().position(|&byte| byte == b'"') {
        let start = at + quote + 1;
        let (kept, end) = text(content, start, longest);
        if kept < end {
            made.extend(&content[copied..kept]);
            copied = end;
        }
        at = (end + 1).min(content.len());
    }
    if copied == 0 && rest.len() <= longest.saturating_mul(BYTES_OF_A_WORD) {
        return None;
    }
    made.extend(&content[copied..]);
    made.push(b'\n');
    Some(made)
}

/// Return where a text of JSON ends that begins at `start`, after so many characters and in all.
fn text(content: &[u8], start: usize, longest: usize) -> (usize, usize) {
    let (mut at, mut characters, mut kept) = (start, 0, None);
    while let Some(&byte) = content.get(at).filter(|&&byte| byte != b'"') {
        if byte & 0xc0 != 0x80 {
            // the first byte of a character
            if characters == longest {
                kept = Some(at);
            }
            characters += 1;
        }
        at += match (byte, content.get(at + 1)) {
            (b'\\', Some(b'u')) => r"\u0000".len(),
            (b'\\', _) => r"\n".len(),
            _ => 1,
        };
    }
    let end = at.min(content.len());
    (kept.unwrap_or(end), end)
}
