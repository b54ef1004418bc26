// Writes data/starter/servers.jsonl: facts about servers, and our own words. `node scripts/starter/build.ts <npm.jsonl>`
// with TOOLGATE_CATALOG_DATA naming the folder of definitions; <npm.jsonl> is what list-npm-servers.ts wrote. Nothing of
// what authors wrote in words is kept: no description, no title, no default.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { classifierVersion, classify } from '../../src/catalog/index.ts';
import { writeClass } from '../../src/catalog/starter/given-class.ts';
import { readParameters, writeParameters } from '../../src/catalog/starter/parameters.ts';
import { type StarterLine, starterLine } from '../../src/catalog/starter/starter-line.ts';
import type { JsonObject } from '../../src/protocol/index.ts';

interface Row {
  readonly server: string;
  readonly name: string;
  readonly description?: string;
  readonly inputSchema?: JsonObject;
  readonly annotations?: JsonObject;
  readonly source: string;
  readonly license: string;
  readonly repo?: string;
}

interface Listed {
  readonly package: string;
  readonly version: string;
  readonly licence: string;
  readonly repository?: string;
  readonly subfolder?: string;
  readonly tools: readonly { readonly definition: JsonObject & { readonly name: string }; readonly hash: string }[];
}

const folder = process.env.TOOLGATE_CATALOG_DATA;
const [npmFile] = process.argv.slice(2);
if (folder === undefined || npmFile === undefined) throw new Error('see the first lines of this file');

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
const rows = lines(gunzipSync(readFileSync(join(folder, 'tools.jsonl.gz'))).toString()).map(
  (line): Row => JSON.parse(line),
);
const listed = new Map(
  lines(readFileSync(npmFile, 'utf8')).map((line): [string, Listed] => {
    const one: Listed = JSON.parse(line);
    return [one.package, one];
  }),
);
const repositories: ReadonlyMap<string, string> = new Map([
  ['official:github', 'github/github-mcp-server'],
  ['official:mcp-atlassian', 'sooperset/mcp-atlassian'],
  ['official:kubernetes', 'containers/kubernetes-mcp-server'],
]);
const taken = new Date().toISOString().slice(0, 10);
const grouped = Map.groupBy(rows, ({ server }) => server);
const namespaces = (prefix: string): Row[] =>
  [...grouped].flatMap(([server, tools]) =>
    server.startsWith(prefix) && server !== 'official:azure-consolidated' ? tools : [],
  );
const text = (given: JsonObject[string] | undefined): string | undefined =>
  typeof given === 'string' ? given : undefined;

const written: StarterLine[] = [];
for (const line of lines(readFileSync(new URL('servers.tsv', import.meta.url), 'utf8'))) {
  const [key = '', title = '', summary = ''] = line.split('\t');
  const server = key.startsWith('npm:') ? fromNpm(key.slice(4), title, summary) : fromRows(key, title, summary);
  if (server === undefined) console.error(`${key}: nothing is known of it`);
  else written.push(starterLine.parse(server));
}
const file = new URL('../../data/starter/servers.jsonl', import.meta.url);
writeFileSync(file, `${written.map((server) => JSON.stringify(server)).join('\n')}\n`);
console.error(`${written.length} servers, ${written.reduce((sum, { tools }) => sum + tools.length, 0)} tools`);

function fromNpm(name: string, title: string, summary: string): StarterLine | undefined {
  const found = listed.get(name);
  if (found === undefined) return undefined;
  return {
    name: `npm/${name}`,
    title,
    summary,
    repository: found.repository === undefined ? undefined : webAddress(found.repository),
    subfolder: found.subfolder,
    version: found.version,
    packages: [{ registry: 'npm', name, version: found.version }],
    source: 'npm',
    key: name,
    licence: found.licence,
    taken,
    classes: classifierVersion,
    tools: found.tools.map(({ definition, hash }) => toolOf(`npm/${name}`, definition, hash)),
  };
}

