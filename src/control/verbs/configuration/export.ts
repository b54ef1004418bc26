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
    const variable = variables();
    const servers = Object.entries(current.servers).map(([slug, server]) => {
      const query = server.url.indexOf('?');
      const url = query === -1 ? server.url : `${server.url.slice(0, query)}?\${env:${variable(slug, 'QUERY')}}`;
      const headers = Object.keys(server.headers).map((name) => [name, `\${env:${variable(slug, name)}}`]);
      return [slug, { ...server, url, headers: Object.fromEntries(headers) as Record<string, string> }] as const;
    });
    return { ...current, servers: Object.fromEntries(servers) };
  },
});

/**
 * Names the variables that hold secrets of servers: `TOOLGATE_GITHUB_AUTHORIZATION`. What two names come to alike are two
 * variables: with one, a server would be sent the secret of another.
 */
function variables(): (slug: string, what: string) => string {
  const taken = new Set<string>();
  return (slug, what) => {
    const name = `TOOLGATE_${slug}_${what}`.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
    let free = name;
    for (let count = 2; taken.has(free); count += 1) free = `${name}_${count}`;
    taken.add(free);
    return free;
  };
}
