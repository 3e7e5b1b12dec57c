//! The commands as an operator runs them, in a folder of their own.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly, its helpers too")]

use std::fs;
use std::io::{BufRead, BufReader, Lines, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use varsel_testkit::mail_sink::MailSink;

/// Prepares a command that nobody's own configuration changes.
fn varsel(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_varsel"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null()).env_clear();
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    varsel(folder, arguments).output().unwrap()
}

fn run_with_input(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = varsel(folder, arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn complained(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const PASSWORD: &str = "gravel lantern orbit thistle\n";

fn add_administrator(folder: &Path) -> Output {
    let arguments = ["user", "add", "ada@example.com", "--name", "Ada", "--role", "administrator"];
    run_with_input(folder, &arguments, PASSWORD)
}

#[test]
fn what_was_asked_wrongly_ends_with_2_and_says_how_to_ask() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("varsel.toml"), "[desk]\nzome = 'UTC'\n").unwrap();
    let output = run(folder.path(), &["migrate"]);
    assert_eq!(output.status.code(), Some(2));
    let complaint = complained(&output);
    assert!(complaint.contains("varsel.toml, line 2"), "{complaint}");
    assert!(complaint.contains("did you mean `desk.zone`?"), "{complaint}");

    let output = run(folder.path(), &["migrate", "--set", "store.readres=2"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(complained(&output).contains("did you mean `store.readers`?"), "{}", complained(&output));
    assert!(!folder.path().join("varsel.db").exists(), "nothing was begun");
}

#[test]
fn a_check_explains_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["check"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    for told in
        ["there is no database varsel.db yet", "there is no key file", "no mail server", "zone database 20"]
    {
        assert!(said(&output).contains(told), "{told}: {}", said(&output));
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "a check makes no files");

    let wrong = ["check", "--set", "store.url=sqlite:missing/varsel.db"];
    let output = run(folder.path(), &wrong);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("FAILED   no database can be created in missing"), "{}", said(&output));
}

#[test]
fn a_check_warns_before_the_disk_is_full() {
    let folder = tempfile::tempdir().unwrap();
    for (least, verdict) in [("0", "ok "), ("1", "ok "), ("9000000000", "warning ")] {
        let output = run(folder.path(), &["check", "--set", &format!("store.free_space_mib={least}")]);
        let text = said(&output);
        let line = text.lines().find(|line| line.contains("MiB are free for the database")).unwrap();
        assert!(line.starts_with(verdict), "{least}: {line}");
        assert_eq!(line.contains("less than store.free_space_mib"), verdict == "warning ", "{line}");
    }
}

#[test]
fn a_check_finds_what_others_may_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    assert!(add_administrator(path).status.success());
    assert_eq!(run(path, &["check"]).status.code(), Some(0));
    let mode = |file: &str| fs::metadata(path.join(file)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("varsel.key"), mode("varsel.db")), (0o600, 0o600));

    let set = |file: &str, mode: u32| {
        if !path.join(file).exists() {
            fs::write(path.join(file), "x\n").unwrap();
        }
        fs::set_permissions(path.join(file), fs::Permissions::from_mode(mode)).unwrap();
    };
    // A key file, a database and what SQLite puts beside it, a TLS key, a password, and the mails with their links.
    for file in ["tls.key", "password"] {
        set(file, 0o600);
    }
    fs::create_dir(path.join("mails")).unwrap();
    set("mails", 0o700);
    let settings = [
        "server.tls_cert=tls.crt",
        "server.tls_key=tls.key",
        "mail.smtp_host=127.0.0.1",
        "mail.from=desk@a.example",
        "mail.username=desk",
        "mail.password_file=password",
        "mail.spool_dir=mails",
    ];
    let check = || {
        let mut check = varsel(path, &["check"]);
        check.args(settings.iter().flat_map(|setting| ["--set", setting]));
        said(&check.output().unwrap())
    };
    assert!(!check().contains("can read"), "{}", check());
    for (file, key, open) in [
        ("varsel.key", "secrets.key_file", 0o644),
        ("varsel.db", "store.url", 0o604),
        ("varsel.db-wal", "store.url", 0o604),
        ("tls.key", "server.tls_key", 0o644),
        ("password", "mail.password_file", 0o606),
        ("mails", "mail.spool_dir", 0o755),
    ] {
        let mode = if file == "mails" { 0o700 } else { 0o600 };
        set(file, open);
        let told = check();
        let folder = if file == "mails" { "the folder " } else { "" };
        assert!(told.contains(&format!("FAILED   others can read {folder}{file} ({key})")), "{told}");
        assert!(told.contains(&format!("Run chmod {mode:o} on it.")), "{told}");
        set(file, mode | 0o040);
        let told = check();
        assert!(
            told.contains(&format!("warning  the group of {folder}{file} ({key}) can read it")),
            "{told}"
        );
        set(file, mode);
    }
    assert!(!check().contains("can read"), "{}", check());
}

#[test]
fn a_check_finds_every_secret_in_a_configuration_that_others_may_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let file = path.join("varsel.toml");
    let mail = "[mail]\nsmtp_host = \"127.0.0.1\"\nfrom = \"desk@a.example\"\nusername = \"desk\"\n";
    for (text, key) in [
        (format!("{mail}password = \"with \\\"quotes\\\"\""), "mail.password"),
        (format!("[secrets]\nkey = \"{}\"", "0123456789abcdef".repeat(4)), "secrets.key"),
        ("[store]\nurl = \"postgres://127.0.0.1:1/varsel?user=varsel&password=KEY\"".to_owned(), "store.url"),
        ("[desk]\nfeed = \"https://calendar.example?key=KEY\"".to_owned(), "desk.feed"),
        ("[on_call]\nwebhook = \"https://KEY@hooks.example\"".to_owned(), "on_call.webhook"),
        ("[cves]\naddresses = [\"https://cves.example?key=KEY&id={id}\"]".to_owned(), "cves.addresses"),
    ] {
        fs::write(&file, text).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        let output = run(path, &["check"]);
        let told = said(&output);
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(
            told.contains(&format!("FAILED   others can read varsel.toml, where {key} is written")),
            "{told}"
        );
        assert!(!told.contains("KEY"), "{told}");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        assert!(!said(&run(path, &["check"])).contains("can read"));
    }
    fs::write(&file, "[store]\nurl = \"sqlite:varsel.db\"\n[desk]\nfeed = \"https://calendar.example/\"")
        .unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(!said(&run(path, &["check"])).contains("can read"), "no secret in it");
}

