//! Validates all answers together.

use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp, civil};
use varsel_core::case::Category;
use varsel_core::case::report::{
    Affected, CustomerMessage, Incident, IncidentState, MAX_ITEMS, Report, Resolution, Touched, Unsure,
    Vulnerability,
};
use varsel_core::coded::Coded;
use varsel_core::ids::OfferId;
use varsel_core::score::cvss::{Vector, Vectors};
use varsel_core::text::{Line, Prose, TextError};
use varsel_core::vulnerability_id::{self, VulnerabilityId};

use super::answers::{AffectedAnswer, Answers, IncidentAnswers, VulnerabilityAnswers};
use super::problem::{Problem, ProblemKind};

/// An offer that a publisher can name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offered {
    /// Its id.
    pub id: OfferId,
    /// Its name.
    pub name: String,
}

/// Finds an offer of the publisher by id or key.
pub type OfferLookup<'a> = &'a dyn Fn(&str) -> Option<Offered>;

/// Collects problems while values are parsed.
struct Reader {
    problems: Vec<Problem>,
}

impl Reader {
    fn problem(&mut self, field: &str, kind: ProblemKind) {
        self.problems.push(Problem { field: field.to_owned(), kind });
    }

    fn keep<T>(&mut self, field: &str, read: Result<T, impl Into<ProblemKind>>) -> Option<T> {
        read.map_err(|error| self.problem(field, error.into())).ok()
    }

    /// Parses an optional text.
    fn optional<T>(
        &mut self,
        field: &str,
        text: &str,
        read: impl Fn(&str) -> Result<T, TextError>,
    ) -> Option<T> {
        match read(text) {
            Err(TextError::Empty) => None,
            other => self.keep(field, other),
        }
    }

    fn line<const MAX: usize>(&mut self, field: &str, text: &str) -> Option<Line<MAX>> {
        self.optional(field, text, Line::new)
    }

    fn prose<const MAX: usize>(&mut self, field: &str, text: &str) -> Option<Prose<MAX>> {
        self.optional(field, text, Prose::new)
    }

    /// Parses a code; empty means the default.
    fn code<T: Coded + Default>(&mut self, field: &str, code: &str) -> T {
        let code = code.trim();
        if code.is_empty() {
            return T::default();
        }
        self.keep(field, T::from_code(code).map_err(|e| ProblemKind::NotOneOf { accepted: e.accepted }))
            .unwrap_or_default()
    }

    fn limit(&mut self, field: &str, count: usize) {
        if count > MAX_ITEMS {
            self.problem(field, ProblemKind::TooMany { max: MAX_ITEMS });
        }
    }
}

/// Parses the report of a category from answers, or returns the problem of every field.
pub fn parse(
    answers: &Answers,
    category: Category,
    offers: OfferLookup<'_>,
    now: Timestamp,
) -> Result<Report, Vec<Problem>> {
    let mut reader = Reader { problems: Vec::new() };
    let r = &mut reader;
    let title = r.keep("title", Line::new(&answers.title));
    let description = r.keep("description", Prose::new(&answers.description));
    let affected = read_affected(r, &answers.affected, offers);
    let own_reference = r.line("own_reference", &answers.own_reference);
    let noticed_how = r.prose("noticed_how", &answers.noticed_how);
    let vulnerability =
        category.asks_vulnerability().then(|| read_vulnerability(r, &answers.vulnerability, category));
    let incident = category.asks_incident().then(|| read_incident(r, &answers.incident));
    let resolution = read_resolution(r, answers);
    let customer_message = read_message(r, answers);
    let embargo = match answers.embargo.trim() {
        "" => None,
        text => r.keep("embargo", parse_instant(text).and_then(|at| ahead(at, now))),
    };
    let tlp = r.code("tlp", &answers.tlp);
    let proposed_severity = r.code("proposed_severity", &answers.proposed_severity);
    match (title, description) {
        (Some(title), Some(description)) if reader.problems.is_empty() => Ok(Report {
            title,
            description,
            affected,
            own_reference,
            noticed_how,
            vulnerability,
            incident,
            resolution,
            customer_message,
            embargo,
            tlp,
            proposed_severity,
        }),
        _ => Err(reader.problems),
    }
}

