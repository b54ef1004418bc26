import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Slices } from '../kernel/index.ts';
import { type PolicyVersions, policyVersions } from './policy-versions.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const slices = new Slices();
const one = async (versions: PolicyVersions, name: string, text: string) =>
  (await versions.of([{ name, text }], slices)).get(name);

describe('policyVersions', () => {
  it('counts up when the text changes, for each policy by itself', async () => {
    const versions = policyVersions(folder);
    const seen: (number | undefined)[] = [];
    for (const text of ['a', 'a', 'b', 'a']) seen.push(await one(versions, 'x', text));
    expect(seen).toEqual([1, 1, 2, 3]);
    expect(await one(versions, 'y', 'a')).toBe(1);
  });

  it('knows several at once', async () => {
    const first = await policyVersions(folder).of(
      [
        { name: 'x', text: 'a' },
        { name: 'y', text: 'a' },
      ],
      slices,
    );
    expect([...first]).toEqual([
      ['x', 1],
      ['y', 1],
    ]);
    const second = await policyVersions(folder).of(
      [
        { name: 'x', text: 'b' },
        { name: 'y', text: 'a' },
      ],
      slices,
    );
    expect(second).toEqual(new Map([...first, ['x', 2]]));
  });

  it('goes on after a restart', async () => {
    await one(policyVersions(folder), 'x', 'a');
    await one(policyVersions(folder), 'x', 'b');
    expect(await one(policyVersions(folder), 'x', 'b')).toBe(2);
    expect(await one(policyVersions(folder), 'x', 'c')).toBe(3);
    expect(statSync(join(folder, 'policy-versions.json')).mode & 0o077).toBe(0);
  });

  it('counts no text whose version could not be kept', async () => {
    const versions = policyVersions(folder);
    await one(versions, 'x', 'a');
    rmSync(folder, { recursive: true });
    await expect(one(versions, 'x', 'b')).rejects.toThrow('ENOENT');
    mkdirSync(folder);
    expect(await one(versions, 'x', 'b')).toBe(2);
    expect(await one(policyVersions(folder), 'x', 'c')).toBe(3);
  });

  it('rests whenever a slice is over', async () => {
    const rest = vi.fn(async () => {});
    let now = 0;
    const short = new Slices({ monotonic: () => (now += 10) }, rest);
    const many = Array.from({ length: 20 }, (_, n) => ({ name: `p${n}`, text: 'a' }));
    expect(await policyVersions(folder).of(many, short)).toEqual(new Map(many.map(({ name }) => [name, 1])));
    // While they are hashed, and while they are written.
    expect(rest).toHaveBeenCalledTimes(40);
    expect(await policyVersions(folder).of(many, short)).toEqual(new Map(many.map(({ name }) => [name, 1])));
    expect(rest).toHaveBeenCalledTimes(60);
  });

  it('knows a policy named like a property of every object', async () => {
    const versions = policyVersions(folder);
    expect(await one(versions, 'constructor', 'a')).toBe(1);
    expect(await one(policyVersions(folder), 'constructor', 'b')).toBe(2);
  });

  it.each(['', '[]', '{"x":{"version":"1"}}', 'null'])('takes a broken file (%s) as none', async (text) => {
    writeFileSync(join(folder, 'policy-versions.json'), text);
    expect(await one(policyVersions(folder), 'x', 'a')).toBe(1);
  });
});
