import { z } from 'zod';
import {
  type Catalog,
  type CatalogServer,
  categories,
  recommendForServer,
  recommendForTool,
  severities,
  strengths,
  type ToolView,
  toxicFlow,
} from '../../catalog/index.ts';
import { shown } from '../render/shown.ts';

/** A tool of the catalogue's MCP server. All of them only read. */
export interface CatalogTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodType;
  /** @throws NotThere */
  run(catalog: Catalog, input: unknown): object;
}

/** What was asked about is not in the catalogue: an answer for the model, no fault. */
export class NotThere extends Error {
  override readonly name = 'NotThere';
}

const words = z.string().min(1).max(200);
const server = words.describe('the server’s name, or its place in the catalogue’s URLs');

const searchInput = z.strictObject({
  query: words.describe('words, or beginnings of words; typing errors are forgiven'),
  category: z.enum(categories).optional(),
  severity: z.enum(severities).optional(),
  limit: z.int().min(1).max(50).default(10),
});
const toolInput = z.strictObject({ server, tool: words.describe('the tool’s name') });
const serverInput = z.strictObject({ server });
const policyInput = z.strictObject({
  server,
  tool: words.optional().describe('leave out for a policy on the whole server'),
  strength: z
    .enum(strengths)
    .default('guarded')
    .describe('observe only records, guarded is recommended, strict lets reads through'),
});

/** In the order in which they are listed. */
export const catalogTools: readonly CatalogTool[] = [
  {
    name: 'search_servers',
    title: 'Search servers and tools',
    description:
      'Finds MCP servers and their tools by words, with the risk of each tool. Narrow by category or severity.',
    input: searchInput,
    run: (catalog, input) => {
      const { query, category, severity, limit } = searchInput.parse(input);
      const found = catalog.search({ text: query, facets: { category, severity }, offset: 0, limit });
      return {
        servers: found.servers.map(({ name, slug, tools, severities: counts }) => ({
          name,
          slug,
          tools,
          severities: counts,
        })),
        tools: found.tools.map((tool) => ({
          server: tool.server.name,
          tool: tool.name,
          category: tool.category,
          severity: tool.severity,
        })),
        total: found.total,
        ...(found.meant.length === 0 ? {} : { shownInstead: found.meant }),
      };
    },
  },
  {
    name: 'check_tool',
    title: 'Check a tool',
    description:
      'Says what a tool can do at worst: category, severity, confidence, reason, evidence, flags, and what is odd about its definition.',
    input: toolInput,
    run: (catalog, input) => {
      const asked = toolInput.parse(input);
      const tool = toolIn(catalog, serverIn(catalog, asked.server), asked.tool);
      const { judged, category, severity, flags, override, findings, hash } = tool;
      return {
        server: tool.server.name,
        tool: tool.name,
        category,
        severity,
        confidence: judged.confidence,
        unclassified: judged.unclassified,
        reason: judged.reason,
        evidence: judged.evidence.map(({ field, words: said, says }) => ({
          field,
          words: said.map((word) => shown(word, 80)),
          says,
        })),
        flags,
        findings: findings.map(({ kind, at }) => ({ kind, at: shown(at, 120) })),
        ...(override === undefined ? {} : { operatorSays: { author: override.author, reason: override.reason } }),
        definitionHash: hash,
      };
    },
  },
  {
    name: 'check_server',
    title: 'Check a server',
    description:
      'Says what a server’s tools can do: how many of each severity, the gravest ones, and whether together they let private data out.',
    input: serverInput,
    run: (catalog, input) => {
      const view = serverIn(catalog, serverInput.parse(input).server);
      const grave = view.list.filter(({ severity }) => severity === 'critical' || severity === 'high');
      const flow = toxicFlow(
        view.list.map(({ name, category, flags }) => ({ server: view.name, name, category, flags })),
      );
      return {
        server: view.name,
        tools: view.tools,
        severities: view.severities,
        gravest: grave
          .sort((one, other) => severities.indexOf(other.severity) - severities.indexOf(one.severity))
          .slice(0, 20)
          .map(({ name, category, severity }) => ({ tool: name, category, severity })),
        toxicFlow:
          flow === undefined
            ? null
            : { untrusted: flow.untrusted.length, private: flow.private.length, out: flow.out.length },
        provenance: view.origins.map(({ source, licence }) => ({ source, licence: licence ?? 'unknown' })),
      };
    },
  },
  {
    name: 'recommend_policy',
    title: 'Recommend a policy',
    description:
      'Gives a Toolgate policy for a tool or a whole server, with a sentence that the policy engine has found to be true of it.',
    input: policyInput,
    run: (catalog, input) => {
      const asked = policyInput.parse(input);
      const view = serverIn(catalog, asked.server);
      const { sentence, document } =
        asked.tool === undefined
          ? recommendForServer(catalog.recommendable(view.slug), asked.strength)
          : recommendForTool(neededOf(toolIn(catalog, view, asked.tool)), asked.strength);
      return { sentence, policy: document };
    },
  },
];

function neededOf({ name, category, severity, flags, definition }: ToolView): Parameters<typeof recommendForTool>[0] {
  return { name, category, severity, flags, inputSchema: definition.inputSchema };
}

function serverIn(catalog: Catalog, name: string): CatalogServer {
  const named = catalog.serversNamed(name);
  if (named.length > 1)
    throw new NotThere(`several servers are called so; ask for one of ${named.slice(0, 10).join(', ')}`);
  const view = catalog.server(named[0] ?? name);
  if (view !== undefined) return view;
  const near = catalog
    .search({ text: name, facets: {}, offset: 0, limit: 1 })
    .servers.map((one) => shown(one.name, 80));
  throw new NotThere(`the catalogue has no such server${near.length === 0 ? '' : `; near are ${near.join(', ')}`}`);
}

function toolIn(catalog: Catalog, view: CatalogServer, name: string): ToolView {
  const tool = catalog.tool(view.slug, name);
  if (tool === undefined) throw new NotThere(`that server has no such tool in the catalogue`);
  return tool;
}
