//! The program. Its commands are its roles.

/// Many small answers on many threads: the system's own allocator lets memory grow.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    jol::commands::main()
}
