//! The sentences of events and refusals, in one place for pages, mails, fragments and the API.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use varsel_core::case::duties::EVERY_REGIME;
use varsel_core::case::{Author, Event, FactKind, OutcomeStatement, Recorded};
use varsel_core::clock::ClockKind;
use varsel_core::coded::Coded;
use varsel_core::ids::PersonId;
use varsel_core::permission::Party;
use varsel_core::refusal::Refusal;
use varsel_core::score::Severity;
use varsel_core::score::cvss::{Vector, Vectors, Version};
use varsel_core::score::rating::Basis;
use varsel_core::score::situation::{Row, SuggestedPriority, Taken};

use crate::{Texts, duty, format};

/// The reader of a sentence: it says "you" to them, and writes times in their zone.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// The person, if known; `None` for a mail to several people.
    pub person: Option<PersonId>,
    /// Their side.
    pub side: Party,
    /// Their zone.
    pub zone: &'a TimeZone,
    /// When they read it.
    pub now: Timestamp,
    /// Finds the name of a person at the desk, to name owners.
    pub name_of: &'a dyn Fn(PersonId) -> Option<&'a str>,
}

impl std::fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader")
            .field("person", &self.person)
            .field("side", &self.side)
            .finish_non_exhaustive()
    }
}

/// Finds no names: for readers who are never shown an owner.
pub fn nameless<'a>(_: PersonId) -> Option<&'a str> {
    None
}

/// Names the author of an event: "You", a name, a side, or Varsel itself.
pub fn who<'a>(t: Texts, author: Author, name: Option<&'a str>, reader: &Reader<'_>) -> &'a str {
    match author {
        Author::System => t.event_system(),
        Author::Person { id, .. } if reader.person == Some(id) => t.event_you(),
        Author::Person { party, .. } => name.unwrap_or(match party {
            Party::Desk => t.event_desk(),
            Party::Publisher => t.event_publisher(),
        }),
    }
}