/// Writes a certificate for `desk.example` that ends on a day, and tells what a check says of it for a host.
fn check_certificate(host: &str, ends: jiff::civil::Date) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let mut parameters = rcgen::CertificateParams::new(vec!["desk.example".to_owned()]).unwrap();
    let day = |date: jiff::civil::Date| {
        rcgen::date_time_ymd(date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs())
    };
    parameters.not_before = day(jiff::civil::date(2020, 1, 1));
    parameters.not_after = day(ends);
    let key = rcgen::KeyPair::generate().unwrap();
    fs::write(folder.path().join("desk.pem"), parameters.self_signed(&key).unwrap().pem()).unwrap();
    fs::write(folder.path().join("desk.key"), key.serialize_pem()).unwrap();
    fs::set_permissions(folder.path().join("desk.key"), fs::Permissions::from_mode(0o600)).unwrap();
    let settings = [
        format!("--set=server.base_url=https://{host}"),
        "--set=server.tls_cert=desk.pem".to_owned(),
        "--set=server.tls_key=desk.key".to_owned(),
    ];
    varsel(folder.path(), &["check"]).args(settings).output().unwrap()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the command asks the real clock")]
fn a_check_looks_at_the_certificate_as_a_browser_will() {
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let in_days = |days: i64| today.checked_add(jiff::Span::new().days(days)).unwrap();
    for (host, ends, told, code) in [
        ("desk.example", in_days(100), "names desk.example and is valid for three weeks", 0),
        ("desk.example:8443", in_days(100), "names desk.example and is valid for three weeks", 0),
        ("desk.example", in_days(10), "warning  the certificate expires at", 0),
        ("desk.example", in_days(-1), "FAILED   the certificate expired at", 1),
        ("other.example", in_days(100), "FAILED   the certificate does not name other.example", 1),
    ] {
        let output = check_certificate(host, ends);
        assert!(said(&output).contains(told), "{told}: {}", said(&output));
        assert_eq!(output.status.code(), Some(code), "{}", said(&output));
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the command asks the real clock")]
fn a_check_says_when_security_txt_expires() {
    let folder = tempfile::tempdir().unwrap();
    let check = |settings: &[String]| {
        let contact = "--set=security_txt.contact=mailto:security@example.com";
        varsel(folder.path(), &["check", contact]).args(settings).output().unwrap()
    };
    for (hours, told, code) in [
        (24 * 100, "ok       security.txt is valid until", 0),
        (24 * 10, "warning  security.txt expires at", 0),
        (-1, "FAILED   security.txt expired at", 1),
    ] {
        let expires = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(hours);
        let output = check(&[format!("--set=security_txt.expires={expires}")]);
        assert!(said(&output).contains(told), "{told}: {}", said(&output));
        assert_eq!(output.status.code(), Some(code), "{}", said(&output));
    }
    assert_eq!(check(&[]).status.code(), Some(1), "a contact without an end is refused");
}

#[test]
fn a_desk_takes_as_many_connections_as_the_machine_allows() {
    let folder = tempfile::tempdir().unwrap();
    let limited = |limits: &str, command: &str| {
        let mut shell = Command::new("sh");
        let binary = env!("CARGO_BIN_EXE_varsel");
        shell.args(["-c", &format!("{limits} exec \"$0\" {command}"), binary]);
        shell.current_dir(folder.path()).stdin(Stdio::null()).env_clear();
        shell
    };
    let output = limited("ulimit -Sn 1024; ulimit -Hn 2048;", "check").output().unwrap();
    assert!(said(&output).contains("warning  the machine allows 1728 connections"), "{}", said(&output));
    let serve = "serve --set=server.listen=127.0.0.1:0 --set=server.metrics_listen=";
    let mut child = limited("ulimit -Sn 64; ulimit -Hn 2048;", serve).stdout(Stdio::piped()).spawn().unwrap();
    let told = BufReader::new(child.stdout.take().unwrap()).lines().next().unwrap().unwrap();
    let limits = fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(told.contains("Varsel is open"), "{told}");
    let files = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
    let limits: Vec<&str> = files.split_whitespace().skip(3).take(2).collect();
    assert_eq!(limits, ["2048", "2048"], "the limit was raised to the hard one");
}

/// Says in flags that mail goes to a server on this machine.
fn mail_to(server: SocketAddr) -> Vec<String> {
    let settings = ["smtp_host=127.0.0.1", "from=desk@example.com", "security=none"];
    let mut flags: Vec<String> = settings.iter().map(|setting| format!("--set=mail.{setting}")).collect();
    flags.push(format!("--set=mail.smtp_port={}", server.port()));
    flags
}

#[test]
fn a_check_reads_what_makes_postgres_lose_things() {
    let Some(server) = varsel_testkit::postgres_server() else { return };
    let folder = tempfile::tempdir().unwrap();
    let separator = if server.contains('?') { '&' } else { '?' };
    let careless = format!("{server}{separator}options=-csynchronous_commit%3Doff");
    for (url, complaint) in [(server, false), (careless, true)] {
        let output = run(folder.path(), &["check", "--set", &format!("store.url={url}")]);
        let report = said(&output);
        assert!(report.contains("PostgreSQL is version 1"), "{report}");
        assert_eq!(report.contains("synchronous_commit is off"), complaint, "{report}");
        assert!(!complaint || output.status.code() == Some(1), "{report}");
    }
}

#[test]
fn a_check_talks_to_the_mail_server() {
    let folder = tempfile::tempdir().unwrap();
    let sink = MailSink::start();
    let output = varsel(folder.path(), &["check"]).args(mail_to(sink.address)).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("accepts the connection"), "{}", said(&output));
    assert!(sink.all().is_empty(), "a check sends no mail");

    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap();
    let mut check = varsel(folder.path(), &["check"]);
    let check = check.args(mail_to(address)).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (mut stream, _) = other.accept().unwrap();
    stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").unwrap();
    drop(stream);
    let output = check.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("FAILED   the mail server 127.0.0.1:"), "{}", said(&output));
}

