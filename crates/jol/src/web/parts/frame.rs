//! The frame around every page: header, languages, who is signed in, main, footer.

use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The style of all pages, purged when we release. Entry pages carry it inside, others link to it.
pub const CSS: &str = include_str!("../../../assets/jol.css");

/// What makes pages a little kinder where JavaScript runs. No page needs it.
pub const SCRIPT: &str = include_str!("../../../assets/jol.js");

/// The road as a picture for the tab of the browser.
pub const ICON: &str = include_str!("../../../assets/icon.svg");

/// How the page gets its style.
#[derive(Clone, Copy, Debug)]
pub enum Style<'a> {
    /// Inside the page: one round trip less for a first visit on a slow network. The policy of the page
    /// must carry the hash of exactly this text.
    Inline(&'a str),
    /// From an address that never changes its content.
    Linked(&'a str),
}

impl Default for Style<'_> {
    fn default() -> Self {
        Self::Inline(CSS)
    }
}

/// A place to go to.
#[derive(Clone, Debug)]
pub struct NavItem {
    words: String,
    href: String,
    current: bool,
}

impl NavItem {
    pub fn new(words: impl Into<String>, href: impl Into<String>) -> Self {
        Self { words: words.into(), href: href.into(), current: false }
    }

    pub fn current(mut self, current: bool) -> Self {
        self.current = current;
        self
    }
}

/// A language the page can be read in, named in itself.
#[derive(Clone, Debug)]
pub struct Tongue {
    code: String,
    name: String,
    href: String,
}

impl Tongue {
    pub fn new(code: impl Into<String>, name: impl Into<String>, href: impl Into<String>) -> Self {
        Self { code: code.into(), name: name.into(), href: href.into() }
    }
}

/// Who is signed in, and the way out.
#[derive(Clone, Debug)]
pub struct Account<'a> {
    pub name: &'a str,
    /// The page of the account itself.
    pub href: Option<&'a str>,
    pub sign_out: &'a str,
    pub sign_out_action: &'a str,
    /// Hidden fields of the form that signs out, such as its proof of origin.
    pub fields: Markup,
}

/// Says that this is a demo, a trial or a copy.
#[derive(Clone, Debug)]
pub struct Banner<'a> {
    pub tag: &'a str,
    pub words: Markup,
}

/// Everything a page needs around its content, in the language of the page.
#[derive(Clone, Debug, Default)]
pub struct Frame<'a> {
    pub lang: &'a str,
    /// `ltr` when not given.
    pub dir: Option<&'a str>,
    pub title: &'a str,
    /// "Error:" when something on the page is wrong, so that the title says it first.
    pub problem_word: Option<&'a str>,
    /// The name of the service, in the header and behind the title.
    pub brand: &'a str,
    pub home: &'a str,
    pub style: Style<'a>,
    pub script: Option<&'a str>,
    pub icon: Option<&'a str>,
    pub skip: &'a str,
    /// Names the row of places for screen readers.
    pub nav_label: &'a str,
    pub nav: &'a [NavItem],
    pub languages_label: &'a str,
    pub languages: &'a [Tongue],
    pub account: Option<Account<'a>>,
    pub banner: Option<Banner<'a>>,
    /// A back link, outside the main part so that the skip link passes them.
    pub before: Option<Markup>,
    pub main: Markup,
    /// As wide as the screen allows, for the tables of officers.
    pub wide: bool,
    /// The line with the telephone number, on every page.
    pub help: Markup,
    pub footer: &'a [NavItem],
    /// The last line: who answers for this register.
    pub owner: &'a str,
}

