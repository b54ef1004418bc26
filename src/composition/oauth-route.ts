import type { Route } from '../edge/index.ts';

const text = JSON.stringify({
  error: 'access_denied',
  error_description:
    'This gateway speaks no OAuth. Give the client the token of a grant, as the header Authorization: Bearer <token>; its operator makes one.',
});

/** Of which nothing is read but that it is whole. */
const mostBytes = 65_536;

/**
 * What a client does that was turned away without a token, and finds no authorization server: it asks to be registered, at
 * the place where RFC 7591 and MCP 2025-03-26 have it when nobody says otherwise. Without an answer in OAuth's own form, its
 * user is shown that the answer was none, and not what to do.
 */
export const oauthRoute: Route = {
  method: 'POST',
  path: '/register',
  accepts: ['application/json'],
  handler: async (exchange) => {
    await exchange.body(mostBytes);
    const { response } = exchange;
    response.writeHead(403, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
    response.end(text);
  },
};
