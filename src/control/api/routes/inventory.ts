import { listInventory } from '../../verbs/inventory/index.ts';
import { type ApiRoute, route } from '../route.ts';

/** What agents can call. */
export const inventoryRoutes: readonly ApiRoute[] = [route(listInventory, 'GET', '/inventory')];
