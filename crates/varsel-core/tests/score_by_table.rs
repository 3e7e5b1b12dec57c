//! What the rules suggest for severity and priority, by table.

#![expect(clippy::unwrap_used, reason = "tests may fail loudly, their helpers too")]

mod support;
mod weakness;

use varsel_core::case::Report;
use varsel_core::case::report::{Incident, IncidentState, Touched, Unsure, Vulnerability};
use varsel_core::coded::Coded;
use varsel_core::score::cvss::{Vector, Vectors};
use varsel_core::score::priority::{Floor, PriorityTables, Reach};
use varsel_core::score::rating::Basis;
use varsel_core::score::situation::{Row, Signals};
use varsel_core::score::{Priority, Severity, Situation};

/// An incident that is over and touched nothing.
fn quiet_incident() -> Incident {
    Incident {
        began: None,
        noticed: None,
        confirmed: None,
        state: IncidentState::Over,
        touched: Vec::new(),
        customers_affected: None,
        regions: None,
        tokens_to_revoke: None,
        told: None,
        evidence: None,
        contact: None,
    }
}

fn report(proposed: Severity, cvss: Option<&str>, touched: Option<&[Touched]>) -> Report {
    Report {
        vulnerability: cvss.map(|vector| Vulnerability {
            cvss: vector.parse::<Vector>().map(Vectors::from).unwrap_or_default(),
            ..weakness::small_vulnerability()
        }),
        incident: touched.map(|touched| Incident { touched: touched.to_vec(), ..quiet_incident() }),
        proposed_severity: proposed,
        ..support::small_report()
    }
}

type Expected<'a> = (Severity, Option<&'a str>, Option<&'a [Touched]>, Severity, Basis);

#[test]
fn severity_is_the_worse_of_weakness_and_incident() {
    const CRITICAL: Option<&str> = Some("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H");
    const HIGH: Option<&str> = Some("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H");
    const MEDIUM: Option<&str> = Some("CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N");
    const LOW: Option<&str> = Some("CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N");
    const NO_SCORE: Option<&str> = Some("");
    use Severity::{Critical, High, Low, Medium, Unrated};
    use Touched::{
        Availability, Build, Credentials, CustomerContent, PaymentData, PersonalData, PublishingAccount,
        SourceCode,
    };

    #[rustfmt::skip]
    let table: &[Expected] = &[
        // proposed  CVSS      touched                             suggested because
        (Low,        None,     None,                               Low,      Basis::PublisherSays),
        (Unrated,    None,     None,                               Unrated,  Basis::PublisherSays),
        (High,       NO_SCORE, Some(&[]),                          High,     Basis::PublisherSays),
        (High,       None,     Some(&[SourceCode]),                High,     Basis::PublisherSays),
        (Medium,     None,     Some(&[Availability]),              Medium,   Basis::PublisherSays),
        // A score stands, whatever the publisher hopes or fears.
        (Low,        CRITICAL, None,                               Critical, Basis::CvssScore),
        (Critical,   HIGH,     None,                               High,     Basis::CvssScore),
        (Unrated,    MEDIUM,   None,                               Medium,   Basis::CvssScore),
        (Critical,   LOW,      None,                               Low,      Basis::CvssScore),
        // So does what was touched.
        (Low,        None,     Some(&[Build]),                     Critical, Basis::Takeover),
        (Low,        None,     Some(&[PublishingAccount]),         Critical, Basis::Takeover),
        (Low,        None,     Some(&[PersonalData]),              High,     Basis::DataTouched),
        (Low,        None,     Some(&[PaymentData]),               High,     Basis::DataTouched),
        (Low,        None,     Some(&[Credentials]),               High,     Basis::DataTouched),
        (Critical,   None,     Some(&[CustomerContent]),           High,     Basis::DataTouched),
        (Low,        None,     Some(&[PersonalData, Build]),       Critical, Basis::Takeover),
        (Low,        None,     Some(&[Availability, Credentials]), High,     Basis::DataTouched),
        // Both: the worse one.
        (Low,        LOW,      Some(&[Build]),                     Critical, Basis::Takeover),
        (Low,        MEDIUM,   Some(&[PersonalData]),              High,     Basis::DataTouched),
        (Low,        CRITICAL, Some(&[PersonalData]),              Critical, Basis::CvssScore),
        (Low,        MEDIUM,   Some(&[Availability]),              Medium,   Basis::CvssScore),
    ];
    for (proposed, cvss, touched, value, basis) in table {
        let suggestion = situation(&report(*proposed, *cvss, *touched), false).severity();
        assert_eq!(
            (suggestion.value, suggestion.basis),
            (*value, *basis),
            "{proposed}, {cvss:?}, {touched:?}"
        );
    }
}

