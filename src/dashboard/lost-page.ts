import { createHash } from 'node:crypto';
import type { Exchange } from '../edge/index.ts';

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 30rem; margin: 20vh auto 0; padding: 0 1rem; text-align: center; }
h1 { font-size: 1.25rem; margin: 0 0 .25rem; }
`;

const page = Buffer.from(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>There is nothing here · Toolgate</title><style>${style}</style></head>
<body><main><h1>There is nothing here</h1>
<p>It may have been removed, or the address is wrong. <a href="/">Go to the overview</a></p></main></body>
</html>
`);

const headers = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Length': page.byteLength,
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'Referrer-Policy': 'no-referrer',
};

/** Says to somebody who typed an address that nothing is there, in words, and leads back. */
export function lostPage({ response }: Exchange): void {
  response.writeHead(404, headers).end(page);
}
