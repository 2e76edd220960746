// node conformance.mjs
// Compares our parts with the examples that govuk-frontend brings: the same elements in the same order, with
// the same classes and attributes. Words, ids and addresses are ours and are not compared. Where we differ
// on purpose, the difference stands below with its reason.
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.join(HERE, '../..');
const EXAMPLES = path.join(HERE, 'node_modules/govuk-frontend/dist/govuk/components');

// Attributes for scripts: theirs, which we do not use, and ours, which they do not have. The focus of a
// message is theirs to set by script; ours is in the markup.
const SCRIPTED = /^(data-.*|tabindex|hidden|aria-label|draggable)$/;
const OURS = [
  // A table of ours becomes cards on a phone, which needs a class and the words of the heading.
  [/ jol-table\b/g, ''],
  // The label of the show button is its text: "Show password" is not needed beside a box called so.
  [/ govuk-js-password-input-(input|toggle)/g, ''],
];

function shape(html) {
  return [...html.matchAll(/<(\/?)([a-z0-9]+)((?:\s+[^\s=>]+(?:="[^"]*")?)*)\s*\/?>/g)].map(([, end, tag, text]) => {
    if (end) return `</${tag}>`;
    const attributes = [...text.matchAll(/([^\s=>]+)(?:="([^"]*)")?/g)]
      .filter(([, name]) => !SCRIPTED.test(name))
      .map(([, name, value]) => {
        if (name === 'class') return `class=${value.trim().split(/\s+/).sort().join(' ')}`;
        if (name === 'aria-describedby') return `${name} x${value.split(' ').length}`;
        if (['type', 'role', 'scope', 'inputmode', 'autocomplete'].includes(name)) return `${name}=${value}`;
        return name;
      });
    return `<${tag} ${attributes.sort().join(' ')}>`;
  });
}

const printed = execFileSync('cargo', ['run', '--quiet', '--offline', '-p', 'jol', '--example', 'conformance'], {
  cwd: ROOT,
  encoding: 'utf8',
});
let passed = 0;
let failed = 0;
for (const [name, ours] of Object.entries(JSON.parse(printed))) {
  const [component, example] = name.split('/');
  const {fixtures} = JSON.parse(fs.readFileSync(path.join(EXAMPLES, component, 'fixtures.json'), 'utf8'));
  const theirs = fixtures.find((fixture) => fixture.name === example);
  if (!theirs) throw new Error(`govuk-frontend has no example ${name}`);
  const clean = (html) => OURS.reduce((text, [from, to]) => text.replace(from, to), html);
  const mine = shape(clean(ours));
  const other = shape(clean(theirs.html));
  const at = mine.findIndex((token, i) => token !== other[i]);
  if (at === -1 && mine.length === other.length) {
    passed += 1;
  } else {
    failed += 1;
    const where = at === -1 ? mine.length : at;
    console.log(`FAIL ${name}: at ${where}\n       ours   ${mine[where]}\n       theirs ${other[where]}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
