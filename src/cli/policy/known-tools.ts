import type { ComparedTool } from '../../lab/index.ts';
import type { Annotations } from '../../policy/index.ts';
import { annotationHints, isJsonObject, type JsonObject, type JsonValue } from '../../protocol/index.ts';
import { CommandError, type Io } from '../io.ts';
import { readTextFile } from './policy-file.ts';

/**
 * Reads tool definitions: a `tools/list` result (or the whole answer, or its list of tools), or one definition a line.
 *
 * @throws CommandError for anything else
 */
export async function readKnownTools(io: Io, file: string): Promise<readonly ComparedTool[]> {
  const text = await readTextFile(io, file);
  const whole = parsed(text);
  const found = whole === undefined ? linesOf(text, file) : listIn(whole);
  if (found === undefined)
    throw new CommandError(`${file}: expected a tools/list result, a list of tools, or a tool a line`);
  // `server tools --json` also lists what cannot be called.
  const usable = found.filter((tool) => !(isJsonObject(tool) && tool.usable === false));
  const tools = usable.map((tool, index) => knownTool(tool, `${file}: tool ${index + 1}`));
  return [...new Map(tools.map((tool) => [tool.name, tool])).values()];
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

function linesOf(text: string, file: string): readonly JsonValue[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const value = parsed(line);
    if (value === undefined) throw new CommandError(`${file}:${index + 1}: expected JSON`);
    return [value];
  });
}

function listIn(value: JsonValue): readonly JsonValue[] | undefined {
  if (Array.isArray(value)) return value;
  if (!isJsonObject(value)) return undefined;
  if (value.result !== undefined) return listIn(value.result);
  if (value.tools !== undefined) return Array.isArray(value.tools) ? value.tools : undefined;
  return typeof value.name === 'string' ? [value] : undefined;
}

function knownTool(value: JsonValue, where: string): ComparedTool {
  if (!isJsonObject(value) || typeof value.name !== 'string')
    throw new CommandError(`${where}: expected an object with a name`);
  const { name, annotations, inputSchema } = value;
  if (isJsonObject(annotations)) return { name, annotations: annotationsOf(annotations) };
  // A whole definition without annotations has none; of a mere name nobody knows.
  return inputSchema === undefined ? { name } : { name, annotations: {} };
}

function annotationsOf(written: JsonObject): Annotations {
  return Object.fromEntries(
    annotationHints.flatMap((hint) => (typeof written[hint] === 'boolean' ? [[hint, written[hint]]] : [])),
  );
}
