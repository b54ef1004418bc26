import { addressOf } from '../operators/address.ts';
import { momentOf } from '../operators/rfc3339.ts';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** RFC 3339, appendix A: between the largest and the smallest unit none is left out. */
const time = 'T(?:\\d+H(?:\\d+M(?:\\d+S)?)?|\\d+M(?:\\d+S)?|\\d+S)';
const date = '(?:\\d+Y(?:\\d+M(?:\\d+D)?)?|\\d+M(?:\\d+D)?|\\d+D)';
const duration = new RegExp(`^P(?:\\d+W|${date}(?:${time})?|${time})$`);
const label = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
const local = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

function isHostname(text: string): boolean {
  return text.length <= 253 && text.split('.').every((part) => label.test(part));
}

function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  return at > 0 && at <= 64 && local.test(text.slice(0, at)) && isHostname(text.slice(at + 1));
}

const uriParts = /^[A-Za-z][A-Za-z0-9+.-]*:(?:\/\/([^/?#]*))?([^#]*)(?:#(.*))?$/s;
const authorityParts = /^(?:([^@[\]]*)@)?(?:\[([^@[\]]*)\]|([^@:[\]]*))(?::\d*)?$/;
const uriText = /^(?:[\w.~!$&'()*+,;=:@/?-]|%[\dA-Fa-f]{2})*$/;

/** RFC 3986: brackets stand around an IP address only, and a port is of digits. */
function isUri(text: string): boolean {
  const parts = uriParts.exec(text);
  if (parts === null) return false;
  const [, authority = '', ...beside] = parts;
  const inAuthority = authorityParts.exec(authority);
  if (inAuthority === null) return false;
  const [, user, literal, name] = inAuthority;
  return (
    [user, name, ...beside].every((part) => part === undefined || uriText.test(part)) &&
    (literal === undefined || isIpv6(literal))
  );
}

function isIpv6(text: string): boolean {
  return text.includes(':') && addressOf(text) !== undefined;
}

/** Longer texts are of no format: the expressions below are linear, and this keeps them short. */
export const maxFormatLength = 16_384;

/**
 * The closed list of `format`: each asserts, and takes time linear in the text. `regex` is not among them: whether a
 * text is one is found out by compiling it, which a call could make take seconds.
 */
export const formats: ReadonlyMap<string, (text: string) => boolean> = new Map([
  ['date-time', (text) => momentOf(text) !== undefined],
  ['date', (text) => momentOf(`${text}T00:00:00Z`) !== undefined],
  ['time', (text) => momentOf(`2000-01-01T${text}`) !== undefined],
  ['duration', (text) => duration.test(text)],
  ['email', isEmail],
  ['hostname', isHostname],
  ['ipv4', (text) => !text.includes(':') && addressOf(text) !== undefined],
  ['ipv6', isIpv6],
  ['uri', isUri],
  ['uuid', (text) => uuid.test(text)],
  ['json-pointer', (text) => /^(?:\/(?:[^~/]|~0|~1)*)*$/.test(text)],
]);
