import { stringAt } from '../../protocol/index.ts';
import type { GovernedCall } from '../governed-call.ts';

/** `traceparent` of W3C Trace Context, version 00: none of its ids is all zeros. */
const traceparent = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * The trace to which a client says that its call belongs: by `_meta.traceparent`, which is the message's own, else by the
 * header of the request that brought it. What is no such thing is none, and says nothing about the call.
 */
export function traceOf({ message, arrival }: Pick<GovernedCall, 'message' | 'arrival'>): string | undefined {
  const span = message.meta.get('traceparent');
  const said = span === undefined ? arrival.header('traceparent') : stringAt(message.bytes, span);
  return said !== undefined && traceparent.test(said) ? said : undefined;
}
