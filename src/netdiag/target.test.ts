import { describe, expect, it } from 'vitest';
import { manualClock } from '../kernel/index.ts';
import { mayReach, resolveTarget } from './target.ts';
import type { ToolContext } from './tool.ts';

const context = (allowPrivate: boolean): ToolContext => ({
  clock: manualClock(),
  signal: new AbortController().signal,
  allowPrivate,
  nameServers: [],
  progress: () => {},
});
const never = new AbortController().signal;

describe('mayReach', () => {
  it.each(['8.8.8.8', '2606:4700::1111', '127.0.0.1', '127.9.9.9', '::1'])('%s is reachable by default', (address) => {
    expect(mayReach(address, false)).toBe(true);
  });

  it.each([
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
  ])('%s needs the permission', (address) => {
    expect(mayReach(address, false)).toBe(false);
    expect(mayReach(address, true)).toBe(true);
  });

  it('knows addresses only, never names', () => {
    expect(mayReach('localhost', true)).toBe(false);
  });
});

describe('resolveTarget', () => {
  it.each(['127.0.0.1', '[::1]', '::1'])('takes the literal %s as it is', async (host) => {
    const target = await resolveTarget(host, context(false), never);
    expect(target.address).toBe(host.replace(/[[\]]/g, ''));
  });

  it('checks what a name leads to, not how it is spelt', async () => {
    const target = await resolveTarget('localhost', context(false), never);
    expect(['127.0.0.1', '::1']).toContain(target.address);
  });

  // The system's resolver reads these as addresses, whatever they look like.
  it.each(['0x0a.1', '167772161', '012.0.0.1', '10.1'])('refuses the private address spelt %s', async (host) => {
    await expect(resolveTarget(host, context(false), never)).rejects.toThrow(/neither a public nor a loopback/);
  });

  it.each(['a b', 'x/y', 'http://localhost', '', 'ab\u0000c', 'ⓛocalhost'])('refuses the non-name %j', async (host) => {
    await expect(resolveTarget(host, context(true), never)).rejects.toThrow(/is not a host name/);
  });

  it('waits no longer than the deadline', async () => {
    const over = AbortSignal.abort(new Error('over'));
    await expect(resolveTarget('localhost', context(false), over)).rejects.toThrow('over');
  });
});
