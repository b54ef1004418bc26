import { isJsonObject, type JsonObject, type JsonValue } from '../../protocol/index.ts';
import type { Package, Provenance, ServerRecord, ToolRecord } from '../store/record.ts';

/** A string of a document, cut to a length that is kept, never to half a character; `undefined` for anything else. */
export function textIn(value: JsonValue | undefined, most = 4_000): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, most).toWellFormed() : undefined;
}

/** A member of one of several spellings: the registry's schemas went from `snake_case` to `camelCase`. */
function either(object: JsonObject, ...names: readonly string[]): JsonValue | undefined {
  for (const name of names) if (Object.hasOwn(object, name)) return object[name];
  return undefined;
}

function webIn(value: JsonValue | undefined): string | undefined {
  const text = textIn(value, 2_000);
  return text !== undefined && /^https?:\/\//i.test(text) && URL.canParse(text) ? text : undefined;
}

/**
 * The record in a `server.json`, in any of the registry's schemas. What it says of commands, arguments and environments
 * is not read.
 *
 * @returns `undefined` for what has no name
 */
export function serverJson(
  server: JsonValue | undefined,
  provenance: Provenance,
  status: ServerRecord['status'],
): ServerRecord | undefined {
  if (!isJsonObject(server)) return undefined;
  const name = textIn(server.name, 300);
  if (name === undefined) return undefined;
  const repository = isJsonObject(server.repository) ? server.repository : {};
  const detail = isJsonObject(server.version_detail) ? textIn(server.version_detail.version, 100) : undefined;
  return {
    name,
    title: textIn(server.title, 300),
    summary: textIn(server.description),
    version: textIn(server.version, 100) ?? detail,
    homepage: webIn(either(server, 'websiteUrl', 'website_url')),
    repository: textIn(repository.url, 500),
    subfolder: textIn(repository.subfolder, 300),
    packages: packagesIn(server.packages),
    status,
    provenance,
  };
}

function packagesIn(value: JsonValue | undefined): Package[] {
  if (!Array.isArray(value)) return [];
  const found: Package[] = [];
  for (const one of value.slice(0, 50)) {
    if (!isJsonObject(one)) continue;
    const registry = textIn(either(one, 'registryType', 'registry_type', 'registry_name'), 100);
    const name = textIn(either(one, 'identifier', 'name'), 300);
    if (registry !== undefined && name !== undefined) found.push({ registry, name, version: textIn(one.version, 100) });
  }
  return found;
}

const mostTools = 5_000;

/** The tools of a list: definitions, or bare names. What has no name is left out, and so is a name's second one. */
export function toolsIn(list: JsonValue | undefined): ToolRecord[] | undefined {
  if (!Array.isArray(list)) return undefined;
  const tools = new Map<string, ToolRecord>();
  for (const one of list.slice(0, mostTools)) {
    const definition: JsonValue = typeof one === 'string' ? { name: one } : one;
    if (!isJsonObject(definition)) continue;
    const name = textIn(definition.name, 1_000);
    if (name !== undefined && !tools.has(name)) tools.set(name, { name, definition: { ...definition, name } });
  }
  return [...tools.values()];
}
