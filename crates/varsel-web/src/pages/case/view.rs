//! The view of a case page for one reader, built from the loaded data, with nothing that they cannot see.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use varsel_core::case::scoring::Standing;
use varsel_core::case::{
    Author, Case, Category, FactKind, FactStatus, Link, Outcome, Relation, Stage, StageKind, Stamp,
};
use varsel_core::clock::Calendar;
use varsel_core::coded::Coded;
use varsel_core::ids::PersonId;
use varsel_core::permission::{Actor, Party};
use varsel_locale::Texts;
use varsel_locale::describe::{self, Reader};
use varsel_store::cases::Entry;
use varsel_store::unsent::Unsent;

use super::allowed::Allowed;
use super::clocks::{self, ClockRow};
use super::done::Done;
use super::facts::{self, FactRow, ScoreRow};
use super::load::Loaded;
use super::progress::{self, Next, Onlooker, PromiseRow, Step};
use super::timeline::{self, Timeline};
use super::triage::{self, Choice, DeskView};
use super::typed::Typed;

/// Who reads, and when.
pub(super) struct Viewing<'a> {
    pub(super) t: Texts,
    pub(super) actor: &'a Actor,
    pub(super) zone: &'a TimeZone,
    pub(super) now: Timestamp,
    pub(super) calendar: &'a Calendar,
}

/// A link to another case, as its reader can see it.
#[derive(Clone, Debug)]
pub(super) struct LinkRow {
    pub(super) relation: &'static str,
    pub(super) number: String,
}

impl LinkRow {
    fn of(t: Texts, link: &Link) -> Self {
        Self { relation: t.name_of("relation", link.relation.code()), number: link.number.to_string() }
    }
}

fn choices<T: Coded>(t: Texts, area: &str, wanted: bool) -> Vec<Choice> {
    if wanted { T::ALL.iter().map(|value| Choice::of(t, area, *value)).collect() } else { Vec::new() }
}

/// Names of those who had a part in the case, and of the desk where the desk reads.
struct Names(Vec<(PersonId, String)>);

impl Names {
    fn of(loaded: &Loaded) -> Self {
        let mut names: Vec<(PersonId, String)> = Vec::with_capacity(8);
        for entry in &loaded.entries {
            if let (Author::Person { id, .. }, Some(name)) = (entry.recorded.author, &entry.author_name)
                && names.iter().all(|(known, _)| *known != id)
            {
                names.push((id, name.clone()));
            }
        }
        let colleagues = loaded.desk.iter().flat_map(|desk| &desk.colleagues);
        names.extend(colleagues.map(|colleague| (colleague.id, colleague.name.clone())));
        Self(names)
    }

    fn find(&self, id: PersonId) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == id).map(|(_, name)| name.as_str())
    }
}

/// A question that waits for its answer.
pub(super) struct OpenQuestion {
    pub(super) number: u32,
    /// The key of its form.
    pub(super) key: String,
    /// The id of the line that says who reads the answer.
    pub(super) reader: String,
    pub(super) due: Timestamp,
}

/// Something that happened since a page was read.
#[derive(Clone, Debug)]
pub(super) struct Since {
    pub(super) text: String,
    pub(super) at: Timestamp,
}

