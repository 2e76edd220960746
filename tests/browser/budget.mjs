// Is the page light and quick on a slow network and a slow phone?
//
// Bytes and requests are the bar: they are the same on every machine. The time until the largest content stands is the
// median of three cold visits, with the processor slowed six times. It is told and fails nothing: a machine that does
// something else beside makes it longer.
import {openPage, visit} from './browser.mjs';

// Bytes per second and milliseconds, as in the profiles of the browser's own developer tools.
const NETWORKS = {
  slow4g: {latency: 562.5, downloadThroughput: 180_000, uploadThroughput: 84_375},
  slow3g: {latency: 2000, downloadThroughput: 50_000, uploadThroughput: 50_000},
};
const CPU_SLOWDOWN = 6;
const VISITS = 3;

const KB = 1024;
export const BUDGETS = {
  returnee: {
    bytes: 25 * KB,
    firstRender: 14 * KB,
    script: 6 * KB,
    requests: 4,
    shift: 0.1,
    largest: {slow4g: 2500, slow3g: 3500},
  },
  officer: {bytes: 60 * KB, warm: 20 * KB, script: 25 * KB, requests: 12, shift: 0.1, largest: {}},
  dashboard: {bytes: 120 * KB, script: 25 * KB, requests: 16, shift: 0.1, largest: {}},
};

export async function budget(browser, target) {
  const limits = BUDGETS[target.kind];
  if (!limits) throw new Error(`no budget for pages of the kind ${target.kind}`);
  const faults = [];
  const notes = [];
  const over = (what, value, limit) => {
    if (limit !== undefined && !(value <= limit)) faults.push(`${what}: ${value}, at most ${limit}`);
  };
  let size;
  const networks = Object.keys(limits.largest).length ? Object.keys(limits.largest) : ['slow4g'];
  for (const network of networks) {
    const largest = [];
    const visits = limits.largest[network] ? VISITS : 1;
    for (let i = 0; i < visits; i += 1) {
      const found = await measure(browser, target, network, size === undefined);
      size ??= found;
      over('layout shift', Number(found.cold.shift.toFixed(3)), limits.shift);
      largest.push(found.cold.largest);
    }
    const median = Math.round(largest.sort((a, b) => a - b)[Math.floor(visits / 2)]);
    if (!(median > 0)) faults.push(`${network}: nothing was painted`);
    const goal = limits.largest[network];
    notes.push(`${network} ${median} ms${goal < median ? `, above ${goal}` : ''}`);
  }
  const {cold, warm} = size;
  over('bytes, cold', cold.bytes, limits.bytes);
  over('bytes before the first render', cold.blocking, limits.firstRender);
  over('bytes of script', cold.script, limits.script);
  over('requests', cold.requests, limits.requests);
  over('bytes, warm', warm.bytes, limits.warm);
  notes.unshift(`${cold.bytes} B cold, ${warm.bytes} B warm, ${cold.script} B script, ${cold.requests} requests`);
  return {faults, note: notes.join(', ')};
}

async function measure(browser, target, network, alsoWarm) {
  const {context, page} = await openPage(browser, target, {
    viewport: {width: 360, height: 640},
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  });
  try {
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', {offline: false, ...NETWORKS[network]});
    await devtools.send('Emulation.setCPUThrottlingRate', {rate: CPU_SLOWDOWN});
    const traffic = watch(devtools);
    await page.addInitScript(observe);
    const cold = await load(page, traffic, target);
    const warm = alsoWarm ? await load(page, traffic, target) : undefined;
    return {cold, warm};
  } finally {
    await context.close();
  }
}

function watch(devtools) {
  const traffic = {bytes: 0, blocking: 0, script: 0, requests: 0};
  const kinds = new Map();
  devtools.on('Network.responseReceived', ({requestId, type}) => kinds.set(requestId, type));
  devtools.on('Network.loadingFinished', ({requestId, encodedDataLength}) => {
    const kind = kinds.get(requestId);
    traffic.bytes += encodedDataLength;
    if (encodedDataLength > 0) traffic.requests += 1;
    if (kind === 'Script') traffic.script += encodedDataLength;
    if (kind === 'Document' || kind === 'Stylesheet') traffic.blocking += encodedDataLength;
  });
  return traffic;
}

async function load(page, traffic, target) {
  Object.assign(traffic, {bytes: 0, blocking: 0, script: 0, requests: 0});
  await visit(page, target);
  // A page that nothing is painted of is told by its zero.
  await page.waitForFunction(() => window.jolVitals.largest > 0, null, {timeout: 10_000}).catch(() => {});
  await page.waitForTimeout(300);
  return {...(await page.evaluate(() => window.jolVitals)), ...traffic};
}

function observe() {
  window.jolVitals = {largest: 0, shift: 0};
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.jolVitals.largest = entry.startTime;
  }).observe({type: 'largest-contentful-paint', buffered: true});
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.jolVitals.shift += entry.value;
  }).observe({type: 'layout-shift', buffered: true});
}