/// Describes an event in a sentence or two. Long texts (messages, questions, notes) are not repeated.
pub fn describe(t: Texts, recorded: &Recorded, author_name: Option<&str>, reader: &Reader<'_>) -> String {
    let who = who(t, recorded.author, author_name, reader);
    match &recorded.event {
        Event::DraftStarted { .. } => t.event_draft_started(who),
        Event::Submitted { number, .. } => t.event_submitted(number, who),
        Event::Acknowledged { .. } => t.event_acknowledged(who),
        Event::CategoryChanged { from, to, reason } => {
            let name = |category: &varsel_core::case::Category| t.name_of("category", category.code());
            t.event_category_changed(name(from), ended(reason.as_str()), name(to), who)
        }
        Event::Assessed { severity, severity_reason, priority, priority_reason, proposed_by, .. } => {
            let severity = t.event_severity_set(
                ended(severity_reason.as_str()),
                t.name_of("severity", severity.code()),
                who,
            );
            let priority = t.event_priority_set(ended(priority_reason.as_str()), priority.label());
            match proposed_by {
                // The second person is only shown to the desk.
                Some(id) if reader.side == Party::Desk => {
                    let proposer = (reader.name_of)(*id).unwrap_or(t.event_owner_somebody());
                    format!("{severity} {priority} {}", t.event_assessed_by_two(proposer))
                }
                _ => format!("{severity} {priority}"),
            }
        }
        Event::AssessmentProposed { assessment } => {
            let severity = t.name_of("severity", assessment.severity.code());
            let reason = ended(assessment.severity_reason.as_str());
            t.event_assessment_proposed(assessment.priority.label(), reason, severity, who)
        }
        Event::AssessmentDeclined { reason } => t.event_assessment_declined(ended(reason.as_str()), who),
        Event::ReopeningRequested { reason, .. } => t.event_reopening_requested(ended(reason.as_str()), who),
        Event::ReopeningDeclined { reason } => t.event_reopening_declined(ended(reason.as_str()), who),
        Event::ScoreKept { reason } => t.event_score_kept(ended(reason.as_str()), who),
        Event::Scored { vectors, reasons, answer } => {
            let said = t.event_scored(scores(t, vectors), who);
            let answer = answer.as_ref().map(|answer| t.event_scored_answer(ended(answer.as_str())));
            let told = reasons.iter().map(|one| {
                let metric = metric(t, one.version, &one.metric);
                t.event_scored_because(metric, ended(one.reason.as_str()))
            });
            std::iter::once(said).chain(answer).chain(told).collect::<Vec<_>>().join(" ")
        }
        Event::ScoreAccepted => t.event_score_accepted(who),
        Event::ScoreContested { reason, vectors } => {
            let said = t.event_score_contested(ended(reason.as_str()), who);
            if vectors.is_empty() {
                said
            } else {
                format!("{said} {}", t.event_score_held(scores(t, vectors)))
            }
        }
        Event::QuestionAsked { number, due, .. } => {
            t.event_question_asked(format::instant_with_city(t, *due, reader.zone, reader.now), number, who)
        }
        Event::QuestionAnswered { number, .. } => t.event_question_answered(number, who),
        Event::FactAsserted { fact, status, note } => {
            let status = status.code();
            let sentence = match fact {
                FactKind::Exploited => t.event_fact_exploited(status, who),
                FactKind::Public => t.event_fact_public(status, who),
                FactKind::FixAvailable => t.event_fact_fix_available(status, who),
                FactKind::FixDeployed => t.event_fact_fix_deployed(status, who),
                FactKind::MitigationAvailable => t.event_fact_mitigation_available(status, who),
            };
            match note {
                Some(note) => format!("{sentence} {}", ended(note.as_str())),
                None => sentence,
            }
        }
        Event::OutcomeCommunicated { statement } => {
            let sentence =
                t.event_outcome_communicated(outcome(t, statement), ended(statement.sentence.as_str()), who);
            with_until(t, sentence, statement.until)
        }
        Event::MitigationStarted { sentence } => t.event_mitigation_started(ended(sentence.as_str()), who),
        Event::Closed { statement } => {
            let sentence = t.event_closed(outcome(t, statement), ended(statement.sentence.as_str()), who);
            with_until(t, sentence, statement.until)
        }
        Event::Reopened { reason, .. } => t.event_reopened(ended(reason.as_str()), who),
        Event::Withdrawn { reason } => t.event_withdrawn(ended(reason.as_str()), who),
        Event::Linked { number, relation, .. } => t.event_linked(number, relation.code(), who),
        Event::OwnerAssigned { owner: None } => t.event_owner_none(who),
        Event::OwnerAssigned { owner: Some(owner) } => match recorded.author {
            Author::Person { id, .. } if id == *owner => t.event_owner_taken(who),
            _ => t.event_owner_assigned((reader.name_of)(*owner).unwrap_or(t.event_owner_somebody()), who),
        },
        Event::NoteAdded { .. } => t.event_note_added(who),
        Event::MessageShared { .. } => t.event_message_shared(who),
        Event::MailHandled { notice, recipients, to, delivered } => {
            let notice = t.get(&format!("notice-{}", notice.replace('_', "-"))).unwrap_or(notice);
            let to = match (to, reader.side) {
                (Party::Desk, _) => t.event_to_desk(),
                (Party::Publisher, Party::Desk) => t.event_to_publisher(),
                (Party::Publisher, Party::Publisher) => t.event_to_own_organisation(),
            };
            let recipients = i64::from(*recipients);
            if *delivered {
                t.event_mail_sent(notice, recipients, to)
            } else {
                t.event_mail_failed(notice, recipients, to)
            }
        }
        Event::ClockMissed { clock: ClockKind::Promise, due } => {
            t.event_promise_missed(format::instant_with_city(t, *due, reader.zone, reader.now))
        }
        Event::ClockMissed { clock, due } => t.event_target_missed(
            format::instant_with_city(t, *due, reader.zone, reader.now),
            target(t, *clock),
        ),
        Event::MissExplained { clock, reason } => {
            t.event_miss_explained(ended(reason.as_str()), target(t, *clock), who)
        }
        Event::TargetDecided { clock: ClockKind::DecideMeasure, sentence } => {
            t.event_measure_decided(ended(sentence.as_str()), who)
        }
        Event::TargetDecided { sentence, .. } => t.event_notice_decided(ended(sentence.as_str()), who),
        Event::DutyJudged { regime, applies, unsure, reason, .. } => {
            let regime = duty::regime(t, regime);
            let said = match (unsure, applies) {
                (true, _) => t.event_duty_unsure(regime, who),
                (false, true) => t.event_duty_applies(regime, who),
                (false, false) => t.event_duty_does_not_apply(regime, who),
            };
            match reason {
                Some(reason) => format!("{said} {}", t.event_anchor_because(ended(reason.as_str()))),
                None => said,
            }
        }
        Event::AnchorRecorded { regime, anchor, instant, evidence, reason, .. } => {
            let at = format::instant_with_city(t, *instant, reader.zone, reader.now);
            let (named, evidence) = (duty::anchor(t, anchor), ended(evidence.as_str()));
            let said = if regime == EVERY_REGIME {
                t.event_aware(named, evidence, at, who)
            } else {
                t.event_anchor_recorded(named, evidence, at, duty::regime(t, regime), who)
            };
            match reason {
                Some(reason) => format!("{said} {}", t.event_anchor_because(ended(reason.as_str()))),
                None => said,
            }
        }
        Event::FilingPrepared { regime, .. } => t.event_filing_prepared(duty::regime(t, regime), who),
        Event::StageFiled { regime, stage, filed, reference, .. } => t.event_stage_filed(
            format::instant_with_city(t, *filed, reader.zone, reader.now),
            reference,
            duty::regime(t, regime),
            duty::stage(t, stage),
            who,
        ),
        Event::StageStep { regime, stage, percent: 100, due } => t.event_stage_missed(
            format::instant_with_city(t, *due, reader.zone, reader.now),
            duty::regime(t, regime),
            duty::stage(t, stage),
        ),
        Event::StageStep { regime, stage, percent, due } => t.event_stage_step(
            format::instant_with_city(t, *due, reader.zone, reader.now),
            i64::from(*percent),
            duty::regime(t, regime),
            duty::stage(t, stage),
        ),
        Event::QuestionLapsed { number } => t.event_question_lapsed(number),
        // Follows from other events, and is not shown in a timeline.
        Event::ClocksChanged { .. } => String::new(),
    }
}

