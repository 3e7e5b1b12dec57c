//! What is read from a file, and what is said of one that is wrong.

use std::io::BufReader;

use proptest::prelude::*;

use super::problem::{MAX_PROBLEMS, Problems};
use super::read::read;
use super::row::Row;
use super::{Format, MAX_ROW};

const HEADER: &str = "publisher_key,publisher_name,offer_key,offer_name,kind,listing,plans,versions";
const CUSTOMERS: &str = "customer_key,customer_name,country,offer_key,plan,version";

fn rows(format: Format, file: &[u8]) -> (Vec<Row>, Problems) {
    let mut rows = Vec::new();
    let problems = read(format, file, MAX_PROBLEMS, &mut |row, _| {
        rows.push(row);
        Ok(Vec::new())
    });
    (rows, problems.unwrap())
}

fn said(format: Format, file: &[u8]) -> Vec<String> {
    rows(format, file).1.list.iter().map(ToString::to_string).collect()
}

/// What is said of rows under the header of offers.
fn said_of(rows: &str) -> Vec<String> {
    said(Format::Csv, format!("{HEADER}\n{rows}").as_bytes())
}

/// Key, name, plans and versions of an offer.
type Told = (String, String, Option<Vec<String>>, Option<Vec<String>>);

fn offers(format: Format, file: &[u8]) -> Vec<Told> {
    let (rows, problems) = rows(format, file);
    assert_eq!(problems, Problems::default());
    rows.into_iter()
        .map(|row| match row {
            Row::Offer(row) => (row.key.to_string(), row.name.to_string(), row.plans, row.versions),
            Row::Holding(row) => panic!("{row:?}"),
        })
        .collect()
}

fn list(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn rows_are_read_however_they_are_written() {
    let wanted = vec![
        (
            "fabrikam-clipper".to_owned(),
            "Clipper, the \"fast\" one".to_owned(),
            Some(list(&["Free", "Team"])),
            Some(list(&["24.12"])),
        ),
        ("fabrikam-forecast".to_owned(), "Prognos\u{e5}".to_owned(), None, None),
    ];
    let csv = format!(
        "{HEADER}\nfabrikam,Fabrikam AB,fabrikam-clipper,\"Clipper, the \"\"fast\"\" one\",add_in,listed, Free | Team ,24.12\n\
         fabrikam,Fabrikam AB,fabrikam-forecast,Prognos\u{e5},model,hidden,,\n"
    );
    assert_eq!(offers(Format::Csv, csv.as_bytes()), wanted);
    let with_mark = format!("\u{feff}{}", csv.replace('\n', "\r\n"));
    assert_eq!(offers(Format::Csv, with_mark.as_bytes()), wanted, "byte order mark and CRLF");
    let open_end = format!("{}\n\n,,,,,,,", csv.trim_end());
    assert_eq!(offers(Format::Csv, open_end.as_bytes()), wanted, "blank rows, no last line end");
    let other_order = "kind;listing;versions;plans;offer_name;offer_key;publisher_name;publisher_key\n\
        add_in;listed;24.12;Free|Team;\"Clipper, the \"\"fast\"\" one\";fabrikam-clipper;Fabrikam AB;fabrikam\n\
        model;hidden;;;Prognos\u{e5};fabrikam-forecast;Fabrikam AB;fabrikam";
    assert_eq!(offers(Format::Csv, other_order.as_bytes()), wanted, "semicolons, columns in another order");
    let json = r#"[
        {"publisher_key": "fabrikam", "publisher_name": "Fabrikam AB", "offer_key": "fabrikam-clipper",
         "offer_name": "Clipper, the \"fast\" one", "kind": "add_in", "listing": "listed",
         "plans": ["Free", "Team"], "versions": ["24.12"]},
        {"publisher_key": "fabrikam", "publisher_name": "Fabrikam AB", "offer_key": "fabrikam-forecast",
         "offer_name": "Prognos\u00e5", "kind": "model", "listing": "hidden", "plans": [], "versions": null}]"#;
    assert_eq!(offers(Format::Json, json.as_bytes()), wanted);
    for capacity in [1, 2, 7] {
        let mut count = 0;
        let slow = BufReader::with_capacity(capacity, json.as_bytes());
        let problems = read(Format::Json, slow, MAX_PROBLEMS, &mut |_, _| {
            count += 1;
            Ok(Vec::new())
        });
        assert_eq!((problems.unwrap(), count), (Problems::default(), 2));
    }
}

