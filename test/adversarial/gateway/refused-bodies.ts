/** A body that must not get through, and what is said of it. */
export interface RefusedBody {
  readonly name: string;
  readonly body: string | Buffer;
  readonly status: number;
  /** The stable code; `undefined` for what is answered as a method that does not exist. */
  readonly code: string | undefined;
}

const call = (params: string, more = ''): string =>
  `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${params}${more}}`;
const withArguments = (args: string): string => call(`{"name":"echo","arguments":${args}}`);
const sound = call('{"name":"echo","arguments":{}}');

/** The first letter of a key as an escape: the same key to every decoder, another text to every search. */
const escaped = (key: string): string => `"\\u${key.charCodeAt(0).toString(16).padStart(4, '0')}${key.slice(1)}"`;

function rows(prefix: string, table: Readonly<Record<string, string | Buffer>>, status = 400, code = 'bad_request') {
  return Object.entries(table).map(([name, body]): RefusedBody => ({ name: `${prefix}: ${name}`, body, status, code }));
}

/** An object around a value, so many levels down. */
function nested(levels: number, inner: string): string {
  return '{"a":'.repeat(levels) + inner + '}'.repeat(levels);
}

function duplicates(): Record<string, string> {
  const table: Record<string, string> = {};
  const values = { jsonrpc: '"2.0"', id: '2', method: '"ping"', params: '{"name":"other"}' };
  for (const [key, value] of Object.entries(values)) {
    table[`${key} in the envelope`] = call('{"name":"echo"}', `,"${key}":${value}`);
    table[`${key} in the envelope, escaped`] = call('{"name":"echo"}', `,${escaped(key)}:${value}`);
  }
  for (const [key, value] of Object.entries({ name: '"other"', arguments: '{"a":1}', _meta: '{}' })) {
    const first = key === '_meta' ? '"name":"echo","_meta":{}' : '"name":"echo","arguments":{}';
    table[`${key} in params`] = call(`{${first},"${key}":${value}}`);
    table[`${key} in params, escaped`] = call(`{${first},${escaped(key)}:${value}}`);
  }
  for (const levels of [0, 1, 2, 3]) {
    table[`${levels} levels down in the arguments`] = withArguments(nested(levels, '{"k":1,"k":2}'));
    table[`${levels} levels down in the arguments, escaped`] = withArguments(nested(levels, '{"k":1,"\\u006b":2}'));
    table[`${levels} levels down in a list`] = withArguments(nested(levels + 1, '[1,{"k":1,"\\u006B":1}]'));
  }
  table['in _meta'] = call('{"name":"echo","_meta":{"a":1,"a":1}}');
  table['an empty key'] = withArguments('{"":1,"":1}');
  return table;
}

function lookAlikes(): Record<string, string> {
  const table: Record<string, string> = {};
  for (const key of ['METHOD', 'Method', 'ID', 'Id', 'JSONRPC', 'Params', 'param\u017f', 'PARAMS', 'result', 'error']) {
    const value = key === 'result' ? '{}' : key === 'error' ? '{"code":1,"message":"m"}' : '{"name":"other"}';
    table[`${key} in the envelope`] = call('{"name":"echo"}', `,${JSON.stringify(key)}:${value}`);
  }
  const params = [
    'Name',
    'NAME',
    'nam\u0045',
    '\uff4eame',
    'Arguments',
    'argument\u017f',
    'ARGUMENTS',
    '_META',
    'Meta',
  ];
  for (const key of [...params, 'Cursor', 'URI', 'Ur\u0131', 'task_id', 'ta\u017f\u212a', 'request-state']) {
    table[`${key} in params`] = call(`{"name":"echo",${JSON.stringify(key)}:"other"}`);
    table[`${key} in params, before the real one`] = call(`{${JSON.stringify(key)}:"other","name":"echo"}`);
  }
  for (const key of ['ProgressToken', 'PROGRESSTOKEN', 'progre\u017f\u017fToken', 'progress_token']) {
    table[`${key} in _meta`] = call(`{"name":"echo","_meta":{${JSON.stringify(key)}:1}}`);
  }
  return table;
}

