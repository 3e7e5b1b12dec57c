//! Scores that FIRST publishes, and those that tell implementations apart.

use varsel_core::score::cvss::{Rating, Vector};

/// Vector; base; temporal; environmental; rating.
type Row = (&'static str, &'static str, Option<&'static str>, Option<&'static str>, Rating);

#[test]
fn published_scores_follow() {
    let rows: &[Row] = &[
        // v2.0 guide, section 3.3: CVE-2002-0392, CVE-2003-0818, CVE-2003-0062.
        (
            "AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:H",
            "7.8",
            Some("6.4"),
            Some("9.2"),
            Rating::High,
        ),
        (
            "AV:N/AC:L/Au:N/C:C/I:C/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:L",
            "10.0",
            Some("8.3"),
            Some("9.0"),
            Rating::High,
        ),
        (
            "AV:L/AC:H/Au:N/C:C/I:C/A:C/E:POC/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:M",
            "6.2",
            Some("4.9"),
            Some("7.5"),
            Rating::High,
        ),
        // v3.x examples: CVE-2013-1937, CVE-2013-0375, CVE-2014-3566, CVE-2012-1516, CVE-2014-0160, CVE-2014-6271, CVE-2008-1447,
        // CVE-2011-1265, CVE-2014-2005.
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", "6.1", None, None, Rating::Medium),
        ("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", "6.4", None, None, Rating::Medium),
        ("CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", "3.1", None, None, Rating::Low),
        ("CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H", "9.9", None, None, Rating::Critical),
        ("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", "7.5", None, None, Rating::High),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "9.8", None, None, Rating::Critical),
        ("CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:C/C:N/I:H/A:N", "6.8", None, None, Rating::Medium),
        ("CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "8.8", None, None, Rating::High),
        ("CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "6.8", None, None, Rating::Medium),
        // v4.0 examples: CVE-2022-41741, CVE-2020-3549, CVE-2023-3089, CVE-2021-44714, CVE-2022-21830, CVE-2022-22186.
        ("CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "7.3", None, None, Rating::High),
        ("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "7.7", None, None, Rating::High),
        (
            "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U",
            "7.7",
            Some("5.2"),
            None,
            Rating::Medium,
        ),
        ("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N", "8.3", None, None, Rating::High),
        (
            "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N/CR:H/IR:L/AR:L/MVC:H/MVI:L/MVA:L",
            "8.3",
            None,
            Some("8.1"),
            Rating::High,
        ),
        (
            "CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:A/VC:N/VI:L/VA:N/SC:N/SI:N/SA:N",
            "4.6",
            None,
            None,
            Rating::Medium,
        ),
        (
            "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N",
            "5.1",
            None,
            None,
            Rating::Medium,
        ),
        (
            "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N",
            "6.9",
            None,
            None,
            Rating::Medium,
        ),
        // A tie goes up.
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:H/VI:L/VA:N/SC:H/SI:H/SA:H", "8.6", None, None, Rating::High),
        // No impact, no score.
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", "0.0", None, None, Rating::None),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", "0.0", None, None, Rating::None),
        ("AV:N/AC:L/Au:N/C:N/I:N/A:N", "0.0", None, None, Rating::Low),
        // v3.1 with a changed scope: the environmental score is not the base score, and only there when asked for.
        ("CVSS:3.1/AV:A/AC:H/PR:H/UI:N/S:C/C:H/I:H/A:H", "7.6", None, None, Rating::High),
        ("CVSS:3.1/AV:A/AC:H/PR:H/UI:N/S:C/C:H/I:H/A:H/CR:M", "7.6", None, Some("7.7"), Rating::High),
        // Metrics that change no score.
        (
            "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N/S:P/AU:Y/R:U/V:C/RE:H/U:Red",
            "6.9",
            None,
            None,
            Rating::Medium,
        ),
    ];
    for (text, base, temporal, environmental, rating) in rows {
        let vector: Vector = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        let scores = vector.scores();
        let said = |score: Option<varsel_core::score::cvss::Score>| score.map(|score| score.to_string());
        assert_eq!(scores.base.to_string(), *base, "{text}");
        assert_eq!(said(scores.temporal).as_deref(), *temporal, "{text}");
        assert_eq!(said(scores.environmental).as_deref(), *environmental, "{text}");
        assert_eq!(vector.rating(), *rating, "{text}");
    }
}

#[test]
fn version_four_names_its_scores() {
    const BASE: &str = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N";
    for (more, name) in [
        ("", "CVSS-B"),
        ("/E:P", "CVSS-BT"),
        ("/CR:L", "CVSS-BE"),
        ("/E:P/CR:L", "CVSS-BTE"),
        ("/E:X/S:P", "CVSS-B"),
    ] {
        let vector: Vector = format!("{BASE}{more}").parse().unwrap();
        assert_eq!(vector.nomenclature(), Some(name), "{more}");
    }
    let three: Vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P".parse().unwrap();
    assert_eq!(three.nomenclature(), None);
}

#[test]
fn what_is_not_defined_is_as_if_it_were_not_there() {
    let plain: Vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H".parse().unwrap();
    let told: Vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:X/CR:X/MAV:X".parse().unwrap();
    assert_eq!(plain, told);
    assert_eq!(told.scores().temporal, None);
    assert_eq!(told.to_string(), plain.to_string());
    let two: Vector = "AV:N/AC:L/Au:N/C:N/I:N/A:C/E:ND/CDP:ND".parse().unwrap();
    assert_eq!(two.to_string(), "AV:N/AC:L/Au:N/C:N/I:N/A:C");
}

#[test]
fn version_three_is_read_in_any_order_and_written_in_one() {
    let mixed: Vector = "CVSS:3.1/S:U/AV:N/AC:L/PR:H/UI:N/E:F/C:L/I:L/A:N/MA:L".parse().unwrap();
    assert_eq!(mixed.to_string(), "CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:N/E:F/MA:L");
}
