import type { Params } from '../../protocol/index.ts';
import type { Caller } from '../caller.ts';
import { listCaps } from '../lists/list-caps.ts';
import { ownParams } from '../lists/list-request.ts';
import { type Listing, listings, readPage } from '../lists/page.ts';
import type { Ports } from '../ports.ts';
import type { Session } from '../sessions/session.ts';
import { fromEach } from './from-each.ts';
import type { Parts, Reach } from './reach.ts';
import { routesOf } from './routes.ts';

/** As with tools: a miss asks again, and at most once a second. */
const askAgainAfterMs = 1_000;

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
    const lists = await fromEach(reach, parts, ports, (part, caller) => names(method, listing, part, caller, ports));
    for (const { part, answer } of lists) for (const name of answer) routes.learn(listing.kind, name, part.slug);
  }
}

/** What there is beyond the caps belongs to nobody: it is only found where no more than one policy speaks of it. */
async function names(
  method: string,
  listing: Listing,
  part: Session,
  { access }: Caller,
  ports: Ports,
): Promise<string[]> {
  const found: string[] = [];
  let size = 0;
  let cursor: Params = [];
  for (let page = 0; page < listCaps.pages; page += 1) {
    const answer = await readPage(method, listing, part, access, ownParams(part, cursor));
    if (answer.kind === 'error') break;
    size += answer.result.bytes.length;
    if (size > listCaps.bytes) {
      ports.telemetry.warn('a list is too long to be read whole', { server: part.slug, method, bytes: size });
      break;
    }
    for (const { name } of answer.items) found.push(name);
    if (answer.cursor === undefined) break;
    cursor = [['cursor', JSON.stringify(answer.cursor)]];
  }
  return found;
}
