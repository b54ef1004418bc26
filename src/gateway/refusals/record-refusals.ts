import {
  addressKey,
  authenticatedFlood,
  type CallRecord,
  type EventRecord,
  Flood,
  type Journal,
  type Sum,
  unauthenticatedFlood,
} from '../../audit/index.ts';
import { type Clock, type Code, newId } from '../../kernel/index.ts';
import type { Refusals, RefusedRequest, Telemetry } from '../ports.ts';

/** Where refusals before judgement end: in metrics each, on the record without ever becoming a flood. */
export interface RefusalRecorder extends Refusals {
  /** The front door turned somebody away. */
  turnedAway(address: string, code: Code, route: string | undefined): void;
  /** Records what is still being counted. */
  close(): Promise<void>;
}

interface Unknown {
  readonly address: string;
  readonly code: Code;
  readonly server: string | undefined;
}

const sweepMs = 500;

/** Before authentication a record a minute and address, after it one a second. */
export function recordRefusals(
  journal: Journal,
  clock: Clock,
  count: (code: Code, route: string | undefined) => void,
  telemetry: Pick<Telemetry, 'warn'>,
): RefusalRecorder {
  const unknown = new Flood<Unknown>(unauthenticatedFlood);
  const known = new Flood<RefusedRequest>(authenticatedFlood);
  const keep = (record: CallRecord | EventRecord): Promise<void> =>
    journal.record(record).catch((error: unknown) => telemetry.warn('a refusal could not be recorded', { error }));
  const sweep = setInterval(() => {
    const now = clock.now();
    for (const sum of unknown.due(now)) void keep(ofUnknown(sum.refusal, sum));
    for (const sum of known.due(now)) void keep(ofKnown(sum.refusal, sum));
  }, sweepMs).unref();

  const turnedAway = (refusal: Unknown, now: number): void => {
    if (unknown.note(addressKey(refusal.address), refusal, now)) {
      void keep(ofUnknown(refusal, { count: 1, first: now, last: now }));
    }
  };
  return {
    refused: (request) => {
      const { principal, address, code, server, time } = request;
      count(code, '/mcp/:server');
      if (principal === undefined) return turnedAway({ address, code, server }, time);
      const key = JSON.stringify([principal.grant.id, server, code]);
      if (known.note(key, request, time)) void keep(ofKnown(request, { count: 1, first: time, last: time }));
    },
    turnedAway: (address, code, route) => {
      count(code, route);
      turnedAway({ address, code, server: undefined }, clock.now());
    },
    close: async () => {
      clearInterval(sweep);
      const left = [
        ...unknown.rest().map((sum) => ofUnknown(sum.refusal, sum)),
        ...known.rest().map((sum) => ofKnown(sum.refusal, sum)),
      ];
      await Promise.all(left.map(keep));
    },
  };
}

type Counted = Pick<Sum<unknown>, 'count' | 'first' | 'last'>;

/** Nobody was known: what is on record is an address, not a call. */
function ofUnknown({ address, code, server }: Unknown, { count, first, last }: Counted): EventRecord {
  const detail = { address, code, ...(server === undefined ? {} : { server }), ...(count > 1 ? { count, last } : {}) };
  return { kind: 'event', time: first, event: 'refused', detail };
}

function ofKnown(request: RefusedRequest, { count, first }: Counted): CallRecord {
  const { principal, server, outcome, code } = request;
  return {
    kind: 'call',
    requestId: newId(),
    time: first,
    organization: principal?.organization ?? '',
    grant: { id: principal?.grant.id ?? '', label: principal?.grant.label ?? '' },
    server,
    method: '',
    outcome,
    code,
    ms: 0,
    ...(count > 1 ? { count } : {}),
  };
}
