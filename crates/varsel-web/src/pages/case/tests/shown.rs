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

/// Every stage, and what is left to do again after a case was reopened.
const TRACKED: &str = "
received                 Received:done Acknowledged:now:by Assessed:todo Mitigating:todo Closed:todo
acknowledged             Received:done Acknowledged:done Being assessed:now:since Mitigating:todo Closed:todo
assessed                 Received:done Acknowledged:done Assessed:done Mitigating:now:next Closed:todo
mitigating               Received:done Acknowledged:done Assessed:done Mitigating:now:since Closed:todo
closed                   Received:done Acknowledged:done Assessed:done Mitigating:done Closed:done
closed_unmitigated       Received:done Acknowledged:done Assessed:done Mitigating:todo:skipped Closed:done
closed_at_once           Received:done Acknowledged:done Assessed:todo:skipped Mitigating:todo:skipped Closed:done
withdrawn                Received:done Withdrawn:stopped
reopened                 Received:done Acknowledged:done Assessed:done Mitigating:now:next, again Closed:todo:again
reopened_unmitigated     Received:done Acknowledged:done Assessed:done Mitigating:now:next Closed:todo:again
reopened_at_once         Received:done Acknowledged:done Being assessed:now:since Mitigating:todo Closed:todo:again
reopened_withdrawn       Received:done Acknowledged:now:by Assessed:todo Mitigating:todo Closed:todo:again
mitigating_again         Received:done Acknowledged:done Assessed:done Mitigating:now:since Closed:todo:again
closed_again             Received:done Acknowledged:done Assessed:done Mitigating:done Closed:done
closed_again_unmitigated Received:done Acknowledged:done Assessed:done Mitigating:todo:skipped Closed:done
withdrawn_again          Received:done Acknowledged:done Assessed:done Withdrawn:stopped
";

fn tracked(name: &str) -> Story {
    let reopen = || Command::Reopen { reason: sentence("It is back.") };
    let close = || Command::Close { statement: statement() };
    let at_once = || {
        let statement = OutcomeStatement { outcome: Outcome::NotReproducible, ..statement() };
        Story::in_stage(StageKind::Received).with(ANALYST, Command::Close { statement })
    };
    let unmitigated = || Story::in_stage(StageKind::Assessed).with(ANALYST, close());
    let reopened = || Story::in_stage(StageKind::Closed).with(ANALYST, reopen());
    let again = || reopened().with(ANALYST, Command::Mitigate { sentence: sentence("Hidden again.") });
    match name {
        "closed_unmitigated" => unmitigated(),
        "closed_at_once" => at_once(),
        "reopened" => reopened(),
        "reopened_unmitigated" => unmitigated().with(ANALYST, reopen()),
        "reopened_at_once" => at_once().with(ANALYST, reopen()),
        "reopened_withdrawn" => Story::in_stage(StageKind::Withdrawn).with(ANALYST, reopen()),
        "mitigating_again" => again(),
        "closed_again" => again().with(ANALYST, close()),
        "closed_again_unmitigated" => reopened().with(ANALYST, close()),
        "withdrawn_again" => reopened().with(OWNER, Command::Withdraw { reason: sentence("By mistake.") }),
        stage => Story::in_stage(StageKind::from_code(stage).unwrap()),
    }
}

#[test]
fn the_tracker_shows_as_done_what_is_done() {
    for row in TRACKED.lines().filter(|row| !row.is_empty()) {
        let (name, expected) = row.split_once(' ').unwrap();
        for role in [OWNER, ANALYST] {
            let step = |step: &super::super::progress::Step| {
                let parts = [step.label, step.class, step.words];
                parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(":")
            };
            let view = tracked(name).view(role, Locale::En);
            let steps: Vec<_> = view.tracker.iter().map(step).collect();
            assert_eq!(steps.join(" "), expected.trim(), "{name} for {}", role.code());
            for step in &view.tracker {
                assert_eq!(step.class == "done", step.state == "done", "{name}: {}", step.label);
                assert!(step.class != "done" || step.at.is_some(), "{name}: {}", step.label);
            }
        }
    }
}

