import type { Annotations } from '../policy/index.ts';
import {
  annotationHints,
  isCallableName,
  isJsonObject,
  type JsonCaps,
  type JsonValue,
  paramHeaders,
  type Span,
  scan,
  sha256Exactly,
  sha256Jcs,
  stringAt,
  textAt,
  valueAt,
} from '../protocol/index.ts';
import type { Tool, UnusableTool } from './tool.ts';

const definitionCaps: JsonCaps = { bytes: 1024 * 1024, depth: 64, nodes: 100_000 };
const nothingBelow = new Map<string, never>();

/** What a definition says, or why it is of no use: it cannot be read in one way only, or names nothing callable. */
export function readTool(definition: Buffer): Tool | UnusableTool {
  const read = scan(definition, definitionCaps, 'keys', nothingBelow);
  if (read.kind === 'offence') return { name: undefined, reason: `its definition is ${read.message}` };
  const { root } = read;
  if (root === undefined) return { name: undefined, reason: 'its definition is no object' };
  const name = stringAt(definition, root.members.get('name'));
  if (name === undefined) return { name, reason: 'it has no name' };
  if (!isCallableName(name))
    return { name, reason: 'its name has characters, or a length, that no tool can be called by' };
  const annotations = root.members.get('annotations');
  const execution = root.members.get('execution');
  const schema = root.members.get('inputSchema');
  const repeated = paramHeaders(schema === undefined ? undefined : valueAt(definition, schema));
  if (typeof repeated === 'string') return { name, reason: `in its schema ${repeated}` };
  return {
    name,
    definition,
    hash: hashOf(definition, read.span),
    annotations: annotations === undefined ? {} : hintsOf(valueAt(definition, annotations)),
    paramHeaders: repeated,
    ...(execution !== undefined && isOnlyTask(valueAt(definition, execution)) ? { onlyAsTask: true } : {}),
  };
}

/** Equal for all spellings of one definition, and different for two that any decoder could tell apart (threats B32). */
function hashOf(definition: Buffer, span: Span): string {
  // Nearly every definition has no number that two decoders could read differently, which is found out sooner.
  const isExact = scan(definition, definitionCaps, 'everywhere').kind === 'scan';
  return isExact ? sha256Jcs(valueAt(definition, span)) : sha256Exactly(textAt(definition, span));
}

function isOnlyTask(execution: JsonValue): boolean {
  return isJsonObject(execution) && execution.taskSupport === 'required';
}

/** The hints as they are written; where the annotations are no object, that is what each of them is. */
function hintsOf(value: JsonValue): Annotations {
  if (value === null) return {};
  if (!isJsonObject(value)) return Object.fromEntries(annotationHints.map((hint) => [hint, value]));
  return Object.fromEntries(
    annotationHints.flatMap((hint) => (Object.hasOwn(value, hint) ? [[hint, value[hint]]] : [])),
  );
}
