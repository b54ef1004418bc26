import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { policyVersions } from './policy-versions.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('policyVersions', () => {
  it('counts up when the text changes, for each policy by itself', () => {
    const versions = policyVersions(folder);
    expect(['a', 'a', 'b', 'a'].map((text) => versions.of('x', text))).toEqual([1, 1, 2, 3]);
    expect(versions.of('y', 'a')).toBe(1);
  });

  it('goes on after a restart', () => {
    policyVersions(folder).of('x', 'a');
    policyVersions(folder).of('x', 'b');
    expect(policyVersions(folder).of('x', 'b')).toBe(2);
    expect(policyVersions(folder).of('x', 'c')).toBe(3);
    expect(statSync(join(folder, 'policy-versions.json')).mode & 0o077).toBe(0);
  });

  it('knows a policy named like a property of every object', () => {
    const versions = policyVersions(folder);
    expect(versions.of('constructor', 'a')).toBe(1);
    expect(policyVersions(folder).of('constructor', 'b')).toBe(2);
  });

  it.each(['', '[]', '{"x":{"version":"1"}}', 'null'])('takes a broken file (%s) as none', (text) => {
    writeFileSync(join(folder, 'policy-versions.json'), text);
    expect(policyVersions(folder).of('x', 'a')).toBe(1);
  });
});
