import { z } from 'zod';
import type { HttpServer } from '../../../config/index.ts';
import { readCertificates } from '../../../config/index.ts';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { describeTools, toolsShape } from '../../registry/described-tools.ts';
import { serverAddress } from '../../registry/server-address.ts';
import { caField, headersField, urlField } from '../../registry/server-fields.ts';
import { serverSettings } from '../../registry/server-settings.ts';
import { noCertificates } from './create.ts';

/** Whether a server can be reached as it would be registered, and what it offers. Nothing is kept. */
export const testServer = defineVerb({
  name: 'server.test',
  summary: 'Tries a server before it is registered: whether it can be reached, and what it lists. Keeps nothing.',
  permission: 'servers:write',
  change: false,
  input: z.strictObject({
    url: urlField,
    headers: headersField.default({}),
    ca: caField.nullable().default(null),
    ...serverSettings.pick({ allowPrivate: true }).shape,
  }),
  output: z.strictObject({
    reached: z.boolean(),
    ms: z.number(),
    error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
    found: toolsShape.nullable(),
  }),
  prepare: async ({ url, headers, ca, allowPrivate }, { services, clock }) => {
    if (services.inspect === undefined)
      throw new Fault('store_unavailable', 'no server can be asked from here: start the gateway');
    const address = serverAddress(url);
    const { timeouts, caps } = serverSettings.parse({ timeouts: { firstByteMs: 15_000, idleMs: 15_000 } });
    const { body, ...others } = caps;
    const certificates = ca === null ? undefined : (readCertificates(ca) ?? noCertificates());
    const config: HttpServer = {
      slug: 'test',
      transport: 'http',
      url: `${address.url}${address.query ?? ''}`,
      headers: new Map(Object.entries(headers)),
      timeouts,
      caps: { bytes: body, ...others },
      maxConcurrency: undefined,
      allowPrivate,
      pinned: false,
      trusted: false,
      ...(certificates === undefined ? {} : { ca: certificates }),
    };
    const began = clock.monotonic();
    const ms = (): number => Math.round(clock.monotonic() - began);
    try {
      const table = await services.inspect(config);
      return { reached: true, ms: ms(), error: null, found: await describeTools('test', table) };
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const { code, message } = error;
      return { reached: false, ms: ms(), error: { code, message }, found: null };
    }
  },
  run: async (_input, _context, tried) => tried,
});
