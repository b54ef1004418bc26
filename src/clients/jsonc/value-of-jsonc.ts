import type { JsonValue } from '../../protocol/index.ts';
import type { JsoncNode } from './jsonc-node.ts';

/** The plain value of a node. `__proto__` becomes a member like any other. */
export function valueOfJsonc(node: JsoncNode): JsonValue {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'array':
      return node.items.map(valueOfJsonc);
    case 'object':
      return Object.fromEntries(node.members.map(({ name, value }) => [name, valueOfJsonc(value)]));
  }
}
