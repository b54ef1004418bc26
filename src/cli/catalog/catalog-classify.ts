import { once } from 'node:events';
import { type Classification, classifierVersion, classify } from '../../catalog/index.ts';
import { findingsIn, Neighbours } from '../../definitions/index.ts';
import type { JsonValue } from '../../protocol/index.ts';
import type { Io } from '../io.ts';

/** A definition of a megabyte is read; a line that never ends must not fill memory. */
const longestLine = 8 * 1024 * 1024;
/** Names kept to find look-alikes and shadowing among the lines that came before. */
const mostNeighbours = 100_000;
const mostFindings = 100;
const lineFeed = 0x0a;

/**
 * `catalog classify`: JSON lines in, one JSON object a line out, in the same order, line by line. A line that cannot
 * be read is answered with `error`.
 *
 * @param trusted servers whose authors' hints may lower a class
 * @returns the exit status: 1 when a line could not be read
 */
export async function classifyLines(io: Io, trusted: ReadonlySet<string> = new Set()): Promise<number> {
  const neighbours = new Neighbours();
  let known = 0;
  let failed = false;
  let none = true;
  for await (const line of linesOf(io.stdin)) {
    const text = line?.toString().trim();
    if (text === '') continue;
    none = false;
    const tool = text === undefined ? `the line is longer than ${longestLine} bytes` : toolIn(text);
    failed ||= typeof tool === 'string';
    const answer =
      typeof tool === 'string' ? { error: tool } : answerOf(tool, neighbours, trusted.has(tool.server ?? ''));
    if (typeof tool !== 'string' && known < mostNeighbours) {
      neighbours.add({ server: tool.server ?? '', name: tool.name });
      known += 1;
    }
    if (!io.stdout.write(`${JSON.stringify(answer)}\n`)) await once(io.stdout, 'drain');
  }
  if (none) io.stderr.write('toolgate: no tool was given: they come on standard input, a JSON object a line\n');
  return failed ? 1 : 0;
}

interface Tool {
  readonly server: string | undefined;
  readonly name: string;
  readonly description: string | undefined;
  readonly inputSchema: JsonValue | undefined;
  readonly annotations: JsonValue | undefined;
  readonly definition: JsonValue;
}

/** The tool that a line defines, or what is wrong with it. */
function toolIn(line: string): Tool | string {
  let value: JsonValue;
  try {
    value = JSON.parse(line);
  } catch {
    return 'the line is not JSON';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'the line is no JSON object';
  const members = new Map<string, JsonValue>(Object.entries(value));
  const server = members.get('server');
  members.delete('server');
  const name = members.get('name');
  if (typeof name !== 'string' || name === '') return 'the tool has no "name"';
  if (server !== undefined && typeof server !== 'string') return '"server" is no string';
  const description = members.get('description');
  if (description !== undefined && description !== null && typeof description !== 'string') {
    return '"description" is no string';
  }
  return {
    server,
    name,
    description: description ?? undefined,
    inputSchema: members.get('inputSchema'),
    annotations: members.get('annotations'),
    definition: Object.fromEntries(members),
  };
}

/** The answer to one tool; fields that say nothing are left out. */
function answerOf(tool: Tool, neighbours: Neighbours, trusted: boolean): object {
  const { contradiction, ...classification }: Classification = classify(tool, { trusted });
  const findings = findingsIn(tool.server ?? '', tool.definition, neighbours).slice(0, mostFindings);
  return {
    server: tool.server ?? null,
    name: tool.name,
    ...classification,
    ...(contradiction !== undefined && { contradiction }),
    ...(findings.length > 0 && { findings }),
    version: classifierVersion,
  };
}

/** Lines of a stream; one that is too long comes as `undefined`, and nothing of it is kept. */
async function* linesOf(stream: Io['stdin']): AsyncGenerator<Buffer | undefined> {
  let rest: Buffer[] = [];
  let size = 0;
  const take = (last: Buffer): Buffer | undefined => {
    const line = size + last.length > longestLine ? undefined : Buffer.concat([...rest, last]);
    rest = [];
    size = 0;
    return line;
  };
  for await (const chunk of stream) {
    let bytes: Buffer = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed)) {
      yield take(bytes.subarray(0, end));
      bytes = bytes.subarray(end + 1);
    }
    size += bytes.length;
    if (size > longestLine) rest = [];
    else if (bytes.length > 0) rest.push(bytes);
  }
  if (size > 0) yield take(Buffer.alloc(0));
}
