//! Logs: one line per event, on standard error; for people or as JSON.
//!
//! Events can contain untrusted text. Line breaks, terminal escapes and direction marks are encoded, so that no one can inject
//! log lines or terminal commands.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::panic;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::config::{Config, LogFormat};

const LEVELS: &[&str] = &["off", "error", "warn", "info", "debug", "trace"];

/// Starts logging. Called once.
pub(crate) fn start(config: &Config) {
    let filter = filter(&config.log.level).unwrap_or_else(|_| EnvFilter::new("info"));
    // A second start, as in a test, changes nothing.
    let _ = match config.log.format {
        LogFormat::Human => human(filter, Lines(io::stderr)).try_init(),
        LogFormat::Json => json(filter, Lines(io::stderr)).try_init(),
    };
    panic::set_hook(Box::new(|panic| {
        // A formatted text can contain what people wrote; a constant one cannot.
        let what = panic.payload().downcast_ref::<&'static str>().copied().unwrap_or("details are withheld");
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, what, "a bug in Varsel has stopped a task; please report it");
    }));
}

type Builder<W, N, E> = tracing_subscriber::fmt::SubscriberBuilder<N, E, EnvFilter, W>;
use tracing_subscriber::fmt::format::{DefaultFields, Format, Full, Json, JsonFields};

fn human<W>(filter: EnvFilter, writer: W) -> Builder<W, DefaultFields, Format<Full>>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(writer).with_ansi(false).with_target(false)
}

fn json<W>(filter: EnvFilter, writer: W) -> Builder<W, JsonFields, Format<Json>>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
        .with_env_filter(filter)
        .with_writer(writer)
}

/// Parses `log.level`: a level for Varsel itself, with libraries at `warn`, or filters by module.
pub(crate) fn filter(text: &str) -> Result<EnvFilter, String> {
    let known = |level: &str| LEVELS.contains(&level.trim().to_lowercase().as_str());
    // A bare word that is not a level would pass as the name of a module.
    let well_formed = text.split(',').all(|part| known(part.rsplit('=').next().unwrap_or_default()));
    if !well_formed {
        return Err(format!(
            "expected {}, or filters such as info,varsel_store=debug",
            LEVELS[1..].join(", ")
        ));
    }
    let level = text.trim().to_lowercase();
    let directives = match level.as_str() {
        "off" | "error" | "warn" => level,
        "info" | "debug" | "trace" => format!("warn,varsel={level}"),
        _ => text.to_owned(),
    };
    EnvFilter::try_new(directives).map_err(|_| "expected filters such as info,varsel_store=debug".to_owned())
}

/// Creates a writer for each event.
struct Lines<M>(M);

impl<'w, M: MakeWriter<'w>> MakeWriter<'w> for Lines<M> {
    type Writer = Line<M::Writer>;

    fn make_writer(&'w self) -> Self::Writer {
        Line(self.0.make_writer())
    }
}

/// Writes an event as one line.
struct Line<W>(W);

impl<W: Write> Write for Line<W> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let (text, end) = text.strip_suffix('\n').map_or((&*text, ""), |text| (text, "\n"));
        // In one call, so that lines of several threads are not interleaved.
        self.0.write_all(format!("{}{end}", encode(text)).as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Encodes what would break a line or control a terminal, in a form that is valid in JSON too.
fn encode(text: &str) -> Cow<'_, str> {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let mut encoded = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if steers(c) {
            let _ = write!(encoded, "\\u{:04x}", u32::from(c));
        } else {
            encoded.push(c);
        }
    }
    Cow::Owned(encoded)
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    const HOSTILE: &str = "a\nINFO forged\r\n\u{1b}[2J\u{7}\u{9b}31m\u{2028}b\u{202e}c\0";

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn logged(subscriber: impl FnOnce(Kept) -> tracing::Dispatch) -> String {
        let kept = Kept::default();
        tracing::dispatcher::with_default(&subscriber(kept.clone()), || {
            tracing::info_span!("request", id = HOSTILE).in_scope(|| {
                tracing::info!(field = HOSTILE, debug = ?HOSTILE, display = %HOSTILE, "said {HOSTILE}");
            });
        });
        let bytes = kept.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn one_event_is_one_line_whatever_it_says() {
        let filter = || filter("info,logging=info").unwrap();
        let human = logged(|kept| human(filter(), Lines(move || kept.clone())).into());
        let json = logged(|kept| json(filter(), Lines(move || kept.clone())).into());
        for text in [&human, &json] {
            let line = text.strip_suffix('\n').unwrap();
            assert_eq!(line, encode(line), "nothing is left to encode");
            assert!(line.contains("forged"));
        }
        let object: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(object["field"], HOSTILE, "JSON gives back what was said");
        assert_eq!(object["span"]["id"], HOSTILE, "the request's id is in every event");
    }

    #[test]
    fn a_bare_level_is_ours_and_libraries_only_warn() {
        assert_eq!(filter("debug").unwrap().to_string(), "varsel=debug,warn");
        assert_eq!(filter("error").unwrap().to_string(), "error");
        assert!(filter("info,varsel_store=trace").is_ok());
        for wrong in ["loud", "", "varsel_store", "varsel=loud"] {
            assert!(filter(wrong).is_err(), "{wrong}");
        }
    }
}