#[test]
fn a_file_of_customers_is_recognised() {
    let csv =
        format!("{CUSTOMERS}\nc1,Tailspin Toys,de,fabrikam-clipper,Team,\nc1,Tailspin Toys,DE,other,,\n");
    let (read, problems) = rows(Format::Csv, csv.as_bytes());
    assert_eq!(problems, Problems::default());
    let firsts: Vec<_> = read
        .iter()
        .map(|row| match row {
            Row::Holding(row) => {
                (row.first_of_customer, row.country.as_ref().unwrap().to_string(), row.plan.is_some())
            }
            Row::Offer(row) => panic!("{row:?}"),
        })
        .collect();
    assert_eq!(firsts, [(true, "DE".to_owned(), true), (false, "DE".to_owned(), false)]);
    let critical = |file: &str| match &rows(Format::Csv, file.as_bytes()).0[..] {
        [Row::Holding(row)] => row.critical,
        other => panic!("{other:?}"),
    };
    assert_eq!(critical(&format!("{CUSTOMERS}\nc1,A,,ab,,")), None);
    for (given, read) in [("yes", true), ("no", false), ("", false)] {
        assert_eq!(critical(&format!("critical,{CUSTOMERS}\n{given},c1,A,,ab,,")), Some(read), "{given}");
    }
    assert_eq!(
        said(
            Format::Csv,
            format!("{CUSTOMERS},critical\nc1,A,,ab,,,maybe\nc2,B,,ab,,,yes\nc2,B,,cd,,,no").as_bytes()
        ),
        [
            "line 2, column 12, critical: `maybe` is not one of no, yes",
            "line 4, column 12, critical: an earlier row gives `yes` for `c2`, in line 3, column 1; all its rows must agree",
        ]
    );
    assert_eq!(
        said(
            Format::Csv,
            format!("{CUSTOMERS}\nc1,A,Sweden,ab,,\nc2,B,,ab,,\nc2,B,SE,cd,,\nc2,B,,ab,,").as_bytes()
        ),
        [
            "line 2, column 6, country: `Sweden` is not a country: a country is one of the codes of two letters of ISO 3166-1, as SE or DE; the United Kingdom is GB, Greece is GR",
            "line 4, column 6, country: an earlier row gives `` for `c2`, in line 3, column 1; all its rows must agree",
            "line 5, column 7, offer_key: `ab` already has a row, in line 3, column 1",
        ]
    );
}

#[test]
fn wrong_headers_are_told_by_name() {
    let accepted = HEADER.replace(',', ", ");
    for (file, wanted) in [
        (
            "",
            vec![format!(
                "line 1, column 1: the file is empty; its first line names the columns: {accepted}"
            )],
        ),
        (
            "publisher_key,publisher_name,offer_key,offer_name,kind,listing,plans,version,kind",
            vec![
                format!("line 1, column 70: `version` is unknown here; accepted are {accepted}"),
                "line 1, column 78: `kind` occurs twice".to_owned(),
                format!("line 1, column 1: the column `versions` is missing; there must be {accepted}"),
            ],
        ),
    ] {
        assert_eq!(said(Format::Csv, file.as_bytes()), wanted, "{file}");
    }
    assert_eq!(
        said(Format::Csv, b"\xe5\xe4p\0u\0"),
        ["line 1, column 1: this is not UTF-8; save the file as UTF-8"]
    );
}

