import { type Recommendation, recommendForServer, type Severity, severities } from '../../catalog/index.ts';
import type { JsonObject } from '../../protocol/index.ts';
import type { ClientConfiguration, ConfiguredServer } from '../configured-server.ts';
import { type DescribedServer, describeServer } from './describe-server.ts';
import { finding, type ScanFinding } from './finding.ts';
import { serverFindings } from './server-findings.ts';
import { type CatalogueTool, type ScannedTool, scanCatalogueTool, scanTool, toolFindings } from './tool-findings.ts';

/** What is known of a server's tools, and from where. */
export type KnownTools =
  | { readonly from: 'server'; readonly definitions: readonly JsonObject[] }
  | { readonly from: 'catalogue'; readonly tools: readonly CatalogueTool[] }
  | {
      readonly from: 'failed';
      readonly reason: string;
      /** What the catalogue knows of a server that could not be asked counts in place of its own word. */
      readonly instead?: Extract<KnownTools, { from: 'catalogue' }> | undefined;
    };

/** Finds a server's tools: by asking it, or in a catalogue; `undefined` where nobody knows them. */
export type ToolsFor = (server: ConfiguredServer) => Promise<KnownTools | undefined>;

/** A server, scanned. */
export interface ScannedServer extends DescribedServer {
  /** Where its tools are known from. */
  readonly toolsFrom: 'server' | 'catalogue' | 'nowhere';
  readonly tools: readonly ScannedTool[];
  /** The policy to put in front of it; absent where one stands there. */
  readonly recommendation: Recommendation | undefined;
}

/** A file, scanned. */
export interface ScannedFile {
  readonly file: string;
  readonly client: ClientConfiguration['client'];
  readonly problems: ClientConfiguration['problems'];
  readonly servers: readonly ScannedServer[];
}

/** What a scan found, worst first. */
export interface ScanReport {
  readonly files: readonly ScannedFile[];
  readonly findings: readonly ScanFinding[];
}

/** Scans the configurations of clients: each file is one client, whose servers are in reach of one agent together. */
export async function scan(configurations: readonly ClientConfiguration[], toolsFor: ToolsFor): Promise<ScanReport> {
  const scanned = [];
  for (const configuration of configurations) scanned.push(await scanFile(configuration, toolsFor));
  const findings = scanned.flatMap((one) => one.findings).toSorted(worstFirst);
  return { files: scanned.map(({ file }) => file), findings };
}

/** Whether a report has a finding that is at least as grave. */
export function isAtLeast({ findings }: ScanReport, severity: Severity): boolean {
  return findings.some((one) => severities.indexOf(one.severity) >= severities.indexOf(severity));
}

async function scanFile(
  { file, client, servers, problems }: ClientConfiguration,
  toolsFor: ToolsFor,
): Promise<{ readonly file: ScannedFile; readonly findings: readonly ScanFinding[] }> {
  const findings: ScanFinding[] = [...duplicates(file, servers)];
  const scanned: ScannedServer[] = [];
  const reach = [];
  for (const server of servers) {
    const described = describeServer(server);
    findings.push(...serverFindings(file, server));
    const known = await toolsFor(server);
    if (known?.from === 'failed') {
      const where = { file, line: server.line, column: server.column };
      findings.push(finding('not-looked-at', known.reason, where, { server: server.name }));
    }
    const counts = known?.from === 'failed' ? known.instead : known;
    const tools = scanTools(server.name, counts);
    reach.push({ server, governed: described.governed, tools });
    scanned.push({
      ...described,
      toolsFrom: counts?.from ?? 'nowhere',
      tools,
      recommendation: described.governed ? undefined : recommendationFor(tools),
    });
  }
  findings.push(...toolFindings(file, reach));
  return { file: { file, client, problems, servers: scanned }, findings };
}

function scanTools(server: string, known: Exclude<KnownTools, { from: 'failed' }> | undefined): ScannedTool[] {
  switch (known?.from) {
    case 'server':
      return known.definitions.map((definition) => scanTool(server, definition));
    case 'catalogue':
      return known.tools.map((tool) => scanCatalogueTool(server, tool));
    default:
      return [];
  }
}

function recommendationFor(tools: readonly ScannedTool[]): Recommendation {
  const facts = tools.map(({ name, category, severity, flags, definition }) => ({
    name,
    category,
    severity,
    flags,
    inputSchema: new Map(Object.entries(definition)).get('inputSchema'),
  }));
  return recommendForServer(facts, 'guarded');
}

function duplicates(file: string, servers: readonly ConfiguredServer[]): ScanFinding[] {
  const seen = new Map<string, ConfiguredServer>();
  return servers.flatMap((server) => {
    const key = JSON.stringify([server.path.slice(0, -1), server.url?.value, server.command.map(({ value }) => value)]);
    const before = seen.get(key);
    seen.set(key, server);
    if (before === undefined) return [];
    const where = { file, line: server.line, column: server.column };
    return [finding('duplicate-server', `it is the same server as ${before.name}`, where, { server: server.name })];
  });
}

function worstFirst(one: ScanFinding, other: ScanFinding): number {
  const graver = severities.indexOf(other.severity) - severities.indexOf(one.severity);
  if (graver !== 0) return graver;
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  return one.line - other.line || one.column - other.column;
}