#[test]
fn the_server_sends_the_mails_that_wait() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    assert!(add_administrator(path).status.success());
    let invited = said(&run(path, &["user", "invite", "bo@example.com", "--role", "analyst"]));
    let secret = invited.trim().rsplit('/').next().unwrap();

    let sink = MailSink::start();
    let mut server = Server::start(path, &mail_to(sink.address));
    let mail = sink.next();
    assert_eq!(mail.to, ["bo@example.com"]);
    let link = format!("http://{}/invitations/{secret}", server.address);
    // Quoted-printable breaks long lines after an equals sign.
    let text = mail.lines.join("\n").replace("=\n", "");
    assert!(text.contains(&link), "{text}");
    let log = server.stop();
    assert!(!log.contains("bo@example.com") && !log.contains(secret), "no personal data, no secrets: {log}");
}

#[test]
fn accounts_are_made_and_managed_from_the_machine() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let added = add_administrator(path);
    assert!(added.status.success(), "{}", complained(&added));
    let list = said(&run(path, &["user", "list"]));
    assert!(list.contains("administrator") && list.contains("ada@example.com"), "{list}");

    let again = add_administrator(path);
    assert_eq!(again.status.code(), Some(1));
    assert!(complained(&again).contains("already has an account"), "{}", complained(&again));

    for (arguments, input, told) in [
        (
            ["user", "add", "bo@example.com", "--name", "Bo", "--role", "analyst"],
            "password1234\n",
            "too easy to guess",
        ),
        (
            ["user", "add", "bo@example.com", "--name", "Bo", "--role", "analyst"],
            "",
            "the password is missing",
        ),
        (
            ["user", "add", "bo", "--name", "Bo", "--role", "analyst"],
            PASSWORD,
            "the email is not a mail address",
        ),
        (["user", "add", "bo@example.com", "--name", "Bo", "--role", "owner"], PASSWORD, "--role"),
    ] {
        let output = run_with_input(path, &arguments, input);
        assert!(!output.status.success());
        assert!(complained(&output).contains(told), "{}", complained(&output));
        assert!(!complained(&output).contains("gravel"), "passwords are not repeated");
    }
    let last = run(path, &["user", "disable", "ada@example.com"]);
    assert!(complained(&last).contains("last administrator"), "{}", complained(&last));

    let invited = said(&run(path, &["user", "invite", "bo@example.com", "--role", "analyst"]));
    assert!(invited.starts_with("http://127.0.0.1:8080/invitations/"), "{invited}");
    let reset = said(&run(path, &["user", "reset-password", "ada@example.com"]));
    assert!(reset.starts_with("http://127.0.0.1:8080/password/"), "{reset}");
}

