//! The lifetime of a server process: its threads, its stop signals and its shutdown.

use std::time::Duration;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use varsel_jobs::Running;
use varsel_store::Store;
use varsel_web::{Listener, Web};

use super::CommandError;

/// Starts the threads that the asynchronous edge runs on.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, CommandError> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| CommandError::new(format!("no threads can be started: {error}")))
}

/// How long a shutdown waits for running work: once for connections, once for the database.
const GRACE: Duration = Duration::from_secs(10);

/// Runs a server to its end. Work that still blocks after the grace period does not keep the process alive.
pub(crate) fn run_server(server: impl Future<Output = Result<(), CommandError>>) -> Result<(), CommandError> {
    let runtime = runtime()?;
    let ended = runtime.block_on(server);
    runtime.shutdown_background();
    ended
}

/// Serves until the process is asked to stop, then shuts down in order: connections, the running job, every accepted write.
///
/// `stopping` creates futures that complete when the process is asked to stop.
pub(crate) async fn serve_until<F: Future<Output = ()> + Send + 'static>(
    stopping: impl Fn() -> F,
    web: Web,
    listener: Listener,
    worker: Running,
    store: Store,
) {
    let too_late = async {
        stopping().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        () = varsel_web::serve(web, listener, stopping()) => {}
        () = too_late => tracing::warn!("connections that were still open have been closed"),
    }
    let finished = tokio::task::spawn_blocking(move || {
        worker.stop();
        store.close();
    });
    match tokio::time::timeout(GRACE, finished).await {
        Ok(_) => tracing::info!("stopped"),
        Err(_) => tracing::error!(
            "stopped without the database, which does not answer: check whether it has the last writes"
        ),
    }
}

/// How often samples are folded, so that memory does not grow if the metrics are never read.
const UPKEEP: Duration = Duration::from_secs(5);

/// Starts the metrics, and folds them regularly.
pub(crate) fn metrics_recorder() -> Result<PrometheusHandle, CommandError> {
    let recorder = PrometheusBuilder::new()
        .install_recorder()
        .map_err(|error| CommandError::new(format!("no metrics: {error}")))?;
    let kept = recorder.clone();
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(UPKEEP);
        loop {
            ticks.tick().await;
            kept.run_upkeep();
        }
    });
    Ok(recorder)
}

/// Waits for a signal to stop the process.
pub(crate) async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let interrupt = tokio::signal::ctrl_c();
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        drop(interrupt.await);
        return;
    };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
}
