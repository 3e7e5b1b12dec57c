use std::ffi::OsString;

use super::declare::SECTIONS;
use super::load::combine;
use super::sources::{File, Setting, from_environment, variable};
use super::{Config, ConfigError, LogFormat, reference};

fn file(text: &str) -> File {
    File { name: "varsel.toml".to_owned(), text: text.to_owned() }
}

fn variables(given: &[(&str, &str)]) -> (Vec<Setting>, Vec<String>) {
    from_environment(given.iter().map(|(name, value)| (OsString::from(name), OsString::from(value))))
}

fn load(text: &str, environment: &[(&str, &str)], flags: &[&str]) -> Result<Config, ConfigError> {
    let (settings, faults) = variables(environment);
    let flags: Vec<Setting> = flags.iter().map(|flag| flag.parse().unwrap()).collect();
    combine(Some(file(text)), &settings, &flags, faults)
}

fn refused(text: &str, environment: &[(&str, &str)]) -> String {
    load(text, environment, &[]).unwrap_err().to_string()
}

#[test]
fn defaults_are_complete_and_valid() {
    let config = combine(None, &[], &[], Vec::new()).unwrap();
    assert_eq!(config.store.url.expose(), "sqlite:varsel.db");
    assert_eq!(config.server.base_url().unwrap(), "http://127.0.0.1:8080");
    assert_eq!(config.server.metrics_address().unwrap(), Some("127.0.0.1:9464".parse().unwrap()));
}

#[test]
fn each_source_goes_before_the_one_below_it() {
    let text = "[desk]\nmarketplace = 'From the file'\nnumber_prefix = 'FI'\nopens = '08:00'";
    let environment =
        [("VARSEL_DESK__MARKETPLACE", "From the environment"), ("VARSEL_DESK__NUMBER_PREFIX", "EN")];
    let config = load(text, &environment, &["desk.marketplace=From the flag"]).unwrap();
    assert_eq!(config.desk.marketplace, "From the flag");
    assert_eq!(config.desk.number_prefix, "EN");
    assert_eq!(config.desk.opens, "08:00");
    assert_eq!(config.desk.closes, "17:00");
}

#[test]
fn variables_are_read_as_the_kind_of_value_their_key_has() {
    let config = load(
        "[mail]\nsmtp_host = 'mail.example.com'\nfrom = 'desk@example.com'",
        &[
            ("VARSEL_MAIL__SMTP_HOST", ""),
            ("VARSEL_MAIL__USERNAME", "7"),
            ("VARSEL_MAIL__PASSWORD", "12345678"),
            ("VARSEL_SERVER__TRUSTED_PROXIES", "10.0.0.0/8, fd00::/8"),
            ("VARSEL_SERVER__METRICS_LISTEN", ""),
            ("VARSEL_STORE__READERS", "8"),
            ("VARSEL_LOG__FORMAT", "json"),
            ("VARSEL_DESK__PROBLEM_TYPES", "[{label = 'Billing', url = 'https://example.com/billing'}]"),
        ],
        &[],
    )
    .unwrap();
    assert_eq!(config.mail.smtp_host, None, "an empty variable unsets what the file says");
    assert_eq!(config.mail.username.as_deref(), Some("7"));
    assert_eq!(config.mail.password.expose(), "12345678");
    assert_eq!(config.server.trusted_proxies.len(), 2);
    assert_eq!(config.server.metrics_address().unwrap(), None);
    assert_eq!(config.store.readers, 8);
    assert_eq!(config.log.format, LogFormat::Json);
    assert_eq!(config.desk.problem_types[0].label, "Billing");
}

#[test]
fn every_key_can_be_set_by_its_variable() {
    for section in SECTIONS {
        for key in section.keys {
            let (settings, faults) = variables(&[(&variable(section.name, key.name), "1")]);
            assert_eq!((settings.len(), faults.len()), (1, 0), "{}.{}", section.name, key.name);
        }
    }
}

#[test]
fn unknown_keys_are_refused_with_their_place_and_the_nearest_key() {
    for (text, told) in [
        (
            "[server]\nlisten_on = '127.0.0.1:1'",
            "varsel.toml, line 2: there is no key `server.listen_on`; did you mean `server.listen`?",
        ),
        (
            "# first\n\n[servre]\nlisten = '127.0.0.1:1'",
            "varsel.toml, line 3: there is no section `servre`; did you mean `server`?",
        ),
        (
            "zone = 'Europe/Stockholm'",
            "varsel.toml, line 1: there is no key `zone` outside the sections; did you mean `desk.zone`?",
        ),
        ("[desk]\nlisten = 'x'", "line 2: there is no key `desk.listen`; did you mean `server.listen`?"),
        ("[desk]\nqqq = 1", "varsel.toml, line 2: there is no key `desk.qqq`"),
        ("desk.zome = 'UTC'", "varsel.toml, line 1: there is no key `desk.zome`; did you mean `desk.zone`?"),
        ("[desk]\nproblem_types = [{label = 'a', link = 'b'}]", "there is no `link`; accepted: label, url"),
    ] {
        let error = refused(text, &[]);
        assert!(error.contains(told), "{error}");
    }
    let both = refused("[desk]\nqqq = 1\nrrr = 2", &[]);
    assert!(both.contains("qqq") && both.contains("rrr"), "all are reported together: {both}");
}