/// The desk's table of vulnerabilities at limited reach: severity, exploitation, automatable, priority.
const VULNERABILITIES: &str = "
    critical none no p2
    critical none yes p2
    critical poc no p2
    critical poc yes p1
    critical active no p1
    critical active yes p1
    high none no p3
    high none yes p3
    high poc no p3
    high poc yes p2
    high active no p1
    high active yes p1
    medium none no p4
    medium none yes p3
    medium poc no p3
    medium poc yes p3
    medium active no p2
    medium active yes p2
    low none no p4
    low none yes p4
    low poc no p4
    low poc yes p4
    low active no p3
    low active yes p3
";

/// The desk's table of incidents: severity, state, customer data, priority. What is touched counts as confirmed, and where
/// nobody has said what was touched, customers' data may have been.
const INCIDENTS: &str = "
    critical ongoing suspected p1
    critical contained suspected p1
    critical historic suspected p2
    high ongoing suspected p1
    high contained suspected p2
    high historic suspected p3
    medium ongoing suspected p2
    medium contained suspected p3
    medium historic suspected p4
    low ongoing suspected p3
    low contained suspected p4
    low historic suspected p4
    critical ongoing none p1
    critical ongoing confirmed p1
    critical contained none p2
    critical contained confirmed p1
    critical historic none p2
    critical historic confirmed p2
    high ongoing none p1
    high ongoing confirmed p1
    high contained none p2
    high contained confirmed p2
    high historic none p3
    high historic confirmed p2
    medium ongoing none p2
    medium ongoing confirmed p2
    medium contained none p3
    medium contained confirmed p2
    medium historic none p4
    medium historic confirmed p3
    low ongoing none p3
    low ongoing confirmed p3
    low contained none p4
    low contained confirmed p4
    low historic none p4
    low historic confirmed p4
";

/// What the rules look at in a report whose reach nobody has counted.
fn situation(report: &Report, exploited: bool) -> Situation<'_> {
    let vectors = report.vulnerability.as_ref().map_or(Vectors::none(), |weakness| &weakness.cvss);
    Situation {
        report,
        vectors,
        contrary: None,
        exploited,
        statutory: false,
        signals: Signals::default(),
        now: "2026-11-26T09:00:00Z".parse().unwrap(),
    }
}

fn rows(table: &str) -> impl Iterator<Item = [&str; 4]> {
    table.lines().filter_map(|line| line.split_whitespace().collect::<Vec<_>>().try_into().ok())
}

#[test]
fn the_priority_of_a_vulnerability_follows_its_table() {
    const AUTOMATABLE: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N";
    const NOT_AUTOMATABLE: &str = "CVSS:3.1/AV:L/AC:L/PR:L/UI:R/S:U/C:L/I:N/A:N";
    assert_eq!(rows(VULNERABILITIES).count(), 24);
    for row @ [severity, exploitation, automatable, priority] in rows(VULNERABILITIES) {
        let yes_if = |so| if so { Unsure::Yes } else { Unsure::No };
        let vector = if automatable == "yes" { AUTOMATABLE } else { NOT_AUTOMATABLE };
        let vulnerability = Vulnerability {
            exploited: yes_if(exploitation == "active"),
            proof_of_concept: yes_if(exploitation == "poc"),
            cvss: vector.parse::<Vector>().unwrap().into(),
            ..weakness::small_vulnerability()
        };
        let report = Report { vulnerability: Some(vulnerability), incident: None, ..support::small_report() };
        let suggestion =
            situation(&report, false).priority(severity.parse().unwrap(), PriorityTables::shipped());
        assert_eq!(suggestion.value.to_string(), priority, "{row:?}");
        let Row::Weakness { exploitation: taken, automatable: auto, reach, .. } = suggestion.row else {
            panic!("{row:?} is of the other table")
        };
        assert_eq!((taken.value.code(), taken.assumed), (exploitation, false), "{row:?}");
        assert_eq!((auto.value.code(), auto.assumed, reach.assumed), (automatable, false, true), "{row:?}");
    }
}

#[test]
fn the_priority_of_an_incident_follows_its_table() {
    assert_eq!(rows(INCIDENTS).count(), 36);
    for row @ [severity, state, data, priority] in rows(INCIDENTS) {
        let state = if state == "historic" { "over" } else { state };
        let touched = match data {
            "confirmed" => vec![Touched::CustomerContent],
            "none" => vec![Touched::SourceCode],
            _ => Vec::new(),
        };
        let incident = Incident { state: state.parse().unwrap(), touched, ..quiet_incident() };
        let report = Report { vulnerability: None, incident: Some(incident), ..support::small_report() };
        let suggestion =
            situation(&report, false).priority(severity.parse().unwrap(), PriorityTables::shipped());
        assert_eq!(suggestion.value.to_string(), priority, "{row:?}");
    }
}