/// The page of a case.
#[derive(Clone, Debug)]
pub(super) struct View {
    pub(super) number: String,
    pub(super) case: Arc<Case>,
    pub(super) is_desk: bool,
    /// Whether the desk reads it as it may be given away.
    pub(super) is_shared: bool,
    pub(super) can: Allowed,
    pub(super) publisher: String,
    pub(super) is_withdrawn: bool,
    pub(super) tracker: Vec<Step>,
    pub(super) next: Next,
    pub(super) timeline: Timeline,
    /// The class of the marking's pill, without `tlp-`.
    pub(super) tlp: String,
    pub(super) facts: Vec<FactRow>,
    pub(super) scores: Vec<ScoreRow>,
    /// How the two opinions stand to each other, in words; nothing before the desk has one.
    pub(super) standing: &'static str,
    pub(super) promises: Vec<PromiseRow>,
    /// The clocks, for the desk.
    pub(super) clocks: Vec<ClockRow>,
    /// What the publisher is to file, by when it is due. What the desk is to file itself is among its clocks.
    pub(super) filings: Vec<clocks::ClockRow>,
    pub(super) links: Vec<LinkRow>,
    /// The number of the case that this one is a duplicate of; empty if it is none.
    pub(super) original_number: String,
    pub(super) categories: Vec<Choice>,
    pub(super) relations: Vec<Choice>,
    pub(super) fact_kinds: Vec<Choice>,
    pub(super) fact_statuses: Vec<Choice>,
    pub(super) desk: Option<DeskView>,
    /// Who reads what is written here.
    pub(super) readers: String,
    /// The same, in short, on what was written.
    pub(super) shared_with: String,
    /// Why a decision is not possible yet.
    pub(super) why_not_yet: &'static str,
    /// The time of the newest entry that the reader sees, in microseconds: what forms say they have seen.
    pub(super) seen: i64,
    /// When an answer is due unless someone says otherwise, in the desk's zone.
    pub(super) due_date: String,
    pub(super) due_time: String,
    /// What happened since the reader's last look, where a form said when that was.
    pub(super) since: Vec<Since>,
    /// What of it the other side did.
    pub(super) arrived: Vec<Since>,
    /// What the reader has just done, on the page that it leads to.
    pub(super) done: Option<Done>,
    /// What the reader has begun to write and not sent.
    unsent: Vec<Unsent>,
}

impl View {
    /// Creates the page. `seen` is what a form that comes back said it had seen.
    pub(super) fn new(of: &Viewing<'_>, loaded: Loaded, seen: Option<i64>) -> Self {
        let t = of.t;
        let names = Names::of(&loaded);
        let Loaded { mut case, next, publisher, entries, has_earlier, has_later, desk, unsent, is_shared } =
            loaded;
        // What is given away shows what the publisher sees, and nothing to do.
        let side = if is_shared { Party::Publisher } else { of.actor.party() };
        if side == Party::Publisher {
            // Defence in depth: the snapshot contains the desk's data, so it is removed before templates see it.
            let shown = Arc::make_mut(&mut case);
            shown.owner = None;
            shown.pending = None;
            shown.clocks.keep_shared();
            shown.desk_duties = varsel_core::case::duties::Duties::default();
            shown.links.retain(|link| link.same_publisher);
        }
        let name_of = |id: PersonId| names.find(id);
        let reader =
            // Whoever it is given to is not who prints it.
            Reader { person: (!is_shared).then_some(of.actor.person), side, zone: of.zone, now: of.now, name_of: &name_of };
        let named = |stamp: &Stamp| match stamp.by {
            Author::Person { id, .. } => names.find(id).map(str::to_owned),
            Author::System => None,
        };
        let who = |stamp: &Stamp| match stamp.by {
            Author::Person { id, .. } if id == of.actor.person && !is_shared => t.case_fact_you().to_owned(),
            Author::Person { id, .. } => describe::who(t, stamp.by, names.find(id), &reader).to_owned(),
            Author::System => t.event_system().to_owned(),
        };
        let news = |is_shown: &dyn Fn(&Entry) -> bool| -> Vec<Since> {
            let Some(seen) = seen else { return Vec::new() };
            let news =
                entries.iter().filter(|entry| entry.recorded.at.as_microsecond() > seen && is_shown(entry));
            let described = news.map(|Entry { recorded, author_name }| Since {
                text: describe::describe(t, recorded, author_name.as_deref(), &reader),
                at: recorded.at,
            });
            described.collect()
        };
        let since = news(&|_| true);
        let arrived = news(&|entry| Case::side_of(entry.recorded.author).is_some_and(|by| by != side));
        let can = if is_shared { Allowed::default() } else { Allowed::of(of.actor, &case, of.now) };
        // Lists of choices are made for those who get the form.
        let desk = desk.map(|data| triage::desk(of, &case, data));
        let (readers, shared_with) = match &desk {
            Some(desk) => {
                (t.case_readers_desk(desk.readers, &publisher), t.case_pill_shared_desk(&publisher))
            }
            None => (t.case_readers_publisher().to_owned(), t.case_pill_shared_publisher().to_owned()),
        };
        let due = of.calendar.close_of_business_after(of.now, 1);
        let other_category = |category: &&Category| **category != case.category;
        Self {
            number: case.number.map(|number| number.to_string()).unwrap_or_default(),
            is_desk: side == Party::Desk,
            is_shared,
            can,
            is_withdrawn: progress::is_withdrawn(&case),
            tracker: progress::tracker(t, &case, named),
            next: progress::next(
                t,
                &case,
                next,
                Onlooker { side, acts: can.message || can.answer, publisher: &publisher, now: of.now },
            ),
            tlp: case.report.as_ref().map_or("", |report| report.tlp.code()).replace('_', "-"),
            facts: facts::facts(t, &case, who),
            scores: facts::scores(t, &case),
            standing: match case.standing() {
                Standing::Open => "",
                standing => t.name_of("standing", standing.code()),
            },
            // The desk's other clocks stand below.
            promises: progress::promises(
                t,
                &case,
                next.filter(|_| side == Party::Publisher),
                (of.calendar, of.now),
            ),
            clocks: if side == Party::Desk {
                clocks::rows(t, &case, of.calendar, of.zone, of.now)
            } else {
                Vec::new()
            },
            filings: {
                let filings = clocks::filings(t, &case, Party::Publisher, of.zone, of.now);
                let mut filings: Vec<_> = filings.collect();
                filings.sort_by_key(|filing| filing.due);
                filings
            },
            original_number: case.original().map(|link| link.number.to_string()).unwrap_or_default(),
            links: case.links.iter().map(|link| LinkRow::of(t, link)).collect(),
            categories: Category::ALL
                .iter()
                .filter(other_category)
                .map(|c| Choice::of(t, "category", *c))
                .collect(),
            seen: entries.last().map_or(0, |entry| entry.recorded.at.as_microsecond()),
            due_date: due.date().to_string(),
            due_time: due.strftime("%H:%M").to_string(),
            since,
            arrived,
            done: None,
            unsent,
            desk,
            readers,
            shared_with,
            why_not_yet: if case.acknowledged.is_none() {
                t.case_why_acknowledge()
            } else {
                t.case_why_assess()
            },
            relations: choices::<Relation>(t, "relation", can.link),
            fact_kinds: choices::<FactKind>(t, "fact", can.assert),
            fact_statuses: choices::<FactStatus>(t, "status", can.assert),
            timeline: Timeline {
                count: t.case_entries(i64::try_from(entries.len()).unwrap_or(i64::MAX)),
                earlier: entries.first().filter(|_| has_earlier).map(|entry| entry.recorded.sequence),
                has_later,
                items: timeline::items(t, &case, entries, &reader),
            },
            publisher,
            case,
        }
    }

