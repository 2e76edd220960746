// What the demo tells about itself: who may sign in, and with what. Read from its front page, as a person does.
import crypto from 'node:crypto';
import {open} from './walk.mjs';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

// The six digits an authenticator app would show (RFC 6238).
export function totp(secret, seconds = Date.now() / 1000) {
  const bits = [...secret.replaceAll(' ', '')].map((c) => BASE32.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)));
  const mac = crypto.createHmac('sha1', key).update(step).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

// The table of sign-ins on the front page: login, password and the code of this minute.
export async function codes(page) {
  const rows = await page.locator('main table tbody tr').all();
  const found = {};
  for (const row of rows) {
    const cells = await row.locator('td').allInnerTexts();
    const [login, password, code] = cells.map((cell) => cell.trim().split('\n').pop().trim());
    found[login] = {password, code};
  }
  return found;
}

// A walk of somebody of the staff, signed in with password and code. Everybody at an office has the same secrets in a
// demo, so who stands not in the table signs in with those of the first. A code is good once, so the next sign-in of the
// same login waits for the next one: each role signs in once here.
export async function staff(browser, base, login, options = {}) {
  const walk = await open(browser, {base, ...options});
  await signInAtOffice(walk, login);
  return walk;
}

export async function signInAtOffice(walk, login) {
  await walk.go('/');
  const known = await codes(walk.page);
  const {password, code} = known[login] ?? Object.values(known)[0];
  await signIn(walk, {login, password, code});
}

// Signs in with a password and the code of the second factor.
export async function signIn(walk, {login, password, code}) {
  await walk.go('/sign-in');
  await walk.page.locator('input[name=login]').fill(login);
  await walk.page.locator('input[name=password]').fill(password);
  await walk.leave(() => walk.page.locator('main form button[type=submit]').last().click());
  await walk.page.locator('input[name=code]').fill(code);
  await walk.leave(() => walk.page.locator('main form button[type=submit]').first().click());
  if (walk.path().startsWith('/sign-in')) {
    throw new Error(`${login} was not signed in: ${await walk.page.locator('main').innerText()}`);
  }
}

// The latest code sent to a phone, from the outbox of the demo.
export async function sentCode(browser, base) {
  const walk = await open(browser, {base});
  await walk.go('/outbox');
  const text = await walk.page.locator('main').innerText();
  await walk.close();
  const code = text.match(/\b\d{6}\b/);
  if (!code) throw new Error(`no code in the outbox: ${text}`);
  return code[0];
}
