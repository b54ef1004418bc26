import { Hono } from 'hono';
import { Fault } from '../../kernel/index.ts';
import { type Control, type Requester, requirePermission } from '../control.ts';
import { storeFault } from '../store-fault.ts';
import { type Api, apiBase } from './api.ts';
import { authenticate } from './authenticate.ts';
import { endingWithBody } from './ending-with-body.ts';
import { inputOf } from './input-of.ts';
import { notInForce } from './not-in-force.ts';
import { openApiOf, statusOf } from './open-api.ts';
import { problemOf } from './problem.ts';
import { RequestsUnderWay } from './requests-under-way.ts';
import type { ApiEnv, ApiRoute } from './route.ts';
import { allRoutes } from './routes/index.ts';

const keyForm = /^[\x21-\x7e]{1,255}$/;

/** Makes the API out of the routes that there are. Each one is a verb's; there is no other way to a handler. */
export function createApi(control: Control, version: string, routes: readonly ApiRoute[] = allRoutes): Api {
  const app = new Hono<ApiEnv>().basePath(apiBase);
  const underWay = new RequestsUnderWay();
  const fail = (error: unknown): Response => problemOf(storeFault(error), control.onError);
  for (const route of routes) {
    const { verb, method, path, options } = route;
    app.on(method, path, async (context) => {
      const { actor, stands } = await authenticate(context, control);
      // Before a body is read, which may be large: nothing of it is for whoever may not, and least of all for strangers.
      requirePermission(verb, actor);
      // Whoever needs no credential has the machine, or nothing but what is for everybody.
      const ended = stands === undefined ? () => undefined : underWay.begin(actor);
      try {
        context.set('actor', actor);
        context.set('stands', stands && (() => stands(control.sql)));
        context.set('control', control);
        const key = idempotencyKey(context.req.raw, route);
        const input = await inputOf(route, context);
        // A body comes as slowly as its sender likes, and takes no rights with it that were taken away meanwhile.
        if (method !== 'GET' && method !== 'DELETE') await stands?.(control.sql);
        let late = false;
        const caller: Requester = {
          actor,
          stands,
          address: context.env.address,
          idempotencyKey: key,
          late: () => {
            late = true;
          },
        };
        const output = await control.run(verb, input, caller);
        const { respond } = options;
        const done =
          respond === undefined
            ? Response.json(output, { status: statusOf(method, options.status) })
            : await respond(output, context);
        const answer = late ? notInForce(done) : done;
        if (options.produces !== undefined) return endingWithBody(answer, ended);
        ended();
        return answer;
      } catch (error) {
        ended();
        throw error;
      }
    });
  }
  let description: object | undefined;
  app.get('/openapi.json', () => {
    description ??= openApiOf(routes, apiBase, version);
    return Response.json(description);
  });
  app.notFound(() => fail(new Fault('not_found', 'there is nothing at this path')));
  app.onError(fail);
  return { fetch: async (request, origin) => app.fetch(request, origin) };
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
