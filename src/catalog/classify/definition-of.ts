import { isJsonObject, type JsonValue } from '../../protocol/index.ts';
import type { Definition } from './features.ts';

/**
 * What the classifier reads of a definition as its server sent it.
 *
 * @param definition the whole of it, parsed; what is no object says nothing but its name
 */
export function definitionOf(server: string, name: string, definition: JsonValue): Definition {
  const { description, inputSchema, annotations } = isJsonObject(definition) ? definition : {};
  return { name, server, ...(typeof description === 'string' ? { description } : {}), inputSchema, annotations };
}
