// From a list of pages to the addresses to visit.
//
// The list is JSON:
//
//     {"language": {"query": "lang"},
//      "roles": {"officer": [{"name": "session", "value": "…"}]},
//      "pages": [{"kind": "officer", "role": "officer", "path": "/returnees", "languages": ["ky", "ru"]}]}
//
// `language` says how a page is asked for in a language: by a parameter of the address, a cookie, or
// (`{"path": true}`) a `{lang}` in the path. A page without `languages` is visited in all four.
const LANGUAGES = ['ky', 'ru', 'uz', 'en'];

export function targets(base, list) {
  const origin = new URL(base).origin;
  return list.pages.flatMap((page) =>
    (page.languages ?? LANGUAGES).map((language, i) => {
      const cookies = [...cookiesOf(list, page)];
      const url = new URL(page.path.replaceAll('{lang}', language), base);
      if (list.language?.query) url.searchParams.set(list.language.query, language);
      if (list.language?.cookie) cookies.push({name: list.language.cookie, value: language});
      return {
        origin,
        url: url.href,
        kind: page.kind,
        language,
        cookies,
        status: page.status,
        // Some checks ask nothing of the words, so they look at one language.
        first: i === 0,
        name: `${page.role ?? 'anyone'} ${url.pathname} ${language}`,
      };
    }),
  );
}

function cookiesOf(list, page) {
  if (!page.role) return [];
  const cookies = list.roles?.[page.role];
  if (!cookies) throw new Error(`${page.path} needs the role ${page.role}, which has no cookies`);
  return cookies;
}
