import { z } from 'zod';
import {
  type ClientId,
  clientIds,
  clientNamed,
  forwardPolicy,
  gatewaySnippet,
  needsBridge,
} from '../../../clients/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { wrongField } from '../../input-fault.ts';
import { slugField } from '../../registry/names.ts';
import { grantRef } from './grant.ts';
import { showGrant } from './show.ts';

const here = 'http://127.0.0.1:7070';
const bridgePolicy = 'toolgate-forward.json';

/** What stands in the file of each client, so that it uses a grant: the token by reference to its environment. */
export const grantSnippets = defineVerb({
  name: 'grant.snippets',
  summary: 'What each client needs in its configuration to use a grant. The token is a reference to its environment.',
  permission: 'grants:read',
  change: false,
  input: z.strictObject({
    grant: grantRef,
    client: z.enum(clientIds).optional().describe('all of them when absent'),
    server: slugField.optional().describe('one of its servers; all of them behind one address when absent'),
    variable: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'must be the name of a variable, never the token itself')
      .default('TOOLGATE_TOKEN')
      .describe('the variable of the client’s environment that holds the token'),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .optional()
      .describe('how clients reach the gateway, where that is another address than the one that it knows of itself'),
  }),
  output: z.strictObject({
    url: z.string(),
    variable: z.string(),
    items: z.array(
      z.strictObject({
        client: z.enum(clientIds),
        title: z.string(),
        format: z.enum(['jsonc', 'toml']),
        places: z.array(z.string()).describe('where the file usually lies'),
        text: z.string().describe('the whole of a file that has this server and nothing else'),
        needs: z
          .strictObject({ file: z.string(), text: z.string() })
          .nullable()
          .describe('a further file: of clients that start programs only, and so need `toolgate run` in between'),
      }),
    ),
  }),
  run: async ({ grant, client, server, variable, url: given }, { call, services }) => {
    const { servers } = await call(showGrant, { grant });
    const slugs = Object.keys(servers);
    if (server !== undefined && !slugs.includes(server)) {
      throw wrongField('server', `is not opened by this grant; it opens ${slugs.join(', ')}`);
    }
    const origin = (given ?? services.origin?.() ?? here).replace(/(?<!\/)\/+$/, '');
    const slug = server ?? (slugs.length === 1 ? slugs[0] : undefined);
    const url = slug === undefined ? `${origin}/mcp` : `${origin}/mcp/${slug}`;
    const wanted: readonly ClientId[] = client === undefined ? clientIds : [client];
    return {
      url,
      variable,
      items: wanted.map((id) => {
        const { title, format, places } = clientNamed(id);
        const bridge = { toolgate: ['toolgate'], policy: bridgePolicy };
        const of = { name: slug ?? 'toolgate', url, tokenVariable: variable };
        return {
          client: id,
          title,
          format,
          places: places.map(({ base, path }) => [baseNames[base], ...path].join('/')),
          text: gatewaySnippet(clientNamed(id), of, bridge),
          needs: needsBridge(clientNamed(id)) ? { file: bridgePolicy, text: forwardPolicy } : null,
        };
      }),
    };
  },
});

const baseNames = { home: '~', project: '.', appData: '<application data>', config: '~/.config' } as const;
