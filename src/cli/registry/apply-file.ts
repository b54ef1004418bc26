import { dirname, join } from 'node:path';
import type * as Yaml from 'yaml';
import { latePackage } from '../../kernel/index.ts';
import { CommandError, type Io } from '../io.ts';
import { readTextFile } from '../policy/policy-file.ts';
import { fromEnvironment } from './header-options.ts';

/** Loaded when there is a document to read or to write. */
export const loadYaml = (): typeof Yaml => latePackage('yaml');

type Member = Readonly<Record<string, unknown>>;

/**
 * Reads a document for `toolgate apply`: YAML, or the JSON that it contains. What it refers to is put in here: `${env:X}`
 * in URLs and headers, the files of policies and certificates, which are relative to the document's folder. The rest is
 * the gateway's to judge.
 *
 * @throws CommandError
 */
export async function readApplyFile(io: Io, file: string): Promise<Member> {
  const text = await readTextFile(io, file);
  let document: unknown;
  try {
    document = loadYaml().parse(text, { schema: 'core', strict: true, uniqueKeys: true, maxAliasCount: 0 });
  } catch (error) {
    const [first] = String(error instanceof Error ? error.message : error).split('\n');
    throw new CommandError(`${file} is no YAML: ${first}`);
  }
  if (!isMember(document)) throw new CommandError(`${file} must be a mapping with servers, policies and grants`);
  const beside = (path: string): string => (file === '-' ? path : join(dirname(file), path));
  const { servers = {}, policies = {}, grants = {}, ...rest } = document;
  return {
    ...rest,
    servers: await each(servers, (server) => serverOf(io, server, beside)),
    policies: await each(policies, (policy) => policyOf(io, policy, beside)),
    grants: await each(grants, async ({ expires, ...grant }) =>
      expires === undefined ? grant : { ...grant, expiresAt: momentOf(expires) },
    ),
  };
}

async function serverOf(io: Io, { headers, url, ca, ...server }: Member, beside: (path: string) => string) {
  const given = isMember(headers) ? Object.entries(headers) : [];
  return {
    ...server,
    ...(url === undefined ? {} : { url: typeof url === 'string' ? fromEnvironment(io, url) : url }),
    ...(headers === undefined
      ? {}
      : {
          headers: Object.fromEntries(
            given.map(([name, value]) => [name, typeof value === 'string' ? fromEnvironment(io, value) : value]),
          ),
        }),
    ...(typeof ca === 'string' && !ca.includes('BEGIN') ? { ca: await readTextFile(io, beside(ca)) } : {}),
    ...(typeof ca === 'string' && ca.includes('BEGIN') ? { ca } : {}),
  };
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
  if (!isMember(members)) return members;
  const entries = Object.entries(members).map(async ([name, member]) => [
    name,
    isMember(member) ? await read(member) : member,
  ]);
  return Object.fromEntries(await Promise.all(entries)) as unknown;
}

function isMember(value: unknown): value is Member {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
