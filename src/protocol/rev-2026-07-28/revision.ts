import { metaKeys } from '../meta-keys.ts';
import type { Revision } from '../revision.ts';
import { nameOf } from './name-source.ts';

/** HeaderMismatch, MissingRequiredClientCapability, UnsupportedProtocolVersion, and a method that is not there. */
const errorStatuses: ReadonlyMap<number, 400 | 404> = new Map([
  [-32020, 400],
  [-32021, 400],
  [-32022, 400],
  [-32601, 404],
]);

/**
 * https://modelcontextprotocol.io/specification/2026-07-28: each request stands alone, and the server asks by answering
 * `input_required`.
 */
export const rev20260728: Revision = Object.freeze({
  version: '2026-07-28',
  era: 'modern',
  stateless: true,
  clientRequests: new Set([
    'server/discover',
    'subscriptions/listen',
    'tools/list',
    'tools/call',
    'resources/list',
    'resources/templates/list',
    'resources/read',
    'prompts/list',
    'prompts/get',
    'completion/complete',
  ]),
  clientNotifications: new Set(['notifications/cancelled', 'notifications/progress']),
  serverRequests: new Set<string>(),
  serverNotifications: new Set([
    'notifications/cancelled',
    'notifications/progress',
    'notifications/message',
    'notifications/tools/list_changed',
    'notifications/resources/list_changed',
    'notifications/resources/updated',
    'notifications/prompts/list_changed',
    'notifications/subscriptions/acknowledged',
  ]),
  clientCapabilities: new Set(['experimental', 'roots', 'sampling', 'elicitation', 'extensions']),
  serverCapabilities: new Set([
    'experimental',
    'logging',
    'completions',
    'prompts',
    'resources',
    'tools',
    'extensions',
  ]),
  requiredMeta: [metaKeys.protocolVersion, metaKeys.clientCapabilities],
  resourceNotFound: -32602,
  errorStatus: (code: number) => errorStatuses.get(code) ?? 200,
  bodyHeaders: ['mcp-protocol-version', 'mcp-method', 'mcp-name'],
  nameOf,
});
