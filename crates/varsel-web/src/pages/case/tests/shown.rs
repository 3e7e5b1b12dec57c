//! What the page shows, and to whom.

use super::*;

/// A case with everything that only the desk can see.
fn secretive() -> Story {
    let hidden = Command::Link {
        to: CaseId(Uuid::from_u128(77)),
        number: number(HIDDEN),
        publisher: OTHER_PUBLISHER,
        relation: Relation::Related,
    };
    Story::in_stage(StageKind::Assessed)
        .with(ANALYST, Command::AddNote { text: body(CANARY) })
        .with(ANALYST, Command::Assign { owner: Some(SANA) })
        .with(ANALYST, hidden)
}

#[test]
fn nothing_of_the_desks_own_is_on_the_publishers_page() {
    let story = secretive();
    let hidden_link = number(HIDDEN).to_string();
    let secrets = [CANARY, "Sana", &SANA.to_string(), &hidden_link];
    for role in Role::ALL.into_iter().filter(|role| role.party() == Party::Publisher) {
        for locale in Locale::ALL {
            let model = format!("{:?}", story.view(role, locale));
            let page = story.render(role, locale, Typed::default(), None);
            for secret in secrets {
                assert!(!model.contains(secret), "the model of {} holds {secret}", role.code());
                assert!(!page.contains(secret), "the page of {} shows {secret}", role.code());
            }
            assert!(!page.contains("name=\"basis\""), "a basis counts what is the desk's too");
        }
    }
    // The guard of this test: the desk does see them.
    let page = story.render(ANALYST, Locale::En, Typed::default(), None);
    for secret in secrets {
        assert!(page.contains(secret), "{secret}");
    }
}

#[test]
fn what_the_desk_prints_to_give_away_is_what_the_publisher_sees() {
    let story = secretive();
    let hidden_link = number(HIDDEN).to_string();
    for role in Role::ALL.into_iter().filter(|role| role.party() == Party::Desk) {
        for locale in Locale::ALL {
            let (by, calendar, zone) = (actor(role), calendar(), TimeZone::get("Europe/Helsinki").unwrap());
            let viewing = Viewing {
                t: Texts::of(locale),
                actor: &by,
                zone: &zone,
                now: story.case.updated,
                calendar: &calendar,
            };
            let loaded = Loaded { is_shared: true, ..story.loaded(OWNER) };
            let view = View::new(&viewing, loaded, None);
            let chrome = chrome(locale, story.case.updated);
            let page = CasePage { chrome, view, typed: Typed::default(), conflict: None }.render().unwrap();
            for secret in [CANARY, "Sana", &SANA.to_string(), &hidden_link] {
                assert!(!page.contains(secret), "{}: {secret}", role.code());
            }
            let (_, main) = page.split_once("<main").unwrap();
            assert!(
                !main.contains("<form") && !main.contains("data-live="),
                "nothing to do, nothing that comes in"
            );
        }
    }
    let page = story.render(ANALYST, Locale::En, Typed::default(), None);
    assert!(page.contains("?print=shared"), "the desk has the choice");
    assert!(!story.render(OWNER, Locale::En, Typed::default(), None).contains("?print=shared"));
}

#[test]
fn the_publishers_model_is_the_same_whatever_the_desk_did_alone() {
    let (plain, secret) = (Story::in_stage(StageKind::Assessed), secretive());
    let (plain, secret) = (plain.view(OWNER, Locale::En), secret.view(OWNER, Locale::En));
    assert_eq!(plain.seen, secret.seen, "what was seen tells nothing of hidden entries");
    assert_eq!(plain.timeline.items.len(), secret.timeline.items.len());
    assert_eq!(plain.links.len() + secret.links.len(), 0);
}

#[test]
fn pages_and_fragments_render_for_every_role_and_stage_in_every_language() {
    for stage in STAGES {
        let story = Story::in_stage(stage);
        for role in Role::ALL {
            for locale in Locale::ALL {
                let page = story.render(role, locale, Typed::default(), None);
                assert!(page.contains("Log4Shell in &#60;Analytics&#62;"), "user text is escaped");
                assert_eq!(page.matches("<h1").count(), 1);
                let parts = [
                    ("head", "case-head"),
                    ("timeline", "timeline"),
                    ("facts", "facts"),
                    ("promises", "promises"),
                    ("decide", "case-decide"),
                    ("write", "case-write"),
                ];
                for (part, id) in parts {
                    let view = story.view(role, locale);
                    if part == "decide" && !view.is_desk {
                        continue;
                    }
                    let chrome = chrome(locale, story.case.updated);
                    let fragment = Fragment { chrome, view, typed: Typed::default(), part }.render().unwrap();
                    assert!(fragment.contains(&format!("id=\"{id}\"")), "{part}");
                    assert!(page.contains(&format!("fragment?part={part}")));
                }
                let view = story.view(role, locale);
                let chrome = chrome(locale, story.case.updated);
                let page = WithdrawalPage { chrome, view, typed: Typed::default(), conflict: None };
                assert!(page.render().is_ok());
            }
        }
    }
}

