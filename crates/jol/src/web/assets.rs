//! Style, script and picture of the tab: inside the program, under names that change with their content.

use std::sync::LazyLock;

use axum::{
    http::{HeaderName, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};

use super::{
    address::Path,
    parts,
    route::{Need, Routes},
};
use crate::refusal::Refusal;

struct Asset {
    path: String,
    kind: &'static str,
    content: &'static str,
}

fn asset(name: &str, ending: &str, kind: &'static str, content: &'static str) -> Asset {
    let hash = Sha256::digest(content);
    let short: String = hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    Asset { path: format!("/assets/{name}.{short}.{ending}"), kind, content }
}

static ASSETS: LazyLock<[Asset; 3]> = LazyLock::new(|| {
    [
        asset("jol", "css", "text/css; charset=utf-8", parts::CSS),
        asset("jol", "js", "text/javascript; charset=utf-8", parts::SCRIPT),
        asset("icon", "svg", "image/svg+xml", parts::ICON),
    ]
});

pub fn css_path() -> &'static str {
    &ASSETS[0].path
}

pub fn js_path() -> &'static str {
    &ASSETS[1].path
}

pub fn icon_path() -> &'static str {
    &ASSETS[2].path
}

pub fn routes() -> Routes {
    Routes::default().get("/assets/{name}", Need::Nothing, serve)
}

/// A name with another hash is another file, so a browser may keep this one for ever.
const FOR_EVER: [(HeaderName, &str); 2] = [
    (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

async fn serve(Path(name): Path<String>) -> Result<Response, Refusal> {
    let wanted = format!("/assets/{name}");
    let asset = ASSETS.iter().find(|asset| asset.path == wanted).ok_or(Refusal::NotFound)?;
    Ok((FOR_EVER, [(header::CONTENT_TYPE, asset.kind)], asset.content).into_response())
}
