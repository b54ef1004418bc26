import type { CallRecord } from '../../../src/audit/index.ts';
import { openGateway } from '../../adversarial/gateway/open-gateway.ts';
import { rawAgent } from '../../adversarial/gateway/raw-agent.ts';
import { choices } from '../../reference/generate/random.ts';
import type { Campaign } from '../campaign.ts';
import { exchangePieces } from './exchange-pieces.ts';
import { type ClientStream, generateStream, type Target } from './generate.ts';
import { readLeniently } from './lenient-reader.ts';
import { callIn, isMark, type Reading } from './seen-request.ts';
import { readStrictly } from './strict-reader.ts';
import { openUpstreams, type Upstreams } from './upstreams.ts';

const policy = { version: '1', default: 'deny', tools: { echo: {}, kill: { action: 'deny' } } };

/** What became of one stream, as far as the client can tell. */
interface Sent {
  readonly seed: number;
  readonly stream: ClientStream;
  readonly strict: Reading;
  readonly lenient: Reading;
  readonly answer: string;
  /** Marks in the answers, in their order. */
  readonly answered: readonly string[];
}

/**
 * HTTP on raw sockets, end to end: streams of requests that are sound, or made to be read in two ways, go to the whole
 * gateway; behind it stand servers with four HTTP parsers. A failure is
 *
 * - a call that arrived at a server and is not on the record as forwarded, once, with the same arguments; or the reverse;
 * - a call on the record that the reader by the letter of RFC 9112 does not find in what the client sent, or that a
 *   lenient reader, where it could read at all, takes for a part of something else;
 * - an answer that another call asked for, or in another order than the calls;
 * - a sound call that was not answered, for a gateway that refuses everything smuggles nothing.
 *
 * @param inputs streams, `width` of them at a time
 * @param open makes the servers behind
 */
export async function smuggling(
  seed: number,
  inputs: number,
  { width = 16, open = openUpstreams }: { readonly width?: number; readonly open?: () => Promise<Upstreams> } = {},
): Promise<Campaign> {
  const began = performance.now();
  const upstreams = await open();
  const servers = Object.fromEntries(
    Object.entries(upstreams.urls).map(([slug, url]) => [slug, { url, allowPrivate: true }]),
  );
  const gateway = await openGateway({
    servers,
    policies: Object.fromEntries(Object.keys(servers).map((slug) => [slug, policy])),
    more: { admission: { requestsPerSecond: 1_000_000, inFlight: 10_000 } },
  });
  const sent: Sent[] = [];
  try {
    const targets: Target[] = [];
    for (const slug of Object.keys(servers)) {
      const { sessionId } = await rawAgent(gateway, slug);
      const headers = [
        `Authorization: Bearer ${gateway.token()}`,
        'Content-Type: application/json',
        'Accept: application/json, text/event-stream',
        `Mcp-Session-Id: ${sessionId}`,
        'MCP-Protocol-Version: 2025-11-25',
      ];
      targets.push({ slug, headers });
    }
    let next = seed;
    const one = async (): Promise<void> => {
      for (let mine = next++; mine < seed + inputs; mine = next++) {
        const stream = generateStream(mine, choices(mine), targets);
        const strict = readStrictly(stream.bytes);
        const answer = await exchangePieces(gateway.port, stream.pieces, strict.requests.length);
        const answered = [...answer.matchAll(/"text":"mark=(\w+)"/g)].map(([, mark = '']) => mark);
        sent.push({ seed: mine, stream, strict, lenient: readLeniently(stream.bytes), answer, answered });
      }
    };
    await Promise.all(Array.from({ length: width }, one));
    await gateway.stop();
    const records = byMark(await gateway.calls());
    const outcomes = new Map<string, number>();
    const failures: string[] = [];
    for (const each of sent) {
      const { outcome, failure } = judge(each, records, upstreams.seen);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      if (failure === undefined || failures.length === 10) continue;
      const text = JSON.stringify([each.stream.bytes.toString('latin1'), each.answer]);
      failures.push(`seed ${each.seed}: ${failure}\n${text.replaceAll(gateway.token(), 'TOKEN')} (latin1)`);
    }
    if (upstreams.unread() > 0)
      failures.push(`${upstreams.unread()} times a server got bytes that are no request to it`);
    const seconds = (performance.now() - began) / 1000;
    return { what: 'http', inputs, seed, outcomes: Object.fromEntries(outcomes), failures, seconds };
  } finally {
    await gateway.close();
    await upstreams.close();
  }
}

