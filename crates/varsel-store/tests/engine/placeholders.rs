//! The build script's rewriting of placeholders.

#[path = "../../build/placeholders.rs"]
mod build;

use build::rewrite;

#[test]
fn placeholders_outside_literals_are_rewritten() {
    let text = "select $1, '$2 it''s', \"$3\" -- $4\n, /* $5 */ a$6, $12::text where b = $1";
    let (rewritten, numbers) = rewrite(text);
    assert_eq!(rewritten, "select ?1, '$2 it''s', \"$3\" -- $4\n, /* $5 */ a$6, ?12::text where b = ?1");
    assert_eq!(numbers, [1, 12, 1]);
}

#[test]
fn text_without_placeholders_stays() {
    for text in ["", "select 'å' || $$", "-- only a comment", "select 'open", "/* open"] {
        assert_eq!(rewrite(text), (text.to_owned(), vec![]));
    }
}
