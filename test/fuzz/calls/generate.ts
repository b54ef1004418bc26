import type { Random } from '../../reference/generate/random.ts';

const disguises: readonly ((key: string, random: Random) => string)[] = [
  (key) => key,
  (key) => key.toUpperCase(),
  (key) => key[0]?.toUpperCase() + key.slice(1),
  (key) => key.replace('s', '\u017f'),
  (key) => key.replace('k', '\u212a'),
  (key) => key.replace('i', '\u0130'),
  (key) => `${key}\u200b`,
  (key) => `${key}\0`,
  (key) => key.replace(/([a-z])([A-Z])/, '$1_$2'),
  (key) => `_${key}`,
  (key) => key.replace(/[a-z]/, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
  (key, random) => random.pick(['__proto__', 'constructor', '', key]),
];

/** A key or a string as somebody writes it who wants it to be read in two ways. */
function spelled(text: string, random: Random, sound: boolean): string {
  const shown = sound || random.chance(0.9) ? text : random.pick(disguises)(text, random);
  const json = JSON.stringify(shown);
  if (!random.chance(0.2) || shown.length === 0) return json;
  // The same text to every decoder, and another one to every search.
  const at = random.int(shown.length);
  const unit = shown.charCodeAt(at).toString(16).padStart(4, '0');
  return `${JSON.stringify(shown.slice(0, at)).slice(0, -1)}\\u${random.chance(0.5) ? unit : unit.toUpperCase()}${JSON.stringify(shown.slice(at + 1)).slice(1)}`;
}

const space = ['', '', '', '', ' ', '\n', '\r\n', '\t'];
const numbers = [
  '0',
  '-0',
  '1',
  '100',
  '101',
  '1e2',
  '1E+2',
  '100.0',
  '0.1',
  '9007199254740991',
  '-9007199254740992',
  '5e-324',
];
const badNumbers = [
  '9007199254740993',
  '100.00000000000000001',
  '1e400',
  '01',
  '1.',
  '-',
  '0x1',
  '123456789012345678901',
];
const texts = ['', 'a', '/tmp/a', '/tmp/../etc', '\u00e4\ud83d\ude00', 'kill', '\u2028', 'x"y\\z', '\u0000', 'K\u212a'];

/** Now and then a text is so long that readers take it in larger steps, or later. */
function textOf(random: Random): string {
  const text = random.pick(texts);
  return random.chance(0.02) ? text + 'x'.repeat(200 + random.int(6000)) + random.pick(texts) : text;
}

/** Makes one request: `sound` is what every program might write, otherwise anything may be wrong with it. */
export function generateCall(random: Random, sound: boolean): string {
  const gap = (): string => random.pick(space);
  const value = (depth: number): string => {
    const kind = random.int(depth > 3 ? 4 : 6);
    if (kind === 0) return random.pick(numbers);
    if (kind === 1) return spelled(textOf(random), random, sound);
    if (kind === 2) return random.pick(['true', 'false', 'null']);
    if (kind === 3) return sound ? random.pick(numbers) : random.pick(random.chance(0.2) ? badNumbers : numbers);
    if (kind === 4) return `[${random.several(0, 3, () => gap() + value(depth + 1)).join()}${gap()}]`;
    return object(['n', 'path', 'x', 'deep', 'a b', 'N'], depth);
  };
  const object = (names: readonly string[], depth: number): string => {
    const keys = random.several(0, 3, () => random.pick(names));
    return braces((sound ? [...new Set(keys)] : keys).map((key) => member(key, value(depth + 1))));
  };
  const member = (key: string, json: string): string =>
    `${gap()}${spelled(key, random, sound)}${gap()}:${gap()}${json}`;
  const braces = (members: readonly string[]): string => `{${members.join()}${gap()}}`;

  const args = braces([
    ...(random.chance(0.8) ? [member('n', value(2))] : []),
    ...(random.chance(0.5) ? [member('path', spelled(textOf(random), random, sound))] : []),
    ...(random.chance(0.3) ? [member('deep', object(['n', 'path'], 2))] : []),
  ]);
  const params = [
    member('name', spelled(random.pick(['echo', 'kill', 'read', 'constructor']), random, sound)),
    ...(random.chance(0.9) ? [member('arguments', args)] : []),
    ...(random.chance(0.3)
      ? [member('_meta', braces([member('progressToken', random.pick(['1', '"t"'])), member('x', value(2))]))]
      : []),
    ...(random.chance(0.2) ? [member('x-vendor', value(1))] : []),
  ];
  const envelope = [
    member('jsonrpc', '"2.0"'),
    member('id', random.pick(['1', '"a"', '0', '1.0', '"\\u0031"'])),
    member('method', spelled('tools/call', random, sound)),
    member('params', braces(shuffled(spoilt(params, random, sound), random))),
  ];
  return gap() + braces(shuffled(spoilt(envelope, random, sound), random)) + gap();
}

/** Sometimes one of them twice, or one less. */
function spoilt(members: readonly string[], random: Random, sound: boolean): readonly string[] {
  if (sound || random.chance(0.7)) return members;
  const at = random.int(members.length);
  return random.chance(0.6) ? [...members, members[at] ?? ''] : members.toSpliced(at, 1);
}

function shuffled(members: readonly string[], random: Random): string[] {
  const left = [...members];
  if (random.chance(0.5)) return left;
  return Array.from({ length: left.length }, () => left.splice(random.int(left.length), 1)[0] ?? '');
}
