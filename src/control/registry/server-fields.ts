import { z } from 'zod';
import { nameField } from '../fields.ts';

const reserved =
  /^(?:host|connection|content-(?:length|type|encoding)|transfer-encoding|te|trailer|upgrade|expect|keep-alive|proxy-connection|accept|accept-encoding|last-event-id|mcp-.*)$/;

/** Names as RFC 9110 has them, in lower case; what the transport itself sets cannot be set here. */
const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/, 'must be the name of a header')
  .refine((name) => !reserved.test(name.toLowerCase()), 'this header is set by the gateway itself');

const headerValue = z
  .string()
  .max(8_192)
  .regex(/^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/, 'must be visible ASCII characters');

const once = (headers: object): boolean =>
  new Set(Object.keys(headers).map((name) => name.toLowerCase())).size === Object.keys(headers).length;

export const headersField = z
  .record(headerName, headerValue)
  .refine((headers) => Object.keys(headers).length <= 32, 'must be at most 32 headers')
  .refine(once, 'must name each header once');

/** `null` takes a header away. */
export const headerChangesField = z
  .record(headerName, headerValue.nullable())
  .refine(once, 'must name each header once');

export const urlField = z.string().max(4_096).describe('http or https; its query is kept sealed');

export const caField = z.string().max(262_144).describe('certificates in PEM: with these alone the server is verified');

export const serverNameField = nameField;
