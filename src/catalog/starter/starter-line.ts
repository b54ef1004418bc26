import { z } from 'zod';
import type { JsonObject } from '../../protocol/index.ts';
import type { ServerRecord, ToolRecord } from '../store/record.ts';
import { readClass } from './given-class.ts';
import { readParameters } from './parameters.ts';

/** A server of the catalogue that ships, on one line: facts, and words of our own. */
export const starterLine = z.strictObject({
  name: z.string(),
  title: z.string(),
  summary: z.string(),
  repository: z.string().optional(),
  subfolder: z.string().optional(),
  version: z.string().optional(),
  packages: z.array(z.strictObject({ registry: z.string(), name: z.string(), version: z.string() })).optional(),
  note: z.string().optional(),
  source: z.string(),
  key: z.string(),
  licence: z.string(),
  /** The day on which the facts were taken. */
  taken: z.iso.date(),
  /** The version of the classifier that made the classes: a test asks that it is the current one. */
  classes: z.string().optional(),
  /** Name, parameters (null: not known), class where facts alone do not give it, hash where the whole was seen. */
  tools: z.array(
    z.union([
      z.tuple([z.string(), z.string().nullable()]),
      z.tuple([z.string(), z.string().nullable(), z.string()]),
      z.tuple([z.string(), z.string().nullable(), z.string(), z.string()]),
    ]),
  ),
});

export type StarterLine = z.infer<typeof starterLine>;

/** The record that a line stands for. */
export function recordOf(line: StarterLine): ServerRecord {
  const { source, key, licence, taken, tools, name, title, summary, repository, subfolder, version, packages, note } =
    line;
  const server = { name, title, summary, repository, subfolder, version, packages, note };
  return {
    ...server,
    provenance: { source, key, licence, url: server.repository, fetchedAt: Date.parse(taken) },
    tools: tools.map(([name, parameters, given = '', hash]) => toolOf(server.name, name, parameters, given, hash)),
  };
}

function toolOf(server: string, name: string, parameters: string | null, given: string, hash?: string): ToolRecord {
  const definition: JsonObject = { name, ...(parameters === null ? {} : { inputSchema: readParameters(parameters) }) };
  return {
    name,
    definition,
    hash,
    given: given === '' ? undefined : readClass(given, { server, name, inputSchema: definition.inputSchema }),
  };
}
