//! What may be said of the texts of a plain line without Python, as `plain_lines` reads articles.

use std::borrow::Cow;

const LONGEST_MOMENT: usize = "2022-03-24T15:14:33+01:00".len();

/// Say whether an address without its scheme is of more than a site.
pub fn is_page(site: &str) -> bool {
    let end = site.find(['/', '?', '#']).unwrap_or(site.len());
    !site[end..].trim_start_matches('/').is_empty()
}

/// Say whether a text is surely an id: some words stand for none, and a number may be a float.
pub fn tells_apart(id: &str) -> bool {
    let is_float = id.contains('.') && id.bytes().all(|c| c.is_ascii_digit() || b".-".contains(&c));
    !is_float && id.bytes().any(|c| c.is_ascii_digit()) && !id.contains([' ', '\n'])
}

/// Say whether a body begins with its title: `begins_with` of `indexer/text.py`.
pub fn begins_with(body: &str, title: &str) -> bool {
    let rest = body.strip_prefix(title.trim_end_matches('…'));
    rest.is_some_and(|rest| !rest.starts_with(is_alphanumeric))
}

/// Say what Python's `isalnum` does, of a character that is clean.
fn is_alphanumeric(c: char) -> bool {
    c.is_alphanumeric() || "²³¹".contains(c)
}

/// Say whether what stands behind a `&` makes an entity of it, or may.
pub fn is_entity(text: &str) -> bool {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '#');
    end.is_some_and(|end| end > 0 && text.as_bytes()[end] == b';')
}

/// Return a title on one line, and a body; None where Python is to make them.
pub fn title_and_body<'a>(title: &'a str, body: &'a str) -> Option<(Cow<'a, str>, &'a str)> {
    let may_be_list = body.starts_with('[');
    let (title, body) = (title.trim_matches(' '), body.trim_matches(' '));
    if may_be_list
        || title.is_empty()
        || body.is_empty()
        || title.contains('<')
        || body.contains('<')
    {
        return None;
    }
    let is_one_line = !title.contains('\n') && !title.contains("  ");
    let words = || title.split([' ', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>();
    Some((if is_one_line { title.into() } else { words().join(" ").into() }, body))
}

/// Return of a moment its day and hour, and what stands after its seconds.
pub fn moment(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_matches(' ');
    let bytes = text.as_bytes();
    let is_moment = bytes.is_ascii()
        && (19..=LONGEST_MOMENT).contains(&bytes.len())
        && (bytes[4], bytes[7], bytes[13], bytes[16]) == (b'-', b'-', b':', b':')
        && b"T ".contains(&bytes[10])
        && !text.contains("  ")
        && !text.contains('\n');
    is_moment.then(|| (&text[..13], &text[19..]))
}
