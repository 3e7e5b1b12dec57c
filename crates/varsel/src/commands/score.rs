//! `varsel score`: scores CVSS vectors from standard input.

use std::io::{self, Write};

use serde::Serialize;
use varsel_core::score::cvss::{Score, Vector};

use super::{CommandError, lines};

/// The scores of a vector. Missing parts are null.
#[derive(Serialize)]
struct Scored {
    /// The vector in canonical form.
    vector: Vector,
    version: &'static str,
    base: Score,
    /// In v4.0, the score with threat metrics.
    temporal: Option<Score>,
    environmental: Option<Score>,
    /// The last of these that is not null.
    score: Score,
    severity: &'static str,
    /// Only in v4.0.
    nomenclature: Option<&'static str>,
}

/// The answer to a line that is not a vector.
#[derive(Serialize)]
struct Wrong {
    error: String,
    /// The position of the error, in characters, counted from 1.
    at: usize,
}

/// Scores each line of standard input.
pub(crate) fn run() -> Result<(), CommandError> {
    lines::answer(line)
}

fn line(text: &str, out: &mut dyn Write) -> io::Result<()> {
    match text.parse::<Vector>() {
        Ok(vector) => {
            let scores = vector.scores();
            let scored = Scored {
                vector,
                version: vector.version().number(),
                base: scores.base,
                temporal: scores.temporal,
                environmental: scores.environmental,
                score: scores.effective(),
                severity: vector.rate(scores.effective()).code(),
                nomenclature: vector.nomenclature(),
            };
            serde_json::to_writer(out, &scored)?;
        }
        Err(error) => serde_json::to_writer(out, &Wrong { error: error.problem.to_string(), at: error.at })?,
    }
    Ok(())
}
