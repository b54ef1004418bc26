import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  metaKeys,
  type RequestMessage,
  stringAt,
  tasksExtension,
  valueAt,
} from '../../protocol/index.ts';
import { isLogLevel } from '../log-levels.ts';

/** What one request of the modern era says of its client, and a session of the legacy era is told once. */
export interface Told {
  readonly capabilities: JsonObject;
  readonly clientInfo: string;
  /** Whether the client takes a task for an answer. The legacy era has no word for that. */
  readonly takesTasks: boolean;
  /** The least severe log line that the request wants; `undefined` for none. */
  readonly logLevel: string | undefined;
}

const nobody = JSON.stringify({ name: 'unknown', version: '0' });

export function toldBy({ bytes, meta }: RequestMessage): Told {
  const value = (key: string) => {
    const span = meta.get(key);
    return span === undefined ? undefined : valueAt(bytes, span);
  };
  const capabilities = value(metaKeys.clientCapabilities);
  const clientInfo = value(metaKeys.clientInfo);
  const logLevel = stringAt(bytes, meta.get(metaKeys.logLevel));
  return {
    capabilities: isJsonObject(capabilities) ? withoutTasks(capabilities) : {},
    takesTasks: isJsonObject(capabilities) && extensionsOf(capabilities).has(tasksExtension),
    clientInfo: isJsonObject(clientInfo) ? JSON.stringify(clientInfo) : nobody,
    logLevel: isLogLevel(logLevel) ? logLevel : undefined,
  };
}

function withoutTasks(capabilities: JsonObject): JsonObject {
  const extensions = extensionsOf(capabilities);
  return extensions.delete(tasksExtension)
    ? { ...capabilities, extensions: Object.fromEntries(extensions) }
    : capabilities;
}

function extensionsOf({ extensions }: JsonObject): Map<string, JsonValue> {
  return new Map(isJsonObject(extensions) ? Object.entries(extensions) : []);
}

/** Keys of `_meta` that the legacy era does not have. */
export const modernMeta: ReadonlyMap<string, undefined> = new Map(
  [metaKeys.protocolVersion, metaKeys.clientCapabilities, metaKeys.clientInfo, metaKeys.logLevel].map((key) => [
    key,
    undefined,
  ]),
);