/// Returns what a clock measures, in words.
pub fn target(t: Texts, clock: ClockKind) -> &'static str {
    t.name_of("target", clock.code())
}

fn outcome(t: Texts, statement: &OutcomeStatement) -> &'static str {
    t.name_of("outcome", statement.outcome.code())
}

/// Writes a calendar day: "27 Nov 2026".
pub fn day_of(t: Texts, day: Date) -> String {
    day.to_zoned(TimeZone::UTC)
        .map_or_else(|_| day.to_string(), |start| format::day(t, start.timestamp(), &TimeZone::UTC))
}

/// Adds final punctuation to a typed text, so that another sentence can follow.
fn ended(text: &str) -> Cow<'_, str> {
    if text.ends_with(['.', '!', '?', '…', ':', '”', '"', ')']) {
        text.into()
    } else {
        format!("{text}.").into()
    }
}

fn with_until(t: Texts, sentence: String, until: Option<Date>) -> String {
    match until {
        Some(day) => format!("{sentence} {}", t.event_until(day_of(t, day))),
        None => sentence,
    }
}

/// Describes a refusal.
pub fn refusal(t: Texts, refusal: &Refusal, zone: &TimeZone, now: Timestamp) -> String {
    use varsel_core::case::StageKind;
    match refusal {
        Refusal::NotAllowed { .. } => t.refusal_not_allowed(),
        Refusal::WrongStage { stage } => match stage {
            StageKind::Draft => t.refusal_draft(),
            StageKind::Received => t.refusal_received(),
            StageKind::Acknowledged => t.refusal_acknowledged(),
            StageKind::Assessed => t.refusal_assessed(),
            StageKind::Mitigating => t.refusal_mitigating(),
            StageKind::Closed => t.refusal_closed(),
            StageKind::Withdrawn => t.refusal_withdrawn(),
        },
        Refusal::AlreadyDone { at } => return t.refusal_already_done(format::instant(t, *at, zone, now)),
        Refusal::Stale => t.refusal_stale(),
        Refusal::NoOpenQuestion => t.refusal_no_open_question(),
        Refusal::DueInThePast => t.refusal_due_in_the_past(),
        Refusal::NoChange => t.refusal_no_change(),
        Refusal::LinkToItself => t.refusal_link_to_itself(),
        Refusal::NotAssessed => t.refusal_not_assessed(),
        Refusal::DateNeeded => t.refusal_date_needed(),
        Refusal::OriginalNeeded => t.refusal_original_needed(),
        Refusal::PublishersToWithdraw => t.refusal_publishers_to_withdraw(),
        Refusal::SeverityNeeded => t.refusal_severity_needed(),
        Refusal::SecondPersonNeeded => t.refusal_second_person_needed(),
        Refusal::NothingProposed => t.refusal_nothing_proposed(),
        Refusal::NothingToScore => t.refusal_nothing_to_score(),
        Refusal::VectorNeeded => t.refusal_vector_needed(),
        Refusal::VersionNeeded { version } => return t.refusal_version_needed(version.number()),
        Refusal::NothingContested => t.refusal_nothing_contested(),
        Refusal::MetricReasonNeeded { version, metric: code } => {
            return t.refusal_metric_reason_needed(metric(t, *version, code), version.number());
        }
        Refusal::NoScoreToAnswer => t.refusal_no_score_to_answer(),
        Refusal::ReopeningAsked => t.refusal_reopening_asked(),
        Refusal::ReopeningOver => t.refusal_reopening_over(),
        Refusal::NoReopeningAsked => t.refusal_no_reopening_asked(),
        Refusal::NotContested => t.refusal_not_contested(),
        Refusal::ContestedBefore => t.refusal_contested_before(),
        Refusal::NothingToDecide => t.refusal_nothing_to_decide(),
        Refusal::NothingMissed => t.refusal_nothing_missed(),
        Refusal::NoSuchDuty => t.refusal_no_such_duty(),
        Refusal::ReasonNeeded => t.refusal_reason_needed(),
        Refusal::FarAway => t.refusal_far_away(),
        Refusal::InTheFuture => t.refusal_in_the_future(),
        Refusal::BeforeItBegan { began } => {
            return t.refusal_before_it_began(format::instant(t, *began, zone, now));
        }
        Refusal::TooManyEntries { most } => return t.refusal_too_many_entries(*most),
        Refusal::DutiesFull { most } => return t.refusal_duties_full(*most / 1_000),
        Refusal::OnlyByAPerson => t.refusal_only_by_a_person(),
    }
    .to_owned()
}

