import { Fault, Slices } from '../kernel/index.ts';
import { eachElementAt, type Slice } from '../protocol/index.ts';
import { readTool } from './read-tool.ts';
import type { Tool, ToolTable, UnusableTool } from './tool.ts';

/** Caps on what a server may list. */
const mostTools = 10_000;
/** Each is read to see what it is. Beyond this a list is none, since it would be read for as long as its server likes. */
const mostElements = 2 * mostTools;
/** Of those that are no use to anybody, so many are told one by one. */
const mostTold = 100;
const mostToldLetters = 64 * 1024;

/**
 * Makes the tool table of the pages of a list. One bad definition costs that tool, never the list: what cannot be read
 * in one way only, or names nothing callable, or shares its name with another (threats B33), is unusable.
 *
 * A list may be as long as its server likes, up to 32 MiB, and calls of everybody go through the thread that reads it: each
 * definition is looked for and read by itself, and everything else has its turn in between.
 *
 * @param pages the `tools` array of each page, as the server sent it
 * @throws Fault `upstream_invalid` when there are too many to look at
 */
export async function readTools(pages: readonly Slice[], slices: Slices = new Slices()): Promise<ToolTable> {
  const tools = new Map<string, Tool>();
  const unusable = new Unusable();
  const twice = new Set<string>();
  let seen = 0;
  for (const { bytes, span } of pages) {
    for (const element of eachElementAt(bytes, span) ?? []) {
      if (slices.over) await slices.rest();
      seen += 1;
      if (seen > mostElements) {
        throw new Fault('upstream_invalid', `The server's list has more than ${mostElements} tools.`);
      }
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