    /// Returns the title of the report.
    pub(super) fn title(&self) -> &str {
        self.case.report.as_ref().map_or("", |report| report.title.as_str())
    }

    /// Returns the outcome, once communicated.
    pub(super) fn outcome(&self) -> Option<Outcome> {
        self.case.outcome.as_ref().map(|statement| statement.outcome)
    }

    /// Returns whether the desk sees similar cases.
    pub(super) fn has_similar(&self) -> bool {
        self.desk.as_ref().is_some_and(|desk| !desk.similar.is_empty())
    }

    /// Returns the class of the severity's pill.
    pub(super) fn severity_code(&self) -> &'static str {
        self.case.severity().code()
    }

    /// Returns the code of the category.
    pub(super) fn category_code(&self) -> &'static str {
        self.case.category.code()
    }

    /// Returns the id of the owner as forms name it.
    pub(super) fn owner_id(&self) -> &str {
        self.desk.as_ref().and_then(|desk| desk.owner.as_ref()).map_or("", |owner| &owner.id)
    }

    /// Returns whether the mitigation waits for severity and priority, or for the acknowledgement before them.
    pub(super) fn waits_for_assessment(&self) -> bool {
        matches!(self.case.stage.kind(), StageKind::Received | StageKind::Acknowledged)
    }

    /// Lists the open questions with what their forms need.
    pub(super) fn open_questions(&self) -> Vec<OpenQuestion> {
        let open = |question: &varsel_core::case::Question| OpenQuestion {
            number: question.number,
            key: format!("answers-{}", question.number),
            reader: format!("answers-{}-r", question.number),
            due: question.due,
        };
        self.case.questions.iter().map(open).collect()
    }

    /// Returns which pane of the desk's composer stands open: the one that comes back, else one that holds unsent words.
    pub(super) fn pane(&self, typed: &Typed) -> &'static str {
        const FORMS: [&str; 3] = ["messages", "questions", "notes"];
        let typed = FORMS.into_iter().find(|key| typed.is(key));
        let begun = || FORMS.into_iter().find(|key| self.unsent_version(key) > 0);
        match typed.or_else(begun) {
            Some("questions") if self.can.ask => "question",
            Some("notes") => "note",
            _ if !self.can.message => "note",
            _ => "reply",
        }
    }

    /// Returns what a field of a form held when it was left without sending; else what it holds at first.
    pub(super) fn unsent<'a>(&'a self, key: &str, field: &str, first: &'a str) -> &'a str {
        match (self.unsent.iter().find(|unsent| unsent.kind == key), field) {
            (Some(unsent), "body") => &unsent.body,
            (Some(unsent), "due_date") if !unsent.due_date.is_empty() => &unsent.due_date,
            (Some(unsent), "due_time") if !unsent.due_time.is_empty() => &unsent.due_time,
            _ => first,
        }
    }

    /// Returns the version of what was left in a form; 0 when there is nothing.
    pub(super) fn unsent_version(&self, key: &str) -> i64 {
        self.unsent.iter().find(|unsent| unsent.kind == key).map_or(0, |unsent| unsent.version)
    }

    /// Returns when what was left in a form was saved.
    pub(super) fn unsent_at(&self, key: &str) -> Option<Timestamp> {
        Timestamp::from_microsecond(self.unsent_version(key)).ok().filter(|at| *at > Timestamp::UNIX_EPOCH)
    }

    /// Returns whether the report says that harm is done now, in a case that goes on.
    pub(super) fn is_urgent(&self) -> bool {
        !self.is_over() && self.case.report.as_ref().is_some_and(varsel_core::case::Report::is_urgent)
    }

    /// Returns whether the publisher contests the desk's score, and the desk has not looked again.
    pub(super) fn is_contested(&self) -> bool {
        self.can.score && self.case.standing() == Standing::Contested
    }

    /// Tells whether an exploited vulnerability is reported as no incident, and the reader can report both.
    pub(super) fn is_incident_too(&self) -> bool {
        self.can.categorise && self.case.category == Category::Vulnerability && self.case.is_exploited()
    }

    /// Tells whether a publisher who has more to say of a closed case has to report it again.
    pub(super) fn must_report_again(&self, now: Timestamp) -> bool {
        let is_late = self.case.reopens_until().is_some_and(|until| now > until);
        let was_declined = self.case.reopening.as_ref().is_some_and(|request| request.declined.is_some());
        !self.is_desk && self.is_over() && (is_late || was_declined)
    }

    /// Returns the desk's score that leads, as a number.
    pub(super) fn held_score(&self, t: Texts) -> String {
        let held = self.case.scoring.as_ref().and_then(|scoring| scoring.vectors.leading());
        held.map_or_else(String::new, |vector| crate::calculator::number(t, vector.score()))
    }

    /// Returns why the publisher contests the desk's score.
    pub(super) fn objection(&self) -> &str {
        let contest = self.case.scoring.as_ref().and_then(|scoring| scoring.contested.as_ref());
        contest.map_or("", |contest| contest.reason.as_ref())
    }

    /// Counts what the marketplace still has to file.
    pub(super) fn open_filings(&self) -> i64 {
        i64::try_from(self.case.desk_duties.running().count()).unwrap_or(0)
    }

    /// Counts the clocks that ended.
    pub(super) fn done_clocks(&self) -> i64 {
        i64::try_from(self.clocks.iter().filter(|clock| clock.is_done).count()).unwrap_or(0)
    }

    /// Counts the running and paused clocks.
    pub(super) fn running_clocks(&self) -> usize {
        self.clocks.iter().filter(|clock| !clock.is_done).count()
    }

    /// Returns whether the case is closed.
    pub(super) fn is_over(&self) -> bool {
        !self.case.stage.kind().is_open()
    }

    /// Returns whether the case is unrated, so that the triage panel is open.
    pub(super) fn wants_triage(&self) -> bool {
        matches!(self.case.stage, Stage::Acknowledged(_))
    }
}
