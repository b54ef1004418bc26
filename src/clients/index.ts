/**
 * The configuration files of MCP clients: where they lie, what servers they name, how an entry is written into them, and
 * what is wrong with what stands there.
 *
 * It decides how each client spells a server, and which findings a configuration has. It is pure: text in, text or
 * findings out; files are read and written, and servers asked, by whoever calls it. It never starts what a file names.
 *
 * Invariants: an edit changes one entry and not a byte besides, comments included, and taking it back gives the very
 * text; a file that is not understood whole is not changed; nothing that a scan says holds a value of a variable, a
 * header, an argument, or a URL beyond its origin; tokens are written as references to the environment only.
 */

export { type Client, type ClientId, clientIds, type RemoteEntry, type StdioEntry } from './client.ts';
export { clientNamed, knownClients } from './clients.table.ts';
export type { ClientConfiguration, ConfiguredServer } from './configured-server.ts';
export { applyEdit, type Edit } from './edit.ts';
export { entryEdit } from './entry-edit.ts';
export { forwardPolicy } from './forward-policy.ts';
export {
  type Bridge,
  type GatewayServer,
  gatewayEntry,
  gatewaySnippet,
  needsBridge,
} from './gateway-entry.ts';
export { type Guard, governEntry } from './govern-entry.ts';
export { clientFiles, type LocatedFile, type Machine } from './locate.ts';
export { readConfiguration } from './read-configuration.ts';
export { jsonLines } from './scan/json-lines.ts';
export { packageOf, type RunPackage } from './scan/package-of.ts';
export { reportJson } from './scan/report-json.ts';
export { reportMarkdown } from './scan/report-markdown.ts';
export { reportSarif } from './scan/report-sarif.ts';
export { reportText } from './scan/report-text.ts';
export { isAtLeast, type KnownTools, type ScanReport, scan, type ToolsFor } from './scan/scan.ts';