/// The whole document.
pub fn frame(frame: &Frame) -> Markup {
    html! {
        (DOCTYPE)
        html.govuk-template lang=(frame.lang) dir=[frame.dir] {
            head {
                meta charset="utf-8";
                title {
                    @if let Some(word) = frame.problem_word { (word) " " }
                    (frame.title) " – " (frame.brand)
                }
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="theme-color" content="#14464b";
                // Old phones turn personal numbers and dates into links to the dialler.
                meta name="format-detection" content="telephone=no";
                @match frame.style {
                    Style::Inline(css) => style { (PreEscaped(css)) },
                    Style::Linked(href) => link rel="stylesheet" href=(href);,
                }
                @if let Some(href) = frame.icon { link rel="icon" href=(href) type="image/svg+xml"; }
                @if let Some(src) = frame.script { script src=(src) defer {} }
            }
            body.govuk-template__body.jol-wide[frame.wide] {
                a.govuk-skip-link href="#main" { (frame.skip) }
                (header(frame))
                div.govuk-width-container {
                    main.govuk-main-wrapper #main tabindex="-1" { (frame.main) }
                }
                (footer(frame))
            }
        }
    }
}

/// What stands before the page itself. The banner and the way back belong here too, so that a screen reader
/// meets every word inside a landmark.
fn header(frame: &Frame) -> Markup {
    html! {
        header {
            div.jol-header {
            div.govuk-width-container.jol-header__row {
                a.jol-brand href=(frame.home) { (mark()) span { (frame.brand) } }
                @if !frame.languages.is_empty() {
                    nav.jol-languages aria-label=(frame.languages_label) {
                        ul {
                            @for tongue in frame.languages {
                                li {
                                    @if tongue.code == frame.lang {
                                        span lang=(tongue.code) aria-current="true" { (tongue.name) }
                                    } @else {
                                        a lang=(tongue.code) hreflang=(tongue.code) rel="alternate" href=(tongue.href) {
                                            (tongue.name)
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            @if !frame.nav.is_empty() || frame.account.is_some() {
                div.jol-bar {
                    div.govuk-width-container.jol-bar__row {
                        @if !frame.nav.is_empty() {
                            nav.jol-nav aria-label=(frame.nav_label) {
                                ul { @for item in frame.nav { (nav_item(item)) } }
                            }
                        }
                        @if let Some(account) = &frame.account { (account_line(account)) }
                    }
                }
            }
            }
            @if frame.banner.is_some() || frame.before.is_some() {
                div.govuk-width-container {
                    @if let Some(banner) = &frame.banner {
                        div.govuk-phase-banner {
                            p.govuk-phase-banner__content {
                                strong.govuk-tag.govuk-phase-banner__content__tag { (banner.tag) }
                                span.govuk-phase-banner__text { (banner.words) }
                            }
                        }
                    }
                    @if let Some(before) = &frame.before { (before) }
                }
            }
        }
    }
}

pub(super) fn nav_item(item: &NavItem) -> Markup {
    html! {
        li { a href=(item.href) aria-current=[item.current.then_some("page")] { (item.words) } }
    }
}

/// Signing out is a form, not a link: a link could be fetched in advance.
fn account_line(account: &Account) -> Markup {
    html! {
        form.jol-account method="post" action=(account.sign_out_action) {
            @match account.href {
                Some(href) => a href=(href) { (account.name) },
                None => span { (account.name) },
            }
            (account.fields)
            button type="submit" { (account.sign_out) }
        }
    }
}

fn footer(frame: &Frame) -> Markup {
    html! {
        footer.jol-footer {
            div.govuk-width-container {
                p.jol-footer__help { (frame.help) }
                @if !frame.footer.is_empty() {
                    ul.jol-footer__links { @for item in frame.footer { (nav_item(item)) } }
                }
                p.jol-footer__owner { (frame.owner) }
            }
        }
    }
}

/// A road between two hills, under the sun.
fn mark() -> Markup {
    html! {
        svg.jol-brand__mark xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="32" height="32"
            aria-hidden="true" focusable="false" {
            circle cx="21.5" cy="9.5" r="4.5" fill="#ffc857" {}
            path d="M2 21 11 9l6 8 4-5 9 9v9H2z" fill="#fff" {}
            path d="M10 30c0-5 9-5 9-9 0-2-2-3-2-4 0 3 7 4 5 8-1 2-2 3-2 5z" fill="#14464b" {}
        }
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::web::parts::lines;

    fn small<'a>() -> Frame<'a> {
        Frame {
            lang: "ky",
            title: "Каттоо",
            brand: "Жол",
            home: "/",
            style: Style::Linked("/assets/jol.1.css"),
            skip: "Негизги бөлүккө өтүү",
            main: html! { h1 { "Каттоо" } },
            help: html! { "Жардам: 1213" },
            owner: "Министрлик",
            ..Frame::default()
        }
    }

    #[test]
    fn the_smallest_page_is_whole() {
        assert_snapshot!(lines(frame(&small())), @r##"
        <!DOCTYPE html>
        <html class="govuk-template" lang="ky">
        <head>
        <meta charset="utf-8">
        <title>Каттоо – Жол</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="theme-color" content="#14464b">
        <meta name="format-detection" content="telephone=no">
        <link rel="stylesheet" href="/assets/jol.1.css">
        </head>
        <body class="govuk-template__body">
        <a class="govuk-skip-link" href="#main">Негизги бөлүккө өтүү</a>
        <header>
        <div class="jol-header">
        <div class="govuk-width-container jol-header__row">
        <a class="jol-brand" href="/">
        <svg class="jol-brand__mark" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
        <circle cx="21.5" cy="9.5" r="4.5" fill="#ffc857">
        </circle>
        <path d="M2 21 11 9l6 8 4-5 9 9v9H2z" fill="#fff">
        </path>
        <path d="M10 30c0-5 9-5 9-9 0-2-2-3-2-4 0 3 7 4 5 8-1 2-2 3-2 5z" fill="#14464b">
        </path>
        </svg>
        <span>Жол</span>
        </a>
        </div>
        </div>
        </header>
        <div class="govuk-width-container">
        <main class="govuk-main-wrapper" id="main" tabindex="-1">
        <h1>Каттоо</h1>
        </main>
        </div>
        <footer class="jol-footer">
        <div class="govuk-width-container">
        <p class="jol-footer__help">Жардам: 1213</p>
        <p class="jol-footer__owner">Министрлик</p>
        </div>
        </footer>
        </body>
        </html>
        "##);
    }

    #[test]
    fn a_page_with_a_problem_says_so_in_its_title_first() {
        let page = frame(&Frame { problem_word: Some("Ката:"), ..small() }).into_string();
        assert!(page.contains("<title>Ката: Каттоо – Жол</title>"), "{page}");
    }

    #[test]
    fn the_language_of_the_page_is_not_a_link() {
        let languages = [Tongue::new("ky", "Кыргызча", "/ky"), Tongue::new("ru", "Русский", "/ru")];
        let page = frame(&Frame { languages: &languages, languages_label: "Тил", ..small() })
            .into_string();
        assert!(page.contains(r#"<span lang="ky" aria-current="true">Кыргызча</span>"#), "{page}");
        assert!(
            page.contains(r#"<a lang="ru" hreflang="ru" rel="alternate" href="/ru">Русский</a>"#),
            "{page}"
        );
    }

    #[test]
    fn signing_out_is_a_form_with_its_proof() {
        let account = Account {
            name: "А. Бекова",
            href: None,
            sign_out: "Чыгуу",
            sign_out_action: "/sign-out",
            fields: html! { input type="hidden" name="proof" value="1"; },
        };
        assert_snapshot!(lines(account_line(&account)), @r#"
        <form class="jol-account" method="post" action="/sign-out">
        <span>А. Бекова</span>
        <input type="hidden" name="proof" value="1">
        <button type="submit">Чыгуу</button>
        </form>
        "#);
    }

    /// The policy of the pages refuses inline styles and scripts, so no part may carry one.
    #[test]
    fn an_inlined_style_is_exactly_the_text_that_is_hashed() {
        let page =
            frame(&Frame { style: Style::Inline("a>b{color:\"red\"}"), ..small() }).into_string();
        assert!(page.contains("<style>a>b{color:\"red\"}</style>"), "{page}");
        assert!(!page.contains(" style="), "{page}");
    }
}
