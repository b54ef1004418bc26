import { Fault, newId } from '../../kernel/index.ts';
import { type RequestMessage, type SubscriptionFilter, writeSubscriptionFilter } from '../../protocol/index.ts';
import type { Grant, Snapshot } from '../../snapshot/index.ts';
import type { Arrival } from '../arrival.ts';
import type { Caller } from '../caller.ts';
import { noFilter, tooManyStreams, wantedBy } from '../listen/listen.ts';
import { openListening } from '../listen/open-listening.ts';
import type { Ports } from '../ports.ts';
import { turnAway } from '../refusals/turn-away.ts';
import { UnderWay } from '../under-way.ts';
import { MergedListening } from './merged-listening.ts';
import { callers, type Parts, type Reach } from './reach.ts';
import { resourceOwner, rewritten } from './route.ts';
import { listBudgetMs } from './within-budget.ts';

const reopenMs = 1_000;
const longestReopenMs = 30_000;

/**
 * `subscriptions/listen` at the URL of all servers: one stream, fed by one with each server. A server that is down or slow
 * holds nobody up: it is asked again, and what it may have told meanwhile is told as a change of its lists. Each server's
 * part is judged, recorded and filtered as at the server's own URL; all of them are one of the grant's streams.
 */
export async function listenForAll(
  message: RequestMessage,
  arrival: Arrival,
  underWay: UnderWay,
  parts: Parts,
  reach: Reach,
  ports: Ports,
): Promise<void> {
  const wanted = wantedBy(message);
  if (wanted === undefined) return turnAway(arrival, reach, noFilter, message.id, ports);
  const { admission } = reach.snapshot;
  const grantId = reach.grant.principal.grant.id;
  if (!ports.admission.hold(grantId, 'streams', admission, ports.clock.monotonic())) {
    return turnAway(arrival, reach, tooManyStreams, message.id, ports);
  }
  arrival.reply.standsOpen(grantId);
  const merged = new MergedListening(message, arrival.reply, wanted);
  const finish = (): void => underWay.cancel('The servers are left.');
  const owners = await ownersOf(wanted, reach, parts, ports);
  const opened = callers(reach).flatMap((caller) => {
    const filter = { lists: wanted.lists, uris: owners.get(caller.access.server.config.slug) ?? new Set<string>() };
    return filter.lists.size === 0 && filter.uris.size === 0
      ? []
      : [new Part({ message, arrival, caller, filter, merged, finish, parts, ports })];
  });
  underWay.onCancel((reason) => {
    for (const part of opened) part.leave(reason);
    ports.admission.release(grantId, 'streams');
    merged.end();
  });
  arrival.reply.onGone(() => underWay.cancel('The client has left.'));
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, listBudgetMs);
  await Promise.race([Promise.all(opened.map((part) => part.promised)), late.promise]);
  clearTimeout(timer);
  if (!merged.acknowledge()) underWay.cancel('The client takes no stream.');
}

async function ownersOf(
  { uris }: SubscriptionFilter,
  reach: Reach,
  parts: Parts,
  ports: Ports,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const owners = new Map<string, Set<string>>();
  for (const uri of uris) {
    const slug = (await resourceOwner(uri, reach, parts, ports))?.access.server.config.slug;
    if (slug !== undefined) owners.set(slug, (owners.get(slug) ?? new Set()).add(uri));
  }
  return owners;
}

interface Ground {
  readonly message: RequestMessage;
  readonly arrival: Arrival;
  readonly caller: Caller;
  readonly filter: SubscriptionFilter;
  readonly merged: MergedListening;
  finish(): void;
  readonly parts: Parts;
  readonly ports: Ports;
}

/** One server's part of the stream, opened again whenever it breaks. */
class Part {
  readonly #ground: Ground;
  readonly #promised = Promise.withResolvers<void>();
  #underWay = new UnderWay();
  #timer: NodeJS.Timeout | undefined;
  #tries = 0;
  #left = false;

  constructor(ground: Ground) {
    this.#ground = ground;
    void this.#open();
  }

  /** Once the server has said what it will tell, or that it tells nothing. */
  get promised(): Promise<void> {
    return this.#promised.promise;
  }

  leave(reason: string | undefined): void {
    this.#left = true;
    clearTimeout(this.#timer);
    this.#underWay.cancel(reason);
    this.#promised.resolve();
  }

  async #open(): Promise<void> {
    const { message, arrival, caller, filter, merged, parts, ports } = this.#ground;
    this.#underWay = new UnderWay();
    const underWay = this.#underWay;
    let over = false;
    const again = (how: 'broken' | 'refused'): void => {
      if (over) return;
      over = true;
      if (how === 'refused') this.#promised.resolve();
      else this.#againLater();
    };
    const reply = merged.part(() => {
      this.#promised.resolve();
      // What it told while it was not heard is lost; that its lists may have changed is not.
      if (this.#tries > 0) merged.mayHaveChanged();
      this.#tries = 0;
    }, again);
    const own = rewritten(caller, message, new Map([['notifications', writeSubscriptionFilter(filter)]]));
    try {
      if (own.kind !== 'request') throw new Fault('bad_request', 'The request cannot be made to this server.');
      const session = await parts.part(caller);
      const request = { ...caller, requestId: newId(), message: own, session };
      const ends = session.end.listens(underWay);
      const { hasHeaders } = arrival;
      const header = (name: string): string | undefined => arrival.header(name);
      const identify = (snapshot: Snapshot): Grant | undefined => arrival.identify(snapshot);
      const part = { reply, hasHeaders, header, identify };
      await openListening(request, part, filter, underWay, ends, ports);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      again('broken');
    }
  }

  #againLater(): void {
    if (this.#left) return;
    // A gateway that stops ends all parts, and so does a grant that is taken away: there is nothing to come back to.
    if (this.#underWay.cancelled !== undefined) {
      this.#ground.finish();
      return;
    }
    this.#promised.resolve();
    const wait = Math.min(reopenMs * 2 ** this.#tries, longestReopenMs);
    this.#tries += 1;
    this.#timer = setTimeout(() => void this.#open(), wait).unref();
  }
}
