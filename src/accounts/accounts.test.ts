import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountLimit, addressLimit, forgottenMs, waitOf, worthRecording } from './login-limits.ts';
import { passwordFault } from './password-fault.ts';
import { Passwords } from './passwords.ts';
import { may, permissions, roleMay } from './permissions.ts';
import { newRecoveryCodes, recoveryDigest } from './recovery-codes.ts';
import { roleOf, roles } from './roles.ts';
import { isOver } from './session-lives.ts';
import { base32, checkTotp, totpCode, totpStep, totpUri } from './totp.ts';

describe('a time-based code', () => {
  const secret = Buffer.from('12345678901234567890');

  // RFC 6238, appendix B, the rows of SHA-1.
  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('is the one of RFC 6238 at %d s', (seconds, code) => {
    expect(totpCode(secret, totpStep(seconds * 1000), 8)).toBe(code);
  });

  it('is taken once, and so is none that is older', () => {
    const now = 1_234_567_890_000;
    const code = totpCode(secret, totpStep(now));
    const step = checkTotp(secret, code, now, 0);
    expect(step).toBe(totpStep(now));
    expect(checkTotp(secret, code, now, step ?? 0)).toBeUndefined();
    expect(checkTotp(secret, totpCode(secret, totpStep(now) - 1), now, step ?? 0)).toBeUndefined();
    expect(checkTotp(secret, totpCode(secret, totpStep(now) + 1), now, step ?? 0)).toBe(totpStep(now) + 1);
  });

  it('is taken a step early or late, and no further', () => {
    const now = 1_234_567_890_000;
    const taken = [-2, -1, 0, 1, 2].map((by) => checkTotp(secret, totpCode(secret, totpStep(now) + by), now, 0));
    expect(taken.map((step) => step !== undefined)).toEqual([false, true, true, true, false]);
  });

  it.each(['', '28708', '2870822', '28708２', 'abcdef'])('is not %j', (code) => {
    expect(checkTotp(secret, code, 59_000, 0)).toBeUndefined();
  });

  it('has its secret in base 32, as RFC 4648 has it', () => {
    const vectors = { f: 'MY', fo: 'MZXQ', foo: 'MZXW6', foob: 'MZXW6YQ', fooba: 'MZXW6YTB', foobar: 'MZXW6YTBOI' };
    for (const [text, encoded] of Object.entries(vectors)) expect(base32(Buffer.from(text))).toBe(encoded);
    expect(totpUri(secret, 'a b@c.d')).toContain('Toolgate:a%20b%40c.d?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&');
  });
});

describe('a password', () => {
  const cheap = { memory: 64, passes: 1, parallelism: 1 };

  it('is right or wrong, and stale when its hash cost something else', async () => {
    const passwords = new Passwords(cheap);
    const kept = await passwords.hash('correct horse battery');
    expect(kept).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
    expect(await passwords.verify(kept, 'correct horse battery')).toEqual({ ok: true, stale: false });
    expect(await passwords.verify(kept, 'correct horse batterx')).toEqual({ ok: false, stale: false });
    const dearer = new Passwords({ ...cheap, passes: 2 });
    expect(await dearer.verify(kept, 'correct horse battery')).toEqual({ ok: true, stale: true });
  });

  it('of nobody is never right, and is hashed like any other', async () => {
    expect(await new Passwords(cheap).verify(undefined, 'anything at all')).toEqual({ ok: false, stale: false });
  });

  it('is the same however its accents were typed', async () => {
    const passwords = new Passwords(cheap);
    const kept = await passwords.hash('caf\u00e9 caf\u00e9 caf\u00e9');
    expect((await passwords.verify(kept, 'cafe\u0301 cafe\u0301 cafe\u0301')).ok).toBe(true);
  });

  it('waits its turn, and is refused when too many wait', async () => {
    const passwords = new Passwords(cheap);
    const all = await Promise.allSettled(Array.from({ length: 40 }, (_, i) => passwords.hash(`password ${i}`)));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(32);
    expect(all.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))).toEqual(
      Array.from({ length: 8 }, () => 'overloaded'),
    );
    await expect(passwords.hash('after the flood')).resolves.toContain('$argon2id$');
  });

  it.each([
    ['short', /at least 12/],
    ['aaaaaaaaaaaaaaaa', /easy/],
    ['123456789012', /easy/],
    ['abcdefghijklmn', /easy/],
    ['alice@example.com', /everybody/],
    ['alicealice12', /everybody/],
    ['toolgate-password', /everybody/],
    ['x'.repeat(257), /at most/],
  ])('may not be %s', (password, why) => {
    expect(passwordFault(password, ['alice@example.com'])).toMatch(why);
  });

  it.each(['correct horse battery', 'Пароль длинный 7', 'gW4$kk2!pQ9z'])('may be %s', (password) => {
    expect(passwordFault(password, ['alice@example.com'])).toBeUndefined();
  });
});

