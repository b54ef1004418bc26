/** What an installation is made from, read as far as that goes without a container engine, a cluster or a Prometheus. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { build } from '../../src/cli/up/up.ts';
import { loadConfig } from '../../src/config/index.ts';
import { allCodes } from '../../src/kernel/codes.ts';
import type { Outcome } from '../../src/kernel/index.ts';
import { openMetrics } from '../../src/telemetry/index.ts';
import { listening } from '../support/upstreams/listening.ts';

const outcomes: Readonly<Record<Outcome, true>> = {
  allow: true,
  deny: true,
  hold: true,
  hidden: true,
  would_deny: true,
  would_hold: true,
  error: true,
  refused: true,
};
const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const read = (name: string): string => readFileSync(path(name), 'utf8');

it('the action and the chart install the version that they stand beside', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string };
  expect(parse(read('action.yml')).inputs.version.default).toBe(version);
  expect(parse(read('deploy/helm/toolgate/Chart.yaml'))).toMatchObject({ version, appVersion: version });
});

describe('Dockerfile', () => {
  const lines = read('Dockerfile')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => /^[A-Z]/.test(line));
  const instructions = (name: string): string[] => lines.filter((line) => line.startsWith(`${name} `));
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));

  it('is of slim Node 24 in every stage, and runs no script of a dependency', () => {
    for (const from of instructions('FROM')) expect(from).toMatch(/^FROM node:24-slim(?: AS [a-z]+)?$/);
    expect(instructions('FROM').length).toBeGreaterThan(1);
    const installs = instructions('RUN').filter((run) => run.includes('npm ci'));
    expect(installs).toHaveLength(2);
    for (const install of installs) expect(install).toContain('--ignore-scripts');
  });

  it('runs as nobody, as the first process, with signals that reach it, and keeps nothing secret', () => {
    expect(last.findLast((line) => line.startsWith('USER '))).toMatch(/^USER \d{5}:\d{5}$/);
    expect(last.indexOf('USER 65532:65532')).toBeLessThan(last.findIndex((line) => line.startsWith('ENTRYPOINT')));
    expect(last.find((line) => line.startsWith('ENTRYPOINT'))).toBe(
      'ENTRYPOINT ["node", "/opt/toolgate/bin/toolgate.js"]',
    );
    expect(lines.filter((line) => /^(?:ADD|ARG) /.test(line))).toEqual([]);
    expect(instructions('ENV').join()).not.toMatch(/key|secret|token|password/i);
    expect(last.join()).not.toContain('COPY . ');
  });

  it('has the command under its name, for whoever stands in the container', () => {
    const [, target] = /ln -s \/opt\/toolgate\/(\S+) \/usr\/local\/bin\/toolgate$/m.exec(lines.join('\n')) ?? [];
    expect(target).toBe('bin/toolgate.js');
    // The package keeps its permissions, and nothing but `npm install` mends them.
    accessSync(path('bin/toolgate.js'), constants.X_OK);
  });

  it.each([
    ['http', 200, 0],
    ['https', 200, 0],
    ['http', 503, 1],
    ['https', 503, 1],
    ['nothing', 0, 1],
  ] as const)('asks how it is, of a gateway that speaks %s and says %i', async (protocol, status, code) => {
    const [, program = '', , text = ''] = /CMD \["(node)", "(-e)", "(.*)"\]/.exec(lines.join('\n')) ?? [];
    expect(program).toBe('node');
    const asked: (string | undefined)[] = [];
    const answer: RequestListener = (request, response) => {
      asked.push(request.url);
      response.writeHead(status).end();
    };
    const server =
      protocol === 'https'
        ? createSecureServer({ key: read('test/support/tls/key.pem'), cert: read('test/support/tls/certificate.pem') })
        : createServer();
    server.on('request', answer);
    const port = await listening(server);
    if (protocol === 'nothing') await new Promise((closed) => server.close(closed));
    try {
      const asking = spawn(process.execPath, ['-e', text.replace('port: 7070', `port: ${port}`)], { stdio: 'inherit' });
      expect(await once(asking, 'close')).toEqual([code, null]);
      expect(asked).toEqual(protocol === 'nothing' ? [] : ['/readyz']);
    } finally {
      server.close();
    }
  });

  it('starts the command as it is', () => {
    const command = JSON.parse(last.find((line) => line.startsWith('CMD '))?.slice(4) ?? '') as string[];
    expect(unknownOptions(command)).toEqual([]);
  });
});

describe('Compose', () => {
  interface Service {
    readonly image?: string;
    readonly environment?: Readonly<Record<string, string>>;
    readonly command?: readonly string[];
    readonly [key: string]: unknown;
  }
  const { services } = parse(read('deploy/compose.yaml')) as { readonly services: Readonly<Record<string, Service>> };

  it('is a gateway that can change nothing but its data, a PostgreSQL and a Valkey that evicts nothing', () => {
    expect(services.toolgate).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      tmpfs: ['/tmp'],
    });
    expect(Number.parseInt(String(services.toolgate?.stop_grace_period), 10)).toBeGreaterThan(30);
    expect(services.postgres?.image).toBe('postgres:17');
    expect(services.valkey?.image).toBe('valkey/valkey:8');
    expect(services.valkey?.command?.join(' ')).toContain('--maxmemory-policy noeviction');
  });

  it('brings the configuration that it starts with, which needs nothing that the image has not', () => {
    expect(services.toolgate?.volumes).toContain('./toolgate.yaml:/etc/toolgate/toolgate.yaml:ro');
    const loaded = loadConfig(path('deploy/toolgate.yaml'), {});
    if (!loaded.ok) throw new Error(loaded.errors.map(({ message }) => message).join('; '));
    for (const server of loaded.config.servers.values())
      expect(server).toMatchObject({ command: ['toolgate', 'netdiag'] });
    // What is behind `file:` is not mounted.
    expect(read('deploy/toolgate.yaml')).not.toMatch(/file:/);
  });

  it('lets nothing gain rights, fill the disk with its log, or take the memory of the others', () => {
    for (const { logging, security_opt } of Object.values(services)) {
      expect([logging, security_opt]).toEqual([
        { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '5' } },
        ['no-new-privileges:true'],
      ]);
    }
    expect(services.toolgate?.mem_limit).toBe('512m');
  });

  it('lets nobody count, or forget, who has no password: what the gateway starts stands in its network', () => {
    const [flag = '', password] = services.valkey?.command?.slice(-2) ?? [];
    expect(flag).toBe('--requirepass');
    expect(services.toolgate?.environment?.TOOLGATE_VALKEY_URL).toBe(`redis://:${password}@valkey:6379`);
    expect(services.postgres?.environment?.POSTGRES_HOST_AUTH_METHOD).toBeUndefined();
  });

  it('reaps what servers leave behind, as Node does not', () => {
    expect(services.toolgate?.init).toBe(true);
    expect(read('deploy/helm/toolgate/templates/statefulset.yaml')).toMatch(/^ {6}shareProcessNamespace: true$/m);
    for (const line of read('Dockerfile').match(/docker run .*/g) ?? ['none']) expect(line).toContain(' --init ');
  });

  it('holds no secret, and publishes nothing beyond this machine', () => {
    for (const { environment = {}, ports = [] } of Object.values(services)) {
      for (const [name, value] of Object.entries(environment)) {
        if (/PASSWORD|SECRET|AUTH|_URL/.test(name)) expect(value).toMatch(/\$\{[A-Z_]+:\?/);
      }
      for (const port of ports as string[]) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });
});

