// node build.mjs          writes crates/jol/assets/jol.css
// node build.mjs --check  ends with status 1 when the committed file is not what the sources give
//
// Sass makes the whole style; this script keeps what our pages use. A class is used when its name is a word
// in a Rust file, or fits a pattern of keep.txt. What a browser of 2022 or later does not need goes too.
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import {fileURLToPath} from 'node:url';
import postcss from 'postcss';
import * as sass from 'sass';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const CRATE = path.join(HERE, '../../crates/jol');
const OUTPUT = path.join(CRATE, 'assets/jol.css');
const MOST_BYTES = 8192;
const NOTICE = '/*! With parts of govuk-frontend 6.6.0, MIT licence: see THIRD-PARTY.md */\n';

// Said once for the whole page in own.scss.
const SAID_ONCE = new Set(['font-family', '-webkit-font-smoothing', '-moz-osx-font-smoothing']);
// Set by a script we do not have; fields of a type we do not use; and what is switched off, which no page of
// ours has, because it tells nobody why.
const NEVER = /\.govuk-frontend-supported|spin-button|disabled/;
// The colours of these are custom properties of :root, which need no second value.
const FALLBACK = /var\((--govuk-[\w-]+), #[0-9a-f]+\)/g;

function compile(name) {
  const {css} = sass.compile(path.join(HERE, name), {
    style: 'compressed',
    loadPaths: [path.join(HERE, 'node_modules')],
    quietDeps: true,
  });
  return postcss.parse(css.replace(/^\uFEFF/, ''));
}

function rustFiles(folder) {
  return fs.readdirSync(folder, {withFileTypes: true}).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return rustFiles(file);
    return file.endsWith('.rs') ? [file] : [];
  });
}

function usedClasses() {
  const words = new Set();
  for (const file of rustFiles(path.join(CRATE, 'src')))
    for (const [word] of fs.readFileSync(file, 'utf8').matchAll(/[\w!][\w!-]*/g)) words.add(word);
  const patterns = fs
    .readFileSync(path.join(HERE, 'keep.txt'), 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => new RegExp(`^${line}$`));
  return (name) => words.has(name) || patterns.some((pattern) => pattern.test(name));
}

function classesOf(selector) {
  return [...selector.matchAll(/\.((?:\\.|[\w-])+)/g)].map(([, name]) => name.replaceAll('\\', ''));
}

function purge(root, isUsed) {
  root.walkComments((comment) => comment.remove());
  root.walkAtRules((rule) => {
    // These are for browsers that stopped before 2022.
    if (rule.name === 'charset' || /-ms-high-contrast|\0|\uFFFD|\\0/.test(rule.params)) rule.remove();
    if (rule.name === 'supports' && /text-wrap/.test(rule.params)) rule.remove();
  });
  root.walkRules((rule) => {
    const kept = rule.selectors.filter((selector) => {
      // `:not(.name)` asks for nothing.
      const asked = selector.replace(/:not\([^)]*\)/g, '');
      return !NEVER.test(asked) && classesOf(asked).every(isUsed);
    });
    if (kept.length === 0) rule.remove();
    else rule.selectors = kept;
  });
  root.walkDecls((declaration) => {
    const ours = declaration.value.includes('Segoe UI') || declaration.value.includes('monospace');
    if (SAID_ONCE.has(declaration.prop) && !ours) declaration.remove();
    else if (/^-webkit-(text-decoration|clip-path)/.test(declaration.prop)) declaration.remove();
    else if (declaration.value.startsWith('-webkit-')) declaration.remove();
    else declaration.value = declaration.value.replace(FALLBACK, 'var($1)');
  });
  // The version is for people who debug several copies on one page. We have one.
  root.walkDecls(/^--govuk-(frontend-version|breakpoint)/, (declaration) => declaration.remove());
  dropUnusedProperties(root);
  dropEmpty(root);
  joinNeighbours(root);
}

