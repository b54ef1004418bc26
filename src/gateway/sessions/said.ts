import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type RequestMessage,
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

/** @returns `undefined` where the message lacks what `initialize` must say */
export function saidBy(message: RequestMessage): Said | undefined {
  const { bytes, params } = message;
  const value = (key: string): JsonValue | undefined => {
    const span = params.get(key);
    return span === undefined ? undefined : valueAt(bytes, span);
  };
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

/** What a client is told that says less. */
export const unsaid = ended('refused', 'bad_request', {
  message: '`initialize` must say protocolVersion, capabilities and clientInfo.',
  rpc: -32602,
});