#[test]
fn references_are_the_same_every_time() {
    let folder = tempfile::tempdir().unwrap();
    for directory in ["once", "twice"] {
        assert!(run(folder.path(), &["generate", directory]).status.success());
    }
    for name in ["cli.md", "config.md", "openapi.json", "permissions.txt", "schema.txt"] {
        let read = |directory: &str| fs::read_to_string(folder.path().join(directory).join(name)).unwrap();
        assert!(!read("once").is_empty());
        assert_eq!(read("once"), read("twice"), "{name}");
    }
    let commands = fs::read_to_string(folder.path().join("once/cli.md")).unwrap();
    for command in ["serve", "check", "migrate", "user add", "import catalogue", "demo"] {
        assert!(commands.contains(&format!("\n## varsel {command}\n")), "{command}");
    }
}

#[test]
fn a_catalogue_is_imported_once_it_has_been_tried() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let rows = "publisher_key,publisher_name,offer_key,offer_name,kind,listing,plans,versions\n\
                fabrikam,Fabrikam AB,fabrikam-analytics,Fabrikam Analytics,saas,listed,Free|Team,4.2.3\n";
    fs::write(path.join("offers.csv"), rows).unwrap();
    let tried = run(path, &["import", "catalogue", "--dry-run", "offers.csv"]);
    assert!(said(&tried).contains("nothing was changed"), "{} {}", said(&tried), complained(&tried));
    let imported = run(path, &["import", "catalogue", "offers.csv"]);
    assert!(said(&imported).contains("1 new"), "{} {}", said(&imported), complained(&imported));
    let again = run(path, &["import", "catalogue", "offers.csv"]);
    assert!(said(&again).contains("the catalogue already matches the file"), "{}", said(&again));

    fs::write(path.join("offers.csv"), rows.replace("saas", "sass")).unwrap();
    let wrong = run(path, &["import", "catalogue", "offers.csv"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(complained(&wrong).contains("nothing was imported"), "{}", complained(&wrong));
    assert!(complained(&wrong).contains("line 2"), "{}", complained(&wrong));
}

/// A server that runs until it is asked to stop, and says so in its log.
struct Server {
    child: Child,
    address: String,
    /// What it says after it has said where it is open.
    lines: Lines<BufReader<ChildStdout>>,
}

impl Server {
    fn start(folder: &Path, flags: &[String]) -> Self {
        let arguments =
            ["serve", "--set=server.listen=127.0.0.1:0", "--set=server.metrics_listen=127.0.0.1:0"];
        let mut command = varsel(folder, &arguments);
        let mut child = command.args(flags).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines
            .find_map(|line| line.unwrap().strip_prefix("Varsel is open at http://").map(str::to_owned))
            .expect("the server says where it is open");
        Self { child, address, lines }
    }

    /// Asks it to stop, waits until it has, and returns its log.
    fn stop(&mut self) -> String {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success());
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        assert_eq!(self.child.wait().unwrap().code(), Some(0), "{log}");
        assert!(log.contains("stopping") && log.contains("stopped"), "{log}");
        log
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Gone already, unless the test has failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_server_that_is_asked_to_stop_finishes_and_says_goodbye() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(folder.path(), &[]);
    let address = server.address.clone();
    let link = server.lines.find_map(|line| line.ok().filter(|line| line.contains("/set-up/"))).unwrap();
    assert!(link.trim().starts_with(&format!("http://{address}/set-up/")), "{link}");

    let mut stream = TcpStream::connect(&address).unwrap();
    write!(stream, "GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");

    // A connection that stays idle must not keep the process.
    let idle = TcpStream::connect(&address).unwrap();
    let log = server.stop();
    let secret = link.rsplit('/').next().unwrap();
    assert!(!log.contains(secret), "one-time links are not logged");
    drop(idle);

    let output = run(folder.path(), &["check"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("the database answers and is up to date"), "{}", said(&output));
    assert!(said(&output).contains("there is no administrator"), "{}", said(&output));
}

#[test]
fn vectors_are_scored_line_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let input = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\r\n\
                 CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:H/VI:L/VA:N/SC:H/SI:H/SA:H/E:P\n\
                 \n\
                 CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H\n\
                 AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:H";
    let output = run_with_input(folder.path(), &["score"], input);
    assert!(output.status.success(), "{}", complained(&output));
    let lines: Vec<_> = said(&output).lines().map(str::to_owned).collect();
    assert_eq!(
        lines,
        [
            r#"{"vector":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H","version":"3.1","base":9.8,"temporal":null,"environmental":null,"score":9.8,"severity":"critical","nomenclature":null}"#,
            r#"{"vector":"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:H/VI:L/VA:N/SC:H/SI:H/SA:H/E:P","version":"4.0","base":8.6,"temporal":7.3,"environmental":null,"score":7.3,"severity":"high","nomenclature":"CVSS-BT"}"#,
            r#"{"error":"there is no vector","at":1}"#,
            r#"{"error":"`A` is missing; accepted: H, L, N","at":41}"#,
            r#"{"vector":"AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:H","version":"2.0","base":7.8,"temporal":6.4,"environmental":9.2,"score":9.2,"severity":"high","nomenclature":null}"#,
        ]
    );
}

#[test]
fn priorities_are_suggested_line_by_line() {
    let folder = tempfile::tempdir().unwrap();
    for (asked, answered) in [
        (
            r#"{"severity":"critical","exploitation":"poc","automatable":"no","reach":"wide"}"#,
            r#"{"priority":"P1","reason":"severity critical, exploitation poc, automatable no, reach wide: P1 by the table of vulnerabilities","floor":null}"#,
        ),
        (
            r#"{"severity":"high","exploitation":"poc","automatable":"unknown","reach":"limited"}"#,
            r#"{"priority":"P2","reason":"severity high, exploitation poc, automatable unknown, taken for yes, reach limited: P2 by the table of vulnerabilities","floor":null}"#,
        ),
        (
            r#"{"severity":"low","state":"contained","customer_data":"none","floors":["personal_data"]}"#,
            r#"{"priority":"P2","reason":"severity low, state contained, customer_data none: P4 by the table of incidents; personal_data keeps it at P2","floor":"personal_data"}"#,
        ),
    ] {
        let output = run_with_input(folder.path(), &["priority"], asked);
        assert_eq!(said(&output).trim_end(), answered);
    }
    for wrong in [
        "",
        "{}",
        "[]",
        r#"{"severity":"dire"}"#,
        r#"{"severity":"low","state":"over"}"#,
        r#"{"severity":"low","reach":"wide","state":"ongoing"}"#,
    ] {
        let output = run_with_input(folder.path(), &["priority"], &format!("{wrong}\n"));
        assert!(said(&output).starts_with(r#"{"error":""#), "{wrong}: {}", said(&output));
    }
}

#[test]
fn every_worked_instant_of_a_law_is_answered_by_the_command() {
    let folder = tempfile::tempdir().unwrap();
    let cases = include_str!("../../varsel-core/tests/data/law_cases.jsonl");
    for case in cases.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()) {
        let (id, command) = (&case["id"], case["command"].as_str().unwrap());
        let arguments: &[&str] = if command == "due" { &["due"] } else { &["obligations", "--trigger", "-"] };
        let output = run_with_input(folder.path(), arguments, &case["input"].to_string());
        assert!(output.status.success(), "{id}: {}", complained(&output));
        let mut lines = Vec::new();
        for line in said(&output).lines() {
            lines.push(serde_json::from_str::<serde_json::Value>(line).unwrap());
        }
        // A stage that is not one of the regime has no date.
        let found =
            lines.iter().find(|line| line.get("stage") == case["stage"].as_str().map(|_| &case["stage"]));
        let of = |name: &str| found.and_then(|line| line.get(name)).cloned().unwrap_or_default();
        let due = if case["stage"] == "dora_initial_latest" {
            // The cap is part of the one row that there is now.
            lines.iter().find(|line| line["stage"] == "dora_initial").map(|line| line["due_utc"].clone())
        } else {
            Some(of("due_utc"))
        };
        assert_eq!(due.as_ref(), Some(&case["expected"]["due_utc"]), "{id}");
        let latest = case["expected"].get("latest_lawful_utc").cloned().unwrap_or_default();
        assert_eq!(of("latest_lawful_utc"), latest, "{id}");
    }
}
