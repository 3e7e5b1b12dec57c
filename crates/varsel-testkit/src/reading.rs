//! What the readers of public CVE files make of a file, in lines that people read and tests compare.

use std::fmt::Write as _;
use std::path::Path;

use varsel_app::cve::{self, Item};
use varsel_core::coded::Coded as _;
use varsel_core::cve::{AffectedProduct, CveFacts, CveState, Versions};

/// Reads a file and writes what it says, one fact a line.
///
/// # Panics
///
/// Panics where the file cannot be read at all.
pub fn of(path: &Path) -> String {
    let mut text = String::new();
    let problems =
        cve::readings(path, &mut |_, item| write_item(&mut text, &item)).expect("the file is read");
    for problem in problems {
        let _ = writeln!(text, "problem: {} {}", problem.record, problem.reason);
    }
    text
}

fn write_item(text: &mut String, item: &Item) {
    match item {
        Item::Facts { id, source, record, updated, facts } => {
            let record = if record.is_empty() { String::new() } else { format!(" {record}") };
            let _ = writeln!(text, "{id} {}{record}, {updated}", source.code());
            write_facts(text, facts);
        }
        Item::Epss(id, epss) => {
            let (probability, percentile) = (epss.probability_percent(), epss.percentile_percent());
            let _ = writeln!(text, "{id} EPSS {probability} %, percentile {percentile} %, {}", epss.date);
        }
        Item::Catalogue { released, .. } => {
            let _ = writeln!(text, "complete catalogue of {released}");
        }
    }
}

fn write_facts(text: &mut String, facts: &CveFacts) {
    let mut line = |name: &str, said: String| {
        if !said.is_empty() {
            let _ = writeln!(text, "  {name}: {said}");
        }
    };
    if facts.state == CveState::Rejected {
        line("state", facts.state.to_string());
    }
    if let Some(withdrawn) = &facts.withdrawn {
        line("withdrawn", format!("{}, {}", withdrawn.at, withdrawn.advisory));
    }
    line("published", facts.published.map_or_else(String::new, |at| at.to_string()));
    line("title", facts.title.clone());
    line("description", facts.description.replace('\n', " / "));
    if facts.disputed {
        line("disputed", "yes".to_owned());
    }
    for product in &facts.affected {
        line(product.status().code(), product_words(product));
    }
    if facts.omitted_products > 0 {
        line("more products", facts.omitted_products.to_string());
    }
    for score in &facts.scores {
        let published =
            score.tenths.map_or("–".to_owned(), |tenths| format!("{}.{}", tenths / 10, tenths % 10));
        let read = if score.read().is_some() { "" } else { " (unreadable)" };
        line("score", format!("{published} {}{read}, {}", score.vector, score.by));
    }
    if let Some(known) = &facts.known_exploited {
        let ransomware = if known.ransomware { ", ransomware" } else { "" };
        line("exploited", format!("since {}{ransomware}", known.added));
    }
    for ssvc in &facts.ssvc {
        line(
            "ssvc",
            format!("{}, {}, {}, {}", ssvc.exploitation, ssvc.automatable, ssvc.technical_impact, ssvc.by),
        );
    }
    for (name, list) in [
        ("weakness", &facts.weaknesses),
        ("alias", &facts.aliases),
        ("replaced by", &facts.replaced_by),
        ("reference", &facts.references),
    ] {
        for one in list {
            line(name, one.clone());
        }
    }
    if facts.omitted_references > 0 {
        line("more references", facts.omitted_references.to_string());
    }
}

/// Writes a product: `Example A: 1.0 before 1.2; not 2.0; others unknown`.
pub fn product_words(product: &AffectedProduct) -> String {
    let list = |name: &str, versions: &[Versions]| {
        let versions: Vec<String> = versions.iter().map(ToString::to_string).collect();
        (!versions.is_empty()).then(|| format!("{name}{}", versions.join("; ")))
    };
    let parts = [
        list("", &product.ranges),
        list("not ", &product.unaffected),
        list("perhaps ", &product.unknown),
        product.others.map(|others| format!("others {others}")),
        (product.omitted > 0).then(|| format!("{} more", product.omitted)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { product.name.clone() } else { format!("{}: {}", product.name, parts.join("; ")) }
}
