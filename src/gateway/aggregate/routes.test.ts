import { describe, expect, it } from 'vitest';
import { readCursor, writeCursor } from './composite-cursor.ts';
import { disputed, Routes } from './routes.ts';

describe('Routes', () => {
  it('knows whose a resource is, by name and by template', () => {
    const routes = new Routes();
    routes.learn('resource', 'file:///a', 'files');
    routes.learn('resourceTemplate', 'db://{table}/rows/{id}', 'data');
    routes.learn('resourceTemplate', 'plain://x', 'plain');
    expect(routes.find('file:///a')).toBe('files');
    expect(routes.find('db://users/rows/7')).toBe('data');
    expect(routes.find('db://{table}/rows/{id}')).toBe('data');
    expect(routes.find('plain://x')).toBe('plain');
    for (const uri of ['file:///b', 'db://users/row/7', 'db://users', 'plain://xy', 'xdb://users/rows/7']) {
      expect(routes.find(uri), uri).toBeUndefined();
    }
  });

  it('gives what two claim to nobody, whichever came first', () => {
    const routes = new Routes();
    routes.learn('resource', 'x://a', 'one');
    routes.learn('resource', 'x://a', 'two');
    routes.learn('resource', 'x://a', 'one');
    expect(routes.find('x://a')).toBe(disputed);
    routes.learn('resourceTemplate', 'y://{a}', 'one');
    routes.learn('resourceTemplate', 'y://{a}/{b}', 'two');
    expect(routes.find('y://1/2')).toBe(disputed);
    expect(routes.find('y://1')).toBe('one');
  });

  it('remembers no more letters than it may, and leaves what had no room to nobody', () => {
    const routes = new Routes();
    const long = (n: number): string => `x://${n}/`.padEnd(2 ** 20, 'a');
    for (let n = 0; n < 50; n += 1) routes.learn(n % 2 === 0 ? 'resource' : 'resourceTemplate', long(n), 'one');
    expect(routes.letters).toBeLessThanOrEqual(4 * 2 ** 20);
    expect(routes.find(long(0))).toBe('one');
    expect(routes.find(long(49))).toBeUndefined();
    routes.learn('resource', long(48), 'two');
    expect(routes.find(long(48))).toBeUndefined();
    routes.learn('resource', long(0), 'two');
    expect(routes.find(long(0))).toBe(disputed);
  });

  it.each([
    ['a{x}b', 'ab', true],
    ['a{x}b', 'a', false],
    ['ab{x}ba', 'aba', false],
    ['{+path}', 'anything://at/all', true],
    ['x{a}-{b}-{c}z', 'x1-2-3z', true],
    ['x{a}-{b}-{c}z', 'x1-23z', false],
  ])('template %s, %s', (template, uri, made) => {
    const routes = new Routes();
    routes.learn('resourceTemplate', template, 's');
    expect(routes.find(uri)).toBe(made ? 's' : undefined);
  });
});

describe('composite cursors', () => {
  it('come back as they went', () => {
    const cursors = new Map([
      ['a', ''],
      ['b-1', 'page "2" é'],
    ]);
    expect(readCursor(writeCursor(cursors) ?? '')).toEqual(cursors);
    expect(writeCursor(new Map())).toBeUndefined();
  });

  it.each([
    '',
    'x',
    'e30',
    '!!',
    Buffer.from('{"a":1}').toString('base64url'),
    Buffer.from('["a"]').toString('base64url'),
    Buffer.from('{"a":"1","a":"2"}').toString('base64url'),
  ])('none of ours: %s', (text) => expect(() => readCursor(text)).toThrow('There is no such page.'));
});
