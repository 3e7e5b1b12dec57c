//! Each mistake has its own sentence, and its place.

use varsel_core::score::cvss::{LONGEST, Vector};

#[test]
fn each_mistake_is_told_with_its_place() {
    let rows: &[(&str, usize, &str)] = &[
        // Nothing, or not a vector.
        ("", 1, "there is no vector"),
        ("9.8", 1, "a vector starts with CVSS:3.0/, CVSS:3.1/ or CVSS:4.0/; one of version 2 has no prefix"),
        ("critical", 1, "a vector starts with"),
        // Its version.
        ("CVSS:3.1", 9, "a vector starts with"),
        ("CVSS:4.0", 9, "a vector starts with"),
        ("CVSS:", 6, "there is no version ``; accepted: 3.0, 3.1, 4.0"),
        ("CVSS:2.0/AV:N/AC:L/Au:N/C:P/I:P/A:P", 1, "a vector of version 2.0 has no prefix"),
        ("CVSS:3.2/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 6, "there is no version `3.2`"),
        ("CVSS:3/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 6, "there is no version `3`"),
        ("CVSS:4.1/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 6, "there is no version `4.1`"),
        ("AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 1, "a vector starts with"),
        ("AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 1, "a vector starts with"),
        ("cvss:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 1, "`cvss:` must be written `CVSS:`"),
        ("CVSS-3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 1, "a vector starts with"),
        // Blanks.
        (" CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 1, "a vector cannot contain spaces"),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H ", 45, "a vector cannot contain spaces"),
        ("CVSS:3.1/AV:N/AC:L/ PR:N/UI:N/S:U/C:H/I:H/A:H", 20, "a vector cannot contain spaces"),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\n", 45, "a vector cannot contain spaces"),
        ("CVSS:3.1/AV:N/AC:L/PR:\u{a0}N/UI:N/S:U/C:H/I:H/A:H", 23, "a vector cannot contain spaces"),
        (
            "\u{feff}CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
            1,
            "a vector cannot contain spaces or invisible",
        ),
        (
            "CVSS:3.1/AV:N/\u{200b}AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
            15,
            "a vector cannot contain spaces or invisible",
        ),
        // Upper and lower case.
        ("CVSS:3.1/av:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 10, "`av` must be written `AV`"),
        ("CVSS:3.1/AV:n/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 13, "`n` must be written `N`"),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:x", 48, "`x` must be written `X`"),
        ("AV:N/AC:L/AU:N/C:P/I:P/A:P", 11, "`AU` must be written `Au`"),
        (
            "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/U:red",
            67,
            "`red` must be written `Red`",
        ),
        // Slashes.
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/", 45, "there is an extra slash"),
        ("CVSS:3.1//AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9, "there is an extra slash"),
        ("CVSS:3.1/AV:N//AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 14, "there is an extra slash"),
        ("CVSS:3.1/", 9, "there is an extra slash"),
        ("AV:N/AC:L/Au:N/C:P/I:P/A:P/", 27, "there is an extra slash"),
        // Parts.
        (
            "CVSS:3.1/AVN/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
            10,
            "`AVN` is not a metric with a value, such as `AV:N`",
        ),
        ("CVSS:3.1/AV/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 10, "`AV` is not a metric with a value"),
        ("CVSS:3.1/AV:/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 13, "`AV` cannot be ``; accepted: N, A, L, P"),
        ("CVSS:3.1/:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 10, "CVSS v3.1 has no metric ``"),
        ("CVSS:3.1/AV:N:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 13, "`AV` cannot be `N:N`"),
        // Metrics.
        ("CVSS:3.1/AV:N/AC:L/AT:N/PR:N/UI:N/S:U/C:H/I:H/A:H", 20, "CVSS v3.1 has no metric `AT`"),
        ("CVSS:3.0/AV:N/AC:L/Au:N/C:P/I:P/A:P", 20, "CVSS v3.0 has no metric `Au`"),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/S:U/C:H/I:H/A:H", 37, "`S` cannot be `U`; accepted: N, P"),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/RL:O/ZZ:A", 51, "CVSS v3.1 has no metric `ZZ`"),
        // Values.
        ("CVSS:3.1/AV:Q/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 13, "`AV` cannot be `Q`; accepted: N, A, L, P"),
        ("CVSS:3.1/AV:N/AC:M/PR:N/UI:N/S:U/C:H/I:H/A:H", 18, "`AC` cannot be `M`; accepted: L, H"),
        ("CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 13, "`AV` cannot be `X`"),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:ND", 48, "`E` cannot be `ND`; accepted: H, F, P, U"),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:R/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 33, "`UI` cannot be `R`"),
        (
            "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:S/SA:N",
            58,
            "`SI` cannot be `S`; accepted: H, L, N",
        ),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/MSC:S", 69, "`MSC` cannot be `S`"),
        ("AV:P/AC:L/Au:N/C:P/I:P/A:P", 4, "`AV` cannot be `P`; accepted: L, A, N"),
        ("AV:N/AC:L/Au:N/C:P/I:P/A:P/E:X", 30, "`E` cannot be `X`"),
        // Twice.
        ("CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 15, "`AV` occurs twice"),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:X/E:P", 50, "`E` occurs twice"),
        ("CVSS:4.0/AV:N/AC:L/AC:H/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 20, "`AC` occurs twice"),
        // Order, which v4.0 fixes.
        ("CVSS:4.0/AC:L/AV:N/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 15, "`AV` must come before `AC`"),
        (
            "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/E:P/SA:N",
            64,
            "`SA` must come before `E`",
        ),
        (
            "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/CR:H/E:A",
            70,
            "`E` must come before `CR`",
        ),
        // What every vector has.
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H", 41, "`A` is missing; accepted: H, L, N"),
        ("CVSS:3.1/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 40, "`AV` is missing; accepted: N, A, L, P"),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N", 59, "`SA` is missing"),
        ("CVSS:4.0/AV:N/AC:L/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 59, "`AT` is missing"),
        ("AV:N/AC:L/C:P/I:P/A:P", 22, "`Au` is missing; accepted: M, S, N"),
        // Characters that look like others are told in their place, whatever their bytes.
        ("CVSS:3.1/\u{410}V:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 10, "CVSS v3.1 has no metric `\u{410}V`"),
        ("CVSS:3.1/AV:\u{1f480}/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:h", 13, "`AV` cannot be `\u{1f480}`"),
    ];
    assert!(rows.len() >= 40);
    for (text, at, said) in rows {
        let error = text.parse::<Vector>().expect_err(text);
        assert_eq!(error.at, *at, "{text}: {error}");
        assert!(error.problem.to_string().starts_with(said), "{text}: {error}");
    }
}

#[test]
fn nothing_longer_than_a_vector_is_read() {
    let long = format!("CVSS:3.1/{}", "AV:N/".repeat(LONGEST));
    assert_eq!(long.parse::<Vector>().unwrap_err().problem.to_string(), "longer than any vector");
    let full = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:X/CR:X/IR:X/AR:X/MAV:X/MAC:X/MAT:X/MPR:X/MUI:X\
                /MVC:X/MVI:X/MVA:X/MSC:X/MSI:X/MSA:X/S:X/AU:X/R:X/V:X/RE:X/U:Amber";
    assert!(full.len() < LONGEST, "{}", full.len());
    full.parse::<Vector>().unwrap();
}
