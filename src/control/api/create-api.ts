import { Hono } from 'hono';
import { Fault } from '../../kernel/index.ts';
import type { Control } from '../control.ts';
import { storeFault } from '../store-fault.ts';
import { type Api, apiBase } from './api.ts';
import { authenticate } from './authenticate.ts';
import { inputOf } from './input-of.ts';
import { openApiOf, statusOf } from './open-api.ts';
import { problemOf } from './problem.ts';
import type { ApiEnv, ApiRoute } from './route.ts';
import { allRoutes } from './routes/index.ts';

const keyForm = /^[\x21-\x7e]{1,255}$/;

/** Makes the API out of the routes that there are. Each one is a verb's; there is no other way to a handler. */
export function createApi(control: Control, version: string, routes: readonly ApiRoute[] = allRoutes): Api {
  const app = new Hono<ApiEnv>().basePath(apiBase);
  const fail = (error: unknown): Response => problemOf(storeFault(error), control.onError);
  for (const route of routes) {
    const { verb, method, path, options } = route;
    app.on(method, path, async (context) => {
      const actor = await authenticate(context, control);
      context.set('actor', actor);
      context.set('control', control);
      const caller = { actor, address: context.env.address, idempotencyKey: idempotencyKey(context.req.raw, route) };
      const output = await control.run(verb, await inputOf(route, context), caller);
      if (options.respond !== undefined) return options.respond(output, context);
      return Response.json(output, { status: statusOf(method, options.status) });
    });
  }
  let description: object | undefined;
  app.get('/openapi.json', () => {
    description ??= openApiOf(routes, apiBase, version);
    return Response.json(description);
  });
  app.notFound(() => fail(new Fault('not_found', 'there is nothing at this path')));
  app.onError(fail);
  return { fetch: async (request, arrival) => app.fetch(request, arrival) };
}

/** @throws Fault `bad_request` */
function idempotencyKey({ headers }: Request, { method, verb, options }: ApiRoute): string | undefined {
  const key = headers.get('idempotency-key');
  if (key === null) return undefined;
  if (method !== 'POST' || !verb.change || options.unrepeatable === true) {
    throw new Fault('bad_request', 'Idempotency-Key is for what makes something');
  }
  if (!keyForm.test(key)) throw new Fault('bad_request', 'the Idempotency-Key must be 1 to 255 visible characters');
  return key;
}
