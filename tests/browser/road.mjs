// node road.mjs [--screens] [--store postgres://…] [--people N]
//
// One woman's road, from a registration on a phone to a steady formal job a year later: with an officer, an employer, a
// school and the clock. The demo is stopped and started again on later days, so everything that was done outlives it.
// A second demo, the same country without her, stands beside it: what the indicators count more is her.
import assert from 'node:assert/strict';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {launch} from './browser.mjs';
import * as chapter from './chapters.mjs';
import {difference, numbers} from './counts.mjs';
import {signInAtOffice, staff} from './demo.mjs';
import {Report} from './report.mjs';
import {shooter} from './screens.mjs';
import {Demo, newFolder} from './served.mjs';
import {registersHerself} from './walks.mjs';

const {values: asked} = parseArgs({options: {
  screens: {type: 'boolean', default: false}, store: {type: 'string'}, people: {type: 'string', default: '5000'},
}});
const DESK = {viewport: {width: 1280, height: 800}};
const shot = shooter('road', asked.screens);
const {folder, remove} = await newFolder();
const demo = new Demo({folder: path.join(folder, 'road'), people: asked.people, store: asked.store});
const without = new Demo({folder: path.join(folder, 'without'), people: asked.people});
const browser = await launch();
const report = new Report();

class Broken extends Error {}

// One stage of the road. Behind one that failed there is no road to walk.
async function stage(words, steps) {
  const before = report.failed;
  const found = await report.walk(`road: ${words}`, steps);
  if (report.failed > before) throw new Broken(words);
  return found;
}

// Some days later. Every session is over by then, so everybody signs in again when they come back.
async function later(days) {
  await demo.begin(demo.ahead + days);
}

// What she adds to the numbers of the whole country, compared with the country without her.
async function countsHer(expected) {
  await without.begin(demo.ahead);
  const known = await numbers(browser, without.base);
  await without.end();
  const found = await numbers(browser, demo.base);
  for (const which of ['sheet', 'open']) {
    for (const number of Object.keys(expected)) {
      assert.ok(known[which][number], `${number} cannot be told even without her: ${JSON.stringify(known[which])}`);
    }
    assert.deepEqual(difference(found[which], known[which]), expected, `${which}, day ${demo.ahead}`);
  }
}

try {
  await demo.begin(0);
  await chapter.walk({browser, demo, stage, later, countsHer, shot, registersHerself, staff, signInAtOffice, DESK});
} catch (error) {
  if (!(error instanceof Broken)) throw error;
} finally {
  await browser.close();
  await demo.end();
  await without.end();
  await remove();
}
process.exitCode = report.close() ? 0 : 1;