#[test]
fn the_tracker_names_five_steps_with_dates_and_who() {
    let steps = |stage| {
        let view = Story::in_stage(stage).view(OWNER, Locale::En);
        let line = |s: &super::super::progress::Step| {
            format!("{}:{}:{}", s.label, s.class, s.by.as_deref().unwrap_or("-"))
        };
        view.tracker.iter().map(line).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        steps(StageKind::Received),
        "Received:done:Ada Lind Acknowledged:now:- Assessed:todo:- Mitigating:todo:- Closed:todo:-"
    );
    assert_eq!(
        steps(StageKind::Acknowledged),
        "Received:done:Ada Lind Acknowledged:done:Mika Korhonen Being assessed:now:- Mitigating:todo:- Closed:todo:-"
    );
    assert_eq!(
        steps(StageKind::Closed),
        "Received:done:Ada Lind Acknowledged:done:Mika Korhonen Assessed:done:Mika Korhonen \
         Mitigating:done:Mika Korhonen Closed:done:Mika Korhonen"
    );
    assert_eq!(steps(StageKind::Withdrawn), "Received:done:Ada Lind Withdrawn:stopped:Ada Lind");
}

#[test]
fn the_next_step_says_whose_move_it_is() {
    let next = |role, stage| {
        let next = Story::in_stage(stage).view(role, Locale::En).next;
        format!("{} | {} | {}", next.label, next.title, next.class)
    };
    for (role, stage, expected) in [
        (
            OWNER,
            StageKind::Received,
            "The desk’s move | A person at the desk acknowledges your report | plenty",
        ),
        (ANALYST, StageKind::Received, "The desk’s move | Acknowledge the report in person | yours soon"),
        (OWNER, StageKind::Acknowledged, "Your move | Answer the desk’s question | yours plenty"),
        (ANALYST, StageKind::Acknowledged, "The desk’s move | Decide severity and priority | yours soon"),
        (OWNER, StageKind::Closed, "Nothing for you to do | Closed: Fixed | done"),
        (ANALYST, StageKind::Withdrawn, "Nothing to do | The report was withdrawn | quiet"),
    ] {
        assert_eq!(next(role, stage), expected);
    }
}

#[test]
fn the_promise_is_kept_due_or_moot() {
    let kept =
        |stage| Story::in_stage(stage).view(OWNER, Locale::En).promises.first().map(|p| p.kept.clone());
    assert!(matches!(kept(StageKind::Received), Some(Standing::Due { .. })));
    assert_eq!(kept(StageKind::Assessed), Some(Standing::Kept { took: "1 h".to_owned() }));
    assert_eq!(kept(StageKind::Withdrawn), Some(Standing::Moot));
}

#[test]
fn a_conflict_tells_what_happened_since_and_keeps_the_words() {
    let story = Story::in_stage(StageKind::Acknowledged);
    let seen = story.case.updated.as_microsecond();
    let story = story.with(ANALYST, assess());
    let view = story.view_since(ANALYST, Locale::En, Some(seen));
    let since: Vec<&str> = view.since.iter().map(|since| since.text.as_str()).collect();
    assert_eq!(since, ["You set the severity to Critical: Score 10.0. Priority P1: Public exploit."]);
    let form = Form::parse("severity=low&severity_reason=My+long+%3Creason%3E&priority=p4&priority_reason=");
    let page = story.render(
        ANALYST,
        Locale::En,
        Typed::new("assessment", form),
        Some(Conflict { why: "Changed.".into() }),
    );
    assert!(page.matches("My long &#60;reason&#62;").count() >= 2, "in the panel and in the form");
    assert!(page.contains("value=\"low\" checked") && page.contains("Changed."));
    // A live update fetches forms as nobody has filled them.
    assert!(!page.contains("part=decide") && !page.contains("part=write"), "what was typed stays");
}

#[test]
fn every_code_that_the_page_names_has_a_name() {
    let chrome = chrome(Locale::En, start());
    let named = Severity::ALL.iter().all(|code| !chrome.name("severity", code).is_empty())
        && Tlp::ALL.iter().all(|code| !chrome.name("tlp", code).is_empty())
        && Outcome::ALL.iter().all(|code| !chrome.name("outcome", code).is_empty())
        && Category::ALL.iter().all(|code| !chrome.name("category", code).is_empty());
    assert!(named);
}

#[test]
fn a_time_of_day_is_asked_in_a_zone_that_is_named() {
    for locale in Locale::ALL {
        let page = Story::in_stage(StageKind::Assessed).render(ANALYST, locale, Typed::default(), None);
        let labels: Vec<&str> =
            page.split("<label for=\"").skip(1).filter_map(|part| part.split("</label>").next()).collect();
        let mut times = 0;
        for input in page.split("type=\"time\" id=\"").skip(1) {
            let id = input.split('"').next().unwrap();
            let label = labels.iter().find(|label| label.starts_with(&format!("{id}\">"))).unwrap();
            assert!(label.contains("Stockholm"), "{label}");
            times += 1;
        }
        assert!(times > 0 && page.contains("class=\"moment\""));
    }
}

#[test]
fn every_day_and_time_of_day_is_a_native_control_of_one_make() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/templates");
    let mut made_in = Vec::new();
    let mut folders = vec![std::path::PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if std::fs::read_to_string(&path).unwrap().contains("type=\"time\"") {
                made_in.push(path.file_name().unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    made_in.sort();
    // An embargo's zone is an answer of its own.
    assert_eq!(made_in, ["case_fields.html", "request_fields.html"]);
}
