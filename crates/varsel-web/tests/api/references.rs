//! Addresses that others publish lead to the web, or nowhere.

use varsel_app::AppError;
use varsel_core::cve::{CveFacts, CveSource};
use varsel_core::vulnerability_id::VulnerabilityId;
use varsel_store::cves;

use crate::server::Server;

#[test]
fn a_reference_that_is_not_of_the_web_leaves_by_no_answer() {
    let server = Server::start();
    let id: VulnerabilityId = "CVE-2024-1234".parse().unwrap();
    let of = id.clone();
    let references = [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)//https://a.example",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "https://bank.example@evil.example/",
        "https://vendor.example/advisory?id=1",
        "http://old.example/",
    ];
    let facts = CveFacts {
        title: "A flaw".to_owned(),
        references: references.map(str::to_owned).to_vec(),
        ..CveFacts::default()
    };
    let now = server.clock.now();
    let stored: Result<_, AppError> =
        server.store().write(move |tx| Ok(cves::put(tx, &of, (CveSource::CveList, ""), now, &facts)?)).wait();
    stored.unwrap();
    let answer = server.get(&format!("/api/v1/cves/{id}"), &server.owner.token);
    assert_eq!(
        answer.json()["references"],
        serde_json::json!(["https://vendor.example/advisory?id=1", "http://old.example/"])
    );
    let found: Result<_, AppError> = server.store().read(move |tx| Ok(cves::find(tx, &id)?)).wait();
    let kept = serde_json::to_string(&found.unwrap().unwrap().sources[0].facts).unwrap();
    assert!(!kept.to_lowercase().contains("script"), "nor by what the command line writes: {kept}");
}
