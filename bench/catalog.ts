// What the catalogue costs at 45,000 servers and 250,000 tools: `node bench/catalog.ts [--servers N] [--tools N]`.
// Makes such a catalogue as a bundle, imports it, and asks it; prints one table, line by line.

import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleHeadLine, serverLineOf } from '../src/catalog/bundle/write-bundle.ts';
import { Catalog, CatalogWriter, classify, readBundle } from '../src/catalog/index.ts';
import { madeServers } from './catalog/made-servers.ts';

const { values } = parseArgs({
  options: { servers: { type: 'string', default: '45000' }, tools: { type: 'string', default: '250000' } },
});
const folder = mkdtempSync(join(tmpdir(), 'toolgate-catalog-'));
/** One line of the table, as soon as it is known: a run that is broken off has told what it had. */
const tell = (what: string, figure: string): void => console.log(`| ${what} | ${figure} |`);
/** On a busy machine time on the wall says little: the processor's time stands beside it. */
const now = (): { wall: number; cpu: NodeJS.CpuUsage } => ({ wall: performance.now(), cpu: process.cpuUsage() });
const since = ({ wall, cpu }: ReturnType<typeof now>): string => {
  const { user, system } = process.cpuUsage(cpu);
  return `${((performance.now() - wall) / 1000).toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of processor`;
};

try {
  const bundle = join(folder, 'bundle.jsonl');
  const out = createWriteStream(bundle);
  out.write(bundleHeadLine(0));
  for (const server of madeServers(Number(values.servers), Number(values.tools))) {
    if (!out.write(serverLineOf(server))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  tell('bundle', `${(statSync(bundle).size / 1e6).toFixed(0)} MB`);

  let start = now();
  let classed = 0;
  for (const { name, tools } of madeServers(Number(values.servers), Number(values.tools))) {
    for (const { definition, ...tool } of tools ?? []) {
      classify({
        server: name,
        name: tool.name,
        description: typeof definition.description === 'string' ? definition.description : '',
        inputSchema: definition.inputSchema,
      });
      classed += 1;
    }
  }
  tell(`classing ${classed} tools`, since(start));

  for (const round of ['import', 'import again, unchanged']) {
    start = now();
    const writer = new CatalogWriter(folder);
    const importer = writer.importer();
    for await (const item of readBundle(createReadStream(bundle))) {
      if (item.kind === 'server') importer.add(item.record);
    }
    importer.finish();
    writer.close();
    tell(round, since(start));
  }
  tell('most memory until here (RSS)', `${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
  tell('catalog.db', `${(statSync(join(folder, 'catalog.db')).size / 1e6).toFixed(0)} MB`);

  const catalog = Catalog.open(folder);
  const texts = [
    'get',
    'g',
    'list issues',
    'delete',
    'tcp connect',
    'serch',
    'creat isue',
    'send mail',
    'zzzqqq',
    'server-17',
    'update record',
    'get list',
    'file',
    'dlete user',
    'run query database',
    'acme 300',
    'pay invoice',
    'read',
  ];
  const severities = [undefined, 'critical', 'low'] as const;
  measure('search', () =>
    texts.flatMap((text) =>
      severities.map((severity) => () => catalog.search({ text, facets: { severity }, offset: 0, limit: 50 })),
    ),
  );
  measure('browse by facets', () =>
    severities.map(
      (severity) => () => catalog.search({ text: '', facets: { severity, category: 'write' }, offset: 200, limit: 50 }),
    ),
  );
  const lines = catalog.search({ text: 'get', facets: {}, offset: 0, limit: 200 }).tools;
  measure('all of a tool', () =>
    lines.map(
      ({ server, slug }) =>
        () =>
          catalog.tool(server.slug, slug),
    ),
  );
  measure('all of a server', () =>
    lines.map(
      ({ server }) =>
        () =>
          catalog.server(server.slug),
    ),
  );
  catalog.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function measure(what: string, works: () => readonly (() => unknown)[]): void {
  // The least of three: what another process took from one is not what the work takes.
  const times = works().map((work) => {
    const rounds = [1, 2, 3].map(() => {
      const start = now();
      work();
      const { user, system } = process.cpuUsage(start.cpu);
      return { wall: performance.now() - start.wall, cpu: (user + system) / 1000 };
    });
    return { wall: Math.min(...rounds.map(({ wall }) => wall)), cpu: Math.min(...rounds.map(({ cpu }) => cpu)) };
  });
  const at = (one: 'wall' | 'cpu', share: number): string => {
    const sorted = times.map((time) => time[one]).sort((less, more) => less - more);
    return `${(sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1)} ms`;
  };
  const figures = (one: 'wall' | 'cpu'): string => [0.5, 0.95, 1].map((share) => at(one, share)).join(', ');
  tell(
    `${what}: median, p95, worst of ${times.length}`,
    `${figures('wall')} by the clock; ${figures('cpu')} of processor`,
  );
}
