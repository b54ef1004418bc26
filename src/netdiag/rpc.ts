import type { JsonObject, JsonValue } from '../protocol/index.ts';

/** A request that cannot be served: a JSON-RPC error, and the HTTP status that goes with it in the modern era. */
export class NetdiagError extends Error {
  readonly code: number;
  readonly status: number;
  readonly data: JsonObject | undefined;

  constructor(code: number, message: string, status = 200, data?: JsonObject) {
    super(message);
    this.name = 'RpcError';
    this.code = code;
    this.status = status;
    this.data = data;
  }
}

/** An answer, and the HTTP status it has where there is HTTP. */
export interface NetdiagReply {
  readonly status: number;
  readonly body: JsonObject;
}

/** @param id the request's own, `null` when it could not be read */
export function success(id: JsonValue, result: JsonObject): NetdiagReply {
  return { status: 200, body: { jsonrpc: '2.0', id, result } };
}

/** The answer that tells of an error. */
export function failure(id: JsonValue, error: NetdiagError): NetdiagReply {
  const data = error.data === undefined ? {} : { data: error.data };
  return {
    status: error.status,
    body: { jsonrpc: '2.0', id, error: { code: error.code, message: error.message, ...data } },
  };
}

/** Whether a value is a JSON object (no array, not `null`). */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Own member of a JSON object; what it inherits (`constructor`, `toString`) is nobody's message. */
export function member(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
