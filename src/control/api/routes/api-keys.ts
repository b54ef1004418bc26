import { createApiKey, listApiKeys, revokeApiKey } from '../../verbs/api-key/index.ts';
import { type ApiRoute, route } from '../route.ts';

/** API keys: programs that act for an operator. */
export const apiKeyRoutes: readonly ApiRoute[] = [
  route(listApiKeys, 'GET', '/api-keys'),
  route(createApiKey, 'POST', '/api-keys'),
  route(revokeApiKey, 'DELETE', '/api-keys/:id'),
];
