import { z } from 'zod';
import { currentDocument } from '../../configuration/current.ts';
import { configurationDocument } from '../../configuration/document.ts';
import { defineVerb } from '../../define-verb.ts';

/** What is stored, as a document that can be applied: secrets as references to the environment, never their values. */
export const exportConfiguration = defineVerb({
  name: 'configuration.export',
  summary: 'Writes servers, policies and grants as one document; secrets as ${env:…}, never their values.',
  permission: 'grants:read',
  change: false,
  input: z.strictObject({}),
  output: configurationDocument,
  run: async (_input, { tx, keys, now }) => {
    const current = await currentDocument(tx, keys, now);
    const servers = Object.entries(current.servers).map(([slug, server]) => {
      const query = server.url.indexOf('?');
      const url = query === -1 ? server.url : `${server.url.slice(0, query)}?\${env:${variable(slug, 'QUERY')}}`;
      const headers = Object.keys(server.headers).map((name) => [name, `\${env:${variable(slug, name)}}`]);
      return [slug, { ...server, url, headers: Object.fromEntries(headers) as Record<string, string> }] as const;
    });
    return { ...current, servers: Object.fromEntries(servers) };
  },
});

/** The variable that holds a secret of a server: `TOOLGATE_GITHUB_AUTHORIZATION`. */
function variable(slug: string, what: string): string {
  return `TOOLGATE_${slug}_${what}`.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
}
