//! A certificate that is renewed while the desk is open.

use tokio::time::timeout;

use crate::server::{Files, GENEROUS, Server, agree, ask, hasty};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_renewed_certificate_is_taken_up_and_a_broken_one_is_not() {
    let files = Files::new();
    let server = Server::tls(hasty(), &files).await;
    let session = format!("Cookie: varsel={}\r\n", server.administrator);
    let agreed = agree(server.socket().await, b"http/1.1", &files.chain()).await.unwrap();
    assert!(ask(agreed, "/healthz", "").await.starts_with("HTTP/1.1 200"));

    // The client trusts the new one alone.
    let renewed = files.renew();
    let agreed = timeout(GENEROUS, async {
        loop {
            if let Ok(agreed) = agree(server.socket().await, b"http/1.1", &files.chain()).await {
                break agreed;
            }
        }
    });
    let agreed = agreed.await.expect("the renewed certificate is taken up");
    assert_eq!(agreed.get_ref().1.peer_certificates().unwrap(), [renewed]);
    let page = ask(agreed, "/jobs", &session).await;
    assert!(page.starts_with("HTTP/1.1 200") && !page.contains("certificate"), "{page}");

    // Half of a renewal: the chain of another key, and then no chain at all.
    let (good, other) = (files.chain().with_extension("good"), Files::new());
    std::fs::copy(files.chain(), &good).unwrap();
    for broken in [std::fs::read(other.chain()).unwrap(), b"nothing".to_vec()] {
        std::fs::write(files.chain(), broken).unwrap();
        let told = timeout(GENEROUS, async {
            loop {
                let agreed = agree(server.socket().await, b"http/1.1", &good).await;
                let page = ask(agreed.expect("the one before stays in use"), "/jobs", &session).await;
                if page.contains("The renewed certificate cannot be used") && page.contains("chain.pem") {
                    break;
                }
            }
        });
        told.await.expect("the administrator sees that it is broken");
    }
    std::fs::copy(&good, files.chain()).unwrap();
    let silent = timeout(GENEROUS, async {
        loop {
            let agreed = agree(server.socket().await, b"http/1.1", &good).await.unwrap();
            if !ask(agreed, "/jobs", &session).await.contains("The renewed certificate") {
                break;
            }
        }
    });
    silent.await.expect("what is right again is not complained of");
}
