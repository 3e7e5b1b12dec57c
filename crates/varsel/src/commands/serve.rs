//! `varsel serve`: runs the desk.

use std::sync::Arc;

use tokio::sync::watch;
use varsel_app::{AppError, account, calendar};
use varsel_jobs::Worker;
use varsel_web::{Limits, Listener, Web};

use super::lifetime::{metrics_recorder, run_server, serve_until, stopped};
use super::{CommandError, say};
use crate::config::Config;
use crate::disk::Disk;
use crate::mail_folder::MailFolder;
use crate::start;

/// Runs the desk until it is stopped.
pub(crate) fn run(config: &Config) -> Result<(), CommandError> {
    run_server(serve(config))
}

async fn serve(config: &Config) -> Result<(), CommandError> {
    let failed = |what: &str, error: &dyn std::fmt::Display| CommandError::new(format!("{what}: {error}"));
    let mut settings = start::settings(config)?;
    let surroundings = start::surroundings(config)?;
    let store = start::store(config, true)?;
    let ctx = surroundings.context();
    let setup: Result<Option<String>, AppError> = store.write(move |tx| account::setup_link(tx, &ctx)).await;
    let setup = setup.map_err(|e| failed("the database cannot be used", &e))?;

    let desk = surroundings.desk.clone();
    let refreshed = store.read(move |tx| calendar::refresh(tx, &desk)).await;
    if let Err(fault) = refreshed.map_err(|e| failed("the database cannot be used", &e))? {
        tracing::error!(%fault, "the desk's calendar cannot be read; the configured one is in force");
    }

    let bound = match (&config.server.tls_cert, &config.server.tls_key) {
        (Some(chain), Some(key)) => Listener::bind_tls(config.server.listen, chain, key).await,
        (None, None) => Listener::bind(config.server.listen).await,
        _ => {
            return Err(CommandError::new("server.tls_cert and server.tls_key go together")
                .advise("Set both, or neither."));
        }
    };
    let limits = Limits::for_descriptors(start::raise_descriptors());
    let listener = bound.map(|listener| listener.with_limits(limits)).map_err(|error| {
        failed(&format!("cannot listen on {}", config.server.listen), &error).advise(
            "Is another process using the port, or is a TLS file wrong? Run `varsel check` for details.",
        )
    })?;
    if config.server.base_url.is_empty() {
        // The port could have been chosen by the system just now.
        let scheme = if settings.secure { "https" } else { "http" };
        settings.base_url = format!("{scheme}://{}", listener.address());
    }
    let recorder = metrics_recorder()?;
    let base_url = settings.base_url.clone();
    let worker = Worker::new(store.clone(), surroundings.clone(), start::mailer(config, &base_url)?)
        .asking(start::cve_sources(config))
        .calling(start::webhook(config))
        .following(start::calendar_feed(config))
        .start()
        .map_err(|e| failed("no threads can be started", &e))?;
    let spool = settings.spool.clone();
    let mut web =
        Web::new(store.clone(), surroundings, settings, Arc::new(move || recorder.render()), Vec::new());
    if let Some(folder) = spool {
        web = web.with_mail_spool(Arc::new(MailFolder(folder)));
    }

    if let Some(logo) = start::logo(config)? {
        web = web.with_logo(logo);
    }
    if let Some(disk) = Disk::of(config) {
        web = web.with_free_space(disk.watched());
    }

    let (stop, stopping) = watch::channel(false);
    tokio::spawn(async move {
        stopped().await;
        tracing::info!("stopping: running requests are finished");
        stop.send_replace(true);
    });
    let metrics = match start::metrics_address(config)? {
        Some(address) => {
            let listener = Listener::bind(address).await.map_err(|error| {
                failed(&format!("cannot listen on {address} for metrics"), &error)
                    .advise("Set server.metrics_listen to another address, or to an empty string to switch metrics off.")
            })?;
            Some(tokio::spawn(varsel_web::serve_metrics(web.clone(), listener, told(stopping.clone()))))
        }
        None => None,
    };
    tracing::info!(version = env!("CARGO_PKG_VERSION"), engine = ?store.engine(), base_url, "open");
    say(&format!("Varsel is open at {base_url}"));
    if let Some(secret) = setup {
        say(
            "\nThere are no accounts yet. Create the first administrator here, within 24 hours; the link works once:",
        );
        say(&format!("  {base_url}/set-up/{secret}"));
    }
    serve_until(|| told(stopping.clone()), web, listener, worker, store).await;
    if let Some(metrics) = metrics {
        metrics.abort();
    }
    Ok(())
}

/// Waits until the process is asked to stop.
async fn told(mut stopping: watch::Receiver<bool>) {
    // An error means that the sender was dropped, which only happens at the end.
    let _ = stopping.wait_for(|stop| *stop).await;
}
