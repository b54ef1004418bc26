import type { Control } from '../control.ts';
import type { Arrival } from './route.ts';

/** Where the API stands. */
export const apiBase = '/api/v1';

/** The API of one control plane: a function from request to response, wherever requests come from. */
export interface Api {
  fetch(request: Request, arrival: Arrival): Promise<Response>;
}

/**
 * The API, made when the first request comes: its routes, and the descriptions of all that they take and give, cost more to
 * load than the rest of a gateway.
 */
export function lateApi(control: Control, version: string): Api {
  let made: Promise<Api> | undefined;
  return {
    fetch: async (request, arrival) => {
      made ??= import('./create-api.ts').then(({ createApi }) => createApi(control, version));
      return await (await made).fetch(request, arrival);
    },
  };
}
