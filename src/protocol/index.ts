/**
 * Bytes ↔ messages. One strict reader for everything that comes in, spans instead of copies, and writers that make
 * every outgoing envelope afresh. Nothing in here knows what a policy is.
 *
 * - A text is accepted only when every decoder reads the same in it; what is accepted is never changed, only cut out.
 * - What a client sends is held to that all through; of what an upstream sends, the envelope and its `_meta` are.
 * - Reading takes time linear in the bytes whatever they are, and never recurses.
 * - Errors are values: `Unreadable`, `Offence`. They quote nothing of the text but key names.
 */

export { annotationHints } from './annotation-hints.ts';
export { isCallableName } from './callable-name.ts';
export { sha256Exactly } from './exact-hash.ts';
export { canonical, sha256Jcs } from './jcs.ts';
export { defaultCaps, type JsonCaps, noCaps } from './json/caps.ts';
export { eachElementAt, elementsAt } from './json/elements.ts';
export { isJsonObject } from './json/is-object.ts';
export type { JsonObject, JsonValue } from './json/json-value.ts';
export { Offence } from './json/offence.ts';
export { oneLine } from './json/one-line.ts';
export { nameAt, stringAt, textAt, valueAt, valueReadLate } from './json/read-span.ts';
export { type Scan, type ScannedObject, type Strictness, scan, type Watch } from './json/scan.ts';
export type { Span } from './json/span.ts';
export { metaKeys, tasksExtension } from './meta-keys.ts';
export { encodeHeaderValue } from './rev-2026-07-28/header-value.ts';
export { headerMismatch, headersDisagree } from './rev-2026-07-28/headers-agree.ts';
export {
  type ParamHeader,
  paramHeaders,
  paramHeadersDisagree,
  writeParamHeaders,
} from './rev-2026-07-28/param-headers.ts';
export {
  bothSubscriptionFilters,
  isSubscribedTo,
  readSubscriptionFilter,
  type SubscriptionFilter,
  writeSubscriptionFilter,
} from './rev-2026-07-28/subscription-filter.ts';
export type { Revision, RevisionName } from './revision.ts';
export { legacyUpstreamRevisions, negotiate, revisionNamed, revisions } from './revisions.ts';
export type { Edits } from './rpc/edit-object.ts';
export { editResult, relayEdited, resultWith } from './rpc/edit-result.ts';
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
export { type Params, paramsOf } from './rpc/params.ts';
export { readId } from './rpc/read-id.ts';
export { readMessageInSlices, readUpstreamMessageInSlices } from './rpc/read-in-slices.ts';
export { readMessage } from './rpc/read-message.ts';
export { readUpstreamMessage } from './rpc/read-upstream-message.ts';
export { type Piece, type Slice, splice } from './rpc/splice.ts';
export { type RpcError, relayError, writeError } from './rpc/write-error.ts';
export { requestInParts, writeNotification, writeRequest } from './rpc/write-request.ts';
export { relayInParts, relayResult, resultBody, writeResult } from './rpc/write-result.ts';
export { encodeEvent, keepAlive } from './sse/encode-event.ts';
export { type SseCaps, SseDecoder } from './sse/sse-decoder.ts';
export type { SseEvent } from './sse/sse-event.ts';
