//! The page offers exactly what the rules accept.

use super::*;

/// What the page offers, by name, with a command that the form might send.
fn offers(can: Allowed) -> Vec<(&'static str, bool, Command)> {
    let reason = || sentence("Because.");
    let statement = || OutcomeStatement { outcome: Outcome::NotReproducible, ..statement() };
    vec![
        ("acknowledge", can.acknowledge, Command::Acknowledge { message: body("I have it.") }),
        (
            "assess",
            can.assess,
            Command::Assess {
                severity: Severity::Low,
                severity_reason: reason(),
                priority: Priority::P4,
                priority_reason: reason(),
            },
        ),
        ("confirm", can.confirm, Command::ConfirmAssessment),
        ("decline", can.decline, Command::DeclineAssessment { reason: reason() }),
        ("score", can.score, score(PUBLISHERS, &[])),
        ("accept score", can.accept_score, Command::AcceptScore),
        (
            "contest score",
            can.contest_score,
            Command::ContestScore { reason: reason(), vectors: Vectors::default() },
        ),
        ("ask", can.ask, Command::Ask { text: body("Why?"), due: start() + SignedDuration::from_hours(90) }),
        ("communicate", can.communicate, Command::CommunicateOutcome { statement: statement() }),
        ("mitigate", can.mitigate, Command::Mitigate { sentence: reason() }),
        ("close", can.close, Command::Close { statement: statement() }),
        ("reopen", can.reopen, Command::Reopen { reason: reason() }),
        ("ask to reopen", can.request_reopening, Command::RequestReopening { reason: reason() }),
        ("decline to reopen", can.decline_reopening, Command::DeclineReopening { reason: reason() }),
        ("message", can.message, Command::ShareMessage { text: body("Hello.") }),
        ("note", can.note, Command::AddNote { text: body("Hm.") }),
        ("answer", can.answer, Command::Answer { number: 1, text: body("All.") }),
        (
            "assert",
            can.assert,
            Command::Assert { fact: FactKind::Exploited, status: FactStatus::Yes, note: None },
        ),
        ("withdraw", can.withdraw, Command::Withdraw { reason: reason() }),
        ("categorise", can.categorise, Command::ChangeCategory { to: Category::Both, reason: reason() }),
        (
            "link",
            can.link,
            Command::Link {
                to: CaseId(Uuid::from_u128(2)),
                number: number(1),
                publisher: PUBLISHER,
                relation: Relation::Related,
            },
        ),
        ("assign", can.assign, Command::Assign { owner: Some(SANA) }),
    ]
}

fn ask_to_reopen() -> Command {
    Command::RequestReopening { reason: sentence("It is back.") }
}

#[test]
fn the_page_offers_exactly_what_the_rules_accept() {
    let stages = STAGES.into_iter().map(|stage| (stage.to_string(), Story::in_stage(stage).case));
    let acknowledged = || Story::in_stage(StageKind::Acknowledged);
    let milder = Command::Assess {
        severity: Severity::Low,
        severity_reason: sentence("It is a test system."),
        priority: Priority::P4,
        priority_reason: sentence("It can wait."),
    };
    let contest = Command::ContestScore { reason: sentence("One must pay."), vectors: Vectors::default() };
    let opinions = [
        ("a proposal", acknowledged().with(ANALYST, milder)),
        ("a request", Story::in_stage(StageKind::Closed).with(OWNER, ask_to_reopen())),
        ("two opinions", acknowledged().with(ANALYST, score(DESKS, &["S"]))),
        ("a contest", acknowledged().with(ANALYST, score(DESKS, &["S"])).with(OWNER, contest)),
    ];
    let opinions = opinions.into_iter().map(|(name, story)| (name.to_owned(), story.case));
    for (stage, case) in stages.chain(opinions) {
        for role in Role::ALL {
            let by = actor(role);
            for (name, offered, command) in
                offers(Allowed::of(&by, &case, case.updated + SignedDuration::from_mins(5)))
            {
                let now = case.updated + SignedDuration::from_mins(5);
                let decision = decide(
                    &case,
                    command,
                    Some(&by),
                    Context::new(now, &calendar(), Rules::shipped(), Signals::default()),
                );
                assert_eq!(offered, decision.is_ok(), "{name} by {} on {stage}: {decision:?}", role.code());
            }
        }
    }
}

#[test]
fn what_each_role_is_offered_at_each_stage() {
    let table: BTreeMap<(&str, StageKind), &str> = BTreeMap::from([
        (("owner", StageKind::Received), "message assert withdraw categorise"),
        (("owner", StageKind::Acknowledged), "message answer assert withdraw categorise"),
        (("owner", StageKind::Closed), "ask to reopen assert"),
        (("member", StageKind::Mitigating), "message answer assert categorise"),
        (("viewer", StageKind::Acknowledged), ""),
        (("auditor", StageKind::Acknowledged), ""),
        (("analyst", StageKind::Received), "acknowledge close message note assert categorise link assign"),
        (
            ("analyst", StageKind::Acknowledged),
            "assess score ask close message note assert categorise link assign",
        ),
        (
            ("lead", StageKind::Assessed),
            "assess score ask communicate mitigate close message note assert categorise link assign",
        ),
        (("analyst", StageKind::Closed), "reopen note assert link assign"),
        (("analyst", StageKind::Withdrawn), "reopen note assert link assign"),
    ]);
    for ((code, stage), expected) in table {
        let role = Role::ALL.into_iter().find(|role| role.code() == code).unwrap();
        let case = Story::in_stage(stage).case;
        let can = Allowed::of(&actor(role), &case, case.updated);
        let offered: Vec<&str> =
            offers(can).iter().filter(|(_, now, _)| *now).map(|(name, ..)| *name).collect();
        assert_eq!(offered.join(" "), expected, "{code} on {stage}");
    }
}

#[test]
fn forms_stand_on_the_page_of_those_who_may_use_them() {
    let nouns = [
        "acknowledgement",
        "assessment",
        "assessment/agreement",
        "assessment/refusal",
        "questions",
        "answers",
        "facts",
        "outcome",
        "mitigation",
        "closure",
        "reopening",
        "reopening/request",
        "reopening/refusal",
        "links",
        "owner",
        "notes",
        "messages",
        "category",
    ];
    let shown = |role, stage| {
        let page = Story::in_stage(stage).render(role, Locale::En, Typed::default(), None);
        let action = |noun: &&&str| page.contains(&format!("action=\"/cases/{}/{noun}\"", number(4711)));
        nouns.iter().filter(action).copied().collect::<Vec<&str>>().join(" ")
    };
    for reader in [Role::Publisher(PublisherRole::Viewer), Role::Desk(DeskRole::Auditor)] {
        for stage in STAGES {
            assert_eq!(shown(reader, stage), "", "{} on {stage}", reader.code());
        }
    }
    assert_eq!(shown(OWNER, StageKind::Acknowledged), "answers facts messages category");
    assert_eq!(shown(OWNER, StageKind::Closed), "facts reopening/request");
    assert_eq!(
        shown(ANALYST, StageKind::Received),
        "acknowledgement facts closure links owner notes messages category"
    );
    assert_eq!(
        shown(ANALYST, StageKind::Assessed),
        "assessment questions facts outcome mitigation closure links owner notes messages category"
    );
    assert_eq!(shown(ANALYST, StageKind::Withdrawn), "facts reopening links owner notes");
}
