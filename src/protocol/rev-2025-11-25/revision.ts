import { rev20250618 } from '../rev-2025-06-18/revision.ts';
import type { Revision } from '../revision.ts';

/**
 * https://modelcontextprotocol.io/specification/2025-11-25: links to open (elicitation by URL) and tasks came; a task is
 * asked for by its own methods in either direction.
 */
export const rev20251125: Revision = Object.freeze({
  ...rev20250618,
  version: '2025-11-25',
  serverNotifications: new Set([
    ...rev20250618.serverNotifications,
    'notifications/elicitation/complete',
    'notifications/tasks/status',
  ]),
  clientNotifications: new Set([...rev20250618.clientNotifications, 'notifications/tasks/status']),
  clientRequests: new Set([...rev20250618.clientRequests, 'tasks/get', 'tasks/list', 'tasks/cancel', 'tasks/result']),
  serverRequests: new Set([...rev20250618.serverRequests, 'tasks/get', 'tasks/list', 'tasks/cancel', 'tasks/result']),
  clientCapabilities: new Set([...rev20250618.clientCapabilities, 'tasks']),
  serverCapabilities: new Set([...rev20250618.serverCapabilities, 'tasks']),
});
