import { isJsonObject, type JsonObject, type RequestMessage, valueReadLate } from '../protocol/index.ts';

/**
 * The arguments as policy sees them, parsed from the very span that is forwarded (threats B15: absent is judged as
 * `{}`; whatever else is no object is refused).
 *
 * @returns `undefined` when `arguments` is present and no object
 */
export function argumentsOf(message: RequestMessage): JsonObject | undefined {
  const span = message.params.get('arguments');
  if (span === undefined) return {};
  const value = valueReadLate(message.bytes, span, message.longStrings, message.ascii);
  return isJsonObject(value) ? value : undefined;
}