fn read_affected(r: &mut Reader, answers: &[AffectedAnswer], offers: OfferLookup<'_>) -> Vec<Affected> {
    r.limit("affected", answers.len());
    let mut affected = Vec::new();
    for (i, answer) in answers.iter().enumerate().take(MAX_ITEMS) {
        let field = |name: &str| format!("affected.{i}.{name}");
        let blank = [&answer.offer, &answer.name, &answer.versions, &answer.fixed_in]
            .iter()
            .all(|t| t.trim().is_empty());
        if blank && answer.plans.is_empty() {
            continue;
        }
        let (offer, name) = match answer.offer.trim() {
            "" => (None, r.keep(&field("name"), Line::new(&answer.name))),
            given => match offers(given) {
                Some(found) => (Some(found.id), r.keep(&field("offer"), Line::new(&found.name))),
                None => {
                    let given = given.chars().take(80).collect();
                    r.problem(&field("offer"), ProblemKind::UnknownOffer { given });
                    (None, None)
                }
            },
        };
        r.limit(&field("plans"), answer.plans.len());
        let plans =
            answer.plans.iter().take(MAX_ITEMS).filter_map(|plan| r.line(&field("plans"), plan)).collect();
        let versions = r.line(&field("versions"), &answer.versions);
        let fixed_in = r.line(&field("fixed_in"), &answer.fixed_in);
        if let Some(name) = name {
            affected.push(Affected { offer, name, plans, versions, fixed_in });
        }
    }
    if affected.is_empty() && !r.problems.iter().any(|p| p.field.starts_with("affected")) {
        r.problem("affected", ProblemKind::Missing);
    }
    affected
}

fn read_vulnerability(r: &mut Reader, answers: &VulnerabilityAnswers, category: Category) -> Vulnerability {
    let mut cves: Vec<VulnerabilityId> = Vec::new();
    // People paste several ids into one field.
    for piece in answers.cves.iter().flat_map(|text| vulnerability_id::pieces(text)) {
        match piece.parse() {
            Ok(id) if cves.contains(&id) => {}
            // One more than the maximum shows that there are too many.
            Ok(id) if cves.len() <= MAX_ITEMS => cves.push(id),
            Ok(_) => {}
            Err(_) => r.problem(
                "vulnerability.cves",
                ProblemKind::BadCve { given: piece.chars().take(40).collect() },
            ),
        }
    }
    r.limit("vulnerability.cves", cves.len());
    let lines = answers.cvss.lines().map(str::trim).filter(|line| !line.is_empty());
    let vectors: Vec<Vector> = lines
        .take(MAX_ITEMS)
        .filter_map(|line| {
            r.keep("vulnerability.cvss", line.parse().map_err(|error| ProblemKind::bad_cvss(line, error)))
        })
        .collect();
    let cvss = r.keep("vulnerability.cvss", Vectors::new(vectors)).unwrap_or_default();
    // A report of an unsure category can have neither; a vulnerability report needs one of them.
    let told = r.problems.iter().any(|p| p.field.starts_with("vulnerability."));
    if category == Category::Vulnerability && cves.is_empty() && cvss.is_empty() && !told {
        r.problem("vulnerability.cves", ProblemKind::NeedCveOrCvss);
    }
    Vulnerability {
        cves,
        cvss,
        exploited: r.code::<Unsure>("vulnerability.exploited", &answers.exploited),
        public: r.code("vulnerability.public", &answers.public),
        proof_of_concept: r.code("vulnerability.proof_of_concept", &answers.proof_of_concept),
        default_configuration: r.code("vulnerability.default_configuration", &answers.default_configuration),
        upstream_component: r.line("vulnerability.upstream_component", &answers.upstream_component),
        finder: r.prose("vulnerability.finder", &answers.finder),
    }
}

fn read_incident(r: &mut Reader, answers: &IncidentAnswers) -> Incident {
    let mut touched: Vec<Touched> = Vec::new();
    for code in answers.touched.iter().map(|c| c.trim()).filter(|c| !c.is_empty()) {
        match Touched::from_code(code) {
            Ok(kind) if touched.contains(&kind) => {}
            Ok(kind) => touched.push(kind),
            Err(error) => r.problem("incident.touched", ProblemKind::NotOneOf { accepted: error.accepted }),
        }
    }
    Incident {
        began: r.line("incident.began", &answers.began),
        noticed: r.line("incident.noticed", &answers.noticed),
        confirmed: r.line("incident.confirmed", &answers.confirmed),
        state: r.code::<IncidentState>("incident.ongoing", &answers.ongoing),
        touched,
        customers_affected: r.line("incident.customers_affected", &answers.customers_affected),
        regions: r.line("incident.regions", &answers.regions),
        tokens_to_revoke: r.prose("incident.tokens_to_revoke", &answers.tokens_to_revoke),
        told: r.prose("incident.told", &answers.told),
        evidence: r.prose("incident.evidence", &answers.evidence),
        contact: r.line("incident.contact", &answers.contact),
    }
}

fn read_resolution(r: &mut Reader, answers: &Answers) -> Resolution {
    let answers = &answers.resolution;
    r.limit("resolution.steps", answers.steps.len());
    let exists = answers.exists == Some(true);
    let steps: Vec<_> = answers
        .steps
        .iter()
        .enumerate()
        .take(MAX_ITEMS)
        .filter_map(|(i, step)| r.prose(&format!("resolution.steps.{i}"), step))
        .collect();
    if exists && steps.is_empty() && !r.problems.iter().any(|p| p.field.starts_with("resolution.")) {
        r.problem("resolution.steps.0", ProblemKind::Missing);
    }
    let available = r.line("resolution.available", &answers.available);
    Resolution { exists: answers.exists, steps: if exists { steps } else { Vec::new() }, available }
}

