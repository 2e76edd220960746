// Is what the server sends correct HTML, and does it say its language?
import {HtmlValidate} from 'html-validate';
import {openPage} from './browser.mjs';

const validator = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: {
    // Pages are made by functions: a line may be long, a void element needs no slash.
    'long-title': 'off',
    'no-trailing-whitespace': 'off',
    'void-style': 'off',
    // A telephone number in a sentence is read as it is written.
    'tel-non-breaking': 'off',
    // A date in three boxes is a group inside a fieldset; older screen readers need the word.
    'no-redundant-role': 'off',
    'prefer-native-element': 'off',
  },
});

export async function html(browser, target) {
  const {context} = await openPage(browser, target);
  try {
    const answer = await context.request.get(target.url, {headers: {accept: 'text/html'}});
    const text = await answer.text();
    const report = await validator.validateString(text, target.url);
    const faults = report.results
      .flatMap((result) => result.messages)
      .map((message) => `${message.ruleId} at ${message.line}:${message.column}: ${message.message}`);
    if (target.language && !text.includes(`lang="${target.language}"`))
      faults.push(`the page does not say that it is in ${target.language}`);
    return {faults, note: `${text.length} characters`};
  } finally {
    await context.close();
  }
}
