//! Answers become fields and come back as they were.

use proptest::collection::vec;
use proptest::prelude::*;
use varsel_locale::{Locale, Texts};

use super::*;

fn form(fields: &[(String, String)]) -> Form {
    Form::parse(&form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish())
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "[ -~åäöÅÄÖ日本\u{202e}\n\t]{0,40}"]
}

fn affected() -> impl Strategy<Value = AffectedAnswer> {
    let offer = prop_oneof![Just(String::new()), "[0-9a-f-]{1,36}", "[a-z.]{1,12}"];
    (offer, text(), vec("[A-Za-z &+.]{1,12}", 0..3), text(), text()).prop_map(
        |(offer, name, plans, versions, fixed_in)| {
            let name = if offer.is_empty() { name } else { String::new() };
            AffectedAnswer { offer, name, plans, versions, fixed_in }
        },
    )
}

fn answers() -> impl Strategy<Value = Answers> {
    let embargo = prop_oneof![
        Just(String::new()),
        ("[0-9-]{0,10}", "[0-9:]{0,5}", "[A-Za-z/_]{0,20}")
            .prop_filter("a zone alone is no embargo", |(date, time, _)| !date.is_empty() || !time.is_empty())
            .prop_map(|(date, time, zone)| format!("{date} {time} {zone}"))
    ];
    (vec(text(), FIELDS.len()), vec(affected(), 0..5), vec(text(), 0..5), any::<Option<bool>>(), embargo)
        .prop_map(|(texts, affected, steps, exists, embargo)| {
            let mut answers = Answers { affected, embargo, ..Answers::default() };
            for (field, text) in FIELDS.iter().zip(texts) {
                match field.control {
                    Control::Line { slot, .. }
                    | Control::Prose { slot, .. }
                    | Control::Radios { slot, .. }
                    | Control::Cvss(slot) => *(slot.set)(&mut answers) = text,
                    Control::Cves if !text.is_empty() => answers.vulnerability.cves = vec![text],
                    Control::Touched => answers.incident.touched = vec![text, "build".to_owned()],
                    Control::Message => {
                        "draft".clone_into(&mut answers.customer_message.kind);
                        answers.customer_message.text = text;
                    }
                    _ => {}
                }
            }
            answers.resolution.exists = exists;
            answers.resolution.steps = steps;
            answers
        })
}

proptest! {
    #[test]
    fn answers_come_back_from_the_form_as_they_were(answers in answers()) {
        let mut back = Answers::default();
        for topic in Topic::ALL {
            read(topic, &form(&write(topic, &answers)), &mut back);
        }
        prop_assert_eq!(&back, &answers);
        for topic in Topic::ALL {
            prop_assert_eq!(fingerprint(topic, &back), fingerprint(topic, &answers));
        }
    }

    #[test]
    fn a_topic_touches_its_own_answers_only(answers in answers(), body in "[a-z._=&+%0-9-]{0,80}") {
        for topic in Topic::ALL {
            let mut changed = answers.clone();
            read(topic, &Form::parse(&body), &mut changed);
            for other in Topic::ALL.into_iter().filter(|other| *other != topic) {
                prop_assert_eq!(write(other, &changed), write(other, &answers));
            }
        }
    }
}

#[test]
fn an_offer_that_is_not_ticked_is_not_affected() {
    let body = "affected.o-1.versions=4.0&affected.o-2.offer=2&affected.o-2.plans=Team&affected.o-2.versions=&affected.t0.name=Old";
    let mut answers = Answers::default();
    read(Topic::Problem, &Form::parse(body), &mut answers);
    let found: Vec<_> = answers.affected.iter().map(|a| (a.offer.as_str(), a.name.as_str())).collect();
    assert_eq!(found, [("2", ""), ("", "Old")]);
    assert_eq!(answers.affected[0].plans, ["Team"]);
}

#[test]
fn what_a_database_cannot_keep_is_replaced() {
    let mut answers = Answers::default();
    read(Topic::Problem, &Form::parse("title=a%00b"), &mut answers);
    assert_eq!(answers.title, "a\u{FFFD}b");
}

#[test]
fn rows_are_added_and_removed_without_scripts() {
    let wish = |value: &str| Wish::of(&Form::parse(&format!("do={value}")));
    assert_eq!(wish("continue"), Wish::Continue);
    assert_eq!(wish(""), Wish::Continue);
    assert_eq!(wish("later"), Wish::Later);
    assert_eq!(wish("remove-step:x"), Wish::Continue);
    let mut answers = Answers::default();
    let apply = |value: &str, answers: &mut Answers| match wish(value) {
        Wish::Rows(rows) => rows.apply(answers),
        other => panic!("{other:?}"),
    };
    apply("add-step", &mut answers);
    assert_eq!(answers.resolution.steps, ["", ""]);
    answers.resolution.steps = vec!["one".to_owned(), "two".to_owned()];
    apply("remove-step:0", &mut answers);
    apply("remove-step:7", &mut answers);
    assert_eq!(answers.resolution.steps, ["two"]);
    answers.affected = vec![AffectedAnswer { offer: "a".to_owned(), ..Default::default() }];
    apply("add-offer", &mut answers);
    apply("add-offer", &mut answers);
    "typed".clone_into(&mut answers.affected[2].name);
    apply("remove-offer:0", &mut answers);
    let left: Vec<_> = answers.affected.iter().map(|a| (a.offer.as_str(), a.name.as_str())).collect();
    assert_eq!(left, [("a", ""), ("", "typed")]);
}

#[test]
fn every_question_has_its_words_in_both_languages() {
    for locale in [Locale::En, Locale::Sv] {
        let t = Texts::of(locale);
        for field in FIELDS {
            let label = super::super::view::label(t, field.name);
            assert!(label.is_some_and(|l| !l.is_empty()), "{} in {}", field.name, locale.tag());
            let codes = match field.control {
                Control::Radios { area, codes, .. } => codes().into_iter().map(|code| (area, code)).collect(),
                Control::Touched => touched_codes().into_iter().map(|code| ("touched", code)).collect(),
                _ => Vec::new(),
            };
            for (area, code) in codes {
                assert_ne!(t.name_of(area, code), code, "{area} in {}", locale.tag());
            }
        }
        for topic in Topic::ALL {
            for area in ["request-topic", "request-topic-why"] {
                assert_ne!(t.name_of(area, topic.code()), topic.code(), "{area} {topic:?}");
            }
        }
    }
}

#[test]
fn only_what_is_affected_is_filled_in() {
    let mut answers = Answers::default();
    let mut entry = crate::cve_card::tests::entry("cve-unaffected-product");
    // The affected product does not come first.
    entry.sources[0].facts.affected.rotate_left(1);
    fill(&mut answers, &entry);
    assert_eq!(answers.vulnerability.upstream_component, "Fabrikam Anvil");
    entry.sources[0].facts.affected.retain(|product| product.name != "Fabrikam Anvil");
    let mut answers = Answers::default();
    fill(&mut answers, &entry);
    assert_eq!(answers.vulnerability.upstream_component, "");
}