type Records = ReadonlyMap<string, readonly CallRecord[]>;

function byMark(calls: readonly CallRecord[]): Records {
  const found = new Map<string, CallRecord[]>();
  for (const call of calls) {
    const mark = call.argumentKeys?.find(isMark);
    if (mark !== undefined) found.set(mark, [...(found.get(mark) ?? []), call]);
  }
  return found;
}

type Seen = Upstreams['seen'];

function judge(sent: Sent, records: Records, seen: Seen): { readonly outcome: string; readonly failure?: string } {
  const { seed, stream, strict, lenient, answered } = sent;
  const inStrict = callsOf(strict);
  const inLenient = callsOf(lenient);
  // Every mark that the stream has, wherever it stands; one that lies across two chunks only a reader finds.
  const written = stream.bytes.toString('latin1').match(new RegExp(`m${seed}_[0-9]+_[0-9a-f]+(?=")`, 'g')) ?? [];
  const all = new Set([...written.filter(isMark), ...inStrict.keys(), ...inLenient.keys()]);
  const judged: string[] = [];
  let forwarded = 0;
  for (const mark of all) {
    const [record, ...more] = records.get(mark) ?? [];
    const [arrived, ...again] = seen.get(mark) ?? [];
    if (more.length > 0 || again.length > 0) return fail(`${mark} was judged or forwarded twice`);
    if (record === undefined && arrived !== undefined) return fail(`${mark} arrived at ${arrived.server} unrecorded`);
    if (record === undefined) continue;
    judged.push(mark);
    const went = record.outcome === 'allow' || record.outcome === 'error';
    if (arrived !== undefined && !went) return fail(`${mark} arrived, and the record says ${record.outcome}`);
    if (record.outcome === 'allow' && arrived === undefined) return fail(`${mark} is on the record and never arrived`);
    if (arrived !== undefined) forwarded += 1;
    if (arrived !== undefined && arrived.server !== record.server) return fail(`${mark} arrived at another server`);
    const args = inStrict.get(mark);
    if (args === undefined) return fail(`${mark} was judged, and is no request by RFC 9112`);
    if (arrived !== undefined && arrived.args !== args) return fail(`${mark} arrived with other arguments`);
    if (record.outcome === 'error' && !args.includes('wicked')) return fail(`${mark} went out and was not understood`);
    const other = inLenient.get(mark);
    if (lenient.end !== 'broken' && other !== args)
      return fail(`${mark} was judged, and is another to a lenient reader`);
  }
  const order = [...inStrict.keys()].filter((mark) => answered.includes(mark));
  if (order.join() !== answered.join())
    return fail(`answers to ${answered.join()} where ${order.join()} were asked for`);
  const missed = stream.isSound ? [...inStrict.keys()].find((mark) => !judged.includes(mark)) : undefined;
  if (missed !== undefined) return fail(`${missed} is sound and was not judged`);
  return { outcome: stream.isSound ? 'sound' : forwarded > 0 ? 'odd, some forwarded' : 'odd, nothing forwarded' };
}

function fail(failure: string): { readonly outcome: string; readonly failure: string } {
  return { outcome: 'failed', failure };
}

function callsOf({ requests }: Reading): ReadonlyMap<string, string> {
  const calls = requests.filter(({ method }) => method === 'POST').flatMap((request) => callIn(request) ?? []);
  return new Map(calls.map(({ mark, args }) => [mark, args]));
}