describe('recovery codes', () => {
  it('are ten different ones that are found however they are typed', () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) {
      expect(code).toMatch(/^([a-z2-7]{4}-){3}[a-z2-7]{4}$/);
      expect(recoveryDigest(code.toUpperCase().replaceAll('-', ' '))).toBe(recoveryDigest(code));
    }
  });
});

describe('failed sign-ins', () => {
  it('cost nothing at first, then ever more, up to a limit, and are forgotten', () => {
    const waits = [1, 4, 5, 6, 7, 8, 20, 400].map((count) => waitOf({ count, lastAt: 1_000 }, accountLimit, 1_000));
    expect(waits).toEqual([0, 0, 1_000, 2_000, 4_000, 8_000, 300_000, 300_000]);
    expect(waitOf({ count: 400, lastAt: 1_000 }, accountLimit, 1_000 + forgottenMs)).toBe(0);
  });

  it('are recorded a logarithmic number of times', () => {
    const recorded = Array.from({ length: 200 }, (_, i) => i + 1).filter((count) =>
      worthRecording(count, addressLimit),
    );
    expect(recorded).toEqual([20, 21, 23, 27, 35, 51, 83, 147]);
  });

  it('never make anybody wait longer than the limit, or less after more of them', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000_000), (count, age) => {
        const wait = waitOf({ count, lastAt: 0 }, addressLimit, age);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(addressLimit.most);
        expect(waitOf({ count: count + 1, lastAt: 0 }, addressLimit, age)).toBeGreaterThanOrEqual(wait);
      }),
    );
  });
});

describe('a role', () => {
  it('is one of the five, and nothing else opens anything', () => {
    expect(roleOf('constructor')).toBeUndefined();
    expect(roleMay(roleOf('Admin'), 'servers:read')).toBe(false);
  });

  it('keeps from policy managers what opens something, and from all but auditors what was captured', () => {
    for (const permission of [
      'grants:write',
      'credentials:write',
      'api_keys:write',
      'captures:read',
      'accounts:write',
    ] as const) {
      expect(roleMay('policy_manager', permission)).toBe(false);
    }
    expect(roles.filter((role) => roleMay(role, 'captures:read'))).toEqual(['auditor']);
    expect(roles.filter((role) => roleMay(role, 'approvals:decide'))).toEqual(['admin', 'approver']);
  });

  it('that is a viewer or an auditor changes nothing', () => {
    const changes = permissions.filter((permission) => /:(write|decide|activate)$/.test(permission));
    expect(changes.filter((permission) => roleMay('viewer', permission) || roleMay('auditor', permission))).toEqual([]);
  });

  it('is nobody’s who has not signed in, and what is one’s own is a user’s only', () => {
    const nobody = { kind: 'anonymous', id: 'anonymous', role: 'admin' } as const;
    expect(permissions.filter((permission) => may(nobody, permission))).toEqual(['public']);
    expect(may({ kind: 'api_key', id: 'a', role: 'admin' }, 'self')).toBe(false);
    expect(may({ kind: 'operator', id: 'operator', role: 'admin' }, 'self')).toBe(false);
  });
});

describe('a session', () => {
  const hour = 3_600_000;
  it.each([
    ['just begun', 0, 0, 0, false],
    ['used an hour ago', 0, 0, hour, false],
    ['not used for twelve hours', 0, 0, 12 * hour, true],
    ['used all the time', 0, 167 * hour, 167.9 * hour, false],
    ['seven days old', 0, 168 * hour, 168 * hour, true],
  ])('%s is over: %#', (_what, createdAt, usedAt, now, over) => {
    expect(isOver({ createdAt, usedAt }, now)).toBe(over);
  });
});
