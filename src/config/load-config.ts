import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { listenFault } from '../edge/index.ts';
import { parsePublicUrl } from './addresses.ts';
import { checkCapture } from './capture-shape.ts';
import { collectorDoubt, collectorOf } from './collector-of.ts';
import type { Config } from './config.ts';
import { checkGrants, type GrantRead } from './grant-shape.ts';
import { type ConfigNode, nodeOf } from './node.ts';
import { type Locate, parseDocument } from './parse-document.ts';
import type { ConfigProblem } from './problem.ts';
import { readWhole } from './read-whole.ts';
import { Reading } from './reading.ts';
import { reasonOf } from './references.ts';
import { defaultAdmission, defaultAudit, defaultCatalogListen, defaultListen, rootShape } from './root-shape.ts';

/** What the command line says; it wins over the file. */
export interface ConfigOverrides {
  readonly host?: string;
  readonly port?: number;
  readonly insecure?: boolean;
}

export type LoadedConfig =
  | {
      readonly ok: true;
      readonly config: Config;
      readonly warnings: readonly ConfigProblem[];
      /** Every file that was read, for whoever watches them. */
      readonly files: readonly string[];
    }
  | { readonly ok: false; readonly errors: readonly ConfigProblem[]; readonly files: readonly string[] };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the configuration: file, then environment, then command line. Reads only; nothing is opened or started.
 *
 * No problem that it reports holds a value of the file or of what its references name, save words of its own grammar.
 *
 * @param file `undefined`: there is none, and all is as by default
 */
export function loadConfig(file: string | undefined, env: Environment, overrides: ConfigOverrides = {}): LoadedConfig {
  if (file === undefined) return finish(undefined, undefined, env, overrides);
  const path = resolve(file);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readWhole(path));
  } catch (error) {
    return failed([outside(`the configuration ${file} cannot be read: ${reasonOf(error)}`)], [path]);
  }
  const parsed = parseDocument(text);
  if (!parsed.ok) return failed(parsed.errors, [path]);
  return read(parsed.root, parsed.locate, { text, path }, env, overrides);
}

/**
 * The same for a configuration that is a value already, and stands in no file: its problems have no place.
 *
 * @param value plain data; its policies are named by file
 * @param path where it would stand: relative paths in it are relative to the folder of this
 */
export function readConfig(value: unknown, path: string, env: Environment): LoadedConfig {
  return read(nodeOf(value), () => ({ line: 0, column: 0 }), { text: '', path }, env, {});
}

function read(
  document: ConfigNode,
  locate: Locate,
  { text, path }: { readonly text: string; readonly path: string },
  env: Environment,
  overrides: ConfigOverrides,
): LoadedConfig {
  const reading = new Reading({ text, file: path, folder: dirname(path) }, env, locate);
  reading.files.add(path);
  const root = rootShape.read(document, '', reading);
  if (root === undefined) return failed(reading.errors, [...reading.files]);
  checkNotify(root, reading);
  checkAdmin(root, reading);
  checkGrants(root.grants, new Set(root.servers.keys()), new Set(root.policies.keys()), reading);
  const labels = root.grants.map(({ label }) => label.value);
  if (root.capture !== undefined) checkCapture(root.capture, { labels, slugs: [...root.servers.keys()] }, reading);
  warnOfLeftovers(root, path, reading);
  return finish(root, reading, env, overrides);
}

type Root = NonNullable<ReturnType<typeof rootShape.read>>;

/** What one key alone cannot say: names twice, a webhook that nobody could check, credentials in the clear. */
function checkNotify({ webhooks, smtp }: Root, reading: Reading): void {
  const seen = new Set<string>();
  for (const [index, { value, node }] of webhooks.entries()) {
    const at = `/webhooks/${index}`;
    if (seen.has(value.name)) reading.fail(node, at, 'this name is taken by another webhook');
    seen.add(value.name);
    if (value.format === 'standard' && value.secret === undefined) reading.fail(node, at, 'a webhook needs a secret');
    if (value.format === 'slack' && value.values) {
      reading.fail(node, at, 'values are told to signed webhooks and collectors only');
    }
    if (value.format === 'otlp') {
      if (value.headers.size > 0 && value.url.startsWith('http:') && !value.allowPrivate) {
        reading.warn(node, at, 'headers are sent to this collector without encryption');
      }
      continue;
    }
    if (value.headers.size > 0) reading.fail(node, at, 'headers are sent to collectors only (format: otlp)');
    if (value.types.some((type) => type.startsWith('records.'))) {
      reading.fail(node, at, 'records are told to collectors only (format: otlp)');
    }
  }
  if (smtp === undefined) return;
  const { user, password, tls } = smtp.value;
  if ((user === undefined) !== (password === undefined)) {
    reading.fail(smtp.node, '/smtp', 'user and password go together');
  }
  if (user !== undefined && tls === 'none') reading.fail(smtp.node, '/smtp', 'a password needs tls');
}

/** What `adminListen` and `adminUrl` cannot say alone. */
function checkAdmin({ listen, adminListen, adminUrl }: Root, reading: Reading): void {
  if (adminListen === undefined) {
    if (adminUrl !== undefined) reading.fail(adminUrl.node, '/adminUrl', 'adminUrl wants an adminListen beside it');
    return;
  }
  const { host, port } = adminListen.value;
  const agents = listen?.value ?? defaultListen;
  if (port !== 0 && port === agents.port && host === agents.host) {
    reading.fail(adminListen.node, '/adminListen', 'this is where listen is; without adminListen both are one');
  }
}

