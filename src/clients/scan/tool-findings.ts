import {
  type Classification,
  classify,
  type ReachableTool,
  severities,
  type ToxicFlow,
  toxicFlow,
} from '../../catalog/index.ts';
import { type Finding, findingsIn, Neighbours } from '../../definitions/index.ts';
import { assertNever } from '../../kernel/index.ts';
import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import type { ConfiguredServer } from '../configured-server.ts';
import { finding, type ScanFinding } from './finding.ts';

/** A tool's definition, and what the classifier says of it. */
export interface ScannedTool extends Classification {
  readonly name: string;
  readonly definition: JsonObject;
}

/** A server with the tools that are known of it. */
export interface ServerAndTools {
  readonly server: ConfiguredServer;
  readonly governed: boolean;
  readonly tools: readonly ScannedTool[];
}

/** Classes a definition as its server sent it. */
export function scanTool(server: string, definition: JsonObject): ScannedTool {
  const own = new Map(Object.entries(definition));
  const { name = '', description } = textsOf(own);
  return {
    name,
    definition,
    ...classify({
      name,
      server,
      description,
      inputSchema: own.get('inputSchema'),
      annotations: own.get('annotations'),
    }),
  };
}

/** A tool as a catalogue knows it: as much of its definition as it keeps, and its class where that was made with more. */
export interface CatalogueTool extends Partial<Pick<Classification, 'category' | 'severity' | 'flags'>> {
  readonly name: string;
  readonly inputSchema?: unknown;
}

/** The same for a tool of the catalogue, whose word on the class counts. */
export function scanCatalogueTool(server: string, tool: CatalogueTool): ScannedTool {
  const { name, inputSchema, category, severity, flags } = tool;
  const judged = classify({ name, server, inputSchema });
  return {
    name,
    definition: { name, ...(inputSchema !== undefined && { inputSchema: inputSchema as JsonValue }) },
    ...judged,
    ...(category !== undefined && severity !== undefined && { category, severity, unclassified: false }),
    ...(flags !== undefined && { flags }),
  };
}

function textsOf(own: ReadonlyMap<string, JsonValue>): { readonly name?: string; readonly description?: string } {
  const name = own.get('name');
  const description = own.get('description');
  return { ...(typeof name === 'string' && { name }), ...(typeof description === 'string' && { description }) };
}

/** What is wrong with the tools that one client reaches together. */
export function toolFindings(file: string, servers: readonly ServerAndTools[]): ScanFinding[] {
  const neighbours = new Neighbours(
    servers.flatMap(({ server, tools }) => tools.map(({ name }) => ({ server: server.name, name }))),
  );
  return [
    ...servers.flatMap(({ server, tools }) =>
      tools.flatMap(({ name, definition }) =>
        distinct(findingsIn(server.name, definition, neighbours)).map((found) =>
          definitionFinding(file, server, name, found),
        ),
      ),
    ),
    ...servers.flatMap((one) => ungoverned(file, one)),
    ...flowFinding(file, servers),
  ];
}

/** One of each kind for a tool: the tenth hidden character says nothing new. */
function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((one) => [one.kind, one])).values()];
}

function definitionFinding(file: string, server: ConfiguredServer, tool: string, found: Finding): ScanFinding {
  const where = { file, line: server.line, column: server.column };
  const own = { server: server.name, tool };
  switch (found.kind) {
    case 'hidden_text':
      return finding(
        'hidden-text',
        `the definition of ${tool} has characters that nobody sees (${found.at})`,
        where,
        own,
      );
    case 'instruction':
      return finding(
        'instruction-to-model',
        `the definition of ${tool} tells the model what to do (${found.what} at ${found.at})`,
        where,
        own,
      );
    case 'look_alike':
      return finding(
        'look-alike-tool',
        `${tool} is called almost like ${found.other.name} of ${found.other.server}`,
        where,
        own,
      );
    case 'shadowing': {
      const named = found.at === '/name';
      const what = named ? 'is called like' : 'speaks of';
      const other = named ? `a tool of ${found.other.server}` : `${found.other.name} of ${found.other.server}`;
      return finding('shadowed-tool', `${tool} ${what} ${other}`, where, {
        ...own,
        severity: named ? 'low' : 'medium',
      });
    }
    default:
      return assertNever(found);
  }
}

function ungoverned(file: string, { server, governed, tools }: ServerAndTools): ScanFinding[] {
  if (governed || server.disabled) return [];
  const grave = tools.filter(({ severity }) => severity === 'high' || severity === 'critical');
  if (grave.length === 0) return [];
  const worst = severities[Math.max(...grave.map(({ severity }) => severities.indexOf(severity)))] ?? 'high';
  const named = grave
    .toSorted((one, other) => severities.indexOf(other.severity) - severities.indexOf(one.severity))
    .slice(0, 3)
    .map(({ name, category }) => `${name} (${category})`);
  const more = grave.length > named.length ? ` and ${grave.length - named.length} more` : '';
  const where = { file, line: server.line, column: server.column };
  return [
    finding('ungoverned-tool', `no policy stands before ${named.join(', ')}${more}`, where, {
      server: server.name,
      severity: worst,
    }),
  ];
}

/** The toxic flow of a client's servers together; servers that are switched off or governed do not count. */
function flowOf(servers: readonly ServerAndTools[]): ToxicFlow | undefined {
  return toxicFlow(
    servers.flatMap(({ server, governed, tools }) =>
      governed || server.disabled
        ? []
        : tools.map(({ name, category, flags }): ReachableTool => ({ server: server.name, name, category, flags })),
    ),
  );
}

function flowFinding(file: string, servers: readonly ServerAndTools[]): ScanFinding[] {
  const flow = flowOf(servers);
  const first = servers[0];
  if (flow === undefined || first === undefined) return [];
  const one = (part: readonly ReachableTool[]): string => part.map(({ server, name }) => `${server}/${name}`)[0] ?? '';
  const message = `text of strangers comes in by ${one(flow.untrusted)}, ${one(flow.private)} reads what is private, and ${one(flow.out)} leads out`;
  return [finding('toxic-flow', message, { file, line: first.server.line, column: first.server.column })];
}