/// Describes why the rules suggest a severity; `score` is the effective CVSS score.
pub fn basis(t: Texts, basis: Basis, score: Option<&str>) -> String {
    match (basis, score) {
        (Basis::CvssScore, Some(score)) => t.basis_with_score(score),
        (Basis::CvssScore, None) => t.basis_cvss_score().to_owned(),
        (Basis::Takeover, _) => t.basis_takeover().to_owned(),
        (Basis::DataTouched, _) => t.basis_data_touched().to_owned(),
        (Basis::PublisherSays, _) => t.basis_publisher_says().to_owned(),
    }
}

/// Describes why the rules suggest a priority: the row of the table, its assumed values, and the floor that raised it.
pub fn why_priority(t: Texts, suggested: &SuggestedPriority) -> String {
    fn said<T: Coded>(t: Texts, area: &str, taken: Taken<T>) -> String {
        let name = t.name_of(area, taken.value.code());
        if taken.assumed { t.why_assumed(name) } else { name.to_owned() }
    }
    let severity = |taken: Taken<Severity>| {
        let name = t.name_of("severity", taken.value.code()).to_lowercase();
        if taken.assumed { t.why_assumed(name) } else { name }
    };
    let why = match suggested.row {
        Row::Weakness { severity: how_bad, exploitation, automatable, reach } => t.why_by_weakness(
            said(t, "automatable", automatable),
            said(t, "exploitation", exploitation),
            said(t, "reach", reach),
            severity(how_bad),
        ),
        Row::Incident { severity: how_bad, state, customer_data } => t.why_by_incident(
            said(t, "customer-data", customer_data),
            severity(how_bad),
            said(t, "containment", state),
        ),
    };
    match suggested.floor {
        Some(floor) => t.why_floor(t.name_of("floor", floor.code()), suggested.value.label(), why),
        None => why,
    }
}

/// Writes vectors with their scores: "9.8 (CVSS 3.1)".
pub fn scores(t: Texts, vectors: &Vectors) -> String {
    let one = |vector: &Vector| {
        format!("{} ({})", format::decimal(t, &vector.score().to_string()), vector.version().name())
    };
    vectors.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Returns the name of a CVSS metric.
pub fn metric(t: Texts, version: Version, code: &str) -> &str {
    t.get(&format!("metric-{}-{}", version.major(), code.to_ascii_lowercase())).unwrap_or(code)
}

#[cfg(test)]
#[path = "describe/tests.rs"]
mod tests;
