// Starts the Chromium of the system and keeps it off the network: only the pages under test are asked for.
import fs from 'node:fs';
import path from 'node:path';
import {chromium} from 'playwright-core';

const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

function find() {
  if (process.env.CHROME) return process.env.CHROME;
  for (const name of NAMES)
    for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
      const file = path.join(folder, name);
      if (fs.existsSync(file)) return file;
    }
  throw new Error('no Chromium in PATH: install the Debian package chromium-headless-shell, or set CHROME');
}

export function launch() {
  return chromium.launch({
    executablePath: find(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-default-apps',
      '--disable-sync',
      '--no-first-run',
      '--no-pings',
      '--disable-features=OptimizationHints,MediaRouter,Translate',
      // Every other name leads nowhere.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
    ],
  });
}

// A page of its own, signed in as the target says. `options` are those of a Playwright context.
export async function openPage(browser, target, options = {}) {
  const context = await browser.newContext({reducedMotion: 'reduce', ...options});
  if (target.cookies?.length)
    await context.addCookies(target.cookies.map((cookie) => ({url: target.origin, ...cookie})));
  const page = await context.newPage();
  return {context, page};
}

// Loads the target and makes sure that it is the page meant and not a refusal or the sign-in page.
export async function visit(page, target) {
  const answer = await page.goto(target.url, {waitUntil: 'load', timeout: 60_000});
  const expected = target.status ?? 200;
  if (answer.status() !== expected) throw new Error(`${target.url} answered ${answer.status()}, not ${expected}`);
  const landed = new URL(page.url()).pathname;
  if (landed !== new URL(target.url).pathname) throw new Error(`${target.url} led to ${landed}`);
  return answer;
}
