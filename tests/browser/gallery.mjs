// node gallery.mjs [--only axe,budget] [--screens FOLDER]
// Looks at the gallery of parts (crates/jol/examples/gallery.rs) as if it were the service.
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {fileURLToPath} from 'node:url';
import {launch} from './browser.mjs';
import {targets} from './pages.mjs';
import {Report} from './report.mjs';
import {runAll} from './run.mjs';
import {shoot} from './screens.mjs';
import {script} from './script.mjs';
import {serveFolder} from './server.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LIST = {
  pages: [
    {kind: 'officer', path: '/parts.{lang}.html'},
    {kind: 'returnee', path: '/form.{lang}.html'},
    {kind: 'returnee', path: '/done.{lang}.html'},
    {kind: 'officer', path: '/officer.{lang}.html'},
  ],
};

const {values} = parseArgs({options: {only: {type: 'string'}, screens: {type: 'string'}}});
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jol-gallery-'));
const browser = await launch();
let server;
try {
  execFileSync('cargo', ['run', '--quiet', '--offline', '-p', 'jol', '--example', 'gallery', '--', '--into', folder], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  server = await serveFolder(folder);
  if (values.screens) {
    for (const target of targets(server.base, LIST))
      for (const screen of ['narrow', 'phone', 'desk']) {
        const page = path.basename(new URL(target.url).pathname, '.html');
        await shoot(browser, target, {folder: values.screens, name: `${page}.${screen}`, screen, whole: true});
      }
  } else {
    const report = new Report();
    const only = values.only?.split(',');
    if (!only || only.includes('script')) await report.run('script', () => script(browser, server.base));
    await runAll(browser, server.base, LIST, {only, report});
    process.exitCode = report.close() ? 0 : 1;
  }
} finally {
  server?.close();
  await browser.close();
  fs.rmSync(folder, {recursive: true, force: true});
}
