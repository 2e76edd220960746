//! How many of the true pairs of a made-up register are found, how surely, and what that costs.

use std::{collections::HashMap, io::Write, time::Instant};

use jiff::civil::Date;
use linkage::{
    link::{Linked, link},
    register::{Record, Register},
};
use serde::Serialize;

use super::usage;
use crate::sample::agencies::{Sent, crowd, records};

#[derive(clap::Args)]
pub struct Link {
    /// Records, those of the crowd not counted
    #[arg(default_value_t = 100_000)]
    records: usize,

    /// For so many records one person of the crowd: called the same and born on the same 1 January, with two records. 0 for none
    #[arg(long, default_value_t = 100)]
    crowd: usize,

    /// Measure a tenth of it first, and say what ten times the records cost
    #[arg(long)]
    growth: bool,

    /// Another number makes another register
    #[arg(long, default_value_t = 1)]
    seed: u64,

    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Measured {
    records: usize,
    people_of_the_crowd: usize,
    true_pairs: u64,
    /// Share of the true pairs that were compared at all.
    compared: f64,
    best_f1: f64,
    /// Of the true pairs, found at a weight from which 999 of 1,000 are true.
    recall_at_999: f64,
    largest_group: usize,
    largest_true_group: usize,
    seconds: f64,
    cpu_seconds: f64,
    peak_mib: f64,
    /// CPU seconds in terms of a tenth of the records.
    growth: Option<f64>,
}

/// The days of the people do not matter, only that they stay the same.
const TODAY: Date = jiff::civil::date(2026, 11, 1);

impl Link {
    pub fn run(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        anyhow::ensure!(self.records >= 1_000, "at least 1,000 records");
        let tenth = self.growth.then(|| self.measure(self.records / 10).cpu_seconds);
        let mut measured = self.measure(self.records);
        measured.growth = tenth.map(|cpu_seconds| measured.cpu_seconds / cpu_seconds);
        if self.json {
            writeln!(out, "{}", serde_json::to_string(&measured)?)?;
            return Ok(());
        }
        let Measured { records, true_pairs, compared, best_f1, recall_at_999, .. } = measured;
        writeln!(
            out,
            "{records} records, {true_pairs} true pairs, {:.1} % of them compared",
            compared * 100.0
        )?;
        writeln!(
            out,
            "best F1 {best_f1:.4}; recall where 999 of 1,000 are true: {recall_at_999:.4}"
        )?;
        let Measured { largest_group, largest_true_group, .. } = measured;
        writeln!(
            out,
            "the largest group has {largest_group} records, the largest true one {largest_true_group}"
        )?;
        let Measured { seconds, cpu_seconds, peak_mib, .. } = measured;
        writeln!(out, "{seconds:.1} s, {cpu_seconds:.1} s of CPU, {peak_mib:.0} MiB at most")?;
        if let Some(growth) = measured.growth {
            writeln!(out, "{growth:.1} times the CPU of a tenth of the records")?;
        }
        Ok(())
    }

    fn measure(&self, n: usize) -> Measured {
        let n_crowd = n.checked_div(self.crowd).unwrap_or(0);
        let mut sent = records(self.seed, n, TODAY);
        sent.extend(crowd(n_crowd));
        let truth: HashMap<String, usize> =
            sent.iter().enumerate().map(|(at, one)| (at.to_string(), one.person)).collect();
        let mut register = Register::new(0);
        for (at, one) in sent.iter().enumerate() {
            let id = at.to_string();
            register.push(&card(&id, one));
        }
        drop(sent);

        let (began, cpu) = (Instant::now(), usage::cpu_seconds());
        let linked = link(&mut register, None, &[]);
        let groups = linked.clusters(&register, 0.0);
        let (seconds, cpu_seconds) = (began.elapsed().as_secs_f64(), usage::cpu_seconds() - cpu);
        let people: Vec<usize> =
            (0..register.len() as u32).map(|record| truth[register.id(record)]).collect();
        let found = Found::of(&linked, &people);
        Measured {
            records: register.len(),
            people_of_the_crowd: n_crowd,
            true_pairs: found.n_true,
            compared: found.compared,
            best_f1: found.best_f1,
            recall_at_999: found.recall_at_999,
            largest_group: largest(&groups),
            largest_true_group: largest(&people),
            seconds,
            cpu_seconds,
            peak_mib: usage::peak_megabytes(),
            growth: None,
        }
    }
}

fn card<'a>(id: &'a str, sent: &'a Sent) -> Record<'a> {
    Record {
        id,
        source: sent.source,
        surname: &sent.surname,
        given: &sent.given,
        patronymic: &sent.patronymic,
        dob: &sent.born_on,
        sex: sent.sex,
        pin: &sent.pin,
        phone: &sent.phone,
        territory: sent.territory,
        also: Vec::new(),
    }
}

/// How many stand together most often.
fn largest<T: std::hash::Hash + Eq + Copy>(groups: &[T]) -> usize {
    let mut sizes: HashMap<T, usize> = HashMap::new();
    groups.iter().for_each(|group| *sizes.entry(*group).or_default() += 1);
    sizes.into_values().max().unwrap_or_default()
}

#[derive(Debug, Default, PartialEq)]
struct Found {
    n_true: u64,
    compared: f64,
    best_f1: f64,
    recall_at_999: f64,
}

impl Found {
    fn of(linked: &Linked, people: &[usize]) -> Self {
        let mut sizes: HashMap<usize, u64> = HashMap::new();
        people.iter().for_each(|person| *sizes.entry(*person).or_default() += 1);
        let n_true: u64 = sizes.values().map(|n| n * (n - 1) / 2).sum();
        let is_true = |(one, other): &(u32, u32)| people[*one as usize] == people[*other as usize];
        let weighed = linked.weights.iter().zip(&linked.pairs);
        Self::read(weighed.map(|(weight, pair)| (*weight, is_true(pair))).collect(), n_true)
    }

    /// From the surest pair down. A weight that several pairs share is taken as a whole.
    fn read(mut weighed: Vec<(f32, bool)>, n_true: u64) -> Self {
        weighed.sort_unstable_by(|one, other| other.0.total_cmp(&one.0));
        let mut found = Self { n_true, ..Self::default() };
        let (mut n_hit, mut n) = (0u64, 0u64);
        for equal in weighed.chunk_by(|one, other| one.0 == other.0) {
            n += equal.len() as u64;
            n_hit += equal.iter().filter(|(_, is_true)| *is_true).count() as u64;
            let recall = n_hit as f64 / n_true.max(1) as f64;
            found.best_f1 = found.best_f1.max(2.0 * n_hit as f64 / (n + n_true) as f64);
            if 1_000 * n_hit >= 999 * n {
                found.recall_at_999 = recall;
            }
        }
        found.compared = n_hit as f64 / n_true.max(1) as f64;
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sure_ones_are_counted_until_one_of_a_thousand_is_wrong() {
        let mut weighed = vec![(9.0, true); 1_500];
        weighed.extend([(8.0, false), (8.0, true), (7.0, false), (7.0, false), (1.0, true)]);
        let found = Found::read(weighed, 1_600);
        assert_eq!((found.n_true, found.recall_at_999), (1_600, 1_501.0 / 1_600.0));
        assert_eq!(found.compared, 1_502.0 / 1_600.0);
        assert_eq!(found.best_f1, 2.0 * 1_501.0 / (1_502.0 + 1_600.0));
    }
}
