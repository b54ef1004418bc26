/** Every configuration and every policy that a page shows is read by what reads it when it is used. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readApplyFile } from '../../src/cli/registry/apply-file.ts';
import { understood } from '../../src/cli/run/run-directly.ts';
import { readConfiguration } from '../../src/clients/index.ts';
import { configSchema, loadConfig } from '../../src/config/index.ts';
import { readPolicyTests } from '../../src/lab/index.ts';
import { readPolicy } from '../../src/policy/index.ts';
import { openTestControl } from '../support/control.ts';
import { type Block, blocks, pages, root } from './pages.ts';

/** What the pages name by `${env:…}`. */
const env = {
  GITHUB_MCP_TOKEN: 'github_pat_example',
  GITHUB_TOKEN: 'github_pat_example',
  ALICE_TOKEN: `tg_${'a'.repeat(43)}`,
  HOOK_SECRET: `whsec_${Buffer.alloc(32).toString('base64')}`,
  SLACK_URL: 'https://hooks.slack.example/services/T0/B0/x',
  OTLP_TOKEN: 'otlp-token',
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-docs-'));
  const policy = '{ "version": "1", "default": "deny" }';
  for (const [file, text] of [
    ['policies/files.json', policy],
    ['policies/netdiag.json', policy],
    ['policies/github.yaml', policy],
    ['run/secrets/ci', `tg_${'c'.repeat(43)}\n`],
    ['run/secrets/smtp', 'a password\n'],
  ] as const) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), text, { mode: 0o600 });
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A block as a file of the folder. Secrets stand below it. */
function fileOf({ text }: Block): string {
  const file = join(folder, 'toolgate.yaml');
  writeFileSync(file, text.replaceAll('${file:/run/', '${file:run/'), { mode: 0o600 });
  return file;
}

type Faults = readonly string[];

function policyFaults(text: string, format: 'json' | 'yaml'): Faults {
  const read = readPolicy(text, format);
  return (read.ok ? read.warnings : read.errors).map(({ message }) => message);
}

/** A part of a policy, put where it would stand; one value a block, or one a line. */
function partFaults(block: string): Faults {
  const parts = block.startsWith('{ "counter"') ? [block] : block.trimEnd().split('\n');
  return parts.flatMap((part) => {
    const rules = part.includes('"counter"') ? `{"limits":[${part}]}` : `{"require":[${part}]}`;
    return policyFaults(`{"version":"1","default":"deny","tools":{"t":${rules}}}`, 'json');
  });
}

function configurationFaults(block: Block): Faults {
  const loaded = loadConfig(fileOf(block), env);
  if (!loaded.ok) return loaded.errors.map(({ pointer, message }) => `${pointer}: ${message}`);
  // A fragment that shows servers has no grants that open them.
  const leftover = block.text.includes('grants:') ? /$^/ : /^no grant /;
  return loaded.warnings.map(({ message }) => message).filter((message) => !leftover.test(message));
}

async function appliedFaults(block: Block): Promise<Faults> {
  const io = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough(), env, cwd: folder };
  const { document } = await readApplyFile(io, fileOf(block));
  const control = await openTestControl();
  try {
    const { status, body } = await control.ask('POST', '/configuration/plan', { body: { document, prune: false } });
    return status === 200 ? [] : [JSON.stringify(body)];
  } finally {
    await control.close();
  }
}

function clientFaults({ text }: Block): Faults {
  const { servers, problems } = readConfiguration('.mcp.json', text);
  const lines = Object.values(JSON.parse(text).mcpServers as Record<string, { args: string[] }>).map(
    ({ args }) => args,
  );
  const strange = lines.filter((args) => understood(args.slice(args.indexOf('run') + 1)) === undefined);
  return [
    ...(servers.length === 0 ? ['no server'] : []),
    ...problems.map(({ message }) => message),
    ...strange.map((args) => `not understood: ${args.join(' ')}`),
  ];
}

