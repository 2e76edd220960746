// Every page that somebody can come to by following links, one of each kind of page: a record stands for all records.
//
// So a page that is new is looked at without being named here.

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

// What two addresses have in common when they show the same kind of thing.
export function kindOf(path) {
  return path.replace(ID, '{id}').replace(/\/\d+(?=\/|$)/g, '/{n}');
}

// The paths of the pages behind `starts`, in the order they were found.
export async function crawl(base, cookies, starts) {
  const headers = {accept: 'text/html, */*;q=0.1', cookie: cookies.map(({name, value}) => `${name}=${value}`).join('; ')};
  const seen = new Set();
  const pages = [];
  const waiting = [...starts];
  const note = (path) => {
    const kind = kindOf(path.split('?')[0]);
    if (seen.has(kind)) return;
    seen.add(kind);
    waiting.push(path);
  };
  starts.forEach((path) => seen.add(kindOf(path)));
  while (waiting.length) {
    const path = waiting.shift();
    const answer = await fetch(new URL(path, base), {headers, redirect: 'manual'});
    const type = answer.headers.get('content-type') ?? '';
    const text = await answer.text();
    if (answer.status !== 200) {
      const asked = answer.status >= 300 && answer.status < 400;
      if (!asked) throw new Error(`a link leads to ${path}, which answers ${answer.status}`);
      continue;
    }
    if (!type.startsWith('text/html')) continue;
    pages.push(path);
    for (const [, href] of text.matchAll(/<a\b[^>]*\bhref="([^"]*)"/g)) {
      const url = new URL(href.replaceAll('&amp;', '&'), new URL(path, base));
      if (url.origin === new URL(base).origin) note(url.pathname + url.search);
    }
  }
  return pages;
}
