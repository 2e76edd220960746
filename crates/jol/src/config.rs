//! Every setting of the program. There is no other place that reads the environment.

use std::{net::SocketAddr, path::PathBuf};

/// What a running service needs to know, beside its folder.
#[derive(Clone, Debug, clap::Args)]
pub struct Settings {
    /// Folder of the cell: its store, its keys, its checkpoints
    #[arg(long, env = "JOL_DIR", default_value = "jol-cell")]
    pub dir: PathBuf,

    /// The address the web server listens on
    #[arg(long, env = "JOL_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,

    /// Addresses of your own proxies: from these the client's address is taken out of X-Forwarded-For
    #[arg(long, env = "JOL_PROXIES", value_delimiter = ',')]
    pub proxies: Vec<std::net::IpAddr>,

    /// The service is reached by https: cookies are sent over nothing else
    #[arg(long, env = "JOL_HTTPS")]
    pub https: bool,

    /// Connections held at once
    #[arg(long, env = "JOL_CONNECTIONS", default_value_t = 2_000)]
    pub connections: usize,

    /// Connections held at once for one client address
    #[arg(long, env = "JOL_CONNECTIONS_EACH", default_value_t = 200)]
    pub connections_each: usize,

    /// Requests to the API in a minute for one token
    #[arg(long, env = "JOL_API_RATE", default_value_t = 600)]
    pub api_rate: u32,

    /// Stop taking new things below this much free disk, in megabytes
    #[arg(long, env = "JOL_LEAST_FREE_MB", default_value_t = 256)]
    pub least_free_mb: u64,

    /// Size of the ballast file that is given up when the disk is full, in megabytes
    #[arg(long, env = "JOL_BALLAST_MB", default_value_t = 64)]
    pub ballast_mb: u64,

    /// Telephone number of the help line, as shown on every page
    #[arg(long, env = "JOL_HELP_PHONE", default_value = "+996 312 00 00 00")]
    pub help_phone: String,

    /// Leave the work in the background to `jol work`
    #[arg(long, env = "JOL_NO_WORK")]
    pub no_work: bool,

    /// What is logged: a level, or levels by part of the program, such as info,jol::db=debug
    #[arg(long, env = "JOL_LOG", default_value = "info,sqlx=warn")]
    pub log: String,

    /// Write logs as JSON lines
    #[arg(long, env = "JOL_JSON_LOGS")]
    pub json_logs: bool,
}
