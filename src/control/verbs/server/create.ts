import { z } from 'zod';
import { may } from '../../../accounts/index.ts';
import { readCertificates } from '../../../config/index.ts';
import { newDataKey } from '../../../seal/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { wrongField } from '../../input-fault.ts';
import { lacksPermission } from '../../lacks-permission.ts';
import { headerField, keepCredential } from '../../registry/credentials.ts';
import { notOfFile } from '../../registry/declared-by-file.ts';
import { slugField } from '../../registry/names.ts';
import { nextRevision } from '../../registry/next-revision.ts';
import { organization } from '../../registry/organization.ts';
import { serverAddress } from '../../registry/server-address.ts';
import { caField, headersField, serverNameField, urlField } from '../../registry/server-fields.ts';
import { serverSettings } from '../../registry/server-settings.ts';
import { serverOf, serverShape } from './server.ts';

/**
 * Registers a server that is reached by a URL. There is no way to register a command: what processes are started is
 * for the configuration file alone to say.
 */
export const createServer = defineVerb({
  name: 'server.create',
  summary: 'Registers a server by its URL. Processes are declared in the configuration file only.',
  permission: 'servers:write',
  change: true,
  input: z.strictObject({
    slug: slugField,
    name: serverNameField.optional(),
    url: urlField,
    headers: headersField.default({}).describe('sent with every request to the server; sealed, never shown again'),
    ca: caField.nullable().default(null),
    twoPerson: z.boolean().default(false),
    ...serverSettings.shape,
  }),
  output: serverShape,
  run: async (input, { tx, actor, now, ids, keys, services, event, changed }) => {
    const { slug, name = slug, url, headers, ca, twoPerson, ...settings } = input;
    notOfFile(services, 'server', slug);
    const address = serverAddress(url);
    const secret = Object.keys(headers).length > 0 || address.query !== undefined;
    if (secret && !may(actor, 'credentials:write')) {
      throw lacksPermission('credentials:write');
    }
    const certificates = ca === null ? null : (readCertificates(ca) ?? noCertificates());
    const id = ids.id();
    const dataKey = newDataKey(keys, { organization, record: id });
    const row = {
      id,
      slug,
      name,
      url: address.url,
      settings: JSON.stringify(settings),
      ca: certificates,
      two_person: twoPerson ? 1 : 0,
      data_key: dataKey,
      created_by: `${actor.kind}:${actor.id}`,
      created_at: now,
      updated_at: now,
      removed_at: null,
      revision: await nextRevision(tx),
    };
    await tx.insertInto('server').values(row).execute();
    const owner = { id, dataKey, origin: address.origin };
    const sealed = new Map(Object.entries(headers).map(([header, value]) => [headerField(header), value]));
    if (address.query !== undefined) sealed.set('query', address.query);
    for (const [field, value] of sealed) await keepCredential(tx, keys, owner, field, value, now);
    event({ server: slug, id, url: address.url, credentials: [...sealed.keys()], twoPerson, settings });
    changed();
    return serverOf(row, [...sealed.keys()], null);
  },
});

export function noCertificates(): never {
  throw wrongField('ca', 'must be certificates in PEM');
}
