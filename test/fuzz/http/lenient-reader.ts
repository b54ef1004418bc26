import { HTTPParser } from 'http-parser-js';
import type { Reading, SeenRequest } from './seen-request.ts';

/** Requests as `http-parser-js` reads them: a parser of other hands than llhttp, and far more lenient. */
export function readLeniently(bytes: Buffer): Reading {
  const requests: SeenRequest[] = [];
  const parser = new HTTPParser(HTTPParser.REQUEST);
  let method = '';
  let target = '';
  let body: Buffer[] = [];
  let open = false;
  parser[HTTPParser.kOnHeadersComplete] = (info) => {
    method = HTTPParser.methods[info.method] ?? '';
    target = info.url;
    body = [];
    open = true;
  };
  parser[HTTPParser.kOnBody] = (chunk, offset, length) => {
    body.push(Buffer.from(chunk.subarray(offset, offset + length)));
  };
  parser[HTTPParser.kOnMessageComplete] = () => {
    requests.push({ method, target, body: Buffer.concat(body) });
    open = false;
  };
  const read = parser.execute(bytes);
  const end = typeof read !== 'number' || read < bytes.length ? 'broken' : open ? 'cut short' : 'whole';
  return { requests, end, taken: typeof read === 'number' ? read : 0 };
}
