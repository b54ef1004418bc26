import { z } from 'zod';
import { may } from '../../../accounts/index.ts';
import { readCertificates } from '../../../config/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { lacksPermission } from '../../lacks-permission.ts';
import {
  credentialFields,
  dropCredential,
  dropCredentials,
  headerField,
  keepCredential,
} from '../../registry/credentials.ts';
import { slugField } from '../../registry/names.ts';
import { nextRevision } from '../../registry/next-revision.ts';
import { serverAddress } from '../../registry/server-address.ts';
import { caField, headerChangesField, serverNameField, urlField } from '../../registry/server-fields.ts';
import { changedSettings, given, settingsChanges } from '../../registry/server-settings.ts';
import { noCertificates } from './create.ts';
import { storedServer } from './find-server.ts';
import { serverOf, serverShape } from './server.ts';

/**
 * Changes a stored server. A URL at another origin takes all of its credentials away, whoever asks: what was sealed for
 * one origin is never sent to another.
 */
export const updateServer = defineVerb({
  name: 'server.update',
  summary: 'Changes a server. A URL at another origin takes all of its credentials away.',
  permission: 'servers:write',
  change: true,
  input: z.strictObject({
    slug: slugField,
    name: serverNameField.optional(),
    url: urlField.optional(),
    headers: headerChangesField.default({}).describe('what is named is set anew, or taken away by null'),
    ca: caField.nullable().optional(),
    twoPerson: z.boolean().optional(),
    ...settingsChanges.shape,
  }),
  output: serverShape.extend({ cleared: z.array(z.string()).describe('credentials that were taken away') }),
  run: async (input, { tx, actor, now, keys, services, event, changed }) => {
    const { slug, name, url, headers, ca, twoPerson, ...changes } = input;
    const before = await storedServer(tx, services, slug);
    const address = url === undefined ? undefined : serverAddress(url);
    const touches = Object.keys(headers).length > 0 || address !== undefined;
    if (touches && !may(actor, 'credentials:write')) {
      throw lacksPermission('credentials:write');
    }
    const origin = address?.origin ?? new URL(before.url).origin;
    const moved = origin !== new URL(before.url).origin;
    const cleared = moved ? await dropCredentials(tx, before.id) : [];
    const owner = { id: before.id, dataKey: before.data_key, origin };
    for (const [header, value] of Object.entries(headers)) {
      const field = headerField(header);
      if (value !== null) await keepCredential(tx, keys, owner, field, value, now);
      else if (await dropCredential(tx, before.id, field)) cleared.push(field);
    }
    if (address?.query !== undefined) await keepCredential(tx, keys, owner, 'query', address.query, now);
    // A URL that is given without a query has none.
    else if (address !== undefined && (await dropCredential(tx, before.id, 'query'))) cleared.push('query');
    const row = {
      ...before,
      name: name ?? before.name,
      url: address?.url ?? before.url,
      settings: JSON.stringify(changedSettings(JSON.parse(before.settings), changes)),
      ca: ca === undefined ? before.ca : ca === null ? null : (readCertificates(ca) ?? noCertificates()),
      two_person: twoPerson === undefined ? before.two_person : twoPerson ? 1 : 0,
      updated_at: now,
      revision: await nextRevision(tx),
    };
    await tx.updateTable('server').set(row).where('id', '=', before.id).execute();
    const credentials = (await credentialFields(tx, [before.id])).get(before.id) ?? [];
    event({
      server: slug,
      id: before.id,
      changed: Object.keys(input).filter((key) => key !== 'slug'),
      ...(address === undefined ? {} : { url: address.url }),
      credentials: Object.keys(headers).map(headerField),
      cleared,
      settings: given(changes),
      ...(twoPerson === undefined ? {} : { twoPerson }),
    });
    changed();
    return { ...serverOf(row, credentials, null), cleared };
  },
});