#[test]
fn unknown_variables_are_refused_and_those_of_other_tools_are_not() {
    for (name, told) in [
        (
            "VARSEL_SERVER__LISTNE",
            "VARSEL_SERVER__LISTNE: this key does not exist; did you mean `VARSEL_SERVER__LISTEN`?",
        ),
        ("VARSEL_SERVER_LISTEN", "put two underscores after the section: VARSEL_SERVER__LISTEN"),
    ] {
        let error = refused("", &[(name, "127.0.0.1:1")]);
        assert!(error.contains(told), "{error}");
    }
    let others =
        [("VARSEL_CONFIG", "x.toml"), ("VARSEL_PORT_8080_TCP", "tcp://10.0.0.1:8080"), ("VARSEL_BIN", "/x")];
    load("", &others, &[]).unwrap();
}

#[test]
fn flags_name_a_key_and_no_secret() {
    for (flag, told) in [
        ("desk.zone", "SECTION.KEY=VALUE"),
        ("zone=UTC", "did you mean `desk.zone`?"),
        ("desk.zome=UTC", "did you mean `desk.zone`?"),
        ("secrets.key=00", "set VARSEL_SECRETS__KEY"),
    ] {
        let error = flag.parse::<Setting>().unwrap_err();
        assert!(error.contains(told), "{error}");
    }
    // An address is one only where it holds a key.
    for (flag, variable) in [
        ("store.url=postgres://varsel:open-sesame@db.example/varsel", "VARSEL_STORE__URL"),
        ("on_call.webhook=https://hooks.example/open-sesame", "VARSEL_ON_CALL__WEBHOOK"),
        ("desk.feed=https://calendar.example/days.ics?key=open-sesame", "VARSEL_DESK__FEED"),
    ] {
        let error = load("", &[], &[flag]).unwrap_err().to_string();
        assert!(error.contains(&format!("set {variable}")) && !error.contains("sesame"), "{error}");
    }
    load("", &[], &["store.url=postgres://db.example/varsel"]).unwrap();
}

