//! What the law asks for, on the pages of a case.

use crate::server::{Page, Server};

const REGIME: &str = "cra_vulnerability";

/// A case of which the law of vulnerabilities is said to apply to the marketplace, with the time of awareness.
struct Applying {
    server: Server,
    here: String,
}

impl Applying {
    fn begin() -> Self {
        let server = Server::start();
        let number = server.submit(0, 1, "Tokens are guessed");
        let it = Self { here: format!("/cases/{number}/duties"), server };
        let judged = [("regime", REGIME), ("applies", "yes"), ("reason", "We make the client.")];
        assert_eq!(it.post("/judgement", &judged).status, 303);
        assert_eq!(it.aware("2020-03-02", "").status, 303);
        it
    }

    fn post(&self, place: &str, fields: &[(&str, &str)]) -> Page {
        self.server.post(&format!("{}{place}", self.here), &self.server.lead, fields)
    }

    fn get(&self, place: &str) -> Page {
        self.server.get(&format!("{}{place}", self.here), &self.server.lead)
    }

    fn aware(&self, day: &str, reason: &str) -> Page {
        let fields = [
            ("regime", REGIME),
            ("anchor", "awareness"),
            ("instant_date", day),
            ("instant_time", "09:00"),
            ("evidence", "Mail of the finder"),
            ("reason", reason),
        ];
        self.post("/anchor", &fields)
    }

    fn file(&self, incomplete: &str) -> Page {
        let fields = [
            ("filed_date", "2020-03-03"),
            ("filed_time", "08:00"),
            ("reference", "SRP-1"),
            ("incomplete", incomplete),
        ];
        self.post(&format!("/{REGIME}/cra_exploited_24h/filing"), &fields)
    }
}

#[test]
fn a_filing_that_lacks_something_is_recorded_only_by_who_says_so() {
    let case = Applying::begin();
    let page = case.file("");
    assert_eq!(page.status, 422);
    assert!(page.body.contains("href=\"#filing-incomplete\"") && page.body.contains("value=\"SRP-1\""));
    assert!(!case.get("").body.contains("Filed"), "nothing was recorded");
    assert_eq!(case.file("yes").status, 303);
    assert!(case.get("").body.contains("reference SRP-1"));
}

#[test]
fn of_two_who_fill_a_form_neither_undoes_the_other_unseen() {
    let case = Applying::begin();
    let path = format!("/{REGIME}/cra_exploited_24h");
    let opened = case.get(&path);
    let was = |page: &Page, id: &str| page.hidden(&format!("was.{id}")).to_owned();
    let (title, product) = (was(&opened, "title"), was(&opened, "product"));
    // Everything that the page carries comes with its form, changed or not.
    let save = |title_was: &str, title: &str, product_was: &str, product: &str| {
        let fields =
            [("was.title", title_was), ("title", title), ("was.product", product_was), ("product", product)];
        case.post(&format!("{path}/fields"), &fields)
    };
    assert_eq!(save(&title, "A colleague’s title", &product, "A colleague’s product").status, 303);
    let refused = save(&title, "My title", &product, &product);
    assert_eq!(refused.status, 409);
    assert!(refused.body.contains("value=\"My title\""), "what was typed is there");
    assert!(refused.body.contains("in the meantime: “A colleague’s title”"), "and what it would replace");
    assert!(refused.body.contains("A colleague’s product"), "what was not touched is as it is stored");
    let again = save(&was(&refused, "title"), "My title", &was(&refused, "product"), "A colleague’s product");
    assert_eq!(again.status, 303);
    let page = case.get(&path);
    assert_eq!(was(&page, "title"), "My title");
    assert_eq!(was(&page, "product"), "A colleague’s product");
}

#[test]
fn a_beginning_that_is_moved_past_a_filing_is_remarked_upon() {
    let case = Applying::begin();
    assert_eq!(case.file("yes").status, 303);
    assert!(!case.get("").body.contains("before the deadline started to run"));
    assert_eq!(case.aware("2020-03-04", "Read wrongly").status, 303);
    assert!(case.get("").body.contains("before the deadline started to run"));
}

#[test]
fn an_exported_filing_says_in_words_what_the_form_wants() {
    let case = Applying::begin();
    let exported = case.get(&format!("/{REGIME}/cra_exploited_24h/json")).body;
    let exported: serde_json::Value = serde_json::from_str(&exported).unwrap();
    assert_eq!(exported["language"], "en");
    let needs = exported["fields"].as_array().unwrap().iter().map(|field| field["need"].as_str().unwrap());
    let known = ["obligatory", "if_available", "optional", "carried_over"];
    assert!(
        needs.clone().any(|need| need == "obligatory") && needs.into_iter().all(|need| known.contains(&need))
    );
}

