import { HTTPParser } from 'http-parser-js';
import type { Reading, SeenRequest } from './seen-request.ts';

/** `G / HTTP/1.1` and two ends of a line. */
const shortestRequest = 16;

const inCircles = new Error('it reads the same bytes again and again');

/** Requests as `http-parser-js` reads them: a parser of other hands than llhttp, and far more lenient. */
export function readLeniently(bytes: Buffer): Reading {
  const requests: SeenRequest[] = [];
  const parser = new HTTPParser(HTTPParser.REQUEST);
  let method = '';
  let target = '';
  let body: Buffer[] = [];
  let open = false;
  parser[HTTPParser.kOnHeadersComplete] = (info) => {
    // A length below zero sends it back.
    if (requests.length > bytes.length / shortestRequest) throw inCircles;
    method = HTTPParser.methods[info.method] ?? '';
    target = info.url;
    body = [];
    open = true;
  };
  parser[HTTPParser.kOnBody] = (chunk, offset, length) => {
    // So does a chunk of fewer bytes than none.
    if (length < 0) throw inCircles;
    body.push(Buffer.from(chunk.subarray(offset, offset + length)));
  };
  parser[HTTPParser.kOnMessageComplete] = () => {
    requests.push({ method, target, body: Buffer.concat(body) });
    open = false;
  };
  try {
    const read = parser.execute(bytes);
    const end = typeof read !== 'number' || read < bytes.length ? 'broken' : open ? 'cut short' : 'whole';
    return { requests, end, taken: typeof read === 'number' ? read : 0 };
  } catch (error) {
    if (error === inCircles) return { requests: [], end: 'broken', taken: 0 };
    throw error;
  }
}
