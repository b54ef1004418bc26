import type { Params } from '../../protocol/index.ts';
import type { Caller } from '../caller.ts';
import { ownParams } from '../lists/list-request.ts';
import { type Listing, listings, readPage } from '../lists/page.ts';
import type { Ports } from '../ports.ts';
import type { Session } from '../sessions/session.ts';
import { fromEach } from './from-each.ts';
import type { Parts, Reach } from './reach.ts';
import { routesOf } from './routes.ts';

/** As with tools: a miss asks again, and at most once a second. */
const askAgainAfterMs = 1_000;
/** protocol.md, "Edge": caps on what a server may list. */
const mostPages = 100;

const methods = ['resources/list', 'resources/templates/list'] as const;

/** Asks all servers which resources they have, so that a client need not list before it reads. */
export async function askForRoutes(reach: Reach, parts: Parts, ports: Ports): Promise<void> {
  const routes = routesOf(reach.grant);
  const now = ports.clock.monotonic();
  if (now - routes.askedAt < askAgainAfterMs) return;
  routes.askedAt = now;
  for (const method of methods) {
    const listing = listings.get(method);
    if (listing === undefined) continue;
    const lists = await fromEach(reach, parts, ports, (part, caller) => names(method, listing, part, caller));
    for (const { part, answer } of lists) for (const name of answer) routes.learn(listing.kind, name, part.slug);
  }
}

async function names(method: string, listing: Listing, part: Session, { access }: Caller): Promise<string[]> {
  const found: string[] = [];
  let cursor: Params = [];
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await readPage(method, listing, part, access, ownParams(part, cursor));
    if (answer.kind === 'error') break;
    found.push(...answer.items.map(({ name }) => name));
    if (answer.cursor === undefined) break;
    cursor = [['cursor', JSON.stringify(answer.cursor)]];
  }
  return found;
}
