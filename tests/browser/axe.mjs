// Do the axe rules (WCAG 2.0 to 2.2, A and AA, and best practice) hold on two phones and a desk?
import fs from 'node:fs';
import {createRequire} from 'node:module';
import {openPage, visit} from './browser.mjs';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDTHS = [320, 360, 1280];

export async function axe(browser, target) {
  // bypassCSP lets axe be injected under the strict policy of our pages.
  const {context, page} = await openPage(browser, target, {bypassCSP: true});
  const faults = [];
  let passes = 0;
  try {
    for (const width of WIDTHS) {
      await page.setViewportSize({width, height: width < 1000 ? 640 : 800});
      await visit(page, target);
      await page.evaluate(AXE);
      const result = await page.evaluate((values) => axe.run(document, {runOnly: {type: 'tag', values}}), TAGS);
      passes += result.passes.length;
      for (const rule of result.violations)
        faults.push(
          `${width} px ${rule.impact} ${rule.id} x${rule.nodes.length} ${rule.nodes[0].target.join(' ')}: ${rule.help}`,
        );
      faults.push(...(await sideways(page, `${width} px`)));
    }
  } finally {
    await context.close();
  }
  return {faults, note: `${passes} rules passed`};
}

// Names the first element that reaches past the edge, when the page can be pushed sideways.
export async function sideways(page, view) {
  const found = await page.evaluate(() => {
    const pixels = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (pixels <= 0) return null;
    const edge = document.documentElement.clientWidth;
    const guilty = [...document.body.querySelectorAll('*')].find(
      (element) => element.getBoundingClientRect().right > edge + 0.5 && getComputedStyle(element).position !== 'absolute',
    );
    return {pixels, guilty: guilty ? `${guilty.tagName.toLowerCase()}.${guilty.className}` : 'nothing named'};
  });
  return found ? [`${view}: the page scrolls sideways by ${found.pixels} px (${found.guilty})`] : [];
}
