import { describe, expect, it } from 'vitest';
import { byteText } from '../kernel/index.ts';
import { writeRequest } from './write-request.ts';

const host = 'a.example';
const path = '/mcp';

describe('a request', () => {
  it('has its short body in one piece with its head, and a longer one by itself', () => {
    const headers = ['accept', 'text/plain'];
    const head = 'POST /mcp HTTP/1.1\r\nhost: a.example\r\nconnection: keep-alive\r\naccept: text/plain\r\n';
    const short = Buffer.from('é');
    expect(writeRequest({ method: 'POST', path, headers, body: short }, host)).toEqual({
      text: `${head}content-length: 2\r\n\r\n${short.toString('latin1')}`,
    });
    expect(writeRequest({ method: 'POST', path, headers, body: byteText('é') }, host).text).toBe(
      `${head}content-length: 2\r\n\r\n${short.toString('latin1')}`,
    );
    const body = Buffer.alloc(20_000, 'x');
    const text = `${head}content-length: 20000\r\n\r\n`;
    expect(writeRequest({ method: 'POST', path, headers, body }, host)).toEqual({ text, body: [body] });
    const parts = [body.subarray(0, 5), body.subarray(5)];
    expect(writeRequest({ method: 'POST', path, headers, body: parts }, host)).toEqual({ text, body: parts });
  });

  it.each<[string, { readonly path?: string; readonly headers?: readonly string[] }]>([
    ['a path with a blank', { path: '/a b' }],
    ['a path with a line end', { path: '/\r\nx: y' }],
    ['no path', { path: '' }],
    ['a name with a line end', { headers: ['a\r\nb', 'c'] }],
    ['a value with a line end', { headers: ['a', 'b\r\nc: d'] }],
    ['a value beyond ASCII', { headers: ['a', 'é'] }],
  ])('with %s is refused, also the second time', (_, spoilt) => {
    const headers = Object.freeze(spoilt.headers ?? ['a', 'b']);
    for (let n = 0; n < 2; n += 1) {
      expect(() => writeRequest({ method: 'GET', path, ...spoilt, headers }, host)).toThrow(TypeError);
    }
  });

  it('is its own where others have the same list of headers', () => {
    const headers = Object.freeze(['a', 'b']);
    const heads = (['POST', 'GET'] as const).flatMap((method) =>
      ['/one', '/two'].flatMap((to) =>
        [host, 'b.example'].map((at) => writeRequest({ method, path: to, headers }, at).text),
      ),
    );
    expect(new Set(heads).size).toBe(8);
    expect(writeRequest({ method: 'POST', path: '/one', headers }, host).text).toBe(heads[0]);
  });

  it('is written anew where its list of headers could have changed', () => {
    const headers = ['a', 'b'];
    writeRequest({ method: 'GET', path, headers }, host);
    headers[1] = 'c';
    expect(writeRequest({ method: 'GET', path, headers }, host).text).toContain('a: c\r\n');
  });
});