const bytes = (before: string, middle: readonly number[], after: string): Buffer =>
  Buffer.concat([Buffer.from(before), Buffer.from(middle), Buffer.from(after)]);

function encodings(): Record<string, Buffer> {
  const at = (middle: readonly number[]): Buffer =>
    bytes('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"a":"', middle, '"}}}');
  return {
    'a byte that starts nothing': at([0xff]),
    'a continuation that continues nothing': at([0x80]),
    'an overlong slash': at([0xc0, 0xaf]),
    'an overlong NUL': at([0xc0, 0x80]),
    'half a surrogate pair in UTF-8': at([0xed, 0xa0, 0x80]),
    'a code point beyond Unicode': at([0xf4, 0x90, 0x80, 0x80]),
    'a sequence broken off': at([0xe2, 0x82]),
    'a byte order mark': bytes('', [0xef, 0xbb, 0xbf], sound),
    'UTF-16, little end first': Buffer.from(`\ufeff${sound}`, 'utf16le'),
    'UTF-16 without a mark': Buffer.from(sound, 'utf16le'),
    'UTF-32': Buffer.from(Array.from(sound, (char) => [char.charCodeAt(0), 0, 0, 0]).flat()),
    'Latin-1': Buffer.from(withArguments('{"a":"größe"}'), 'latin1'),
  };
}

