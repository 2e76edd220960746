//! How long the sheet of everybody takes and what memory it needs, through a connection like any client's.

use std::{io::Write, sync::Arc, time::Instant};

use anyhow::{Context as _, ensure};
use axum::{body::Bytes, http::Request};
use http_body_util::{BodyExt as _, Empty};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde::Serialize;
use tokio::net::{TcpListener, TcpStream};

use super::{reads::sign_in, usage};
use crate::{
    app::App,
    config::Settings,
    web::{
        self,
        server::{Connections, Limits, serve},
    },
};

#[derive(clap::Args)]
pub struct Export {
    /// The account that asks: a head of office
    #[arg(long, default_value = "head.national")]
    login: String,

    /// Answer in JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    pub settings: Settings,
}

#[derive(Debug, Serialize)]
struct Taken {
    people: usize,
    megabytes: f64,
    first_bytes_ms: f64,
    seconds: f64,
    cpu_seconds: f64,
    memory_before_mb: f64,
    memory_peak_mb: f64,
}

pub async fn run(export: Export, app: &App, out: &mut dyn Write) -> anyhow::Result<()> {
    let cookie = sign_in(app, &export.login).await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let stream = TcpStream::connect(listener.local_addr()?).await?;
    let (router, counts) = (web::router(app.clone()), Arc::new(Connections::default()));
    let server = serve(listener, router, Limits::default(), counts, std::future::pending());
    let server = tokio::spawn(server);
    let (mut client, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let connection = tokio::spawn(connection);

    let (memory_before_mb, cpu_before) = (usage::peak_megabytes(), usage::cpu_seconds());
    let start = Instant::now();
    let request = Request::get("/returnees/export").header("host", "jol").header("cookie", cookie);
    let mut answer = client.send_request(request.body(Empty::<Bytes>::new())?).await?;
    ensure!(answer.status().is_success(), "the sheet was refused: {}", answer.status());
    let first_bytes_ms = start.elapsed().as_secs_f64() * 1e3;
    let (mut n_bytes, mut n_lines) = (0, 0);
    while let Some(frame) = answer.frame().await {
        let bytes = frame.context("the sheet broke off")?.into_data().unwrap_or_default();
        n_bytes += bytes.len();
        n_lines += bytes.iter().filter(|byte| **byte == b'\n').count();
    }
    let taken = Taken {
        people: n_lines.saturating_sub(1),
        megabytes: n_bytes as f64 / 1e6,
        first_bytes_ms,
        seconds: start.elapsed().as_secs_f64(),
        cpu_seconds: usage::cpu_seconds() - cpu_before,
        memory_before_mb,
        memory_peak_mb: usage::peak_megabytes(),
    };
    server.abort();
    connection.abort();

    if export.json {
        writeln!(out, "{}", serde_json::to_string(&taken)?)?;
        return Ok(());
    }
    let Taken { people, megabytes, first_bytes_ms, seconds, cpu_seconds, .. } = taken;
    writeln!(out, "{people} people, {megabytes:.1} MB")?;
    writeln!(
        out,
        "first bytes after {first_bytes_ms:.0} ms, all after {seconds:.1} s, CPU {cpu_seconds:.1} s"
    )?;
    writeln!(out, "peak memory {:.0} MB, {memory_before_mb:.0} MB before", taken.memory_peak_mb)?;
    Ok(())
}