#[test]
fn wrong_rows_are_told_by_line_and_column() {
    const KINDS: &str = "saas, machine_image, container, application, add_in, package, model";
    for (row, wanted) in [
        ("fab,Fab,key,Name,saas,listed,,", vec![]),
        (
            "fab,Fab,key,Name,widget,listed,,",
            vec![format!("line 2, column 18, kind: `widget` is not one of {KINDS}")],
        ),
        (
            "Fab,,key,Name,saas,Listed,,",
            vec![
                "line 2, column 1, publisher_key: `Fab` is not a key: a key is 2 to 64 lower-case letters a to z, digits and dashes".to_owned(),
                "line 2, column 5, publisher_name: this is missing".to_owned(),
                "line 2, column 20, listing: `Listed` is not one of listed, hidden, suspended, removed".to_owned(),
            ],
        ),
        (
            "fab,Fåb,key,Name,saas,listed,A||B,1|1",
            vec![
                "line 2, column 30, plans: this is empty".to_owned(),
                "line 2, column 35, versions: `1` is in this list twice".to_owned(),
            ],
        ),
        (
            "fab,Fab,key,Name, the,saas,listed,,",
            vec!["line 2, column 1: this row has 9 fields and the header 8; put a field that contains the separator in quotes".to_owned()],
        ),
        (
            "fab,\"Fa\nb\",key,Name,saas,listed,,\nfab,\"Fa\nb\",k,Name,saas,listed,,",
            vec![
                "line 2, column 5, publisher_name: character 3 is not allowed: it is invisible, or a line break".to_owned(),
                "line 4, column 5, publisher_name: character 3 is not allowed: it is invisible, or a line break".to_owned(),
                "line 5, column 4, offer_key: `k` is not a key: a key is 2 to 64 lower-case letters a to z, digits and dashes".to_owned(),
            ],
        ),
        (
            "fab,Fab,key,Name,saas,listed,,\nfab,Fub,key2,Name,saas,listed,,\nfab,Fab,key,Name,saas,listed,,",
            vec![
                "line 3, column 5, publisher_name: an earlier row gives `Fab` for `fab`, in line 2, column 1; all its rows must agree".to_owned(),
                "line 4, column 9, offer_key: `key` already has a row, in line 2, column 1".to_owned(),
            ],
        ),
        ("fab,\"Fab,key", vec!["line 2, column 5: this quote is never closed".to_owned()]),
        (
            "fab,\"Fab\" AB,key",
            vec!["line 2, column 10: after a closing quote comes the separator or the end of the line; a quote inside a field is doubled".to_owned()],
        ),
        (
            "fab,12\" screen,key",
            vec!["line 2, column 7: put a field that contains a quote in quotes, and double the quote: \"12\"\" screen\"".to_owned()],
        ),
    ] {
        assert_eq!(said_of(row), wanted, "{row}");
    }
    let name = "x".repeat(161);
    assert_eq!(
        said_of(&format!("fab,Fab,key,{name},saas,listed,,")),
        ["line 2, column 13, offer_name: this has 161 characters; the maximum is 160"]
    );
    let mut bytes = format!("{HEADER}\nfab,Fab,key,N").into_bytes();
    bytes.extend(b"\xe9,saas,listed,,");
    assert_eq!(
        said(Format::Csv, &bytes),
        ["line 2, column 13, offer_name: this is not UTF-8; save the file as UTF-8"]
    );
}

