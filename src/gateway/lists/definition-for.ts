import { editResult, type Revision, scan, splice, stringAt } from '../../protocol/index.ts';

const watch = new Map([['outputSchema', new Map()]]);
const noCaps = { bytes: Number.POSITIVE_INFINITY, depth: 1024, nodes: Number.POSITIVE_INFINITY };
const outputSchema = Buffer.from('"outputSchema"');
const escaped = Buffer.from('\\u');

/**
 * A tool's definition as a client of that revision takes it: the bytes that the server sent, but that session clients
 * are not shown an output schema of anything but an object. Their era allows no other (SEP-2106), and they refuse a whole
 * list for it.
 *
 * @param definition was accepted when the list was read
 */
export function definitionFor(definition: Buffer, revision: Pick<Revision, 'stateless'>): Buffer {
  if (revision.stateless || !(definition.includes(outputSchema) || definition.includes(escaped))) return definition;
  const found = scan(definition, noCaps, 'watched', watch);
  const root = found.kind === 'scan' ? found.root : undefined;
  if (root?.members.has('outputSchema') !== true) return definition;
  const type = root.objects.get('outputSchema')?.members.get('type');
  if (stringAt(definition, type) === 'object') return definition;
  return splice([editResult({ bytes: definition, members: root.members }, new Map([['outputSchema', undefined]]))]);
}
