/** What a JSON text means. Objects come from `JSON.parse`: ask for members with `Object.hasOwn` only. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue;
}