#[test]
fn wrong_json_is_told_by_line_column_and_path() {
    let row = |more: &str| {
        format!(
            "[\n  {{\"publisher_key\": \"fab\", \"publisher_name\": \"Fab\", \"offer_key\": \"key\",\n   \
             \"offer_name\": \"Name\", \"kind\": \"saas\", \"listing\": \"listed\"{more}}}\n]"
        )
    };
    let accepted = HEADER.replace(',', ", ");
    for (file, wanted) in [
        (row(""), vec![]),
        ("[]".to_owned(), vec![]),
        (
            row(", \"plans\": [\"A\",\n \"B\", 3]"),
            vec!["line 4, column 7, [0].plans[2]: a text is needed here: \"…\""],
        ),
        (
            row(", \"plans\": \"A|B\""),
            vec!["line 3, column 72, [0].plans: a list of texts is needed here: [\"…\", \"…\"]"],
        ),
        (row(", \"kind\": \"model\""), vec!["line 3, column 71, [0].kind: `kind` occurs twice"]),
        (row(", \"plan\": 1"), vec!["line 3, column 71, [0]: `plan` is unknown here; accepted are ACCEPTED"]),
        (
            "[{\"publisher_key\": null}]".to_owned(),
            vec![
                "line 1, column 20, [0].publisher_key: a text is needed here: \"…\"",
                "line 1, column 2, [0].publisher_name: this is missing",
                "line 1, column 2, [0].offer_key: this is missing",
                "line 1, column 2, [0].offer_name: this is missing",
                "line 1, column 2, [0].kind: this is missing",
                "line 1, column 2, [0].listing: this is missing",
            ],
        ),
        (String::new(), vec!["line 1, column 1: the file is a list of rows: [{…}, {…}]"]),
        ("{\"offers\": []}".to_owned(), vec!["line 1, column 1: the file is a list of rows: [{…}, {…}]"]),
        ("[1]".to_owned(), vec!["line 1, column 2: a row is needed here: {\"offer_key\": …}"]),
        (row("") + " x", vec!["line 4, column 3: nothing comes after the list"]),
        (
            row("}"),
            vec!["line 3, column 62: after a row comes a comma and the next row, or the end of the list: ]"],
        ),
        (row(", plans: 1"), vec!["line 3, column 63: this is not JSON: key must be a string"]),
        (
            "[\n {\"publisher_key\": \"fab".to_owned(),
            vec!["line 2, column 2: this is not JSON: this row never ends"],
        ),
    ] {
        let wanted: Vec<_> = wanted.iter().map(|text| text.replace("ACCEPTED", &accepted)).collect();
        assert_eq!(said(Format::Json, file.as_bytes()), wanted, "{file}");
    }
    // Two rows of a file without line breaks.
    let one = row("").replace(['\n', '[', ']'], "");
    assert_eq!(
        said(Format::Json, format!("[{one},{one}]").as_bytes()),
        ["line 1, column 200, [1].offer_key: `key` already has a row, in line 1, column 22"]
    );
}

#[test]
fn files_are_read_as_excel_and_old_programs_write_them() {
    let key_and_name = |file: &[u8]| {
        let offers = offers(Format::Csv, file);
        offers.into_iter().map(|(key, name, ..)| (key, name)).collect::<Vec<_>>()
    };
    let wanted = [("fabrikam-analytics".to_owned(), "Fabrikam Analytics".to_owned())];
    assert_eq!(key_and_name(include_bytes!("files/sep-line.csv")), wanted);
    assert_eq!(key_and_name(include_bytes!("files/cr-only.csv")), wanted);
    let row = "fabrikam,Fabrikam AB,fabrikam-analytics,Fabrikam Analytics,saas,listed,,";
    for (sep, separator) in [("sep=,", ","), ("SEP=;", ";"), ("sep=\t", "\t"), ("\u{feff}sep=;", ";")] {
        for end in ["\n", "\r\n", "\r"] {
            let rest = format!("{HEADER}\n{row}\n").replace(',', separator);
            let file = format!("{sep}\n{rest}").replace('\n', end);
            assert_eq!(key_and_name(file.as_bytes()), wanted, "{file:?}");
        }
    }
    assert_eq!(
        said(Format::Csv, format!("sep=|\n{HEADER}\n{row}").as_bytes()),
        ["line 1, column 1: `sep=|` names no separator that is read here; use a comma, a semicolon or a tab"]
    );
}

#[test]
fn a_place_is_counted_the_same_however_lines_end() {
    let file = format!("sep=,\n{HEADER}\nfab,Fab,k,Name,saas,listed,,\n");
    let key = "`k` is not a key: a key is 2 to 64 lower-case letters a to z, digits and dashes";
    for end in ["\n", "\r\n", "\r"] {
        let file = file.replace('\n', end);
        assert_eq!(
            said(Format::Csv, file.as_bytes()),
            [format!("line 3, column 9, offer_key: {key}")],
            "{end:?}"
        );
        let json = format!("[{end}{end}1]");
        let row = "line 3, column 1: a row is needed here: {\"offer_key\": …}";
        assert_eq!(said(Format::Json, json.as_bytes()), [row], "{end:?}");
    }
}

