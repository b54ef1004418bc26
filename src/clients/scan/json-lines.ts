import { escapeUnsafe } from '../../kernel/index.ts';
import type { JsonValue } from '../../protocol/index.ts';

/** Indented JSON in which nothing can steer a terminal or hide from a reader. */
export function jsonLines(value: JsonValue): string {
  return JSON.stringify(value, null, 2).split('\n').map(escapeUnsafe).join('\n');
}
