import { isUtf8 } from 'node:buffer';
import { unclassified } from '../../../src/policy/index.ts';
import { judge } from '../../reference/judge/judge.ts';
import { decoders, memberOf, reads } from './decoders.ts';
import { type Tree, treeOf } from './tree.ts';
import { context, document, type Judged, type Passed, upstreamId } from './way.ts';

const outermost = new Set(['jsonrpc', 'id', 'method', 'params']);

/**
 * Looks at one text and what came of it with the eyes of every decoder.
 *
 * @param asked whether the second judge is asked, too, which takes longer than all the rest
 * @returns what one of them sees that was not judged; `undefined` when there is nothing
 */
export function checkCall(bytes: Buffer, passed: Passed, asked: boolean): string | undefined {
  if (passed.kind === 'unreadable') return undefined;
  if (!isUtf8(bytes)) return 'bytes that are no UTF-8 were read';
  const text = bytes.toString();
  let tree: Tree;
  try {
    JSON.parse(text);
    tree = treeOf(text);
  } catch (error) {
    return `JSON.parse does not take it: ${String(error)}`;
  }
  const { call } = passed;
  if (call === undefined) return passed.kind === 'refused' ? undefined : 'a call that is none was forwarded';
  const other = asSeen(tree, call) ?? (asked ? asJudged(passed, call) : undefined);
  if (other !== undefined || passed.kind !== 'forwarded') return other;
  const { image, line, headers } = passed;
  if (line.includes(0x0a) || line.includes(0x0d)) return 'what goes to a process is more than one line';
  const name = headers[headers.indexOf('mcp-name') + 1];
  if (headers.includes('mcp-name') && name !== call.name) return `Mcp-Name says ${name}`;
  for (const sent of line === image ? [image] : [image, line]) {
    const sentTree = treeOf(sent.toString());
    const seen = asSeen(sentTree, call) ?? asEnvelope(sentTree);
    if (seen !== undefined) return `upstream: ${seen}`;
  }
  return undefined;
}

/** Whether every decoder finds the call that was judged. */
function asSeen(tree: Tree, call: Judged): string | undefined {
  const seen = new Set<Tree | undefined>();
  for (const decoder of decoders) {
    const params = memberOf(tree, 'params', decoder);
    const method = memberOf(tree, 'method', decoder);
    const name = memberOf(params, 'name', decoder);
    const args = memberOf(params, 'arguments', decoder);
    if (!reads(method, call.method, decoder.keep)) return `${decoder.name}: another method`;
    if (!reads(name, call.name, decoder.keep)) return `${decoder.name}: another name`;
    // Most find the same text: within it a folding means nothing any more, but which of two equal keys is kept does.
    if (seen.has(args) && !decoder.isExact) continue;
    seen.add(args);
    if (!reads(args, call.hasArguments ? call.arguments : undefined, decoder.keep)) {
      return `${decoder.name}: other arguments`;
    }
  }
  return undefined;
}

/** Whether the envelope is the gateway's own to every decoder. */
function asEnvelope(tree: Tree): string | undefined {
  if (tree.kind !== 'object' || tree.members.some(([key]) => !outermost.has(key))) return 'a member that is not ours';
  for (const decoder of decoders) {
    if (!reads(memberOf(tree, 'id', decoder), upstreamId, decoder.keep)) return `${decoder.name}: another id`;
    const meta = memberOf(memberOf(tree, 'params', decoder), '_meta', decoder);
    const token = memberOf(meta, 'progressToken', decoder);
    if (token !== undefined && !reads(token, upstreamId, decoder.keep))
      return `${decoder.name}: another progress token`;
  }
  return undefined;
}

/** Whether the second judge says the same. */
function asJudged(passed: Passed, { name, arguments: args }: Judged): string | undefined {
  const facts = { ...unclassified, annotations: {} };
  const verdict = judge(document, { kind: 'tool', name, arguments: args, facts }, context, () => {});
  const ours = passed.kind === 'refused' ? passed.code : 'pass';
  const theirs = verdict.verdict === 'refuse' ? verdict.code : 'pass';
  return ours === theirs ? undefined : `judged as ${ours}, by the reference as ${theirs}`;
}
