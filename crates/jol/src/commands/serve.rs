//! Serving and working: from a free address to a clean end.

use std::{
    io::Write,
    sync::{Arc, atomic::Ordering::Relaxed},
    time::{Duration, Instant},
};

use anyhow::Context as _;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

use crate::{
    app::App,
    config::Settings,
    returnee::erasures,
    web::{
        self,
        server::{self, Connections, Limits},
    },
    work::{self, Work},
};

/// Serves the cell until the program is told to stop.
pub async fn serve(settings: Settings, out: &mut dyn Write) -> anyhow::Result<()> {
    // First the address: whoever connects while the store opens waits, and a taken address is told at once.
    let listener = listen(&settings).await?;
    let app = super::open(settings).await?;
    serve_on(listener, app, out).await
}

pub async fn listen(settings: &Settings) -> anyhow::Result<TcpListener> {
    let address = settings.listen;
    TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}; name another address with --listen"))
}

/// Serves on an open address.
pub async fn serve_on(listener: TcpListener, app: App, out: &mut dyn Write) -> anyhow::Result<()> {
    let stop = told_to_stop()?;
    let address = listener.local_addr()?;
    let settings = &app.settings;
    let limits = Limits {
        connections: settings.connections,
        connections_per_address: settings.connections_each,
        proxies: settings.proxies.clone(),
        ..Limits::default()
    };
    let connections = Arc::new(Connections::default());
    let disk = tokio::spawn(work::watch_disk(app.clone()));
    let list = tokio::spawn(erasures::keep_complete(app.clone()));
    let counting = tokio::spawn(count_connections(app.clone(), connections.clone()));
    let work = (!settings.no_work).then(|| Work::start(&app, work::handlers()));

    let name = &app.cell.name;
    let scheme = if settings.https { "http (https through your proxy)" } else { "http" };
    writeln!(out, "{name} is served at http://{address}/. Ctrl-C ends it.")?;
    out.flush()?;
    tracing::info!("Serving {} on {scheme}, {address}", app.cell.id);
    let stopped =
        server::serve(listener, web::router(app.clone()), limits, connections, stop).await;

    if stopped.cut > 0 {
        tracing::warn!("{} requests did not end in time and were cut", stopped.cut);
    }
    if let Some(work) = work {
        work.stop(&app).await;
    }
    disk.abort();
    list.abort();
    counting.abort();
    app.db.close().await;
    tracing::info!("Stopped; everything answered is saved");
    Ok(())
}

/// Works in the background until the program is told to stop.
pub async fn work(settings: Settings, out: &mut dyn Write) -> anyhow::Result<()> {
    let stop = told_to_stop()?;
    let app = super::open(settings).await?;
    let disk = tokio::spawn(work::watch_disk(app.clone()));
    let list = tokio::spawn(erasures::keep_complete(app.clone()));
    let work = Work::start(&app, work::handlers());
    writeln!(out, "Working for {}. Ctrl-C ends it.", app.cell.name)?;
    out.flush()?;
    stop.await;
    work.stop(&app).await;
    disk.abort();
    list.abort();
    app.db.close().await;
    Ok(())
}

async fn count_connections(app: App, connections: Arc<Connections>) {
    loop {
        let refused =
            connections.refused_full.load(Relaxed) + connections.refused_address.load(Relaxed);
        let open = connections.open.load(Relaxed);
        app.metrics.connections.set(i64::try_from(open).unwrap_or(i64::MAX));
        app.metrics.refused_connections.set(refused);
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// Ends when the program is asked to stop. Asked a second time, the program ends at once: what was answered is
/// saved all the same.
fn told_to_stop() -> anyhow::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut told = async move || {
        tokio::select! {
            _ = terminate.recv() => (),
            _ = interrupt.recv() => (),
        }
    };
    Ok(async move {
        told().await;
        tracing::info!("Stopping: requests that run are finished first");
        tokio::spawn(async move {
            // Whoever started the program may pass one keystroke on twice.
            let first = Instant::now();
            while first.elapsed() < Duration::from_millis(300) {
                told().await;
            }
            tracing::warn!("Told twice to stop: ending at once");
            std::process::exit(130);
        });
    })
}
