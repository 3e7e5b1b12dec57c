//! What the rules suggest for severity and priority, by table.

#![expect(clippy::unwrap_used, reason = "tests may fail loudly, their helpers too")]

mod support;

use varsel_core::case::Report;
use varsel_core::case::report::{Incident, IncidentState, Touched, Unsure, Vulnerability};
use varsel_core::coded::Coded;
use varsel_core::score::rating::Basis;
use varsel_core::score::{Priority, Severity, suggest_priority, suggest_severity};

/// A weakness of which every question was answered with "no".
fn quiet_vulnerability() -> Vulnerability {
    Vulnerability {
        cves: Vec::new(),
        cvss: None,
        exploited: Unsure::No,
        public: Unsure::No,
        proof_of_concept: Unsure::No,
        default_configuration: Unsure::No,
        upstream_component: None,
        finder: None,
    }
}

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
            cvss: vector.parse().ok(),
            ..quiet_vulnerability()
        }),
        incident: touched.map(|touched| Incident {
            touched: touched.to_vec(),
            ..quiet_incident()
        }),
        proposed_severity: proposed,
        ..support::small_report()
    }
}

type Row<'a> = (Severity, Option<&'a str>, Option<&'a [Touched]>, Severity, Basis);

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
    let table: &[Row] = &[
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
        let suggestion = suggest_severity(&report(*proposed, *cvss, *touched));
        assert_eq!(
            (suggestion.value, suggestion.basis),
            (*value, *basis),
            "{proposed}, {cvss:?}, {touched:?}"
        );
    }
}

/// What may be known of exploitation, from the quietest to the loudest.
#[derive(Clone, Copy, Debug)]
enum Known {
    Nothing,
    Public,
    ProofOfConcept,
    Ongoing,
    ExploitedSaysReport,
    ExploitedSaysFact,
}

fn priority(severity: Severity, known: Known) -> (Priority, Basis) {
    let mut vulnerability = quiet_vulnerability();
    let mut incident = quiet_incident();
    match known {
        Known::Nothing | Known::ExploitedSaysFact => {}
        Known::Public => vulnerability.public = Unsure::Yes,
        Known::ProofOfConcept => vulnerability.proof_of_concept = Unsure::Yes,
        Known::Ongoing => incident.state = IncidentState::Ongoing,
        Known::ExploitedSaysReport => vulnerability.exploited = Unsure::Yes,
    }
    let report = Report {
        vulnerability: Some(vulnerability),
        incident: Some(incident),
        ..support::small_report()
    };
    let suggestion = suggest_priority(severity, &report, matches!(known, Known::ExploitedSaysFact));
    (suggestion.value, suggestion.basis)
}

#[test]
fn priority_follows_severity_and_what_is_known_of_exploitation() {
    use Priority::{P1, P2, P3, P4};
    #[rustfmt::skip]
    let table = [
        //                            critical high medium low
        (Known::Nothing,             [P2,      P3,  P4,    P4], Basis::SeverityAlone),
        (Known::Public,              [P2,      P2,  P3,    P4], Basis::ProofOfConcept),
        (Known::ProofOfConcept,      [P2,      P2,  P3,    P4], Basis::ProofOfConcept),
        (Known::Ongoing,             [P1,      P1,  P2,    P3], Basis::Ongoing),
        (Known::ExploitedSaysReport, [P1,      P1,  P2,    P3], Basis::Exploited),
        (Known::ExploitedSaysFact,   [P1,      P1,  P2,    P3], Basis::Exploited),
    ];
    for (known, row, basis) in table {
        for (severity, expected) in Severity::ALL.iter().zip(row) {
            assert_eq!(
                priority(*severity, known),
                (expected, basis),
                "{severity}, {known:?}"
            );
        }
    }
    assert_eq!(
        priority(Severity::Unrated, Known::Nothing).0,
        P3,
        "what nobody has rated is not left for last"
    );
}

/// Holds whatever the table says: nothing that makes a case worse, or less certain, makes it wait longer.
#[test]
fn bad_news_and_doubt_never_lower_the_priority() {
    let answers = |exploited, proof_of_concept, public, state, fact| {
        let vulnerability = Vulnerability {
            exploited,
            proof_of_concept,
            public,
            ..quiet_vulnerability()
        };
        let incident = Incident {
            state,
            ..quiet_incident()
        };
        let report = Report {
            vulnerability: Some(vulnerability),
            incident: Some(incident),
            ..support::small_report()
        };
        move |severity| suggest_priority(severity, &report, fact).value
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
                        assert!(
                            critical <= high && high <= medium && medium <= low,
                            "{case}: by severity"
                        );
                    }
                }
            }
        }
    }
}
