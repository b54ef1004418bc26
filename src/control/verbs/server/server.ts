import { z } from 'zod';
import type { ServerConfig } from '../../../config/index.ts';
import { slugField } from '../../registry/names.ts';
import { serverSettings } from '../../registry/server-settings.ts';

const health = z.strictObject({ state: z.enum(['unknown', 'up', 'down']), detail: z.string().optional() });

/** A server as everybody who may sees it: of its credentials only what they are for. */
export const serverShape = z.strictObject({
  origin: z.enum(['file', 'stored']).describe('file: declared by the configuration file, and read-only here'),
  id: z.string().nullable(),
  slug: slugField,
  name: z.string(),
  transport: z.enum(['http', 'stdio']),
  url: z.string().nullable().describe('without its query'),
  credentials: z.array(z.string()).describe('what is sealed for it: header:<name>, query'),
  customCa: z.boolean(),
  ...serverSettings.shape,
  twoPerson: z.boolean().describe('a policy comes into force for it only when a second person agrees'),
  health: health.nullable().describe('null where no gateway runs, or the server is out of force'),
  createdBy: z.string().nullable(),
  createdAt: z.number().nullable(),
  updatedAt: z.number().nullable(),
});

export type ServerView = z.output<typeof serverShape>;
export type Health = ServerView['health'];

/** The columns that `serverOf` reads. */
export const serverColumns = [
  'id',
  'slug',
  'name',
  'url',
  'settings',
  'ca',
  'two_person',
  'created_by',
  'created_at',
  'updated_at',
] as const;

interface ServerRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly url: string;
  readonly settings: string;
  readonly ca: string | null;
  readonly two_person: number;
  readonly created_by: string;
  readonly created_at: number;
  readonly updated_at: number;
}

/** @param credentials the fields that are sealed for it */
export function serverOf(row: ServerRow, credentials: readonly string[], state: Health): ServerView {
  return {
    origin: 'stored',
    id: row.id,
    slug: row.slug,
    name: row.name,
    transport: 'http',
    url: row.url,
    credentials: credentials.toSorted(),
    customCa: row.ca !== null,
    ...serverSettings.parse(JSON.parse(row.settings)),
    twoPerson: row.two_person !== 0,
    health: state,
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** One that the file declares: where it is, never what command starts it or what it is sent. */
export function serverOfFile(config: ServerConfig, state: Health): ServerView {
  const { slug, transport, timeouts, pinned, trusted, maxConcurrency } = config;
  const { bytes: body, ...caps } = config.caps;
  const isHttp = config.transport === 'http';
  const url = isHttp ? new URL(config.url) : undefined;
  const headers = isHttp ? [...config.headers.keys()].map((name) => `header:${name}`) : [];
  return {
    origin: 'file',
    id: null,
    slug,
    name: slug,
    transport,
    url: url === undefined ? null : `${url.origin}${url.pathname}`,
    credentials: [...headers, ...(url === undefined || url.search === '' ? [] : ['query'])].toSorted(),
    customCa: isHttp && config.ca !== undefined,
    timeouts,
    caps: { body, response: caps.response, depth: caps.depth, nodes: caps.nodes },
    maxConcurrency: maxConcurrency ?? null,
    allowPrivate: isHttp && config.allowPrivate,
    pinned,
    trusted,
    twoPerson: false,
    health: state,
    createdBy: null,
    createdAt: null,
    updatedAt: null,
  };
}
