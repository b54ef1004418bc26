import type { ApiRoute } from '../route.ts';
import { accountRoutes } from './accounts.ts';
import { apiKeyRoutes } from './api-keys.ts';
import { approvalRoutes } from './approvals.ts';
import { captureRoutes } from './captures.ts';
import { channelRoutes } from './channels.ts';
import { configurationRoutes } from './configuration.ts';
import { definitionRoutes } from './definitions.ts';
import { grantRoutes } from './grants.ts';
import { installationRoutes } from './installation.ts';
import { inventoryRoutes } from './inventory.ts';
import { killRoutes } from './kills.ts';
import { messageRoutes } from './messages.ts';
import { policyRoutes } from './policies.ts';
import { policyLabRoutes } from './policy-lab.ts';
import { recordRoutes } from './records.ts';
import { serverRoutes } from './servers.ts';
import { sessionRoutes } from './sessions.ts';

/** Every route of the API: one list an entity, in a file of its own. Tests walk through this list. */
export const allRoutes: readonly ApiRoute[] = [
  // Who may come in.
  ...sessionRoutes,
  ...accountRoutes,
  ...apiKeyRoutes,
  ...messageRoutes,
  // What they work with.
  ...serverRoutes,
  ...policyRoutes,
  ...policyLabRoutes,
  ...grantRoutes,
  ...configurationRoutes,
  ...inventoryRoutes,
  ...definitionRoutes,
  ...killRoutes,
  // Who is told, and what happened.
  ...channelRoutes,
  ...recordRoutes,
  ...captureRoutes,
  // What waits for them.
  ...approvalRoutes,
  // The installation as a whole.
  ...installationRoutes,
];