#[test]
fn floors_raise_and_doubt_counts() {
    let priority = |severity, vulnerability: Option<Vulnerability>, incident: Option<Incident>, fact| {
        let report = Report { vulnerability, incident, ..support::small_report() };
        situation(&report, fact).priority(severity, PriorityTables::shipped()).value
    };
    let touching = |kind| Some(Incident { touched: vec![kind], ..quiet_incident() });
    assert_eq!(
        priority(Severity::Low, None, touching(Touched::Build), false),
        Priority::P1,
        "a malicious artefact"
    );
    assert_eq!(
        priority(Severity::Low, None, touching(Touched::PersonalData), false),
        Priority::P2,
        "personal data"
    );
    let unscored = || Some(Vulnerability { cvss: Vectors::default(), ..weakness::small_vulnerability() });
    let unscored_poc = Vulnerability { proof_of_concept: Unsure::Yes, ..unscored().unwrap() };
    assert_eq!(
        priority(Severity::High, Some(unscored_poc), None, false),
        Priority::P2,
        "nobody has ruled out automation"
    );
    assert_eq!(
        priority(Severity::High, unscored(), None, true),
        Priority::P1,
        "a fact counts as the report does"
    );
    assert!(
        priority(Severity::Unrated, unscored(), None, false) <= Priority::P3,
        "what nobody has rated is not left for last"
    );
}

#[test]
fn a_wide_reach_and_a_near_disclosure_count() {
    let vulnerability = Vulnerability { proof_of_concept: Unsure::Yes, ..weakness::small_vulnerability() };
    let report = Report { vulnerability: Some(vulnerability), ..support::small_report() };
    let priority = |situation: Situation<'_>| {
        let found = situation.priority(Severity::High, PriorityTables::shipped());
        (found.value, found.floor)
    };
    let quiet = Report { vulnerability: Some(weakness::small_vulnerability()), ..support::small_report() };
    assert_eq!(priority(situation(&report, false)).0, Priority::P2, "automatable, for all that is known");
    let with = |signals: Signals| priority(Situation { signals, ..situation(&quiet, false) }).0;
    let none = Signals::default();
    assert_eq!(with(Signals { reach: Some(Reach::Wide), ..none }), Priority::P2);
    assert_eq!(with(Signals { known_exploited: true, ..none }), Priority::P1);
    assert_eq!(with(Signals { proof_of_concept: true, automatable: Some(false), ..none }), Priority::P3);
    assert_eq!(with(Signals { proof_of_concept: true, ..none }), Priority::P2);
    assert_eq!(priority(situation(&quiet, false)).0, Priority::P3);
    let days = |days: i64| {
        let now = situation(&quiet, false).now;
        let embargo = Some(now + jiff::SignedDuration::from_hours(24 * days));
        let report = Report { embargo, ..quiet.clone() };
        priority(situation(&report, false))
    };
    assert_eq!(days(7), (Priority::P2, Some(Floor::DisclosureNear)));
    assert_eq!(days(8), (Priority::P3, None));
}

/// Holds whatever the table says: nothing that makes a case worse, or less certain, makes it wait longer.
#[test]
fn bad_news_and_doubt_never_lower_the_priority() {
    let answers = |exploited, proof_of_concept, public, state, fact| {
        let vulnerability =
            Vulnerability { exploited, proof_of_concept, public, ..weakness::small_vulnerability() };
        let incident = Incident { state, ..quiet_incident() };
        let report = Report {
            vulnerability: Some(vulnerability),
            incident: Some(incident),
            ..support::small_report()
        };
        move |severity| situation(&report, fact).priority(severity, PriorityTables::shipped()).value
    };
    let doubt = [Unsure::Unknown, Unsure::Yes];
    for severity in Severity::ALL {
        let quiet = answers(Unsure::No, Unsure::No, Unsure::No, IncidentState::Over, false)(*severity);
        for exploited in doubt {
            for proof in doubt {
                for state in IncidentState::ALL {
                    for fact in [false, true] {
                        let suggest = answers(exploited, proof, Unsure::Unknown, *state, fact);
                        let case = format!("{severity}: {exploited}, {proof}, {state}, {fact}");
                        assert!(suggest(*severity) <= quiet, "{case}: against all ruled out");
                        let [critical, high, medium, low] = [0, 1, 2, 3].map(|at| suggest(Severity::ALL[at]));
                        assert!(critical <= high && high <= medium && medium <= low, "{case}: by severity");
                    }
                }
            }
        }
    }
}
