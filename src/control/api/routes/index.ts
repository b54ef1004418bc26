import type { ApiRoute } from '../route.ts';
import { apiKeyRoutes } from './api-keys.ts';
import { policyLabRoutes } from './policy-lab.ts';

/** Every route of the API: one list an entity, in a file of its own. Tests walk through this list. */
export const allRoutes: readonly ApiRoute[] = [...apiKeyRoutes, ...policyLabRoutes];
