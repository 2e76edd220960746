// A demo of our own: made in a folder, served, stopped, and started again some days later.
//
//     const demo = new Demo({folder, people: 5000, store: 'postgres://…?schema=road'});
//     await demo.begin(0);
//     await demo.begin(30); // the same cell, a month later
//     await demo.end();
import {spawn} from 'node:child_process';
import fs from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {totp} from './demo.mjs';

const JOL = process.env.JOL ?? fileURLToPath(new URL('../../target/release/jol', import.meta.url));
const DAY = 24 * 60 * 60 * 1000;
// Bishkek has no summer time.
const BISHKEK = 6 * 60 * 60 * 1000;

export class Demo {
  #program = null;
  #told = '';
  // The country's first day, in which the story begins.
  #first = new Date(Date.now() + BISHKEK);
  ahead = 0;

  constructor({folder, people, store = null}) {
    Object.assign(this, {folder, people, store});
  }

  // Serves the demo as it is so many days after the first.
  async begin(ahead) {
    await this.end();
    this.ahead = ahead;
    this.port ??= await freePort();
    this.base = `http://127.0.0.1:${this.port}`;
    const store = this.store ? ['--store', this.store] : [];
    const words = ['demo', '--dir', path.join(this.folder, 'cell'), '--people', this.people, ...store,
      '--listen', `127.0.0.1:${this.port}`, '--days-ahead', ahead];
    this.#told = '';
    this.#program = spawn(JOL, words.map(String), {stdio: ['ignore', 'pipe', 'pipe']});
    await new Promise((served, failed) => {
      const hear = (bytes) => {
        this.#told += bytes;
        if (this.#told.includes('is served at')) served();
      };
      this.#program.stdout.on('data', hear);
      this.#program.stderr.on('data', hear);
      this.#program.on('exit', (code) => failed(new Error(`the demo ended with ${code}: ${this.#told}`)));
      this.#program.on('error', failed);
    });
  }

  // Asks the program to stop, and waits until everything is written.
  async end() {
    if (!this.#program) return;
    const program = this.#program;
    this.#program = null;
    if (program.exitCode !== null) throw new Error(`the demo ended by itself: ${this.#told}`);
    const ended = new Promise((over) => program.on('exit', over));
    program.kill('SIGTERM');
    const code = await ended;
    if (code !== 0) throw new Error(`the demo ended with ${code}: ${this.#told}`);
  }

  // The day so many days after the one it is, as three boxes of a form take it.
  day(later = 0) {
    const day = new Date(this.#first.getTime() + (this.ahead + later) * DAY);
    return [day.getUTCDate(), day.getUTCMonth() + 1, day.getUTCFullYear()];
  }

  // What an authenticator app shows when the phone's clock is that of the demo.
  code(secret) {
    return totp(secret, (Date.now() + this.ahead * DAY) / 1000);
  }
}

async function freePort() {
  const server = net.createServer();
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const {port} = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

// A folder that goes away with the process.
export async function newFolder() {
  const folder = await fs.mkdtemp('/tmp/jol-road.');
  return {folder, remove: () => fs.rm(folder, {recursive: true, force: true})};
}
