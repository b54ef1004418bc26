import { z } from 'zod';
import { labelField, noteField, policyNameField, slugField } from '../registry/names.ts';
import { caField, headersField, serverNameField, urlField } from '../registry/server-fields.ts';
import { serverSettings } from '../registry/server-settings.ts';
import { addressesField, reachField, tagsField } from '../verbs/grant/grant.ts';
import { documentFields } from '../verbs/policy/policy.ts';

const server = z.strictObject({
  url: urlField,
  name: serverNameField.optional(),
  headers: headersField.default({}),
  ca: caField.nullable().default(null),
  twoPerson: z.boolean().default(false),
  ...serverSettings.shape,
});

const policy = z.strictObject({
  ...documentFields,
  description: noteField.default(''),
  observe: z.boolean().default(false),
});

const grant = z.strictObject({
  servers: reachField,
  tags: tagsField.default({}),
  addresses: addressesField.default([]),
  expiresAt: z.number().int().nullable().default(null),
});

/** Servers, policies and grants as one document: what `apply` makes so, and what `export` writes. */
export const configurationDocument = z.strictObject({
  servers: z.record(slugField, server).default({}),
  policies: z.record(policyNameField, policy).default({}),
  grants: z.record(labelField, grant).default({}),
});

export type ConfigurationDocument = z.output<typeof configurationDocument>;
