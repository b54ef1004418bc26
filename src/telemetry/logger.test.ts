import { describe, expect, test } from 'vitest';
import { newLogger } from './logger.ts';

function capture(isTTY: boolean) {
  let text = '';
  const stream = {
    isTTY,
    write: (line: string): void => {
      text += line;
    },
  };
  return { stream, text: () => text };
}

/** threats B82: what would break a record in two, or make a terminal or a viewer show something else. */
const hostile = [
  'a\r\nb',
  '\x1b[2J\x1b[31m',
  '","level":"error","x":"',
  '\u202egnp.exe',
  '\u2028\u2029',
  '\u009b31m',
  '\0',
  '\u200b\ufeff',
  '\x7f',
  '\u2066x\u2069',
  'pay\u00ad\u180epal',
  '\u{e0069}\u{e0067}',
  '\u206a\ufff9',
];

describe.each([true, false])('on a terminal: %s', (isTTY) => {
  test.each(hostile)('one record is one line of visible characters: %j', (value) => {
    const { stream, text } = capture(isTTY);
    newLogger(stream).info({ tool: value, nested: { agent: value } }, value);
    expect(text().slice(0, -1)).toMatch(/^[\x20-\x7e]*$/);
    expect(text().endsWith('\n')).toBe(true);
  });

  test('secrets under their names are taken out, at the top and below', () => {
    const { stream, text } = capture(isTTY);
    const log = newLogger(stream);
    log.warn({ token: 'canary-1', request: { authorization: 'canary-2', headers: { x: 'canary-3' } } }, 'refused');
    log.error({ error: Object.assign(new Error('broken'), { request: { cookie: 'canary-4' } }) }, 'failed');
    expect(text()).not.toContain('canary');
    expect(text()).toContain('broken');
  });
});

test('JSON records parse back to what was logged', () => {
  const { stream, text } = capture(false);
  for (const value of hostile) newLogger(stream).info({ value }, 'said');
  const lines = text().trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { value: string }).value)).toEqual(hostile);
});

test('an error is told with its causes', () => {
  const { stream, text } = capture(false);
  newLogger(stream).error({ error: new Error('outer', { cause: new Error('inner') }) }, 'failed');
  expect(JSON.parse(text())).toMatchObject({
    level: 'error',
    error: { message: 'outer', cause: { message: 'inner' } },
  });
});

test('a level that is none is refused; a lower one is silent', () => {
  const { stream, text } = capture(false);
  expect(() => newLogger(stream, 'verbose')).toThrow('TOOLGATE_LOG_LEVEL must be one of');
  newLogger(stream, 'error').warn('quiet');
  expect(text()).toBe('');
});