/** A workflow that uses the action of this repository: with inputs that it has, of the version that this is. */
function workflowFaults({ text }: Block): Faults {
  const action = parse(readFileSync(join(root, 'action.yml'), 'utf8'));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const steps = Object.values(parse(text).jobs as Record<string, { steps: { uses: string; with?: object }[] }>).flatMap(
    (job) => job.steps,
  );
  const ours = steps.filter(({ uses }) => uses.startsWith('toolgate/'));
  return [
    ...(ours.length === 0 ? ['it does not use the action'] : []),
    ...ours.filter(({ uses }) => !uses.endsWith(`@v${version}`)).map(({ uses }) => `another version: ${uses}`),
    ...ours.flatMap((step) => Object.keys(step.with ?? {})).filter((name) => !Object.hasOwn(action.inputs, name)),
  ];
}

type Reader = (block: Block) => Faults | Promise<Faults>;

/** Who reads a block, told by what it is. */
function readerOf({ page, language, text }: Block): Reader | undefined {
  const first = text.trimStart();
  if (language === 'json') {
    if (/^\{\s*"version"/.test(first)) return (block) => policyFaults(block.text, 'json');
    if (/^\{\s*"mcpServers"/.test(first)) return clientFaults;
    return page === 'docs/policy.md' ? (block) => partFaults(block.text) : undefined;
  }
  if (first.startsWith('policy:'))
    return (block) => {
      const tests = readPolicyTests(block.text, 'yaml');
      return tests.ok ? [] : tests.errors.map(({ message }) => message);
    };
  if (first.startsWith('on:')) return workflowFaults;
  return page === 'docs/as-code.md' ? appliedFaults : configurationFaults;
}

/** Blocks that need another test than being read, and which that is. */
const elsewhere: Readonly<Record<string, string>> = {
  'docs/behind-a-proxy.md nginx': 'test/services/proxies runs it',
  'docs/behind-a-proxy.md caddy': 'test/services/proxies runs it',
  'docs/behind-a-proxy.md haproxy': 'test/services/proxies runs it',
  'docs/recipes.md calls': 'test/docs/recipes.test.ts makes them',
  'docs/policy.md ts': 'src/policy/docs.test.ts runs it',
  'docs/postgresql.md sql': 'test/services/roles.service.ts runs it',
  'README.md mermaid': 'a picture',
};

describe('a block of a page', () => {
  it('is of a kind that something reads', () => {
    const kinds = blocks.filter(({ language }) => !['', 'json', 'yaml'].includes(language));
    expect(kinds.map(({ page, language }) => `${page} ${language}`).filter((kind) => !(kind in elsewhere))).toEqual([]);
    expect(
      Object.keys(elsewhere).filter((kind) => !kinds.some((one) => `${one.page} ${one.language}` === kind)),
    ).toEqual([]);
  });

  it.each(blocks.filter(({ language }) => language === 'json' || language === 'yaml'))('$place', async (block) => {
    const read = readerOf(block);
    expect(read === undefined ? ['nothing reads it'] : await read(block)).toEqual([]);
  });
});

describe('docs/configuration.md', () => {
  const page = pages.find(({ path }) => path === 'docs/configuration.md')?.prose ?? '';
  const tables = [...page.matchAll(/^\| (`.+?) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([A-Za-z.]+)`/g)].map(([, key = '']) => key),
  );

  type Described = { readonly [key: string]: Described } & { readonly oneOf?: readonly Described[] };
  const propertiesOf = (schema: Described | undefined): string[] => [
    ...Object.keys(schema?.properties ?? {}),
    ...[...(schema?.oneOf ?? []), ...(Array.isArray(schema?.anyOf) ? schema.anyOf : [])].flatMap(propertiesOf),
  ];
  const whole = configSchema() as Described;
  const root = whole.properties;
  const keys = [
    ...propertiesOf(whole),
    ...propertiesOf(root?.servers?.additionalProperties),
    ...propertiesOf(root?.grants?.items as Described),
    ...propertiesOf(root?.audit).map((key) => `audit.${key}`),
  ];

  it('describes each key that there is', () => {
    const headings = ['servers', 'policies', 'grants', 'audit'];
    expect(keys.filter((key) => !tables.includes(key) && !headings.includes(key))).toEqual([]);
  });

  it('describes none that there is not', () => {
    expect(tables.filter((key) => !keys.includes(key))).toEqual([]);
  });
});
