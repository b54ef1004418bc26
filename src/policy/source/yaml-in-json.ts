import { positionsIn } from './positions.ts';
import type { ArrayNode, Node, ObjectNode } from './tree.ts';
import { parseYaml } from './yaml.ts';

/** A YAML document in JSON: the same tree, and where each of its values and keys stood. Plain data, that threads exchange. */
export interface InJson {
  readonly text: string;
  /** Pairs in the order of the text: an offset in it, and the offset in the YAML of what begins there. */
  readonly places: Int32Array;
}

/**
 * Writes a YAML text as JSON, which is read in steps where YAML is composed in one piece.
 *
 * @returns `undefined` for a text that `parseYaml` refuses
 */
export function yamlInJson(text: string): InJson | undefined {
  const { root, faults } = parseYaml(text);
  if (root === undefined || faults.length > 0) return undefined;
  const parts: string[] = [];
  const places: number[] = [];
  let at = 0;
  const put = (part: string, start?: number): void => {
    if (start !== undefined) places.push(at, start);
    parts.push(part);
    at += part.length;
  };
  const write = (node: Node): void => {
    if (node.kind === 'array') {
      put('[', node.start);
      for (const [index, item] of node.items.entries()) {
        if (index > 0) put(',');
        write(item);
      }
      put(']');
    } else if (node.kind === 'object') {
      put('{', node.start);
      for (const [index, { key, keyStart, value }] of node.members.entries()) {
        if (index > 0) put(',');
        put(JSON.stringify(key), keyStart);
        put(':');
        write(value);
      }
      put('}');
    } else put(spelled(node), node.start);
  };
  write(root);
  return { text: parts.join(''), places: Int32Array.from(places) };
}

function spelled(node: Exclude<Node, ArrayNode | ObjectNode>): string {
  if (node.kind === 'null') return 'null';
  return Object.is(node.value, -0) ? '-0' : JSON.stringify(node.value);
}

/**
 * Positions in a YAML text of what stands in its JSON.
 *
 * @param text the YAML
 * @param lineOffset added to every line
 * @param columnOffset added to the columns of the first line
 */
export function positionsThrough(
  { places }: InJson,
  text: string,
  lineOffset?: number,
  columnOffset?: number,
): ReturnType<typeof positionsIn> {
  const positionAt = positionsIn(text, lineOffset, columnOffset);
  return (offset) => {
    let low = 0;
    let high = places.length / 2 - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((places[2 * middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return positionAt(places[2 * low + 1] as number);
  };
}