#[test]
fn a_file_in_utf_16_is_called_so() {
    let text = format!("\u{feff}{HEADER}\n");
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for (format, file) in [(Format::Csv, &little), (Format::Csv, &big), (Format::Json, &little)] {
        assert_eq!(said(format, file), ["line 1, column 1: this file is in UTF-16; save it as UTF-8"]);
    }
}

#[test]
fn a_country_that_does_not_exist_is_refused_at_its_place() {
    let row = |country| format!("{CUSTOMERS}\nc1,Tailspin Toys,{country},fabrikam-analytics,,\n");
    assert_eq!(said(Format::Csv, row("se").as_bytes()), Vec::<String>::new());
    for country in ["ZZ", "UK"] {
        let said = said(Format::Csv, row(country).as_bytes());
        let wanted = format!("line 2, column 18, country: `{country}` is not a country: ");
        assert!(said.len() == 1 && said[0].starts_with(&wanted), "{said:?}");
    }
}

#[test]
fn a_row_that_never_ends_fills_no_memory() {
    let long = usize::try_from(MAX_ROW).unwrap() + 10;
    let csv = format!("{HEADER}\nfab,\"{}", "x".repeat(long));
    let json = format!("[{{\"publisher_key\": \"{}\"}}]", "x".repeat(long));
    let wrong = "this row is longer than 1048576 bytes; is a quote or a bracket never closed?";
    assert_eq!(said(Format::Csv, csv.as_bytes()), [format!("line 2, column 1: {wrong}")]);
    assert_eq!(said(Format::Json, json.as_bytes()), [format!("line 1, column 2: {wrong}")]);
}

#[test]
fn reading_ends_at_the_hundredth_problem() {
    let (_, problems) = rows(Format::Csv, format!("{HEADER}\n{}", "a\n".repeat(500)).as_bytes());
    assert_eq!((problems.list.len(), problems.more), (MAX_PROBLEMS, true));
    let text = problems.to_string();
    assert!(
        text.ends_with("100 problems, and the rest of the file was not looked at; nothing was written"),
        "{text}"
    );
}

/// A good file with one piece of it replaced.
fn mutated(good: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let junk = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..4),
        "[\",\\[\\]{}\\\\\n\r|; a]{0,4}".prop_map(String::into_bytes),
    ];
    (0..=good.len(), 0..8_usize, junk).prop_map(move |(at, cut, junk)| {
        let bytes = good.as_bytes();
        [&bytes[..at], &junk, &bytes[(at + cut).min(bytes.len())..]].concat()
    })
}

const GOOD_CSV: &str = "publisher_key,publisher_name,offer_key,offer_name,kind,listing,plans,versions\n\
    fab,Fab,key,\"Na\"\"me\",saas,listed,A|B,1|2\nfab,Fab,key2,Name,model,removed,,\n";
const GOOD_JSON: &str = r#"[{"publisher_key": "fab", "publisher_name": "Fab", "offer_key": "key", "offer_name": "N\u00e5",
    "kind": "saas", "listing": "listed", "plans": ["A"]}, {"publisher_key": "fab"}]"#;

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        rows(Format::Csv, &bytes);
        rows(Format::Json, &bytes);
    }

    #[test]
    fn no_damage_panics(csv in mutated(GOOD_CSV), json in mutated(GOOD_JSON)) {
        rows(Format::Csv, &csv);
        rows(Format::Json, &json);
    }

    #[test]
    fn places_are_in_the_file(csv in mutated(GOOD_CSV), json in mutated(GOOD_JSON)) {
        for (format, file) in [(Format::Csv, csv), (Format::Json, json)] {
            let lines = u64::try_from(file.split(|byte| matches!(byte, b'\n' | b'\r')).count()).unwrap();
            for problem in rows(format, &file).1.list {
                prop_assert!((1..=lines).contains(&problem.place.line) && problem.place.column >= 1, "{}", problem);
            }
        }
    }
}
