//! Short things a page says: headings, tags, notices, a warning, a confirmation.

use maud::{Markup, html};

/// The colours a tag may have. They only underline the word: colour alone never carries a meaning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    #[default]
    Blue,
    Grey,
    Green,
    Yellow,
    Orange,
    Red,
    Purple,
}

/// Whether a notice tells of something done or of something to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Important,
    Success,
}

/// The heading of a page, with an optional line above it such as "Question 2 of 7".
pub fn heading(words: &str, caption: Option<&str>) -> Markup {
    html! {
        @if let Some(caption) = caption { span.govuk-caption-l { (caption) } }
        h1.govuk-heading-l { (words) }
    }
}

pub fn link(words: &str, href: &str) -> Markup {
    html! { a.govuk-link href=(href) { (words) } }
}

pub fn back_link(words: &str, href: &str) -> Markup {
    html! { a.govuk-back-link href=(href) { (words) } }
}

/// The state of something in a word or two.
pub fn tag(words: &str, colour: Colour) -> Markup {
    let class = match colour {
        Colour::Blue => "govuk-tag--blue",
        Colour::Grey => "govuk-tag--grey",
        Colour::Green => "govuk-tag--green",
        Colour::Yellow => "govuk-tag--yellow",
        Colour::Orange => "govuk-tag--orange",
        Colour::Red => "govuk-tag--red",
        Colour::Purple => "govuk-tag--purple",
    };
    html! { strong.govuk-tag .(class) { (words) } }
}

/// A number or code that is compared letter by letter, or copied by hand.
pub fn code(words: &str) -> Markup {
    html! { span.jol-code { (words) } }
}

/// A notice above the page. A success is read aloud at once; there is at most one notice on a page.
pub fn notification(kind: Kind, title: &str, words: &str) -> Markup {
    let success = kind == Kind::Success;
    html! {
        div.govuk-notification-banner.govuk-notification-banner--success[success]
            role=(if success { "alert" } else { "region" }) aria-labelledby="notification-title"
            data-jol-focus[success] tabindex=[success.then_some("-1")] {
            div.govuk-notification-banner__header {
                h2.govuk-notification-banner__title id="notification-title" { (title) }
            }
            div.govuk-notification-banner__content {
                p.govuk-notification-banner__heading { (words) }
            }
        }
    }
}

/// The end of a road: what was done, and the number to quote. Its title is the heading of the page.
pub fn panel(title: &str, number: Option<(&str, &str)>) -> Markup {
    html! {
        div.govuk-panel.govuk-panel--confirmation {
            h1.govuk-panel__title { (title) }
            @if let Some((words, number)) = number {
                div.govuk-panel__body { (words) br; strong { (number) } }
            }
        }
    }
}

/// Words set apart from the text around them.
pub fn inset(content: Markup) -> Markup {
    html! { div.govuk-inset-text { (content) } }
}

/// Words one must not miss. `word` is "Warning", for those who do not see the sign.
pub fn warning(word: &str, words: &str) -> Markup {
    html! {
        div.govuk-warning-text {
            span.govuk-warning-text__icon aria-hidden="true" { "!" }
            strong.govuk-warning-text__text {
                span.govuk-visually-hidden { (word) } " " (words)
            }
        }
    }
}

/// Words for those who want to know more.
pub fn details(summary: &str, content: Markup) -> Markup {
    html! {
        details.govuk-details {
            summary.govuk-details__summary {
                span.govuk-details__summary-text { (summary) }
            }
            div.govuk-details__text { (content) }
        }
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::web::parts::lines;

    #[test]
    fn good_news_is_read_aloud_and_other_news_waits() {
        assert_snapshot!(lines(notification(Kind::Success, "Saved", "The plan is saved")), @r#"
        <div class="govuk-notification-banner govuk-notification-banner--success" role="alert" aria-labelledby="notification-title" data-jol-focus tabindex="-1">
        <div class="govuk-notification-banner__header">
        <h2 class="govuk-notification-banner__title" id="notification-title">Saved</h2>
        </div>
        <div class="govuk-notification-banner__content">
        <p class="govuk-notification-banner__heading">The plan is saved</p>
        </div>
        </div>
        "#);
        let important = notification(Kind::Important, "Note", "The office moves").into_string();
        assert!(important.contains(r#"role="region""#) && !important.contains("tabindex"));
    }

    #[test]
    fn a_confirmation_carries_the_number_to_quote() {
        assert_snapshot!(lines(panel("You are registered", Some(("Your number", "JOL-4821")))), @r#"
        <div class="govuk-panel govuk-panel--confirmation">
        <h1 class="govuk-panel__title">You are registered</h1>
        <div class="govuk-panel__body">Your number<br>
        <strong>JOL-4821</strong>
        </div>
        </div>
        "#);
    }

    #[test]
    fn a_warning_is_heard_without_its_sign() {
        assert_snapshot!(lines(warning("Warning", "This cannot be undone")), @r#"
        <div class="govuk-warning-text">
        <span class="govuk-warning-text__icon" aria-hidden="true">!</span>
        <strong class="govuk-warning-text__text">
        <span class="govuk-visually-hidden">Warning</span> This cannot be undone</strong>
        </div>
        "#);
    }

    #[test]
    fn words_from_outside_stay_words() {
        let evil = "<script>alert(1)</script>";
        for markup in
            [tag(evil, Colour::Red), heading(evil, Some(evil)), panel(evil, Some((evil, evil)))]
        {
            assert!(!markup.into_string().contains("<script"));
        }
    }
}
