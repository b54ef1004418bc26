/**
 * Bytes ↔ messages. One strict reader for everything that comes in, spans instead of copies, and writers that make
 * every outgoing envelope afresh. Nothing in here knows what a policy is.
 */
export { defaultCaps, type JsonCaps } from './json/caps.ts';
export type { JsonObject, JsonValue } from './json/json-value.ts';
export type { Span } from './json/span.ts';
export type {
  ErrorMessage,
  Members,
  Message,
  NotificationMessage,
  RequestMessage,
  ResultMessage,
  RpcId,
  Unreadable,
} from './rpc/message.ts';
