import { Fault } from '../kernel/index.ts';
import type { Annotations } from '../policy/index.ts';
import {
  elementsAt,
  isJsonObject,
  type JsonCaps,
  type JsonValue,
  paramHeaders,
  type Slice,
  type Span,
  scan,
  sha256Exactly,
  sha256Jcs,
  stringAt,
  textAt,
  valueAt,
} from '../protocol/index.ts';
import type { Tool, ToolTable, UnusableTool } from './tool.ts';
import { isCallableName } from './tool-name.ts';

/** protocol.md, "Edge": caps on what a server may list. */
const mostTools = 10_000;
/** Each is read to see what it is. Beyond this a list is none, since it would be read for as long as its server likes. */
const mostElements = 2 * mostTools;
/** Of those that are no use to anybody, so many are told one by one. */
const mostTold = 100;
const mostToldLetters = 64 * 1024;
const definitionCaps: JsonCaps = { bytes: 1024 * 1024, depth: 64, nodes: 100_000 };

/**
 * Makes the tool table of the pages of a list. One bad definition costs that tool, never the list: what cannot be read
 * in one way only, or names nothing callable, or shares its name with another (threats B33), is unusable.
 *
 * @param pages the `tools` array of each page, as the server sent it
 * @throws Fault `upstream_invalid` when there are too many to look at
 */
export function readTools(pages: readonly Slice[]): ToolTable {
  const tools = new Map<string, Tool>();
  const unusable = new Unusable();
  const twice = new Set<string>();
  let seen = 0;
  for (const { bytes, span } of pages) {
    const elements = elementsAt(bytes, span) ?? [];
    seen += elements.length;
    if (seen > mostElements) {
      throw new Fault('upstream_invalid', `The server's list has more than ${mostElements} tools.`);
    }
    for (const element of elements) {
      const tool = readTool(bytes.subarray(element.start, element.end));
      if (!('hash' in tool)) unusable.add(tool);
      else if (tools.has(tool.name)) twice.add(tool.name);
      else if (tools.size >= mostTools) unusable.add({ name: tool.name, reason: `more than ${mostTools} tools` });
      else tools.set(tool.name, tool);
    }
  }
  for (const name of twice) {
    tools.delete(name);
    unusable.add({ name, reason: 'the server lists this name more than once' });
  }
  return { tools: onTheirOwn(tools, pages), unusable: unusable.told() };
}

/** A few small definitions must not keep large pages: they are copied where less than half of those is needed. */
function onTheirOwn(tools: Map<string, Tool>, pages: readonly Slice[]): Map<string, Tool> {
  const kept = [...tools.values()].reduce((sum, { definition }) => sum + definition.length, 0);
  const held = pages.reduce((sum, { bytes }) => sum + bytes.buffer.byteLength, 0);
  if (kept * 2 >= held) return tools;
  return new Map([...tools].map(([name, tool]) => [name, { ...tool, definition: Buffer.from(tool.definition) }]));
}

/** What cannot be used, the first of it one by one: what is kept of it must not grow with what the server sends. */
class Unusable {
  readonly #told: UnusableTool[] = [];
  #letters = 0;
  #more = 0;

  add(tool: UnusableTool): void {
    this.#letters += tool.name?.length ?? 0;
    if (this.#told.length < mostTold && this.#letters <= mostToldLetters) this.#told.push(tool);
    else this.#more += 1;
  }

  told(): readonly UnusableTool[] {
    if (this.#more === 0) return this.#told;
    return [...this.#told, { name: undefined, reason: `${this.#more} more that cannot be used` }];
  }
}

const nothingBelow = new Map<string, never>();

function readTool(definition: Buffer): Tool | UnusableTool {
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

const hints = ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'] as const;

/** The hints as they are written; where the annotations are no object, that is what each of them is. */
function hintsOf(value: JsonValue): Annotations {
  if (value === null) return {};
  if (!isJsonObject(value)) return Object.fromEntries(hints.map((hint) => [hint, value]));
  return Object.fromEntries(hints.flatMap((hint) => (Object.hasOwn(value, hint) ? [[hint, value[hint]]] : [])));
}
