import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isJsonObject, type JsonObject, type JsonValue, scan } from '../../protocol/index.ts';
import type { Provenance, ServerRecord } from '../store/record.ts';
import { FetchFault } from './http-get.ts';
import { serverJson, textIn, toolsIn } from './server-json.ts';

/** Whose catalogue a folder is a checkout of. */
export const checkoutFormats = ['docker', 'toolhive', 'metorial'] as const;
export type CheckoutFormat = (typeof checkoutFormats)[number];

const licences: Readonly<Record<CheckoutFormat, string>> = { docker: 'MIT', toolhive: 'Apache-2.0', metorial: 'MIT' };
const largest = 8 * 1024 * 1024;
const caps = { bytes: 2 * largest, depth: 64, nodes: 1_000_000 };
const deepest = 8;

/**
 * The servers of a checkout of somebody's catalogue. Names, descriptions and definitions of tools are read; whatever it
 * says of images, commands and environments is not.
 *
 * @throws FetchFault for a folder that cannot be read or has no server of that format
 */
export function* checkoutRecords(folder: string, format: CheckoutFormat, now: number): Generator<ServerRecord> {
  let found = 0;
  for (const place of foldersIn(folder, deepest)) {
    const files = new Set(place.files);
    const provenance = (key: string): Provenance => ({
      source: format,
      key,
      licence: licences[format],
      fetchedAt: now,
    });
    const record = readers[format](place.path, files, provenance);
    if (record === undefined) continue;
    found += 1;
    yield record;
  }
  if (found === 0) throw new FetchFault(`${folder} has no server in the format of ${format}`);
}

type Reader = (
  path: string,
  files: ReadonlySet<string>,
  provenance: (key: string) => Provenance,
) => ServerRecord | undefined;

const readers: Readonly<Record<CheckoutFormat, Reader>> = {
  /** `servers/<name>/server.yaml`, and `tools.json` beside it. */
  docker: (path, files, provenance) => {
    if (!files.has('server.yaml')) return undefined;
    const server = documentIn(join(path, 'server.yaml'));
    const name = textIn(server.name, 200);
    if (name === undefined) return undefined;
    const about = objectIn(server.about);
    const source = objectIn(server.source);
    const commit = textIn(source.commit, 64);
    return {
      name: `docker/${name}`,
      title: textIn(about.title, 300),
      summary: textIn(about.description),
      repository: textIn(source.project, 500),
      subfolder: textIn(source.directory, 300),
      provenance: { ...provenance(`docker:${name}`), ...(commit === undefined ? {} : { commit }) },
      tools: files.has('tools.json') ? toolsIn(valueIn(join(path, 'tools.json'))) : undefined,
    };
  },
  /** `<name>/server.json` of today, `<name>/spec.yaml` of before. */
  toolhive: (path, files, provenance) => {
    const name = path.split(/[\\/]/).at(-1) ?? '';
    if (files.has('server.json')) {
      const server = documentIn(join(path, 'server.json'));
      const record = serverJson(server, provenance(`toolhive:${name}`), 'active');
      return record && { ...record, tools: toolsIn(listNamed(objectIn(server._meta), 'tools', 6)) };
    }
    if (!files.has('spec.yaml')) return undefined;
    const spec = documentIn(join(path, 'spec.yaml'));
    const inner = objectIn(spec.spec);
    return {
      name: `toolhive/${textIn(spec.name, 200) ?? name}`,
      title: textIn(spec.title, 300),
      summary: textIn(spec.description),
      repository: textIn(spec.repository_url, 500) ?? textIn(inner.repository_url, 500),
      provenance: provenance(`toolhive:${name}`),
      tools: toolsIn(spec.tools ?? inner.tools),
    };
  },
  /** `catalog/<owner>/<repository>/<server>/server.yaml`, and `tools.yaml` beside it. */
  metorial: (path, files, provenance) => {
    if (!files.has('server.yaml')) return undefined;
    const document = documentIn(join(path, 'server.yaml'));
    const identifier = textIn(document.identifier, 280);
    if (identifier === undefined) return undefined;
    const server = objectIn(document.server);
    const tools = files.has('tools.yaml') ? documentIn(join(path, 'tools.yaml')).tools : undefined;
    return {
      name: `metorial/${identifier}`,
      title: textIn(server.name, 300),
      summary: textIn(server.description),
      repository: textIn(objectIn(document.repo).url, 500),
      subfolder: textIn(server.subdirectory, 300),
      provenance: provenance(`metorial:${identifier}`),
      tools: toolsIn(tools),
    };
  },
};

interface Place {
  readonly path: string;
  readonly files: readonly string[];
}

function* foldersIn(path: string, depth: number): Generator<Place> {
  let entries: Dirent[];
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    throw new FetchFault(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  yield { path, files: entries.filter((entry) => entry.isFile()).map(({ name }) => name) };
  if (depth === 0) return;
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    // Links are not followed: a checkout is somebody else's.
    if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules') {
      yield* foldersIn(join(path, entry.name), depth - 1);
    }
  }
}

/** The value of a JSON or YAML file; nothing for one that is too large or cannot be read as such. */
function valueIn(file: string): JsonValue | undefined {
  if (statSync(file).size > largest) return undefined;
  const text = readFileSync(file, 'utf8');
  try {
    // Whatever is no JSON in YAML (dates, tags) is none here: the core schema knows no more.
    const value: unknown = file.endsWith('.json')
      ? JSON.parse(text)
      : parse(text, { maxAliasCount: 0, schema: 'core', logLevel: 'error' });
    // As JSON writes it, and as strictly as the other sources are read: no infinite number, no half of a surrogate pair.
    const written = Buffer.from(JSON.stringify(value) ?? 'null');
    return scan(written, caps, 'keys').kind === 'scan' ? (JSON.parse(written.toString()) as JsonValue) : undefined;
  } catch {
    return undefined;
  }
}

function documentIn(file: string): JsonObject {
  return objectIn(valueIn(file));
}

function objectIn(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The first list of that name within what publishers add under names of their own. */
function listNamed(object: JsonObject, name: string, depth: number): JsonValue | undefined {
  const direct = Object.hasOwn(object, name) ? object[name] : undefined;
  if (Array.isArray(direct)) return direct;
  if (depth === 0) return undefined;
  for (const member of Object.values(object)) {
    const found = isJsonObject(member) ? listNamed(member, name, depth - 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