function finish(
  root: Root | undefined,
  reading: Reading | undefined,
  env: Environment,
  overrides: ConfigOverrides,
): LoadedConfig {
  const listeners = listenersOf(root, env, overrides);
  const files = [...(reading?.files ?? [])];
  const errors = [...(reading?.errors ?? []), ...environmentFaults(env), ...listenFaults(listeners, root, reading)];
  if (errors.length > 0) return failed(errors, files);
  const audit = root?.audit ?? defaultAudit;
  const { listen, publicUrl, insecure, admin, pages } = listeners;
  const config: Config = {
    listen,
    admin,
    tls: root?.tls,
    publicUrl,
    insecure,
    securityContact: root?.securityContact ?? [],
    allowedHosts: root?.allowedHosts ?? [],
    allowedOrigins: root?.allowedOrigins ?? [],
    trustedProxies: root?.trustedProxies ?? [],
    decisionMeta: root?.decisionMeta ?? 'full',
    admission: root?.admission ?? defaultAdmission,
    catalog: pages,
    audit: { writeAhead: audit.writeAhead, retentionMs: audit.retention, maxBytes: audit.maxBytes },
    capture: root?.capture?.rules ?? [],
    webhooks: [...(root?.webhooks ?? []).map(({ value }) => value), ...collectorOf(env)],
    smtp: root?.smtp?.value,
    servers: valuesOf(root?.servers ?? new Map()),
    policies: valuesOf(root?.policies ?? new Map()),
    grants: (root?.grants ?? []).map(({ grant }) => grant),
  };
  // Platforms set it for every process they start: no reason to refuse, but a reason to say so.
  const doubt = collectorDoubt(env);
  const warnings = [...(reading?.warnings ?? []), ...(doubt === undefined ? [] : [outside(doubt)])];
  return { ok: true, config: Object.freeze(config), warnings, files };
}

/** Where agents, operators and readers of the public pages are served. */
interface Listeners extends Pick<Config, 'listen' | 'admin' | 'publicUrl' | 'insecure'> {
  readonly pages: Config['catalog'];
  /** Where agents listen stands in the file, and the command line does not say otherwise. */
  readonly isOfFile: boolean;
}

function listenersOf(root: Root | undefined, env: Environment, { host, port, insecure }: ConfigOverrides): Listeners {
  const { TOOLGATE_PUBLIC_URL: spoken } = env;
  const { value } = root?.listen ?? { value: defaultListen };
  return {
    listen: { host: host ?? value.host, port: port ?? value.port },
    publicUrl: spoken === undefined ? root?.publicUrl : parsePublicUrl(spoken),
    insecure: insecure ?? false,
    admin: root?.adminListen && { listen: root.adminListen.value, publicUrl: root.adminUrl?.value },
    pages: {
      public: root?.catalog?.public ?? false,
      listen: root?.catalog?.listen?.value ?? defaultCatalogListen,
      publicUrl: root?.catalog?.publicUrl,
    },
    isOfFile: host === undefined,
  };
}

/** Nobody is served in the clear beyond this machine, unless somebody has said so. */
function listenFaults(
  { listen, publicUrl, insecure, admin, pages, isOfFile }: Listeners,
  root: Root | undefined,
  reading: Reading | undefined,
): ConfigProblem[] {
  const fault = (
    pointer: string,
    where: Listeners['listen'],
    url: string | undefined,
    at: { readonly node: ConfigNode } | undefined,
  ): ConfigProblem[] => {
    const message = listenFault({ ...where, tls: root?.tls, publicUrl: url, insecure });
    const place = at === undefined ? undefined : reading?.position(at.node);
    return message === undefined ? [] : [{ pointer, line: 0, column: 0, ...place, message }];
  };
  return [
    ...fault('/listen', listen, publicUrl, isOfFile ? root?.listen : undefined),
    ...(pages.public ? fault('/catalog/listen', pages.listen, pages.publicUrl, root?.catalog?.listen) : []),
    ...(admin === undefined ? [] : fault('/adminListen', admin.listen, admin.publicUrl, root?.adminListen)).map(
      (problem) => ({ ...problem, message: problem.message.replace('an https publicUrl', 'an https adminUrl') }),
    ),
  ];
}

function valuesOf<T>(placed: ReadonlyMap<string, { readonly value: T }>): ReadonlyMap<string, T> {
  return new Map([...placed].map(([name, { value }]) => [name, value]));
}

/** What the environment says and this version cannot obey, or cannot read. */
function environmentFaults(env: Environment): ConfigProblem[] {
  const { TOOLGATE_PUBLIC_URL: url } = env;
  if (url === undefined || parsePublicUrl(url) !== undefined) return [];
  return [outside('TOOLGATE_PUBLIC_URL must be an http or https URL without a path')];
}

function warnOfLeftovers(root: Root, path: string, reading: Reading): void {
  const used = root.grants.flatMap(({ uses }) => uses);
  for (const [slug, { node, pointer }] of root.servers) {
    if (!used.some(({ server }) => server.value === slug))
      reading.warn(node, pointer, `no grant opens the server ${slug}`);
  }
  for (const [name, { node, pointer }] of root.policies) {
    if (!used.some(({ policy }) => policy.value === name))
      reading.warn(node, pointer, `no grant uses the policy ${name}`);
  }
  const literal = root.grants.find((grant: GrantRead) => grant.literal);
  if (literal !== undefined && process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    const advice = 'a token stands in this file and other users may read it: chmod 600, or ${env:NAME} or ${file:PATH}';
    reading.warn(literal.token.node, literal.token.pointer, advice);
  }
}

function outside(message: string): ConfigProblem {
  return { pointer: '', line: 0, column: 0, message };
}

function failed(errors: readonly ConfigProblem[], files: readonly string[]): LoadedConfig {
  return { ok: false, errors, files };
}
