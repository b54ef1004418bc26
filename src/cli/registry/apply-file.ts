import { dirname, join } from 'node:path';
import type * as Yaml from 'yaml';
import { latePackage } from '../../kernel/index.ts';
import { isJsonObject } from '../../protocol/index.ts';
import { CommandError, type Io } from '../io.ts';
import { readTextFile } from '../policy/policy-file.ts';
import { fromEnvironment } from './header-options.ts';

/** Loaded when there is a document to read or to write. */
export const loadYaml = (): typeof Yaml => latePackage('yaml');

type Member = Readonly<Record<string, unknown>>;

/** A document as the gateway is given it, and where what it says stands. */
export interface ApplyFile {
  readonly document: Member;
  /** @returns line and column of what a path of keys leads to */
  placeOf(path: readonly string[]): string;
}

/**
 * Reads a document for `toolgate apply`: YAML, or the JSON that it contains. What it refers to is put in here: `${env:X}`
 * in URLs and headers, the files of policies and certificates, which are relative to the document's folder. The rest is
 * the gateway's to judge.
 *
 * @throws CommandError
 */
export async function readApplyFile(io: Io, file: string): Promise<ApplyFile> {
  const text = await readTextFile(io, file);
  let document: unknown;
  try {
    document = loadYaml().parse(text, { schema: 'core', strict: true, uniqueKeys: true, maxAliasCount: 0 });
  } catch (error) {
    const [first] = String(error instanceof Error ? error.message : error).split('\n');
    throw new CommandError(`${file} is no YAML: ${first}`);
  }
  if (!isJsonObject(document)) throw new CommandError(`${file} must be a mapping with servers, policies and grants`);
  const beside = (path: string): string => (file === '-' ? path : join(dirname(file), path));
  const { servers = {}, policies = {}, grants = {}, ...rest } = document;
  const read = {
    ...rest,
    servers: await each(servers, (server) => serverOf(io, server, beside)),
    policies: await each(policies, (policy) => policyOf(io, policy, beside)),
    grants: await each(grants, async ({ expires, ...grant }) =>
      expires === undefined ? grant : { ...grant, expiresAt: momentOf(expires) },
    ),
  };
  return { document: read, placeOf: (path) => placeIn(text, path) };
}

/** Where a path leads, or as far as the file has it: what is missing, or was put in by us, stands in what was to have it. */
function placeIn(text: string, path: readonly string[]): string {
  const { LineCounter, parseDocument, isMap, isSeq, isNode } = loadYaml();
  const lineCounter = new LineCounter();
  let node: unknown = parseDocument(text, { schema: 'core', lineCounter }).contents;
  for (const part of path) {
    const key = part === 'expiresAt' ? 'expires' : part;
    const next: unknown = isMap(node) ? node.get(key, true) : isSeq(node) ? node.get(Number(key), true) : undefined;
    if (!isNode(next)) break;
    node = next;
  }
  const { line, col } = lineCounter.linePos(isNode(node) ? (node.range?.[0] ?? 0) : 0);
  return `${line}:${col}`;
}

async function serverOf(io: Io, { headers, url, ca, ...server }: Member, beside: (path: string) => string) {
  return {
    ...server,
    ...(url === undefined ? {} : { url: typeof url === 'string' ? fromEnvironment(io, url) : url }),
    ...(headers === undefined ? {} : { headers: headersOf(io, headers) }),
    ...(typeof ca === 'string' && !ca.includes('BEGIN') ? { ca: await readTextFile(io, beside(ca)) } : {}),
    ...(typeof ca === 'string' && ca.includes('BEGIN') ? { ca } : {}),
  };
}

/** What are no headers is the gateway's to refuse: as none at all the server would be asked without them. */
function headersOf(io: Io, headers: unknown): unknown {
  if (!isJsonObject(headers)) return headers;
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      typeof value === 'string' ? fromEnvironment(io, value) : value,
    ]),
  );
}

/** `{ file }`, `{ text, format }`, or the document itself. */
async function policyOf(io: Io, policy: Member, beside: (path: string) => string) {
  if (typeof policy.file === 'string') {
    const { file, ...rest } = policy;
    const format = /\.ya?ml$/i.test(file as string) ? 'yaml' : 'json';
    return { ...rest, format, text: await readTextFile(io, beside(file as string)) };
  }
  return 'text' in policy ? policy : { format: 'json', text: JSON.stringify(policy) };
}

function momentOf(expires: unknown): number {
  const time = typeof expires === 'string' ? Date.parse(expires) : Number.NaN;
  if (Number.isNaN(time)) throw new CommandError('expires is a time such as 2027-05-01T12:00:00Z');
  return time;
}

async function each<T>(members: unknown, read: (member: Member) => Promise<T>): Promise<unknown> {
  if (!isJsonObject(members)) return members;
  const entries = Object.entries(members).map(async ([name, member]) => [
    name,
    isJsonObject(member) ? await read(member) : member,
  ]);
  return Object.fromEntries(await Promise.all(entries)) as unknown;
}