fn read_message(r: &mut Reader, answers: &Answers) -> CustomerMessage {
    let answers = &answers.customer_message;
    match answers.kind.trim() {
        "" => CustomerMessage::Unanswered,
        "none" => CustomerMessage::None,
        "help" => CustomerMessage::Help,
        "draft" => r
            .keep("customer_message.text", Prose::new(&answers.text))
            .map_or(CustomerMessage::Unanswered, |text| CustomerMessage::Draft { text }),
        _ => {
            r.problem(
                "customer_message.kind",
                ProblemKind::NotOneOf { accepted: "draft, help, none".to_owned() },
            );
            CustomerMessage::Unanswered
        }
    }
}

/// Parses a time: RFC 3339 with an offset, or `2026-12-01 14:00 Europe/Stockholm`.
///
/// A local time that a clock change skips is refused; for one that it repeats, the first counts.
pub fn parse_instant(text: &str) -> Result<Timestamp, ProblemKind> {
    let text = text.trim();
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(instant);
    }
    let mut parts = text.split_whitespace();
    let (Some(date), Some(time), Some(zone), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(ProblemKind::BadInstant);
    };
    let date: civil::Date = date.parse().map_err(|_| ProblemKind::BadInstant)?;
    let time: civil::Time = time.parse().map_err(|_| ProblemKind::BadInstant)?;
    let unknown = || ProblemKind::UnknownZone { given: zone.chars().take(60).collect() };
    let zone = varsel_core::clock::zone(zone).ok_or_else(unknown)?;
    local_instant(date, time, &zone)
}

/// Returns the instant of a time of day in a zone. One that a clock change skips is refused; for one that it repeats, the first
/// counts.
pub fn local_instant(
    date: civil::Date,
    time: civil::Time,
    zone: &TimeZone,
) -> Result<Timestamp, ProblemKind> {
    let local = zone.to_ambiguous_timestamp(date.to_datetime(time));
    let skipped = matches!(local.offset(), AmbiguousOffset::Gap { .. });
    let instant = local.compatible().map_err(|_| ProblemKind::BadInstant)?;
    if skipped { Err(ProblemKind::SkippedTime { next: after_gap(zone, instant) }) } else { Ok(instant) }
}

/// Returns the local time that the clocks jumped to at the change before an instant.
fn after_gap(zone: &TimeZone, instant: Timestamp) -> civil::Time {
    let change = zone.preceding(instant).next().map_or(instant, |transition| transition.timestamp());
    zone.to_datetime(change).time()
}

/// The maximum number of years ahead that an embargo can end.
const EMBARGO_YEARS: i64 = 3;

/// Accepts a time in the future that is not implausibly far ahead.
fn ahead(at: Timestamp, now: Timestamp) -> Result<Timestamp, ProblemKind> {
    let latest = now + SignedDuration::from_hours(24 * 366 * EMBARGO_YEARS);
    match at {
        at if at <= now => Err(ProblemKind::Past),
        at if at > latest => Err(ProblemKind::TooFar { years: EMBARGO_YEARS }),
        at => Ok(at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_time_is_read_in_its_zone_and_must_exist() {
        for (given, read) in [
            ("2026-12-01T14:00:00Z", Ok("2026-12-01T14:00:00Z")),
            ("2026-12-01 14:00 Europe/Stockholm", Ok("2026-12-01T13:00:00Z")),
            // The clocks go back: this hour comes twice, and the first counts.
            ("2026-10-25 02:30 Europe/Stockholm", Ok("2026-10-25T00:30:00Z")),
            (
                "2027-03-28 02:30 Europe/Stockholm",
                Err(ProblemKind::SkippedTime { next: civil::time(3, 0, 0, 0) }),
            ),
            (
                "2026-10-04 02:10 Australia/Lord_Howe",
                Err(ProblemKind::SkippedTime { next: civil::time(2, 30, 0, 0) }),
            ),
            ("2026-12-01 14:00", Err(ProblemKind::BadInstant)),
            ("2026-12-01 14:00 Nowhere", Err(ProblemKind::UnknownZone { given: "Nowhere".to_owned() })),
        ] {
            let wanted = read.map(|text: &str| text.parse::<Timestamp>().unwrap());
            assert_eq!(parse_instant(given), wanted, "{given}");
        }
    }

    #[test]
    fn an_embargo_ends_in_a_time_to_come() {
        let now: Timestamp = "2026-11-26T12:00:00Z".parse().unwrap();
        let at = |text: &str| ahead(text.parse().unwrap(), now);
        assert_eq!(at("2020-01-01T10:00:00Z"), Err(ProblemKind::Past));
        assert_eq!(at("2026-11-26T12:00:00Z"), Err(ProblemKind::Past));
        assert!(at("2026-11-26T12:01:00Z").is_ok());
        assert!(at("2029-11-26T12:00:00Z").is_ok());
        assert_eq!(at("9999-01-01T00:00:00Z"), Err(ProblemKind::TooFar { years: 3 }));
    }
}
