import type { JsonCaps } from '../protocol/index.ts';

/** The typed form of `toolgate.yaml`: defaults filled in, references resolved, paths absolute. Immutable. */
export interface Config {
  readonly listen: { readonly host: string; readonly port: number };
  /** Where operators are served, apart from agents; `undefined` where one listener serves both. */
  readonly admin: AdminConfig | undefined;
  /** Absolute paths of PEM files. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  readonly publicUrl: string | undefined;
  readonly insecure: boolean;
  /** URIs under which those who run this gateway hear of its holes; without any there is no security.txt. */
  readonly securityContact: readonly string[];
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly decisionMeta: 'full' | 'code' | 'off';
  readonly admission: AdmissionConfig;
  readonly audit: AuditConfig;
  readonly capture: CaptureConfig;
  readonly catalog: CatalogConfig;
  readonly webhooks: readonly WebhookConfig[];
  readonly smtp: SmtpConfig | undefined;
  readonly servers: ReadonlyMap<string, ServerConfig>;
  readonly policies: ReadonlyMap<string, PolicySource>;
  readonly grants: readonly GrantConfig[];
}

/** The listener that agents have no business with. */
export interface AdminConfig {
  readonly listen: { readonly host: string; readonly port: number };
  /** How operators reach it when a proxy stands in front. */
  readonly publicUrl: string | undefined;
}

/** What one grant may ask of the gateway itself, before any policy. */
export interface AdmissionConfig {
  readonly requestsPerSecond: number;
  readonly inFlight: number;
  readonly sessions: number;
  readonly streams: number;
  readonly processes: number;
  readonly tasks: number;
}

/** Who may read the catalogue's pages. */
export interface CatalogConfig {
  /** Everybody, on a listener of its own; else who has signed in. */
  readonly public: boolean;
  readonly listen: { readonly host: string; readonly port: number };
  /** How readers reach it when a proxy stands in front. */
  readonly publicUrl: string | undefined;
}

export interface AuditConfig {
  /** Classes whose intent is synced before the call goes out. */
  readonly writeAhead: readonly string[];
  /** Records that are older, in ms, are removed; `undefined` keeps everything. */
  readonly retentionMs: number | undefined;
  /** The oldest are removed while the store is larger. */
  readonly maxBytes: number | undefined;
}

/** Whose arguments are kept, sealed, for `policy replay`. Of two rules for the same calls the first holds; without any, none are. */
export type CaptureConfig = readonly {
  /** Label. Absent: every grant. */
  readonly grant?: string;
  /** Slug. Absent: every server. */
  readonly server?: string;
  readonly level: 'off' | 'paths' | 'full';
  readonly retentionMs: number;
}[];

/** An address on the web that is told of what happens. */
export interface WebhookConfig {
  readonly name: string;
  readonly url: string;
  /** `undefined` only where the format is another than standard. */
  readonly secret: string | undefined;
  readonly format: 'standard' | 'slack' | 'otlp';
  /** Sent to a collector with every request. Secret. */
  readonly headers: ReadonlyMap<string, string>;
  /** Empty: everything. */
  readonly types: readonly string[];
  readonly values: boolean;
  readonly allowPrivate: boolean;
}

/** The server that takes mail, and whom it is for. */
export interface SmtpConfig {
  readonly host: string;
  readonly port: number;
  readonly tls: 'starttls' | 'implicit' | 'none';
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly from: string;
  readonly to: readonly string[];
  readonly types: readonly string[];
  /** PEM. */
  readonly ca: string | undefined;
  readonly allowPrivate: boolean;
}

interface CommonServer {
  readonly slug: string;
  readonly timeouts: { readonly connectMs: number; readonly firstByteMs: number; readonly idleMs: number };
  readonly caps: JsonCaps & { readonly response: number };
  /** Most requests under way at a time, over all grants; `undefined` for any number. */
  readonly maxConcurrency: number | undefined;
  readonly pinned: boolean;
  readonly trusted: boolean;
}

/** What a server's process sees of the machine beside the system's own programs: nothing, but for what is named. */
export interface Sandbox {
  /** Files and folders that it may read. */
  readonly read: readonly string[];
  /** Files and folders that it may read and change. */
  readonly write: readonly string[];
  readonly network: boolean;
}

export interface StdioServer extends CommonServer {
  readonly transport: 'stdio';
  /** Program and arguments; never taken from anywhere but this file or the command line. */
  readonly command: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string | undefined;
  readonly shared: boolean;
  readonly runAs: { readonly uid: number; readonly gid: number } | undefined;
  readonly sandbox?: Sandbox | undefined;
}

export interface HttpServer extends CommonServer {
  readonly transport: 'http';
  readonly url: string;
  /** Sent with every request to this server. Secret. */
  readonly headers: ReadonlyMap<string, string>;
  /** Addresses that are not public may be dialled for this server. */
  readonly allowPrivate: boolean;
  /** Certificates in PEM: with these alone the server's own is verified. The system's when absent. */
  readonly ca?: string;
}

export type ServerConfig = StdioServer | HttpServer;

/** A policy as it was found: still text, read by the policy room. */
export interface PolicySource {
  readonly name: string;
  /** The document. An inline block mapping keeps the indentation that it has in its file. */
  readonly text: string;
  readonly format: 'json' | 'yaml';
  /** The file it stands in, for messages. */
  readonly file: string;
  /** Lines to add to a position in `text` so that it points into `file` (inline policies); 0 for a file of its own. */
  readonly lineOffset: number;
  /** The same for columns on the first line. */
  readonly columnOffset: number;
}

export interface GrantConfig {
  readonly label: string;
  /** server slug → policy name */
  readonly servers: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, string>;
  /** Lower-case hexadecimal SHA-256 of the token; the token itself is not kept. */
  readonly tokenHash: string;
}
