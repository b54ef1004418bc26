import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PolicyVersions, policyVersions } from './policy-versions.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const one = (versions: PolicyVersions, name: string, text: string) => versions.of([{ name, text }]).get(name);

describe('policyVersions', () => {
  it('counts up when the text changes, for each policy by itself', () => {
    const versions = policyVersions(folder);
    expect(['a', 'a', 'b', 'a'].map((text) => one(versions, 'x', text))).toEqual([1, 1, 2, 3]);
    expect(one(versions, 'y', 'a')).toBe(1);
  });

  it('knows several at once', () => {
    const first = policyVersions(folder).of([
      { name: 'x', text: 'a' },
      { name: 'y', text: 'a' },
    ]);
    expect([...first]).toEqual([
      ['x', 1],
      ['y', 1],
    ]);
    const second = policyVersions(folder).of([
      { name: 'x', text: 'b' },
      { name: 'y', text: 'a' },
    ]);
    expect(second).toEqual(new Map([...first, ['x', 2]]));
  });

  it('goes on after a restart', () => {
    one(policyVersions(folder), 'x', 'a');
    one(policyVersions(folder), 'x', 'b');
    expect(one(policyVersions(folder), 'x', 'b')).toBe(2);
    expect(one(policyVersions(folder), 'x', 'c')).toBe(3);
    expect(statSync(join(folder, 'policy-versions.json')).mode & 0o077).toBe(0);
  });

  it('knows a policy named like a property of every object', () => {
    const versions = policyVersions(folder);
    expect(one(versions, 'constructor', 'a')).toBe(1);
    expect(one(policyVersions(folder), 'constructor', 'b')).toBe(2);
  });

  it.each(['', '[]', '{"x":{"version":"1"}}', 'null'])('takes a broken file (%s) as none', (text) => {
    writeFileSync(join(folder, 'policy-versions.json'), text);
    expect(one(policyVersions(folder), 'x', 'a')).toBe(1);
  });
});
