//! What the generator understands, and what it says when it does not.

#[path = "../build/generate.rs"]
mod generate;

use generate::{Language, generate};

fn files<'a>(tag: &'a str, files: &[(&str, &str)]) -> Language<'a> {
    Language {
        tag,
        files: files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
    }
}

fn compile(en: &str, sv: &str) -> Result<String, Vec<String>> {
    generate(&[files("en", &[("case.ftl", en)]), files("sv", &[("case.ftl", sv)])])
}

/// Compiles the same text as both languages.
fn understood(text: &str) -> String {
    compile(text, text).expect("the text is understood")
}

/// Compiles a text that is wrong in both languages and returns what is said about the first.
fn refused(text: &str) -> String {
    let problems = compile(text, text).expect_err("the text is refused");
    assert_eq!(problems.len() % 2, 0, "each language says the same: {problems:?}");
    problems[0].clone()
}

/// Removes indentation and line ends, so that code can be compared.
fn squeeze(code: &str) -> String {
    code.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn assert_has(code: &str, part: &str) {
    assert!(squeeze(code).contains(&squeeze(part)), "`{part}` is not in:\n{code}");
}

#[test]
fn texts_without_variables_stand_in_a_table() {
    let code = compile("save = Save\nask = Are you sure?", "save = Spara\nask = Är du säker?").unwrap();
    assert_has(
        &code,
        "#[doc = \"Save\"] pub fn save(self) -> &'static str { FIXED[1].1[self.locale as usize] }",
    );
    assert_has(
        &code,
        r#"FIXED: [(&str, [&str; 2]); 2] = [ ("ask", ["Are you sure?", "Är du säker?"]), ("save", ["Save", "Spara"]), ];"#,
    );
    assert_has(&code, r#"KEYS: &[&str] = &[ "ask", "save", ];"#);
}

#[test]
fn patterns_may_have_several_lines() {
    let code = understood("text =\n    First line\n    second line\n\n      third line, further in");
    assert_has(&code, r#"("text", ["First line\nsecond line\n\n  third line, further in""#);
}

#[test]
fn parameters_are_in_alphabetical_order() {
    let code =
        compile("next = { $who } by { $at-latest }", "next = Senast { $at-latest }: { $who }").unwrap();
    assert_has(
        &code,
        "#[doc = \"{$who} by {$at-latest}\"] pub fn next(self, at_latest: impl Display, who: impl Display)",
    );
    assert_has(
        &code,
        r#"Locale::En => { let _ = write!(out, "{who}"); out.push_str(" by "); let _ = write!(out, "{at_latest}"); }"#,
    );
    assert_has(&code, r#"Locale::Sv => { out.push_str("Senast "); let _ = write!(out, "{at_latest}");"#);
}

#[test]
fn plurals_have_exact_numbers_before_categories() {
    let text = "count = { $n ->\n    [one] one case\n    [0] no cases\n   *[other] { $n } cases\n}";
    assert_has(
        &understood(text),
        r#"pub fn count(self, n: i64) -> String { let mut out = String::with_capacity(22); match self.locale {
        Locale::En => { match n {
            0 => { out.push_str("no cases"); }
            -1 | 1 => { out.push_str("one case"); }
            _ => { format::push_number(&mut out, self.locale, n); out.push_str(" cases"); }
        } }"#,
    );
    let text = "count = { $n ->\n    [1] exactly one\n    [one] one\n   *[other] more\n}";
    assert_has(
        &understood(text),
        r#"match n { 1 => { out.push_str("exactly one"); } -1 => { out.push_str("one"); } _ => { out.push_str("more"); } }"#,
    );
}

#[test]
fn the_default_need_not_be_other() {
    let text = "count = { $n ->\n   *[one] default\n    [other] many\n}";
    assert_has(
        &understood(text),
        r#"match n { -1 | 1 => { out.push_str("default"); } _ => { out.push_str("many"); } }"#,
    );
    let text = "count = { $n ->\n    [other] many\n   *[0] default\n}";
    assert_has(
        &understood(text),
        r#"0 => { out.push_str("default"); } -1 | 1 => { out.push_str("default"); } _ => { out.push_str("many"); }"#,
    );
}

#[test]
fn numbers_are_written_as_numbers() {
    let code = understood("size = At most { NUMBER($limit) }\npair = { NUMBER($n) ->\n   *[other] x\n}");
    assert_has(&code, "pub fn size(self, limit: i64)");
    assert_has(&code, "format::push_number(&mut out, self.locale, limit);");
    assert_has(&code, "pub fn pair(self, n: i64)");
    // What one language needs as a number is a number in all.
    let code = compile("n = { $n ->\n    [one] one\n   *[other] some\n}", "n = { $n } stycken").unwrap();
    assert_has(&code, "pub fn n(self, n: i64)");
    assert_has(
        &code,
        "Locale::Sv => { format::push_number(&mut out, self.locale, n); out.push_str(\" stycken\");",
    );
}

#[test]
fn words_choose_too() {
    let code = understood("who = { $side ->\n    [desk] The desk\n   *[other] The { $side }\n}");
    assert_has(&code, "pub fn who(self, side: &str)");
    assert_has(
        &code,
        r#"match side { "desk" => { out.push_str("The desk"); } _ => { out.push_str("The "); out.push_str(side); } }"#,
    );
}

#[test]
fn references_stand_for_their_text() {
    let text = "-brand = Varsel\nwelcome = Welcome to { -brand }{ \"!\" }\nagain = { welcome } { hint.short } { \"\\u00e5 {\" }\n\
                hint = Long\n    .short = Short";
    let code = understood(text);
    assert_has(&code, r#"("again", ["Welcome to Varsel! Short å {""#);
    assert_has(&code, r#"("hint.short", ["Short", "Short"])"#);
    assert_has(&code, "pub fn hint_short(self) -> &'static str");
    assert!(!code.contains("fn brand"));
    // Variables come along.
    assert_has(
        &understood("who = by { $who }\nnext = Next: { who }"),
        "pub fn next(self, who: impl Display)",
    );
}

#[test]
fn documentation_is_no_markdown() {
    let code = understood("text = Use <b>, [x] and a_b\nempty = { \"\" }");
    assert_has(&code, r#"#[doc = "Use \\<b\\>, \\[x\\] and a\\_b"]"#);
    assert_has(&code, r#"#[doc = "(Empty.)"]"#);
}

#[test]
fn a_missing_message_is_named_in_both_directions() {
    assert_eq!(
        compile("# Comment\na = A\nb = B", "a = A\nc = C").unwrap_err(),
        [
            "locales/sv: `b` is missing: it stands in locales/en/case.ftl:3",
            "locales/en: `c` is missing: it stands in locales/sv/case.ftl:2",
        ]
    );
    assert_eq!(
        compile("a = A\n    .hint = B", "a = A").unwrap_err(),
        ["locales/sv: `a.hint` is missing: it stands in locales/en/case.ftl:1"]
    );
}

#[test]
fn a_missing_file_is_named_without_all_its_messages() {
    let en = files("en", &[("a.ftl", "a = A\n"), ("b.ftl", "b = B\nbb = B\n")]);
    let sv = files("sv", &[("a.ftl", "a = A\n"), ("c.ftl", "\n")]);
    assert_eq!(
        generate(&[en, sv]).unwrap_err(),
        [
            "locales/sv/b.ftl is missing: locales/en/b.ftl exists",
            "locales/en/c.ftl is missing: locales/sv/c.ftl exists",
        ]
    );
}

#[test]
fn unequal_variables_are_named() {
    assert_eq!(
        compile("a = { $x } { $y }\nb = { $x }\nc = C", "c = C\nb = B\na = { $x } { $z }").unwrap_err(),
        [
            "locales/sv/case.ftl:3: `a` uses $x, $z, but locales/en/case.ftl:1 uses $x, $y",
            "locales/sv/case.ftl:2: `b` uses no variables, but locales/en/case.ftl:2 uses $x",
        ]
    );
    assert_eq!(
        compile("a = { $x ->\n   *[one] A\n}", "a = { $x ->\n   *[desk] A\n}").unwrap_err(),
        ["locales/sv/case.ftl:1: `a` chooses by $x as a word, but locales/en/case.ftl:1 as a number"]
    );
}

#[test]
fn ids_that_stand_twice_are_named() {
    let en = files("en", &[("a.ftl", "x = A"), ("b.ftl", "\nx = B")]);
    assert_eq!(
        generate(&[en]).unwrap_err(),
        ["locales/en/b.ftl:2: `x` occurs twice, first in locales/en/a.ftl:1"]
    );
    assert!(refused("x = A\ny = B\nx = C").contains("`x` occurs twice"));
}

#[test]
fn junk_is_named_with_its_line() {
    assert_eq!(refused("å = A"), "locales/en/case.ftl:1: Expected one of \"a-zA-Z\"");
    assert_eq!(
        refused("# Å\na = A\n\nb - B\n"),
        "locales/en/case.ftl:4: Expected a token starting with \"=\""
    );
    assert!(refused("a = { $x ->\n    [one] A\n}").contains("default variant"));
    assert!(refused("a = { $x").starts_with("locales/en/case.ftl:1: "));
}

#[test]
fn what_is_not_understood_is_named() {
    for (text, problem) in [
        ("a = { b }", "refers to `b`, which does not exist"),
        ("a = { -b }", "refers to `-b`, which does not exist"),
        ("b = B\na = { b.c }", "refers to `b.c`, which does not exist"),
        ("a = A { a }", "refers to `a` in a circle"),
        ("a = { DATETIME($x) }", "the function DATETIME is not understood: only NUMBER($variable) is"),
        (
            "a = { NUMBER($x, style: \"percent\") }",
            "the function NUMBER is not understood: only NUMBER($variable) is",
        ),
        ("a = { NUMBER(1) }", "NUMBER takes one variable"),
        ("a = { 7 }", "write 7 without braces"),
        ("a = { \"x\" ->\n   *[x] A\n}", "a selection is made by a variable"),
        (
            "-b = B\na = { -b(case: \"x\") }",
            "the term `-b` can only be referred to without attributes and arguments",
        ),
        (
            "a = { $n ->\n    [one] A\n   *[few] B\n}",
            "[few] is no plural category of our languages: they have one and other",
        ),
        (
            "a = { $n ->\n    [1.5] A\n   *[other] B\n}",
            "$n mixes words and the number [1.5], or the number is not whole",
        ),
        (
            "a = { $n ->\n    [desk] A\n   *[1] B\n}",
            "$n mixes words and the number [1], or the number is not whole",
        ),
        (
            "a = { NUMBER($n) ->\n   *[desk] A\n}",
            "$n is a number: [desk] is neither one, other nor a whole number",
        ),
        ("a = { $n ->\n    [one] A\n    [one] B\n   *[other] C\n}", "$n has the variant [one] twice"),
        ("a = { $n ->\n   *[one] A\n} { $n ->\n   *[desk] B\n}", "$n is used as a number and as a word"),
        ("a = { $n ->\n   *[desk] A\n} { NUMBER($n) }", "$n is used as a number and as a word"),
    ] {
        let said = refused(text);
        let (place, said) = said.split_once(": `a`: ").unwrap_or_else(|| panic!("{said}"));
        assert!(place.starts_with("locales/en/case.ftl:"), "{place}");
        assert_eq!(said, problem, "{text}");
    }
    assert!(refused("-b = { $x }\na = { -b }").ends_with("the term `-b` cannot have variables"));
    assert!(refused("-b = B\n    .c = C\na = { -b }").ends_with("a term has no attributes here"));
}

#[test]
fn names_that_rust_cannot_have_are_named() {
    for (text, problem) in [
        ("continue = A", "locales/en/case.ftl:1: `continue` cannot be the name of a function in Rust"),
        ("a-b = A\na = A\n    .b = B", "locales/en/case.ftl:2: `a.b` and `a-b` become the same function"),
        ("a = { $type }", "locales/en/case.ftl:1: `a`: $type cannot be a parameter in Rust"),
        ("a = { $out }", "locales/en/case.ftl:1: `a`: $out cannot be a parameter in Rust"),
        ("a = { $x-y } { $x_y }", "locales/en/case.ftl:1: `a`: $x_y cannot be a parameter in Rust"),
    ] {
        assert_eq!(compile(text, text).unwrap_err(), [problem]);
    }
}
