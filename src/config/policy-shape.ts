import { extname } from 'node:path';
import { object, required } from './collections.ts';
import type { PolicySource } from './config.ts';
import { type ConfigNode, has } from './node.ts';
import { pathText } from './paths.ts';
import { readWhole } from './read-whole.ts';
import type { Reading } from './reading.ts';
import { reasonOf } from './references.ts';
import type { Shape } from './shape.ts';

const reference = object({ file: required(pathText, 'A policy document: .json, .yaml or .yml.') });

/** One policy: `{ file }`, or the document itself. It stays text here: what it says is the policy room's to read. */
export function policyShape(name: string): Shape<PolicySource> {
  return {
    schema: {
      oneOf: [reference.schema, { type: 'object', not: { required: ['file'] } }],
    },
    read: (node, pointer, reading) => {
      if (node.kind !== 'map') return reading.fail(node, pointer, 'expected a mapping: a policy, or the file of one');
      if (!has(node, 'file')) return inline(name, node, reading);
      const file = reference.read(node, pointer, reading)?.file;
      if (file === undefined) return undefined;
      reading.files.add(file);
      const format = formats.get(extname(file).toLowerCase());
      if (format === undefined) return reading.fail(node, pointer, 'a policy file ends in .json, .yaml or .yml');
      try {
        const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readWhole(file));
        return { name, text, format, file, lineOffset: 0, columnOffset: 0 };
      } catch (error) {
        return reading.fail(node, pointer, `the policy file ${file} cannot be read: ${reasonOf(error)}`);
      }
    },
  };
}

const formats: ReadonlyMap<string, 'json' | 'yaml'> = new Map([
  ['.json', 'json'],
  ['.yaml', 'yaml'],
  ['.yml', 'yaml'],
]);

/**
 * Cuts the document out of the file as it stands there. The first line of a block mapping is filled up with spaces to the
 * column where it began, so that it keeps its shape. What stands in braces has its shape by itself: a file of one line would
 * be filled up anew for each of its policies.
 */
function inline(name: string, node: ConfigNode, reading: Reading): PolicySource {
  const { line, column } = reading.position(node);
  const text = reading.text.slice(node.range[0], node.range[1]);
  const place = { file: reading.file, lineOffset: line - 1 };
  if (text.startsWith('{')) return { name, text, format: 'yaml', ...place, columnOffset: column - 1 };
  return { name, text: `${' '.repeat(column - 1)}${text}`, format: 'yaml', ...place, columnOffset: 0 };
}