function fromRows(key: string, title: string, summary: string): StarterLine | undefined {
  const own = key === 'allcanuse';
  const found = own
    ? grouped.get('glama:ra1nyxin/allcanuse-mcp')
    : key === 'azure' || key === 'fabric'
      ? namespaces(`official:${key}-`)
      : grouped.get(key);
  const [first] = found ?? [];
  if (found === undefined || first === undefined) return undefined;
  const place = placeOf(key, first);
  const name = own ? 'ra1nyxin/allcanuse-mcp' : nameOf(key, place);
  const tools = own ? allcanuse() : unique(found).map((row): JsonObject & { readonly name: string } => ({ ...row }));
  return {
    name,
    title,
    summary,
    ...place,
    ...(own && {
      note: 'Names and parameters were reconstructed from the public repository; about ten of the parameter lists are guesses.',
    }),
    source: first.source,
    key: own ? name : key,
    licence: first.license,
    taken,
    classes: classifierVersion,
    tools: tools.map((tool) => toolOf(name, tool)),
  };
}

function allcanuse(): (JsonObject & { readonly name: string })[] {
  return JSON.parse(readFileSync(join(folder ?? '', 'allcanuse.json'), 'utf8')).tools;
}

function unique(tools: readonly Row[]): Row[] {
  return [...new Map(tools.map((tool) => [tool.name, tool])).values()];
}

/** npm writes a repository in any of the ways in which git can be asked for it. */
function webAddress(repository: string): string {
  const [, path] = /^(?:git\+ssh:\/\/git@github\.com\/|git@github\.com:)?([\w.-]+\/[\w.-]+)$/.exec(repository) ?? [];
  return path === undefined ? repository.replace(/^git\+/, '') : `https://github.com/${path}`;
}

function placeOf(key: string, { repo }: Row): { repository?: string; subfolder?: string } {
  const [, aws] = /^official:aws-(.+)$/.exec(key) ?? [];
  const [, cloudflare] = /^official:cloudflare-(.+)$/.exec(key) ?? [];
  if (aws !== undefined) return { repository: 'https://github.com/awslabs/mcp', subfolder: `src/${aws}` };
  if (cloudflare !== undefined)
    return { repository: 'https://github.com/cloudflare/mcp-server-cloudflare', subfolder: `apps/${cloudflare}` };
  if (key === 'azure') return { repository: 'https://github.com/microsoft/mcp', subfolder: 'servers/Azure.Mcp.Server' };
  if (key === 'fabric')
    return { repository: 'https://github.com/microsoft/mcp', subfolder: 'servers/Fabric.Mcp.Server' };
  if (key === 'official:mcp-git')
    return { repository: 'https://github.com/modelcontextprotocol/servers', subfolder: 'src/git' };
  const known = repo ?? repositories.get(key);
  return known === undefined ? {} : { repository: `https://github.com/${known}` };
}

function nameOf(key: string, { repository, subfolder }: { repository?: string; subfolder?: string }): string {
  const [source = '', rest = ''] = key.split(/:(.*)/s);
  if (repository === undefined) return `${source}/${rest}`;
  const path = repository.replace('https://github.com/', '');
  const folder = subfolder?.split('/').at(-1);
  return source === 'official' || key === 'azure' || key === 'fabric'
    ? `${path}${folder === undefined ? '' : `/${folder}`}`
    : `${source}/${rest}`;
}

function toolOf(
  server: string,
  tool: JsonObject & { readonly name: string },
  hash?: string,
): StarterLine['tools'][number] {
  const parameters = writeParameters(tool.inputSchema) ?? null;
  const inputSchema = parameters === null ? undefined : readParameters(parameters);
  const whole = classify({
    server,
    name: tool.name,
    description: text(tool.description),
    inputSchema: tool.inputSchema,
    annotations: undefined,
  });
  const given = writeClass(whole, classify({ server, name: tool.name, inputSchema }));
  if (hash !== undefined) return [tool.name, parameters, given, hash];
  return given === '' ? [tool.name, parameters] : [tool.name, parameters, given];
}
