import { codeFacts } from '../../kernel/index.ts';
import type { RpcId } from '../../protocol/index.ts';
import { writeError } from '../../protocol/index.ts';
import type { Arrival } from '../arrival.ts';
import type { Caller } from '../caller.ts';
import type { Ports } from '../ports.ts';
import type { Ended } from './ended.ts';

/**
 * Refused before there was a call to judge. Told with a stable code; counted; and put on the record in sums, so that a flood
 * costs its sender most: before authentication one record a minute and address, after it identical ones within a second as
 * one (docs/codes.md).
 */
export function turnAway(
  arrival: Arrival,
  caller: Pick<Caller, 'grant'> | undefined,
  end: Ended,
  id: RpcId | undefined,
  ports: Ports,
): void {
  arrival.turnAway(end, id === undefined ? saidToNobody(end) : said(end, id), codeFacts(end.code).status);
  noteRefusal(arrival, caller, end, ports);
}

/** Answers to requests of which nothing was read are always the same, and are most of all that is said under overload. */
const withoutId = new WeakMap<Ended, Buffer>();

function saidToNobody(end: Ended): Buffer {
  let bytes = withoutId.get(end);
  if (bytes === undefined) {
    bytes = said(end, undefined);
    withoutId.set(end, bytes);
  }
  return bytes;
}

function said(end: Ended, id: RpcId | undefined): Buffer {
  const facts = codeFacts(end.code);
  const { message = 'The request was refused.', rpc = facts.rpc, data } = end;
  const details = { code: end.code, ...(end.outcome === 'error' ? { retryable: facts.retryable } : {}), ...data };
  return writeError(id, { code: rpc, message, data: JSON.stringify(details) });
}

/** Counted, and put on the record. */
export function noteRefusal(
  arrival: Arrival,
  caller: Pick<Caller, 'grant'> | undefined,
  end: Ended,
  ports: Ports,
): void {
  ports.refusals.refused({
    time: ports.clock.now(),
    address: arrival.address,
    server: arrival.slug,
    code: end.code,
    outcome: end.outcome,
    ...(caller === undefined ? {} : { principal: caller.grant.principal }),
  });
}
