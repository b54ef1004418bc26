import type { RequestOrigin } from './route.ts';

/** Where the API stands. */
export const apiBase = '/api/v1';

/** The API of one control plane: a function from request to response, wherever requests come from. */
export interface Api {
  fetch(request: Request, origin: RequestOrigin): Promise<Response>;
}
