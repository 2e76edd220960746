// Serves a folder, or pages from memory, as the service would: gzip, a strict policy, assets kept for ever.
import {createHash} from 'node:crypto';
import fs from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import zlib from 'node:zlib';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

// The policy of the handbook, with the hash of the style inside the page if there is one.
export function policy(text) {
  const style = /<style>([^]*?)<\/style>/.exec(text)?.[1];
  const hash = style ? ` 'sha256-${createHash('sha256').update(style).digest('base64')}'` : '';
  return (
    `default-src 'none'; script-src 'self'; style-src 'self'${hash}; img-src 'self'; connect-src 'self'; ` +
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
  );
}

// `read` gives the content of a path, or nothing.
export function serve(read) {
  const server = http.createServer(async (request, response) => {
    const {pathname} = new URL(request.url, 'http://localhost');
    const content = await read(pathname).catch(() => undefined);
    if (content === undefined) {
      response.writeHead(404).end();
      return;
    }
    const type = TYPES[path.extname(pathname)] ?? TYPES['.html'];
    const body = zlib.gzipSync(content, {level: 6});
    const headers = {'content-type': type, 'content-encoding': 'gzip', 'content-length': body.length};
    if (type === TYPES['.html']) {
      headers['content-security-policy'] = policy(String(content));
      headers['cache-control'] = 'no-store';
    } else {
      headers['cache-control'] = 'public, max-age=31536000, immutable';
    }
    response.writeHead(200, headers).end(body);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve({base: `http://127.0.0.1:${server.address().port}`, close: () => server.close()}),
    );
  });
}

export function serveFolder(folder) {
  return serve((pathname) => fs.readFile(path.join(folder, path.normalize(pathname))));
}
