import type { Control } from '../control.ts';
import type { Api } from './api.ts';

/**
 * The API, made when the first request comes: its routes, and the descriptions of all that they take and give, cost more to
 * load than the rest of a gateway.
 */
export function lateApi(control: Control, version: string): Api {
  let made: Promise<Api> | undefined;
  return {
    fetch: async (request, origin) => {
      made ??= import('./create-api.ts').then(({ createApi }) => createApi(control, version));
      return await (await made).fetch(request, origin);
    },
  };
}
