//! Rewrites `$1` placeholders to the `?1` of `SQLite`. Shared by the build script and its test.

/// Rewrites every `$n` outside literals, quoted names and comments to `?n`.
///
/// Returns the text and the placeholder numbers in the order they occur.
pub(crate) fn rewrite(sql: &str) -> (String, Vec<u32>) {
    let mut out = String::with_capacity(sql.len());
    let mut numbers = Vec::new();
    let mut rest = sql;
    let mut previous = ' ';
    while let Some(first) = rest.chars().next() {
        let digits = rest[first.len_utf8()..].bytes().take_while(u8::is_ascii_digit).count();
        let length = match first {
            '\'' | '"' => quoted(rest, first),
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '$' if digits > 0 && !(previous.is_alphanumeric() || previous == '_') => {
                let number = &rest[1..=digits];
                out.push('?');
                out.push_str(number);
                numbers.extend(number.parse::<u32>());
                previous = '0';
                rest = &rest[1 + digits..];
                continue;
            }
            other => other.len_utf8(),
        };
        out.push_str(&rest[..length]);
        previous = first;
        rest = &rest[length..];
    }
    (out, numbers)
}

/// Length of the quoted run that starts `text`. A doubled quote reads as two runs, which comes to the same.
fn quoted(text: &str, quote: char) -> usize {
    text[1..].find(quote).map_or(text.len(), |end| end + 2)
}
