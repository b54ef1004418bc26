import fc from 'fast-check';
import { expect, it } from 'vitest';
import { flagNames } from './classify/flags.ts';
import { type ReachableTool, toxicFlow } from './toxic-flow.ts';

const tool = (name: string, ...flags: ReachableTool['flags']): ReachableTool => ({
  server: 's',
  name,
  category: 'read',
  flags,
});
const issues = tool('list_issues', 'untrusted_content');
const files = tool('read_file', 'private_data', 'fs_path');
const post = tool('post_comment', 'public_sink');

it('needs all three parts, of whichever server', () => {
  const flow = toxicFlow([issues, files, { ...post, server: 'other' }]);
  expect(flow?.untrusted).toEqual([issues]);
  expect(flow?.private).toEqual([files]);
  expect(flow?.out.map(({ server }) => server)).toEqual(['other']);
  for (const two of [[issues, files], [issues, post], [files, post], []]) expect(toxicFlow(two)).toBeUndefined();
});

it('one tool may be the whole of it', () => {
  expect(toxicFlow([tool('read_mail_and_fetch', 'untrusted_content', 'private_data', 'arbitrary_url')])).toBeDefined();
});

it('does not end when a tool is added, nor begin when one is taken away', () => {
  const anyTool = fc.record({
    server: fc.constantFrom('a', 'b'),
    name: fc.string(),
    category: fc.constant('read' as const),
    flags: fc.subarray([...flagNames]),
  });
  fc.assert(
    fc.property(fc.array(anyTool), anyTool, (tools, more) => {
      if (toxicFlow(tools) !== undefined) expect(toxicFlow([...tools, more])).toBeDefined();
    }),
  );
});