#[test]
fn what_a_colleague_recorded_since_the_page_was_opened_is_not_overruled_unseen() {
    let case = Applying::begin();
    let judged = |held: &str, applies: &str| {
        let fields = [("regime", REGIME), ("held", held), ("applies", applies), ("reason", "So I see it.")];
        case.post("/judgement", &fields).status
    };
    assert_eq!(judged("1", "no"), 303);
    assert_eq!(judged("1", "yes"), 409, "the page was opened before the first of the two");
    assert_eq!(judged("2", "yes"), 303);
    let filed = |held: &str, reference: &str| {
        let fields = [
            ("held", held),
            ("filed_date", "2020-03-03"),
            ("filed_time", "08:00"),
            ("reference", reference),
            ("incomplete", "yes"),
        ];
        case.post(&format!("/{REGIME}/cra_exploited_24h/filing"), &fields)
    };
    assert_eq!(filed("0", "SRP-1").status, 303);
    let second = filed("0", "SRP-2");
    assert_eq!(second.status, 409);
    assert!(second.body.contains("SRP-1") && second.body.contains("value=\"SRP-2\""), "both are on the page");
    assert_eq!(filed("1", "SRP-2").status, 303);
}

#[test]
fn a_time_that_the_clocks_skip_is_no_time_and_too_long_a_text_is_not_cut() {
    let case = Applying::begin();
    let fields = [
        ("regime", REGIME),
        ("anchor", "awareness"),
        ("instant_date", "2020-03-29"),
        ("instant_time", "02:30"),
        ("evidence", "The log"),
        ("reason", "Read wrongly"),
    ];
    let page = case.post("/anchor", &fields);
    assert_eq!(page.status, 422);
    assert!(page.body.contains("the clocks go forward to 03:00"));
    let path = format!("/{REGIME}/cra_exploited_24h");
    let long = "a".repeat(20_001);
    let was = case.get(&path).hidden("was.title").to_owned();
    let page = case.post(&format!("{path}/fields"), &[("was.title", &was), ("title", &long)]);
    assert_eq!(page.status, 422);
    assert!(page.body.contains(&long) && page.body.contains("This is 20001 characters."));
}

#[test]
fn what_the_general_form_of_a_law_leaves_open_is_said_with_its_stages() {
    let case = Applying::begin();
    assert!(!case.get("").body.contains("Check your national act"));
    let judged = [("regime", "nis2"), ("applies", "yes"), ("reason", "We are a marketplace.")];
    assert_eq!(case.post("/judgement", &judged).status, 303);
    let page = case.get("");
    let stages = page.body.split("id=\"nis2\"").nth(1).unwrap();
    assert!(stages.contains("Check your national act: only those of"), "{stages}");
}

#[test]
fn a_calendar_year_is_read_and_corrected_as_a_year() {
    let case = Applying::begin();
    let regime = "hipaa_covered_entity";
    let judged = [("regime", regime), ("applies", "yes"), ("reason", "Patients are concerned.")];
    assert_eq!(case.post("/judgement", &judged).status, 303);
    let year = |year: &str, reason: &str| {
        let evidence = ("evidence", "The log of the year");
        let about = [("regime", regime), ("anchor", "year_ended"), ("instant_year", year)];
        case.post("/anchor", &[&about[..], &[evidence, ("reason", reason)]].concat())
    };
    // The year is far away: it is said at the field, not at the top of the page.
    let page = year("0001", "");
    assert_eq!(page.status, 422);
    assert!(
        page.body.contains("href=\"#anchor-hipaa_covered_entity-year_ended-instant_year\""),
        "{}",
        page.body
    );
    assert_eq!(year("2024", "").status, 303);
    assert_eq!(year("2025", "It was the year after.").status, 303);
    let page = case.get("");
    assert!(page.body.contains("Earlier record: the end of 2024."), "{}", page.body);
    assert!(page.body.contains(">the end of 2025<"), "{}", page.body);
}

#[test]
fn a_time_that_cannot_be_is_said_at_its_field() {
    let case = Applying::begin();
    let page = case.aware("0001-01-01", "");
    assert!(page.body.contains("href=\"#anchor-cra_vulnerability-awareness-instant_date\""), "{}", page.body);
    let filed = [
        ("filed_date", "0001-01-01"),
        ("filed_time", "08:00"),
        ("reference", "SRP-1"),
        ("incomplete", "yes"),
    ];
    let page = case.post(&format!("/{REGIME}/cra_exploited_24h/filing"), &filed);
    assert!(page.body.contains("href=\"#filing-filed_date\""), "{}", page.body);
}
