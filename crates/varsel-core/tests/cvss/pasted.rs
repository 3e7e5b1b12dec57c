//! What people paste.

use varsel_core::score::cvss::Vector;

#[test]
fn what_people_paste_is_put_in_order() {
    const THREE: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
    const FOUR: &str = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N";
    for (pasted, read) in [
        (THREE, THREE),
        (" CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\n", THREE),
        ("cvss:3.1/av:n/ac:l/pr:n/ui:n/s:u/c:h/i:h/a:h", THREE),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/", THREE),
        ("CVSS:3.1 / AV: N / AC: L / PR: N / UI: N / S: U / C: H / I: H / A: H", THREE),
        ("AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", THREE),
        ("(CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H)", THREE),
        ("9.8 CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H (critical)", THREE),
        ("Vector: CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H, score 9.8", THREE),
        ("CVSS:3.1/AV:N AC:L PR:N UI:N S:U C:H I:H A:H", THREE),
        ("CVSS:3.1/A:H/I:H/C:H/S:U/UI:N/PR:N/AC:L/AV:N", THREE),
        ("CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", THREE),
        ("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:X", "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"),
        (
            "CVSS v3.0 vector: AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
            "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        ),
        ("CVSS v3.1 (9.8) AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", THREE),
        ("\u{feff}CVSS:3.1/AV:N/AC:L/\u{200b}PR:N/UI:N/S:U/C:H/I:H/A:H", THREE),
        (FOUR, FOUR),
        ("CVSS:4.0/SA:N/SI:N/SC:N/VA:H/VI:H/VC:H/UI:N/PR:N/AT:N/AC:L/AV:N", FOUR),
        ("AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", FOUR),
        (
            "cvss:4.0/av:n/ac:l/at:n/pr:n/ui:n/vc:h/vi:h/va:h/sc:n/si:n/sa:n/u:clear/au:y",
            "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/AU:Y/U:Clear",
        ),
        ("(AV:N/AC:L/Au:N/C:P/I:P/A:P)", "AV:N/AC:L/Au:N/C:P/I:P/A:P"),
        ("CVSS:2.0/AV:N/AC:L/Au:N/C:P/I:P/A:P", "AV:N/AC:L/Au:N/C:P/I:P/A:P"),
        ("CVSS2#AV:N/AC:L/Au:N/C:P/I:P/A:P/E:poc", "AV:N/AC:L/Au:N/C:P/I:P/A:P/E:POC"),
        ("av:n/ac:l/au:n/c:p/i:p/a:p", "AV:N/AC:L/Au:N/C:P/I:P/A:P"),
        // Addresses of the calculators of FIRST and NVD.
        ("https://www.first.org/cvss/calculator/3.1#CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", THREE),
        (
            "https://www.first.org/cvss/calculator/4.0#CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
            FOUR,
        ),
        (
            "https://nvd.nist.gov/vuln-metrics/cvss/v3-calculator?name=CVE-2021-44228&vector=AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H&version=3.1&source=NIST",
            THREE,
        ),
        (
            "https://nvd.nist.gov/vuln-metrics/cvss/v3-calculator?vector=AV%3AN%2FAC%3al%2fPR%3AN%2FUI%3AN%2FS%3AU%2FC%3AH%2FI%3AH%2FA%3AH&version=3.0",
            "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        ),
        (
            "https://nvd.nist.gov/vuln-metrics/cvss/v2-calculator?name=CVE-2014-0160&vector=(AV:N/AC:L/Au:N/C:P/I:N/A:N)&version=2.0&source=NIST",
            "AV:N/AC:L/Au:N/C:P/I:N/A:N",
        ),
    ] {
        let found = Vector::paste(pasted).unwrap_or_else(|error| panic!("{pasted}: {error}"));
        assert_eq!(found.to_string(), read, "{pasted}");
        let strict: Vector = found.to_string().parse().unwrap();
        assert_eq!(strict, found, "what was put in order is read strictly");
    }
}

#[test]
fn what_is_no_vector_stays_none() {
    for pasted in [
        "",
        "9.8",
        "high",
        "CVSS:3.1",
        "CVSS:3.1/",
        "CVSS:9.9/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H",
        "CVSS:3.1/AV:N/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "CVSS:3.1/AV:Q/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/ZZ:Q",
        "ÅV:N/AC:L",
        "AV:N/AC:L%",
        "AV:N%2",
        "%é%2F",
        "cvss:3.\u{130}",
    ] {
        Vector::paste(pasted).expect_err(pasted);
    }
    // A megabyte of parts is passed over, not compared with itself.
    let flood: Vec<String> = (0..100_000).map(|n| format!("A{n}:1")).collect();
    Vector::paste(&format!("CVSS:3.1/AV:N/{}", flood.join("/"))).unwrap_err();
}
