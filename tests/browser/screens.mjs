// Pictures of the pages for people: a phone and a desk, small enough to keep in the repository.
import fs from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {openPage, visit} from './browser.mjs';

export const SCREENS = {
  phone: {width: 360, height: 740},
  narrow: {width: 320, height: 640},
  desk: {width: 1280, height: 800},
};
const QUALITY = 55;
const SHELF = fileURLToPath(new URL('../../docs/screens', import.meta.url));

// Writes `{folder}/{name}.webp` for the target as it opens.
export async function shoot(browser, target, {folder, name, screen = 'phone', whole = false}) {
  const {context, page} = await openPage(browser, target, {viewport: SCREENS[screen]});
  try {
    await visit(page, target);
    return await picture(page, {folder, name, whole});
  } finally {
    await context.close();
  }
}

// Writes a picture of a page that is already open, such as one in the middle of a walk.
export async function picture(page, {folder, name, whole = false}) {
  // A page behind another one has nothing to show.
  await page.bringToFront();
  const devtools = await page.context().newCDPSession(page);
  const clip = whole ? await page.evaluate(() => ({
    x: 0,
    y: 0,
    width: document.documentElement.clientWidth,
    height: document.documentElement.scrollHeight,
    scale: 1,
  })) : undefined;
  const {data} = await devtools.send('Page.captureScreenshot', {
    format: 'webp',
    quality: QUALITY,
    captureBeyondViewport: whole,
    ...(clip && {clip}),
  });
  await devtools.detach();
  const bytes = Buffer.from(data, 'base64');
  const file = path.join(folder, `${name}.webp`);
  await fs.mkdir(folder, {recursive: true});
  await fs.writeFile(file, bytes);
  return {file, bytes: bytes.length};
}

// Takes a picture of where a walk stands, in Kyrgyz and in Russian, on a phone or at a desk; nothing unless wanted.
export function shooter(prefix, wanted) {
  return async (walk, name, options = {}) => {
    if (!wanted) return;
    await walk.picture(SHELF, `${prefix}-${name}-ky`, options);
    // What answers a form has no address to be asked for in another language.
    if (options.posted) return;
    const page = await walk.context.newPage();
    const inLanguage = (code) => page.goto(new URL(`/?lang=${code}`, walk.base).href);
    try {
      const url = walk.page.url();
      await inLanguage('ru');
      await page.setViewportSize(walk.page.viewportSize());
      await page.goto(url);
      await picture(page, {folder: SHELF, name: `${prefix}-${name}-ru`, ...options});
      await inLanguage('ky');
    } finally {
      await page.close();
    }
  };
}
