/**
 * The operator's file and environment, read strictly into one typed, immutable `Config`, or into errors with their
 * places. It decides what a configuration may say; it starts, opens and compiles nothing.
 *
 * Invariants: an unknown key, a wrong type, a missing reference or a key that this version does not act on is an
 * error, never ignored; no message holds a secret; of a token only its digest is kept; what is wrong changes nothing,
 * for reading and applying are apart.
 */
export type {
  AdmissionConfig,
  AuditConfig,
  Config,
  GrantConfig,
  HttpServer,
  PolicySource,
  Sandbox,
  ServerConfig,
  StdioServer,
} from './config.ts';
export { configSchema } from './config-schema.ts';
export { type ConfigOverrides, type LoadedConfig, loadConfig, readConfig } from './load-config.ts';
export { readCertificates } from './pem-file.ts';
export type { ConfigProblem } from './problem.ts';
export { readWhole } from './read-whole.ts';
export { slugFrom } from './slug-from.ts';
export { type WatchHandlers, type WatchWorld, watchConfig } from './watch-config.ts';