/** Threats B01–B16 as far as a body alone can carry them. All are about `echo`, which the policy allows. */
export const refusedBodies: readonly RefusedBody[] = [
  ...rows('B01 duplicate key', duplicates()),
  ...rows('B02 look-alike', lookAlikes()),
  ...rows('B03 __proto__', {
    'in the envelope': call('{"name":"echo"}', ',"__proto__":{}'),
    'in params': call('{"name":"echo","__proto__":{"name":"other"}}'),
    'in params, escaped': call('{"name":"echo","\\u005f_proto__":{"name":"other"}}'),
    'in the arguments': withArguments('{"__proto__":{"a":1}}'),
    'deep in the arguments, escaped': withArguments('{"a":[{"_\\u005fproto\\u005f_":1}]}'),
    'in _meta': call('{"name":"echo","_meta":{"__proto__":1}}'),
  }),
  ...rows('B05 number', {
    'an odd integer beyond 2^53': withArguments('{"a":9007199254740993}'),
    'its negative': withArguments('{"a":-9007199254740993}'),
    'as a fraction': withArguments('{"a":9007199254740993.0}'),
    'with an exponent': withArguments('{"a":9007199254740993e0}'),
    'twenty digits': withArguments('{"a":12345678901234567891}'),
    'four hundred digits': withArguments(`{"a":${'1'.repeat(400)}}`),
    'an integer with an exponent': withArguments('{"a":1e308}'),
    infinite: withArguments('{"a":1e400}'),
    'infinitely negative': withArguments('{"a":-1e400}'),
    'infinite in a list': withArguments('{"a":[1,[1E+999]]}'),
  }),
  ...rows('B08 encoding', encodings()),
  ...rows('B08 lone surrogate', {
    'in the name': call('{"name":"echo\\ud800"}'),
    'in a key': withArguments('{"\\udc00":1}'),
    'in a text': withArguments('{"a":"\\ud83d"}'),
    'the halves swapped': withArguments('{"a":"\\ude00\\ud83d"}'),
  }),
  ...rows('B11 batch', {
    'of one': `[${sound}]`,
    'of two': `[${sound},${sound}]`,
    'with a notification': `[{"jsonrpc":"2.0","method":"notifications/initialized"},${sound}]`,
    nested: `[[${sound}]]`,
    empty: '[]',
    'of ten thousand': `[${Array(10_000).fill('{}').join(',')}]`,
  }),
  ...rows('B12 text around or in it', {
    'two documents': sound + sound,
    'a document a line': `${sound}\n${sound}`,
    'a letter behind': `${sound}x`,
    'a brace behind': `${sound}}`,
    'a NUL behind': `${sound}\0`,
    'a comment in front': `/* */${sound}`,
    'a comment behind': `${sound}//`,
    'a guard in front': `)]}',\n${sound}`,
    'a comma too many': call('{"name":"echo",}'),
    'a comma too few': '{"jsonrpc":"2.0" "id":1,"method":"tools/call","params":{"name":"echo"}}',
    NaN: withArguments('{"a":NaN}'),
    Infinity: withArguments('{"a":Infinity}'),
    hexadecimal: withArguments('{"a":0x10}'),
    'a leading zero': withArguments('{"a":01}'),
    'a leading plus': withArguments('{"a":+1}'),
    'a bare fraction': withArguments('{"a":.5}'),
    'single quotes': withArguments("{'a':1}"),
    'a bare key': withArguments('{a:1}'),
    'a line feed in a text': withArguments('{"a":"x\ny"}'),
    'an unknown escape': withArguments('{"a":"\\x41"}'),
    'a no-break space': withArguments('{"a":\u00a01}'),
    'broken off': sound.slice(0, -3),
    nothing: '',
    'a string': '"tools/call"',
    null: 'null',
  }),
  ...rows('B13 id', {
    null: sound.replace('"id":1', '"id":null'),
    'a fraction': sound.replace('"id":1', '"id":1.5'),
    'a list': sound.replace('"id":1', '"id":[1]'),
    'an object': sound.replace('"id":1', '"id":{}'),
    true: sound.replace('"id":1', '"id":true'),
    'beyond 2^53': sound.replace('"id":1', '"id":9007199254740993'),
    infinite: sound.replace('"id":1', '"id":1e400'),
  }),
  ...rows('B14 a call in the form of a notification', {
    plain: sound.replace('"id":1,', ''),
    'with an escaped method': sound.replace('"id":1,', '').replace('tools/call', 'tools\\u002fcall'),
    'of a resource': '{"jsonrpc":"2.0","method":"resources/read","params":{"uri":"fixture://one"}}',
    'of a list': '{"jsonrpc":"2.0","method":"tools/list"}',
    'with the name of one, and an id':
      '{"jsonrpc":"2.0","id":1,"method":"notifications/tools/call","params":{"name":"echo"}}',
  }),
  ...rows('B15 arguments that are no object', {
    'a list': withArguments('[]'),
    'a list of an object': withArguments('[{"a":1}]'),
    'a text': withArguments('"x"'),
    'an object in a text': withArguments('"{\\"a\\":1}"'),
    'a number': withArguments('0'),
    null: withArguments('null'),
    true: withArguments('true'),
  }),
  ...rows('B15 params', {
    'a list': call('["echo",{}]'),
    null: call('null'),
    'a text': call('"echo"'),
    'without a name': call('{"arguments":{}}'),
    'a name that is no text': call('{"name":["echo"]}'),
    'a name that is null': call('{"name":null}'),
  }),
  ...rows(
    'B07 too much',
    {
      'a level too deep': withArguments(nested(64, '1')),
      'a thousand levels': withArguments('['.repeat(1_000) + ']'.repeat(1_000)),
      'a hundred thousand brackets': withArguments('['.repeat(100_000)),
      'too many values': withArguments(`{"a":[${Array(100_001).fill('1').join(',')}]}`),
      'too many bytes': withArguments(`{"a":"${'x'.repeat(4 * 2 ** 20)}"}`),
    },
    413,
    'too_large',
  ),
  ...[
    'tools/Call',
    'Tools/call',
    'tools/call ',
    ' tools/call',
    'tools/call\0',
    'tools//call',
    'tools\\call',
    'tools/call/',
    'tool/call',
    'tools/run',
    'call_tool',
    'rpc.discover',
    'server/discover',
    'subscriptions/listen',
    'tasks/get',
    'tasks/cancel',
    'sampling/createMessage',
    'elicitation/create',
    'roots/list',
    'constructor',
    '__proto__',
    '',
  ].map(
    (method): RefusedBody => ({
      name: `B16 method ${JSON.stringify(method)}`,
      body: sound.replace('"tools/call"', JSON.stringify(method)),
      status: 200,
      code: undefined,
    }),
  ),
];
