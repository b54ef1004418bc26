import {
  editResult,
  isJsonObject,
  noCaps,
  type Revision,
  scan,
  splice,
  stringAt,
  valueAt,
} from '../../protocol/index.ts';

const watch = new Map([['outputSchema', new Map()]]);
const outputSchema = Buffer.from('"outputSchema"');
const escaped = Buffer.from('\\u');

/**
 * A tool's definition as a client of that revision takes it: the bytes that the server sent, but that session clients
 * are not shown an output schema of anything but an object. Their era allows no other (SEP-2106), and they refuse a whole
 * list for it.
 *
 * @param definition was accepted when the list was read
 * @param mayBeTask its server may make a task of any call, and so says of no tool that it can be one: in 2025-11-25, where
 *   the client asks for a task, the tool must say so
 */
export function definitionFor(
  definition: Buffer,
  revision: Pick<Revision, 'stateless' | 'serverCapabilities'>,
  mayBeTask = false,
): Buffer {
  if (mayBeTask && !revision.stateless && revision.serverCapabilities.has('tasks')) {
    return withTaskSupport(definitionFor(definition, revision));
  }
  if (revision.stateless || !(definition.includes(outputSchema) || definition.includes(escaped))) return definition;
  const found = scan(definition, noCaps, 'watched', watch);
  const root = found.kind === 'scan' ? found.root : undefined;
  if (root?.members.has('outputSchema') !== true) return definition;
  const type = root.objects.get('outputSchema')?.members.get('type');
  if (stringAt(definition, type) === 'object') return definition;
  return splice([editResult({ bytes: definition, members: root.members }, new Map([['outputSchema', undefined]]))]);
}

function withTaskSupport(definition: Buffer): Buffer {
  const found = scan(definition, noCaps, 'watched', watchExecution);
  const root = found.kind === 'scan' ? found.root : undefined;
  if (root === undefined || root.objects.get('execution')?.members.has('taskSupport') === true) return definition;
  const span = root.members.get('execution');
  const said = span === undefined ? undefined : valueAt(definition, span);
  const execution = JSON.stringify({ ...(isJsonObject(said) ? said : {}), taskSupport: 'optional' });
  return splice([editResult({ bytes: definition, members: root.members }, new Map([['execution', execution]]))]);
}

const watchExecution = new Map([['execution', new Map()]]);
