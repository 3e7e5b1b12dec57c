//! Scores of the Exploit Prediction Scoring System: a line with the model, a header line, one line per CVE.

use jiff::civil::Date;
use varsel_core::cve::Epss;

use super::{Item, Unreadable};

/// Reads the day of the scores from the first line: `#model_version:v2025.03.14,score_date:2026-11-25T00:00:00+0000`.
pub(super) fn date(line: &str) -> Option<Date> {
    line.split(',').find_map(|part| part.strip_prefix("score_date:"))?.get(..10)?.parse().ok()
}

/// Reads a line.
pub(super) fn read(line: &str, date: Date) -> Result<Item, Unreadable> {
    let mut cells = line.split(',').map(str::trim);
    let (Some(id), Some(probability), Some(percentile), None) =
        (cells.next(), cells.next(), cells.next(), cells.next())
    else {
        return Err(Unreadable("a line is: CVE id, probability, percentile".to_owned()));
    };
    let epss = Epss { probability: part(probability)?, percentile: part(percentile)?, date };
    Ok(Item::Epss(id.parse()?, epss))
}

/// Parses a fraction of one, in hundred-thousandths.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100,000")]
fn part(text: &str) -> Result<u32, Unreadable> {
    let value: f64 = text.parse()?;
    if (0.0..=1.0).contains(&value) {
        Ok((value * 100_000.0).round() as u32)
    } else {
        Err(Unreadable(format!("`{text}` is not from 0 to 1")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_or_told() {
        let day = date("#model_version:v2025.03.14,score_date:2026-11-25T00:00:00+0000").unwrap();
        assert_eq!(day.to_string(), "2026-11-25");
        let Ok(Item::Epss(id, epss)) = read("CVE-2021-44228,0.94358,0.99962", day) else {
            panic!("it is read")
        };
        assert_eq!((id.as_str(), epss.probability, epss.percentile), ("CVE-2021-44228", 94_358, 99_962));
        for wrong in
            ["", "CVE-2021-44228,0.9", "CVE-1,0.1,0.1", "CVE-2021-44228,2,0.1", "CVE-2021-44228,x,0.1"]
        {
            assert!(read(wrong, day).is_err(), "{wrong}");
        }
    }
}