function dropUnusedProperties(root) {
  const text = root.toString();
  root.walkDecls(/^--(govuk|jol)-/, (declaration) => {
    if (!text.includes(`var(${declaration.prop}`)) declaration.remove();
  });
}

function dropEmpty(root) {
  let found = true;
  while (found) {
    found = false;
    root.walk((node) => {
      if ((node.type === 'rule' || node.type === 'atrule') && node.nodes && node.nodes.length === 0) {
        node.remove();
        found = true;
      }
    });
  }
}

// Sass repeats a selector for every mixin. Neighbours with one selector, or one condition, are one; so are
// two rules around a condition that touches nothing of the second.
function joinNeighbours(container) {
  for (let node = container.first; node; node = node.next()) {
    const media = node.next();
    const again = media && media.next();
    if (
      node.type === 'rule' &&
      media?.type === 'atrule' &&
      media.name === 'media' &&
      again?.type === 'rule' &&
      node.selector === again.selector &&
      disjoint(again, media)
    ) {
      node.append(again.nodes);
      again.remove();
      node = node.prev() ?? node;
    }
  }
  for (let node = container.first; node; ) {
    const next = node.next();
    const same =
      next &&
      node.type === next.type &&
      ((node.type === 'rule' && node.selector === next.selector) ||
        (node.type === 'atrule' && node.name === 'media' && next.name === 'media' && node.params === next.params));
    if (same) {
      node.append(next.nodes);
      next.remove();
    } else {
      if (node.type === 'atrule' && node.nodes) joinNeighbours(node);
      node = next;
    }
  }
}

// Whether two blocks set nothing in common: `margin` and `margin-top` do.
function disjoint(one, other) {
  const families = (block) => {
    const found = new Set();
    block.walkDecls(({prop}) => found.add(prop.replace(/^-(webkit|moz)-/, '').split('-')[0]));
    return found;
  };
  const others = families(other);
  return [...families(one)].every((family) => !others.has(family));
}

function minify(root) {
  root.walk((node) => {
    node.raws.before = node.raws.after = '';
    if (node.type === 'decl') {
      node.raws.between = ':';
      node.value = node.value.replace(/\s*,\s*/g, ',').replace(/(\.\d{4})\d+/g, '$1').replace(/#([0-9a-f])\1([0-9a-f])\2([0-9a-f])\3\b/g, '#$1$2$3');
    }
    if (node.type === 'rule') {
      node.raws.between = '';
      node.selector = node.selectors.map((one) => one.replace(/\s*([>+~])\s*/g, '$1')).join(',');
    }
    if (node.type === 'atrule') {
      node.raws.between = '';
      node.raws.afterName = ' ';
      node.params = node.params.replace(/:\s+/g, ':');
    }
    node.raws.semicolon = false;
  });
  return root.toString();
}

const theirs = compile('govuk.scss');
// A print of ours is scaled once, so the sizes of every part on paper are not needed.
theirs.walkAtRules('media', (rule) => {
  if (rule.params === 'print') rule.remove();
});
const root = postcss.root({nodes: [...theirs.nodes, ...compile('own.scss').nodes]});
const compiledLength = root.toString().length;
purge(root, usedClasses());
const css = NOTICE + minify(root) + '\n';

if (/GDS Transport|crown|url\(/i.test(css.slice(NOTICE.length))) throw new Error('the style must not carry fonts, crowns or addresses');
const gzip = zlib.gzipSync(css, {level: 9}).length;
console.log(`jol.css ${css.length} bytes, ${gzip} gzip (of ${compiledLength})`);
if (gzip > MOST_BYTES) throw new Error(`more than ${MOST_BYTES} bytes gzip`);
if (process.argv.includes('--check')) {
  if (fs.readFileSync(OUTPUT, 'utf8') !== css) {
    console.log('crates/jol/assets/jol.css is not what the sources give: run node build.mjs');
    process.exit(1);
  }
} else {
  fs.writeFileSync(OUTPUT, css);
}
