import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { boundCall } from '../../test/contract/approvals/calls.ts';
import { callDigest, entriesDigest, exceptionDigests } from './bound-call.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Digests are kept in the database: by another one, a later release would not find what waits, or what was allowed. */
describe('what a request and an exception are found by', () => {
  const call = boundCall({ user: 'u', session: 's' });
  const of = '"up","default","file:agent","u","files","tools/call","tool","delete","d1"';
  const empty = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';

  it('is the digest of all that the call is', () => {
    expect(callDigest(call)).toBe(sha256(`["call",${of},"s","${empty}"]`));
    const bare = boundCall({ definitionHash: undefined });
    expect(callDigest(bare)).toBe(
      sha256(`["call","up","default","file:agent",null,"files","tools/call","tool","delete",null,null,"${empty}"]`),
    );
  });

  it('is the same for an exception in every session, for these arguments or for any', () => {
    const digests = { same: sha256(`["exception",${of},"${empty}"]`), any: sha256(`["exception",${of},null]`) };
    expect(exceptionDigests(call)).toEqual(digests);
    expect(exceptionDigests({ ...call, session: undefined })).toEqual(digests);
  });

  it('is the set of the entries that ask', () => {
    expect(entriesDigest(['b', 'a', 'b'])).toBe(sha256('["entries","a","b"]'));
  });
});
