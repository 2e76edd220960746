//! What every page shares: the shell, the parts, the server.

pub mod parts;
pub mod server;
pub mod limit;
pub mod metrics;
