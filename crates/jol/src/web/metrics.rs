//! Numbers for those who run the service. No label ever holds anything about a person.

use std::{fmt::Write as _, sync::atomic::AtomicU64, time::Duration};

use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::{Registry, Unit},
};

/// The route as it is written in the router, never the address that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Served {
    pub route: String,
    pub status: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Named {
    pub name: &'static str,
}

pub struct Metrics {
    registry: Registry,
    requests: Family<Served, Counter>,
    seconds: Histogram,
    /// Things worth counting by name: sign-ins refused, forms that came twice, jobs that failed.
    pub events: Family<Named, Counter>,
    pub free_bytes: Gauge<i64>,
    pub connections: Gauge<i64>,
    pub refused_connections: Gauge<u64, AtomicU64>,
    /// Records in memory to be compared.
    pub compared: Gauge<i64>,
    /// Vacancies in memory.
    pub offered: Gauge<i64>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("jol");
        let requests = Family::<Served, Counter>::default();
        let steps = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
        let seconds = Histogram::new(steps);
        let events = Family::<Named, Counter>::default();
        let (free_bytes, connections) = (Gauge::default(), Gauge::default());
        let (refused_connections, compared) = (Gauge::default(), Gauge::default());
        let offered = Gauge::default();
        registry.register("requests", "Requests answered", requests.clone());
        let help = "Time to answer a request";
        registry.register_with_unit("request", help, Unit::Seconds, seconds.clone());
        registry.register("events", "Events worth counting", events.clone());
        let help = "Free space on the disk of the cell";
        registry.register_with_unit("disk_free", help, Unit::Bytes, free_bytes.clone());
        registry.register("connections", "Connections open now", connections.clone());
        let help = "Connections turned away since the start";
        registry.register("connections_refused", help, refused_connections.clone());
        let help = "Records in memory to be compared with whoever is registered";
        registry.register("records_compared", help, compared.clone());
        let help = "Vacancies in memory, which lists are made from";
        registry.register("vacancies_offered", help, offered.clone());
        Self {
            registry,
            requests,
            seconds,
            events,
            free_bytes,
            connections,
            refused_connections,
            compared,
            offered,
        }
    }
}

impl Metrics {
    pub fn served(&self, route: &str, status: u16, took: Duration) {
        let served = Served { route: route.to_owned(), status: status.into() };
        self.requests.get_or_create(&served).inc();
        self.seconds.observe(took.as_secs_f64());
    }

    pub fn count(&self, name: &'static str) {
        self.events.get_or_create(&Named { name }).inc();
    }

    pub fn text(&self) -> String {
        let mut text = String::new();
        if encode(&mut text, &self.registry).is_err() {
            // Writing into a string cannot fail; a half page would still be told from a whole one.
            let _ = writeln!(text, "# incomplete");
        }
        text
    }
}
