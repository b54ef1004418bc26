/**
 * The control plane's API: HTTP in, a verb, HTTP out. It decides who asks, and nothing else: what they may is asked by
 * the verb's runner, what they say is parsed by the verb's schema, and every error has one form (`problem.ts`).
 *
 * Invariants: a route is a verb at an address, so none is without a permission; a cookie alone opens nothing; an actor
 * that a way in has proven (the local socket) is never taken from anything that was sent.
 */

export type { Api } from './api.ts';
export { apiPlane } from './api-plane.ts';
export { decisionRoutes } from './decision/decision-routes.ts';
export { lateApi } from './late-api.ts';
export { mayReadPages } from './may-read-pages.ts';
export type { ApiRoute, Method, RequestOrigin } from './route.ts';
export { allRoutes } from './routes/index.ts';