#[test]
fn wrong_values_are_told_with_their_place_and_what_is_accepted() {
    for (text, told) in [
        (
            "[mail]\nsecurity = 'ssl'",
            "varsel.toml, line 2: `mail.security`: must be one of tls, starttls, none",
        ),
        (
            "[limits]\nbody_bytes = 'much'",
            "line 2: `limits.body_bytes`: expected a whole number, found a string",
        ),
        ("[limits]\nmessages = -1", "line 2: `limits.messages`: must be 1 to 1000000, or 0 for no limit"),
        ("[limits]\npublisher_times = 0", "line 2: `limits.publisher_times`: must be 1 to 1000"),
        (
            "[limits]\nbody_bytes = 3_000_000\nmegabytes = 2",
            "line 3: `limits.megabytes`: must be at least `limits.body_bytes`",
        ),
        ("[server]\nlisten = '127.0.0.1'", "line 2: `server.listen`: "),
        ("[server]\ntrusted_proxies = ['10.0.0.0/99']", "line 2: `server.trusted_proxies"),
        (
            "[server]\nlisten = '0.0.0.0:80'",
            "`server.base_url`: required unless `listen` is a loopback address",
        ),
        (
            "[server]\nlisten = '0.0.0.0:80'\nbase_url = 'http://desk.example'",
            "line 3: `server.base_url`: must start with",
        ),
        ("[server]\nbase_url = 'https://desk.example/path'", "`server.base_url`: must be a host"),
        ("[server]\nmetrics_listen = '9464'", "`server.metrics_listen`: must be an address and port"),
        ("[server]\ntls_cert = 'a.pem'", "go together"),
        ("[security_txt]\ncontact = ['security@example.com']", "`security_txt.contact`: must be an https://"),
        (
            "[security_txt]\ncontact = ['mailto:a@b.example']",
            "`security_txt.expires`: `contact` and `expires`",
        ),
        ("[security_txt]\nexpires = '2027-06-30T00:00:00Z'", "`contact` and `expires` go together"),
        ("[security_txt]\nexpires = 'soon'", "line 2: `security_txt.expires"),
        (
            "[security_txt]\nexpires = 2027-06-30T00:00:00Z",
            "`security_txt.expires`: expected a time in quotes",
        ),
        (
            "[security_txt]\ncontact = ['tel:1']\nexpires = '2027-06-30T00:00:00Z'\npolicy = 'http://x.example'",
            "`security_txt.policy`",
        ),
        ("[security_txt]\nlanguages = ['en, sv']", "`security_txt.languages`: must be language tags"),
        ("[store]\nurl = 'mysql://x'", "line 2: `store.url`: "),
        ("[store]\nreaders = 0", "`store.readers`: must be 1 to 64"),
        ("[desk]\nzone = 'Europe/Stokholm'", "line 2: `desk.zone`: there is no zone `Europe/Stokholm`"),
        ("[desk]\nopens = '9'", "`desk.opens`: `9` is not a time of day"),
        ("[desk]\nopens = '18:00'", "`desk.closes`: the desk must open before it closes"),
        ("[desk]\nnumber_prefix = 'S3'", "`desk.number_prefix`: a prefix is two to four letters"),
        ("[desk]\naccent = 'red'", "`desk.accent`: must be a colour"),
        ("[desk]\naddress = 'desk'", "`desk.address`: must be a mail address"),
        ("[cves]\naddresses = ['https://;{id}']", "`cves.addresses`: must be an address such as"),
        ("[desk]\nfeed = 'https://;KEY'", "`desk.feed`: "),
        ("[desk]\nproblem_types = [{label = 'a', url = 'javascript:alert(1)'}]", "must start with https://"),
        ("[mail]\nsmtp_host = 'localhost'", "`mail.from`: required"),
        ("[desk]\ntelephone = '08-123 456'", "`desk.telephone`: must be a number with its country code"),
        ("[desk]\ntelephone = '+46 8 12;ext=3'", "`desk.telephone`: must be a number with its country code"),
        (
            "[mail]\nsmtp_host = 'mx.example.com'\nfrom = 'a@example.com'\nsecurity = 'none'",
            "`mail.security`: `none`",
        ),
        ("[mail]\npassword = 'x'", "`mail.username`: user name and password go together"),
        ("[secrets]\nkey = 'short'", "`secrets.key`: must be 64 hexadecimal digits"),
        ("[log]\nlevel = 'loud'", "line 2: `log.level`: "),
        ("server = 1", "line 1: `server`: expected a section, found a whole number"),
    ] {
        let error = refused(text, &[]);
        assert!(error.contains(told), "{text}\n{error}");
    }
    let error = refused("[desk]\nzone = 'UTC'", &[("VARSEL_DESK__ZONE", "Mars/Olympus")]);
    assert!(
        error.contains("environment variable VARSEL_DESK__ZONE: `desk.zone`: there is no zone"),
        "{error}"
    );
}

#[test]
fn security_txt_is_written_as_its_standard_asks() {
    assert_eq!(load("", &[], &[]).unwrap().security_txt.text("https://desk.example"), None);
    let config = load(
        "[security_txt]\ncontact = ['https://desk.example/flaws', 'mailto:security@example.com']\n\
         expires = '2027-06-30T02:00:00+02:00'\npolicy = 'https://example.com/policy'",
        &[("VARSEL_SECURITY_TXT__LANGUAGES", "en, sv")],
        &[],
    )
    .unwrap();
    assert_eq!(
        config.security_txt.text("https://desk.example").unwrap(),
        "Contact: https://desk.example/flaws\nContact: mailto:security@example.com\nExpires: 2027-06-30T00:00:00Z\n\
         Policy: https://example.com/policy\nPreferred-Languages: en, sv\n\
         Canonical: https://desk.example/.well-known/security.txt\n"
    );
}

#[test]
fn secrets_are_never_shown() {
    for text in [
        "[mail]\nusername = 'u'\npassword = hunter2hunter2",
        "[mail]\npassword = 22222222",
        "[mail]\npassword = 'hunter2hunter2\nfrom = 'x'",
        "[secrets]\nkey = 'hunter2hunter2'",
        "[store]\nurl = 'postgres://desk:hunter2hunter2@[db/varsel'",
    ] {
        let error = refused(text, &[]);
        assert!(!error.contains("hunter2") && !error.contains("2222"), "{error}");
    }
    let config = load(
        "[store]\nurl = 'postgres://desk:hunter2hunter2@db/varsel'\n[mail]\nusername = 'u'\npassword = 'hunter2hunter2'",
        &[("VARSEL_SECRETS__KEY", &"beef".repeat(16))],
        &[],
    )
    .unwrap();
    let shown = format!("{config:?}");
    assert!(!shown.contains("hunter2") && !shown.contains("beef"), "{shown}");
}

#[test]
fn the_reference_has_a_row_for_every_key_with_its_variable() {
    let reference = reference();
    for section in SECTIONS {
        for key in section.keys {
            let row = format!("`{}` |", variable(section.name, key.name));
            assert!(reference.contains(&row), "{row}");
        }
    }
    assert!(reference.contains("| `listen` | `\"127.0.0.1:8080\"` |"), "{reference}");
}
