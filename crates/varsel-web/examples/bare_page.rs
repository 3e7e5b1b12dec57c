//! The floor of the benchmark: axum answering with a page that is already there, and nothing else.
//!
//! `bare_page ADDRESS FILE`

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, file] = arguments.as_slice() else { panic!("bare_page ADDRESS FILE") };
    let page = std::fs::read_to_string(file).expect("the page can be read");
    let page: &'static str = Box::leak(page.into_boxed_str());
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("the machine gives threads");
    runtime.block_on(async {
        let router = axum::Router::new()
            .route("/", axum::routing::get(move || async move { axum::response::Html(page.to_owned()) }));
        let listener = tokio::net::TcpListener::bind(address).await.expect("the address is free");
        axum::serve(listener, router).await.expect("the server runs");
    });
}