#[test]
fn the_tracker_names_who_took_a_step() {
    let view = Story::in_stage(StageKind::Acknowledged).view(OWNER, Locale::En);
    let who = |step: &super::super::progress::Step| step.by.clone().unwrap_or_default();
    let named: Vec<_> = view.tracker.iter().map(who).collect();
    assert_eq!(named, ["Ada Lind", "Mika Korhonen", "", "", ""]);
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
fn the_next_step_becomes_the_rest_of_a_sentence() {
    for (title, inside) in [
        ("Decide severity and priority", "decide severity and priority"),
        ("Äldre först", "äldre först"),
        ("Fabrikam AB answers", "Fabrikam AB answers"),
        ("NIS2 early warning due", "NIS2 early warning due"),
        ("", ""),
    ] {
        assert_eq!(super::super::done::inside(title, "Fabrikam AB"), inside);
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

#[test]
fn a_contested_score_is_kept_or_changed_in_two_plain_choices() {
    let contest = Command::ContestScore { reason: sentence("A trial is free."), vectors: Vectors::default() };
    let story =
        Story::in_stage(StageKind::Acknowledged).with(ANALYST, score(DESKS, &["S"])).with(OWNER, contest);
    let page = |role| story.render(role, Locale::En, Typed::default(), None);
    let desk = page(ANALYST);
    assert!(desk.contains("A trial is free."), "the objection is quoted");
    assert!(desk.contains("name=\"do\" value=\"keep\">Keep 9.8<"), "{desk}");
    assert!(desk.contains("name=\"do\" value=\"change\">Change the score<"));
    assert!(desk.contains("id=\"contested-reason\" name=\"reason\""));
    assert!(!page(OWNER).contains("value=\"keep\""));
    let keep = Command::KeepScore { reason: sentence("A trial needs a card.") };
    let kept = story.with(ANALYST, keep);
    assert!(!kept.render(ANALYST, Locale::En, Typed::default(), None).contains("value=\"keep\""));
}

#[test]
fn a_newer_score_of_another_rating_asks_about_severity() {
    const LOW: &str = "CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N";
    let differing = ["AV", "AC", "PR", "UI", "S", "C", "I", "A"];
    let moved = |story: &Story, role| {
        story.view(role, Locale::En).desk.map(|desk| (desk.triage.moved, desk.triage.severity))
    };
    let rated = Story::in_stage(StageKind::Assessed);
    assert_eq!(moved(&rated, ANALYST), Some((None, "critical")));
    let same = Story::in_stage(StageKind::Assessed).with(ANALYST, score(DESKS, &["S"]));
    assert_eq!(moved(&same, ANALYST), Some((None, "critical")));
    let lower = rated.with(ANALYST, score(LOW, &differing));
    let asked = "The score is now Low. Severity is Critical: change it?".to_owned();
    assert_eq!(moved(&lower, ANALYST), Some((Some(asked.clone()), "low")), "the form starts from the score");
    let page = lower.render(ANALYST, Locale::En, Typed::default(), None);
    assert!(
        page.contains(&asked)
            && page.contains("href=\"#assessment\"")
            && page.contains("id=\"assessment\" open")
    );
    assert!(
        !lower.render(OWNER, Locale::En, Typed::default(), None).contains(&asked),
        "it is the desk's to decide"
    );
    let again = lower.with(
        ANALYST,
        Command::Assess {
            severity: Severity::Critical,
            severity_reason: sentence("Its customers rely on it."),
            priority: Priority::P1,
            priority_reason: sentence("Public exploit"),
        },
    );
    assert_eq!(moved(&again, ANALYST), Some((None, "critical")), "decided again, it is not asked");
}

#[test]
fn an_exploited_vulnerability_offers_to_report_an_incident_too() {
    let exploited = |status| Command::Assert { fact: FactKind::Exploited, status, note: None };
    let offers = |story: &Story, role| {
        let page = story.render(role, Locale::En, Typed::default(), None);
        page.contains("This sounds like an incident too") && page.contains("name=\"to\" value=\"both\"")
    };
    let plain = Story::in_stage(StageKind::Received);
    assert!(!offers(&plain, OWNER));
    let story = plain.with(OWNER, exploited(FactStatus::Yes));
    assert!(offers(&story, OWNER) && offers(&story, ANALYST));
    assert!(!offers(&story, Role::Publisher(PublisherRole::Viewer)), "who only reads changes nothing");
    let both = Command::ChangeCategory { to: Category::Both, reason: sentence("It is being exploited.") };
    assert!(!offers(&story.with(OWNER, both), OWNER));
    let story = Story::in_stage(StageKind::Received).with(OWNER, exploited(FactStatus::No));
    assert!(!offers(&story, OWNER));
}

#[test]
fn a_closed_case_is_reopened_at_request_or_reported_again() {
    let ask = || Command::RequestReopening { reason: sentence("It is <back>.") };
    let page = |story: &Story, role| story.render(role, Locale::En, Typed::default(), None);
    let closed = Story::in_stage(StageKind::Closed);
    assert!(
        page(&closed, OWNER).contains("/reopening/request\"")
            && page(&closed, OWNER).contains("You can ask until")
    );
    assert!(!page(&closed, ANALYST).contains("/reopening/request\""));

    let mut late = Story::in_stage(StageKind::Closed);
    late.case.updated += SignedDuration::from_hours(31 * 24);
    let late = page(&late, OWNER);
    assert!(!late.contains("/reopening/request\"") && late.contains("href=\"/requests/new\""), "{late}");

    let asked = closed.with(OWNER, ask());
    let desk = page(&asked, ANALYST);
    assert!(desk.contains("Fabrikam AB asks to reopen the case") && desk.contains("It is &#60;back&#62;."));
    assert!(desk.contains("/reopening\"") && desk.contains("/reopening/refusal\""), "both answers are there");
    let next = asked.view(ANALYST, Locale::En).next;
    assert_eq!((next.title.as_str(), next.due.is_some()), ("Fabrikam AB asks to reopen the case", true));
    let publisher = page(&asked, OWNER);
    assert!(publisher.contains("The desk decides whether to reopen the case"));
    assert!(!publisher.contains("/reopening/request\"") && publisher.contains("You have asked us to reopen"));

    let decline = Command::DeclineReopening { reason: sentence("It is another flaw.") };
    let declined = page(&asked.with(ANALYST, decline), OWNER);
    assert!(declined.contains("It is another flaw.") && declined.contains("href=\"/requests/new\""));
}
