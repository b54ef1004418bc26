import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Kill, type KillTarget, targetWords } from './kill.ts';
import { Kills } from './kills.ts';

const killOf = (target: KillTarget, index = 0): Kill => ({ id: `k${index}`, target, since: 0, by: 'operator' });

/** The rule read as a sentence: slow, and plain enough to be right. */
function covered(targets: readonly KillTarget[], grant: { id: string; label: string }, server: string, tool?: string) {
  return targets.some((target) => {
    if (target.kind === 'all') return true;
    if (target.kind === 'grant') return target.grant === grant.id || target.grant === grant.label;
    if (target.kind === 'server') return target.server === server;
    return target.tool === tool && (target.server === undefined || target.server === server);
  });
}

const name = fc.constantFrom('a', 'b', 'constructor', '__proto__');
const target: fc.Arbitrary<KillTarget> = fc.oneof(
  fc.record({ kind: fc.constant('all' as const) }),
  fc.record({ kind: fc.constant('grant' as const), grant: name }),
  fc.record({ kind: fc.constant('server' as const), server: name }),
  fc.record({ kind: fc.constant('tool' as const), tool: name }),
  fc.record({ kind: fc.constant('tool' as const), server: name, tool: name }),
);

describe('kills', () => {
  it('cover what their sentences say, and nothing else', () => {
    const asked = fc.record({ id: name, label: name, server: name, tool: fc.option(name, { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(target, { maxLength: 4 }), asked, (targets, { id, label, server, tool }) => {
        const kills = new Kills(targets.map(killOf));
        const found = kills.covering({ id, label }, server, tool);
        expect(found !== undefined).toBe(covered(targets, { id, label }, server, tool));
        if (found !== undefined) expect(covered([found.target], { id, label }, server, tool)).toBe(true);
      }),
    );
  });

  it('of a grant or of everything hold where no server is named yet', () => {
    const grant = { id: 'g1', label: 'alice' };
    expect(new Kills([killOf({ kind: 'all' })]).covering(grant)).toBeDefined();
    expect(new Kills([killOf({ kind: 'grant', grant: 'alice' })]).covering(grant)).toBeDefined();
    expect(new Kills([killOf({ kind: 'server', server: 'files' })]).covering(grant)).toBeUndefined();
  });

  it.each<[KillTarget, string]>([
    [{ kind: 'all' }, 'everything'],
    [{ kind: 'grant', grant: 'alice' }, 'grant alice'],
    [{ kind: 'server', server: 'files' }, 'server files'],
    [{ kind: 'tool', server: 'files', tool: 'write' }, 'tool files/write'],
    [{ kind: 'tool', tool: 'write' }, 'tool write on every server'],
  ])('%j in words', (one, words) => {
    expect(targetWords(one)).toBe(words);
  });
});
