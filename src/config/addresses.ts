import ipaddr from 'ipaddr.js';
import { textAs, textLike } from './scalars.ts';
import type { Shape } from './shape.ts';

const listenForm = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+):([0-9]{1,5})$/;

/**
 * Reads `host:port`; IPv6 in brackets.
 *
 * @returns `undefined` when it is none
 */
function parseListen(text: string): { readonly host: string; readonly port: number } | undefined {
  const match = listenForm.exec(text);
  const port = Number(match?.[2]);
  if (match?.[1] === undefined || port > 65_535) return undefined;
  return { host: match[1].replace(/^\[|\]$/g, ''), port };
}

export const listenAddress = textAs('host:port, such as 127.0.0.1:7070 or [::1]:7070', parseListen);

/** How clients reach the gateway: http or https, a host, nothing after it. */
export function parsePublicUrl(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  return url.pathname === '/' && url.search === '' && url.hash === '' ? url.origin : undefined;
}

export const publicUrl = textAs('an http or https URL without a path, such as https://mcp.example.com', parsePublicUrl);

/** The URL of an upstream. What it carries in its query may be a secret, so no message ever quotes it. */
export const upstreamUrl = textAs('an http or https URL without user name, password and fragment', (text) => {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  return url.username === '' && url.password === '' && !text.includes('#') ? url.href : undefined;
});

export const hostName = textLike(
  'a host name or address, with or without :port',
  /^(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?::[0-9]{1,5})?$/,
);

export const webOrigin: Shape<string> = textAs('a web origin, such as https://app.example.com', (text) => {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === text ? text : undefined;
});

/** RFC 9116, section 2.5.3: a URI; one on the web is https. It goes into a line of its own, so it is visible ASCII alone. */
export const contactUri = textAs('a mailto:, https: or tel: URI, such as mailto:security@example.com', (text) =>
  /^(?:mailto:[\x21-\x7e]+@[\x21-\x7e]+|https:\/\/[\x21-\x7e]+|tel:\+?[0-9.()-]+)$/.test(text) ? text : undefined,
);

export const addressRange = textAs('an address or a CIDR range, such as 10.0.0.0/8', (text) => {
  const [base = '', bits] = text.split('/', 2);
  if (!ipaddr.IPv4.isValidFourPartDecimal(base) && !ipaddr.IPv6.isValid(base)) return undefined;
  return bits === undefined || ipaddr.isValidCIDR(text) ? text : undefined;
});
