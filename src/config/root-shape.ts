import { categories } from '../policy/index.ts';
import { addressRange, contactUri, hostName, listenAddress, publicUrl, webOrigin } from './addresses.ts';
import { captureShape } from './capture-shape.ts';
import { listOf, mapOf, object, optional, required } from './collections.ts';
import { grantShape } from './grant-shape.ts';
import { policyName, slugName } from './names.ts';
import { smtpShape, webhooksShape } from './notify-shape.ts';
import { pathText } from './paths.ts';
import { policyShape } from './policy-shape.ts';
import { age, size } from './quantities.ts';
import { flag, integer, wordOf } from './scalars.ts';
import { serverShape } from './server-shape.ts';
import { placed } from './shape.ts';

export const defaultListen = Object.freeze({ host: '127.0.0.1', port: 7070 });

export const defaultAdmission = Object.freeze({
  requestsPerSecond: 200,
  inFlight: 64,
  sessions: 100,
  streams: 100,
  processes: 8,
  tasks: 200,
});

/** What reaches, runs, destroys or pays is on disk before it goes out. */
export const defaultAudit = Object.freeze({
  writeAhead: Object.freeze(['access', 'execute', 'destructive', 'financial'] as const),
  retention: undefined,
  maxBytes: undefined,
});

const MiB = 2 ** 20;

const perGrant = (what: string, fallback: number) =>
  optional(integer(1, 1_000_000), `${what} for one grant.`, fallback, fallback);

const admission = object({
  requestsPerSecond: perGrant('Most requests a second', defaultAdmission.requestsPerSecond),
  inFlight: perGrant('Most requests under way', defaultAdmission.inFlight),
  sessions: perGrant('Most open sessions', defaultAdmission.sessions),
  streams: perGrant('Most open streams', defaultAdmission.streams),
  processes: perGrant('Most server processes', defaultAdmission.processes),
  tasks: perGrant('Most tasks under way', defaultAdmission.tasks),
});

const audit = object({
  writeAhead: optional(
    listOf(wordOf(categories)),
    'Tool categories whose calls are on disk, synced, before they go out. Tools of no known category always are.',
    defaultAudit.writeAhead,
    defaultAudit.writeAhead,
  ),
  retention: optional(age, 'Older records are removed, under a signed cut. Absent: none is.', undefined, '90d'),
  maxBytes: optional(
    size(MiB, 1024 * 1024 * MiB),
    'The oldest records are removed while the store is larger. Absent: none is.',
    undefined,
    '20GiB',
  ),
});

export const defaultCatalogListen = Object.freeze({ host: '127.0.0.1', port: 7071 });

const catalog = object({
  public: optional(
    flag,
    'Whether everybody may read the catalogue’s pages, on a listener of its own; else who has signed in.',
    false,
    false,
  ),
  listen: optional(placed(listenAddress), 'Where the public pages listen.', undefined, '127.0.0.1:7071'),
  publicUrl: optional(publicUrl, 'How readers reach the public pages when a proxy stands in front.', undefined),
});

/** The whole file. */
export const rootShape = object({
  listen: optional(placed(listenAddress), 'host:port; IPv6 in brackets.', undefined, '127.0.0.1:7070'),
  adminListen: optional(
    placed(listenAddress),
    'A listener of its own for the dashboard, the API, /metrics and the catalogue’s pages; the other one has the gateway alone then.',
    undefined,
  ),
  adminUrl: optional(placed(publicUrl), 'How operators reach that listener when a proxy stands in front.', undefined),
  tls: optional(
    object({ cert: required(pathText, 'PEM file.'), key: required(pathText, 'PEM file.') }),
    'Certificate and key of every listener.',
    undefined,
  ),
  publicUrl: optional(publicUrl, 'How clients reach the gateway when a proxy stands in front.', undefined),
  securityContact: optional(
    listOf(contactUri),
    'Who hears of holes in this gateway, the preferred one first: served as /.well-known/security.txt.',
    Object.freeze([]),
  ),
  allowedHosts: optional(
    listOf(hostName),
    'Further names that a Host header may bear; without a port, with any.',
    Object.freeze([]),
  ),
  allowedOrigins: optional(listOf(webOrigin), 'Web pages from elsewhere that may call.', Object.freeze([])),
  trustedProxies: optional(
    listOf(addressRange),
    "Proxies whose X-Forwarded-For is believed; with none, the socket's address counts.",
    Object.freeze([]),
  ),
  decisionMeta: optional(
    wordOf(['full', 'code', 'off']),
    'How much of a decision stands in the _meta of an answer.',
    'full' as const,
    'full',
  ),
  admission: optional(admission, 'What one grant may ask of the gateway itself.', defaultAdmission),
  catalog: optional(catalog, 'The pages over the catalogue.', undefined),
  audit: optional(audit, 'What is kept, and when it is on disk.', defaultAudit),
  capture: optional(captureShape, 'Whose arguments are kept, sealed, for `policy replay`.', undefined, 'off'),
  webhooks: optional(webhooksShape, 'Who is told of what happens, on the web.', Object.freeze([])),
  smtp: optional(placed(smtpShape), 'Who is told of what happens, by mail.', undefined),
  servers: optional(
    mapOf((slug) => placed(serverShape(slug)), slugName),
    'MCP servers by slug.',
    new Map<never, never>(),
  ),
  policies: optional(
    mapOf((name) => placed(policyShape(name)), policyName),
    'Policies by name: a document, or the file of one.',
    new Map<never, never>(),
  ),
  grants: optional(listOf(grantShape), 'Who may call which server under which policy.', Object.freeze([])),
});
