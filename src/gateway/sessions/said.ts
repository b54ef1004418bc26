import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type RequestMessage,
  type Span,
  stringAt,
  valueAt,
} from '../../protocol/index.ts';
import { ended } from '../refusals/ended.ts';

/** What a client says of itself at `initialize`. Decides nothing but what is spoken and what the server may ask. */
export interface Said {
  readonly protocolVersion: string;
  /** As declared. */
  readonly capabilities: JsonObject;
  /** JSON text, to be passed on to the server. */
  readonly clientInfo: string;
  /** For the record. */
  readonly client: { readonly name: string; readonly version: string };
}

/** Of what a client says of itself, in bytes. It is kept for as long as a session is, in several forms: no client says a tenth. */
export const longestSaid = 64 * 1024;

/** @returns `undefined` where the message lacks what `initialize` must say, or says too much */
export function saidBy(message: RequestMessage): Said | undefined {
  const { bytes, params } = message;
  const value = (key: string): JsonValue | undefined => {
    const span = params.get(key);
    return span === undefined ? undefined : valueAt(bytes, span);
  };
  if (spanLength(params.get('capabilities')) + spanLength(params.get('clientInfo')) > longestSaid) return undefined;
  const protocolVersion = stringAt(bytes, params.get('protocolVersion'));
  const capabilities = value('capabilities');
  const info = value('clientInfo');
  if (protocolVersion === undefined || !isJsonObject(capabilities) || !isJsonObject(info)) return undefined;
  const { name, version } = info;
  if (typeof name !== 'string' || typeof version !== 'string') return undefined;
  // Into the record goes as much as a name and a version need.
  const client = { name: name.slice(0, 128), version: version.slice(0, 64) };
  return { protocolVersion, capabilities, clientInfo: JSON.stringify(info), client };
}

/** @returns bytes; 0 of what is not there */
export function spanLength(span: Span | undefined): number {
  return span === undefined ? 0 : span.end - span.start;
}

/** What a client is told that says less, or more. */
export const unsaid = ended('refused', 'bad_request', {
  message: `\`initialize\` must say protocolVersion, capabilities and clientInfo, in ${longestSaid} bytes at most.`,
  rpc: -32602,
});
