import { describe, expect, it } from 'vitest';
import { childEnvironment } from './child-environment.ts';

const path = '/usr/local/bin:/usr/bin';
const none: ReadonlyMap<string, string> = new Map();

/** Threats B93: whoever may choose a server's program does not thereby get what the gateway was given. */
describe('of the environment of the gateway (B93)', () => {
  it.each([
    ['a token of its own', 'TOOLGATE_SECRET_KEY'],
    ['the file that its secrets are in', 'TOOLGATE_CONFIG'],
    ['a credential of a cloud', 'AWS_SECRET_ACCESS_KEY'],
    ['the password of its database', 'DATABASE_URL'],
    ['a token of a code host', 'GITHUB_TOKEN'],
    ['an agent that signs', 'SSH_AUTH_SOCK'],
    ['a bus', 'DBUS_SESSION_BUS_ADDRESS'],
    ['what is loaded into every program', 'LD_PRELOAD'],
    ['where libraries are looked for', 'LD_LIBRARY_PATH'],
    ['the same elsewhere', 'DYLD_INSERT_LIBRARIES'],
    ['what Node is told', 'NODE_OPTIONS'],
    ['whom Node trusts', 'NODE_EXTRA_CA_CERTS'],
    ['a channel to a parent of Node’s', 'NODE_CHANNEL_FD'],
    ['where modules are looked for', 'PYTHONPATH'],
    ['what a shell runs first', 'BASH_ENV'],
    ['a proxy, with its password', 'HTTPS_PROXY'],
    ['the same in small letters', 'https_proxy'],
    ['what npm was started with', 'npm_config_registry'],
    ['a name that looks like a necessity', 'PATH_'],
    ['a necessity in small letters', 'path'],
  ])('a child has not %s', (_what, name) => {
    const made = childEnvironment(none, { PATH: path, [name]: 'canary' });
    expect({ ...made }).toEqual({ PATH: path });
  });

  it('a child has what no program does without, as it is', () => {
    const own = { PATH: path, HOME: '/home/x', LANG: 'C.UTF-8', TMPDIR: '/tmp/y' };
    expect({ ...childEnvironment(none, { ...own, SECRET: 'canary' }) }).toEqual(own);
    expect({ ...childEnvironment(none, {}) }).toEqual({});
  });
});

describe('what is declared for a child (B93)', () => {
  it.each(['PATH', 'LD_PRELOAD', 'NODE_OPTIONS', 'HTTPS_PROXY', '__proto__', 'constructor'])(
    '%s is what it has, whatever the gateway has',
    (name) => {
      const own = JSON.parse(`{"PATH":"${path}","${name}":"canary"}`) as Record<string, string>;
      const made = childEnvironment(new Map([[name, 'declared']]), own);
      expect(Object.entries(made).filter(([each]) => each === name)).toEqual([[name, 'declared']]);
      expect(JSON.stringify(Object.entries(made))).not.toContain('canary');
    },
  );

  it('holds nothing of a name that every object has', () => {
    expect(Object.getPrototypeOf(childEnvironment(none, {}))).toBeNull();
  });
});
