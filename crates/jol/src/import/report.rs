//! The lines that were not taken, as a sheet: to be mended and sent again.

use std::io::Write;

use tokio::sync::mpsc;
use uuid::Uuid;

use super::{
    Kind, columns,
    fault::FileFault,
    lines::Line,
    run::Trouble,
    sheet::{Input, Survey},
    store, told,
};
use crate::{
    app::App,
    db::Error,
    returnee::export::harmless,
    words::{Tongue, msg},
};

/// A fault as people read it: which column, and what is wrong with it.
pub fn sentence(
    tongue: Tongue,
    kind: Kind,
    field: &str,
    sentence: &domain::fault::Sentence,
) -> String {
    let words = tongue.sentence(sentence);
    match columns::field(kind, field) {
        Some(field) => format!("{}: {words}", tongue.t(columns::label_key(kind, field))),
        None => words,
    }
}

/// Faults of a run in the order of its lines, read some at a time.
async fn send_faults(
    app: &App,
    run: Uuid,
    kind: Kind,
    tongue: Tongue,
    sender: mpsc::Sender<(u64, String)>,
) -> Result<(), Error> {
    const AT_ONCE: i64 = 1_000;
    // A line that is cut by the end of a page is read again whole with the next one.
    let (mut after, mut waiting): (i64, Option<(i64, Vec<String>)>) = (-1, None);
    loop {
        let rows = store::faults(&mut app.db.read().await?, run, after, AT_ONCE).await?;
        let is_last = (rows.len() as i64) < AT_ONCE;
        let end = rows.last().map(|row| row.line);
        for row in rows {
            if !is_last && Some(row.line) == end {
                break;
            }
            let words = sentence(tongue, kind, &row.field, &told::opened(app, &row));
            match &mut waiting {
                Some((line, told)) if *line == row.line => told.push(words),
                _ => {
                    let next = Some((row.line, vec![words]));
                    if let Some((line, told)) = std::mem::replace(&mut waiting, next) {
                        let line = u64::try_from(line).unwrap_or_default();
                        if sender.send((line, told.join("; "))).await.is_err() {
                            return Ok(());
                        }
                    }
                }
            }
            after = row.line;
        }
        if is_last {
            break;
        }
    }
    if let Some((line, told)) = waiting {
        let line = u64::try_from(line).unwrap_or_default();
        // Whoever asked may have gone away.
        let _ = sender.send((line, told.join("; "))).await;
    }
    Ok(())
}

/// Writes the heading and every line that was not taken, each with its number and what is wrong with it.
pub async fn bad_lines<W: Write + Send + 'static>(
    app: &App,
    run: Uuid,
    (kind, input, survey): (Kind, Input, Survey),
    tongue: Tongue,
    out: W,
) -> Result<W, Trouble> {
    let (sender, mut faults) = mpsc::channel::<(u64, String)>(64);
    let write = tokio::task::spawn_blocking(move || -> Result<W, Trouble> {
        let mut sheet = csv::Writer::from_writer(out);
        let width = survey.heading.len();
        let row = |cells: &[String], number: &str, words: &str| -> Vec<String> {
            let cells = (0..width).map(|at| cells.get(at).map_or("", String::as_str));
            cells.chain([number, words]).map(harmless).collect()
        };
        let wrong = |error: csv::Error| Trouble::Refusal(anyhow::Error::from(error).into());
        let words = [msg("import-line"), msg("import-what-is-wrong")].map(|key| tongue.t(key));
        sheet.write_record(row(&survey.heading, &words[0], &words[1])).map_err(wrong)?;
        let mut next = faults.blocking_recv();
        let mut take = |line: Line| -> Result<bool, Trouble> {
            if let Some((number, words)) = &next
                && *number == line.number
            {
                let number = number.to_string();
                // A line with too many cells keeps them all; its owner has to see them.
                let mut cells = row(&line.cells, &number, words);
                cells.extend(line.cells.iter().skip(width).map(|cell| harmless(cell)));
                sheet.write_record(cells).map_err(wrong)?;
                next = faults.blocking_recv();
            }
            Ok(next.is_some())
        };
        if survey.n_lines > 0 {
            survey.lines::<Trouble>(&input, 0, &mut take)?;
        }
        sheet.into_inner().map_err(|error| FileFault::Disk(error.into_error()).into())
    });
    send_faults(app, run, kind, tongue, sender).await?;
    write.await.map_err(|error| Trouble::Refusal(anyhow::Error::from(error).into()))?
}
