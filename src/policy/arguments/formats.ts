import { addressOf } from '../operators/address.ts';
import { momentOf } from '../operators/rfc3339.ts';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const duration = /^P(?!$)(?:\d+W|(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)$/;
const label = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
const local = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

function isHostname(text: string): boolean {
  return text.length <= 253 && text.split('.').every((part) => label.test(part));
}

function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  return at > 0 && at <= 64 && local.test(text.slice(0, at)) && isHostname(text.slice(at + 1));
}

/** Longer texts are of no format: the expressions below are linear, and this keeps them short. */
export const maxFormatLength = 16_384;

/**
 * The closed list of `format`: each asserts, and takes time linear in the text. `regex` is not among them: whether a
 * text is one is found out by compiling it, which a call could make take seconds.
 */
export const formats: ReadonlyMap<string, (text: string) => boolean> = new Map([
  ['date-time', (text) => momentOf(text) !== undefined],
  ['date', (text) => text.length === 10 && momentOf(`${text}T00:00:00Z`) !== undefined],
  ['time', (text) => /^\d\d:/.test(text) && momentOf(`2000-01-01T${text}`) !== undefined],
  ['duration', (text) => duration.test(text)],
  ['email', isEmail],
  ['hostname', isHostname],
  ['ipv4', (text) => !text.includes(':') && addressOf(text) !== undefined],
  ['ipv6', (text) => text.includes(':') && addressOf(text) !== undefined],
  [
    'uri',
    (text) =>
      /^[A-Za-z][A-Za-z0-9+.-]*:[!-~]*$/.test(text) && !/[<>"{}|\\^`]/.test(text) && !/%(?![0-9a-fA-F]{2})/.test(text),
  ],
  ['uuid', (text) => uuid.test(text)],
  ['json-pointer', (text) => /^(?:\/(?:[^~/]|~0|~1)*)*$/.test(text)],
]);