describe('the Helm chart', () => {
  const chart = 'deploy/helm/toolgate';
  const templates = readdirSync(path(`${chart}/templates`)).map(
    (name) => [name, read(`${chart}/templates/${name}`)] as const,
  );
  const values = parse(read(`${chart}/values.yaml`)) as Record<string, unknown>;
  const schema = JSON.parse(read(`${chart}/values.schema.json`)) as object;
  const all = templates.map(([, text]) => text).join('\n');
  const ready = { ...values, secret: { existingName: 'toolgate' } };

  it('has values that fit their schema, which refuses what they must not be', () => {
    const fits = new Ajv({ strict: false }).compile(schema);
    expect(fits(ready), JSON.stringify(fits.errors)).toBe(true);
    for (const wrong of [
      { replicaCount: 0 },
      { replicas: 2 },
      { publicUrl: 'http://gateway.example.com' },
      { config: { listen: '0.0.0.0:1' } },
      { ingress: { enabled: true, host: '' } },
      // The gateway would know no host by which anybody comes.
      { ingress: { enabled: true, host: 'mcp.example.com' } },
      { drainTimeoutSeconds: -1 },
    ]) {
      expect(fits({ ...ready, ...wrong }), JSON.stringify(wrong)).toBe(false);
    }
    const ingress = { enabled: true, host: 'mcp.example.com' };
    for (const right of [
      { ingress, publicUrl: 'https://mcp.example.com' },
      { ingress, config: { allowedHosts: ['mcp.example.com'] } },
      { image: { repository: 'registry.example.com/toolgate', pullSecrets: ['registry'] } },
    ]) {
      expect(fits({ ...ready, ...right }), JSON.stringify(right)).toBe(true);
    }
  });

  it('uses every value that it has, and no other', () => {
    const used = new Set([...all.matchAll(/\.Values\.([A-Za-z]+(?:\.[A-Za-z]+)?)/g)].map(([, name = '']) => name));
    const known = Object.entries(values).flatMap(([name, value]) => {
      const inner = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
      return [name, ...inner.map((key) => `${name}.${key}`)];
    });
    expect([...used].filter((name) => !known.includes(name))).toEqual([]);
    const tops = Object.keys(values).filter((name) => ![...used].some((one) => one.split('.')[0] === name));
    expect(tops).toEqual([]);
  });

  it.each(templates.filter(([name]) => name.endsWith('.yaml')))(
    '%s is closed, and YAML around what is filled in',
    (_name, text) => {
      const opened = text.match(/\{\{-? (?:if|with|range|define) /g)?.length ?? 0;
      expect(text.match(/\{\{-? end -?\}\}/g)?.length ?? 0).toBe(opened);
      const plain = text
        .split('\n')
        .filter((line) => !/^\s*\{\{-.*\}\}\s*$/.test(line))
        .join('\n')
        .replaceAll(/\{\{.*?\}\}/g, 'x');
      for (const document of parseAllDocuments(plain)) {
        expect(document.errors).toEqual([]);
        const { apiVersion, kind } = document.toJS() as { apiVersion?: string; kind?: string };
        expect([apiVersion, kind]).not.toContain(undefined);
      }
    },
  );

  it('gives the gateway the arguments that it knows, nobody’s user, a root that it cannot write, and time to end', () => {
    const text = read(`${chart}/templates/statefulset.yaml`);
    const args = /args:\n((?: +- .*\n)+)/.exec(text)?.[1]?.match(/- (.*)/g) ?? [];
    expect(unknownOptions(args.map((line) => line.slice(2).replaceAll('"', '')))).toEqual([]);
    for (const line of [
      'runAsNonRoot: true',
      'readOnlyRootFilesystem: true',
      'allowPrivilegeEscalation: false',
      'path: /readyz',
    ]) {
      expect(text).toContain(line);
    }
    expect(text).toContain(
      'terminationGracePeriodSeconds: {{ add .Values.drainDelaySeconds .Values.drainTimeoutSeconds 15 }}',
    );
  });

  it('has each replica scraped once: of its services one alone is what the monitor looks for', () => {
    interface Labelled {
      readonly metadata: { readonly labels: Record<string, string> | null };
      readonly spec: { readonly selector: { readonly matchLabels?: Record<string, string> } };
    }
    const documents = (name: string): Labelled[] => {
      const plain = read(`${chart}/templates/${name}.yaml`)
        .replaceAll(/^.*\{\{-.*\n/gm, '')
        .replaceAll(/\{\{.*?\}\}/g, 'x');
      return parseAllDocuments(plain).map((document) => document.toJS() as Labelled);
    };
    const [monitor] = documents('servicemonitor');
    const wanted = Object.entries(monitor?.spec.selector.matchLabels ?? {});
    expect(wanted).not.toEqual([]);
    const found = documents('service').filter(({ metadata }) =>
      wanted.every(([label, value]) => metadata.labels?.[label] === value),
    );
    expect(found).toHaveLength(1);
  });

  it('is rendered by helm', (context) => {
    if (spawnSync('helm', ['version']).error !== undefined) return context.skip('helm is not installed here');
    const rendered = execFileSync('helm', ['template', 'x', path(chart), '--set', 'secret.existingName=s'], {
      encoding: 'utf8',
    });
    expect(parseAllDocuments(rendered).flatMap(({ errors }) => errors)).toEqual([]);
    expect(rendered).toContain('kind: StatefulSet');
  });
});

describe('dashboards and alerts', () => {
  interface Panel {
    readonly id: number;
    readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
    readonly targets?: readonly { readonly expr: string }[];
  }
  const rules = (
    parse(read('deploy/prometheus/toolgate.rules.yaml')) as {
      readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[];
    }
  ).groups.flatMap((group) => group.rules);
  const dashboard = JSON.parse(read('deploy/grafana/toolgate.json')) as {
    readonly panels: readonly Panel[];
    readonly templating: { readonly list: readonly { readonly definition?: string }[] };
    readonly annotations: { readonly list: readonly { readonly expr: string }[] };
  };
  const asked = [
    ...rules.map(({ expr }) => expr),
    ...dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ...dashboard.templating.list.flatMap(({ definition = [] }) => definition),
    ...dashboard.annotations.list.map(({ expr }) => expr),
  ];

  it('ask for what the gateway tells, by labels that it has', async () => {
    const metrics = await openMetrics(
      {
        inFlight: () => 0,
        sessions: () => 0,
        upstreams: () => [['s', 'up']],
        journalLagMs: () => 0,
        databaseAheadMs: () => 0,
      },
      '1',
    );
    metrics.call('s', 'deny', 'denied', 1);
    metrics.refusal('unauthenticated', '/mcp/:server');
    const text = await metrics.text();
    const told = new Set([...text.matchAll(/^([a-z_]+)(?:\{| )/gm)].map(([, name]) => name));
    const names = asked.flatMap((expr) => expr.match(/\b(?:toolgate|process)_[a-z_]+\b/g) ?? []);
    expect(names.length).toBeGreaterThan(20);
    expect([...new Set(names)].filter((name) => !told.has(name))).toEqual([]);
    const labels = new Set([...text.matchAll(/[{,]([a-z]+)=/g)].map(([, label]) => label));
    const matched = asked.flatMap((expr) => [...expr.matchAll(/[{,]([a-z]+)(?:=|!)/g)].map(([, label = '']) => label));
    expect([...new Set(matched)].filter((label) => !labels.has(label) && !['instance', 'job'].includes(label))).toEqual(
      [],
    );
  });

  it('name only codes and outcomes that there are', () => {
    const words = (label: string) =>
      asked.flatMap((expr) => [...expr.matchAll(new RegExp(`${label}="([a-z_]+)"`, 'g'))].map(([, word = '']) => word));
    expect(words('code').filter((word) => !allCodes.some((code) => code === word))).toEqual([]);
    expect(words('outcome').filter((word) => !Object.keys(outcomes).includes(word))).toEqual([]);
  });

  it('have alerts of their own names, and panels that do not lie on each other', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    const { panels } = dashboard;
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const [n, { gridPos: a }] of panels.entries()) {
      expect(a.x + a.w).toBeLessThanOrEqual(24);
      for (const { gridPos: b } of panels.slice(n + 1)) {
        expect(a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h).toBe(false);
      }
    }
  });
});

/** Options in the arguments of `toolgate up` that the command does not have. */
function unknownOptions(args: readonly string[]): string[] {
  const io = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough(), env: {}, cwd: '/' };
  const known = build(io, () => {}).options.map(({ long }) => long);
  return args.filter((arg) => arg.startsWith('--') && !known.includes(arg));
}
