import { totpCode, totpStep } from '../../src/accounts/index.ts';
import { newBrowser } from './browser-end.ts';
import type { ApiAnswer, TestControl } from './control.ts';

/** One change, asked for as a client would. */
export interface Step {
  /** The verb that it asks for. */
  readonly verb: string;
  ask(): Promise<ApiAnswer>;
}

/** Secrets that operators type in along the way. None of them may be found anywhere afterwards. */
export const typedSecrets = {
  password: 'canary-password-one 7',
  newPassword: 'canary-password-two 8',
  header: 'Bearer canary-upstream-credential',
} as const;

/**
 * The life of an installation: every change that accounts, keys, servers, policies and grants know, one after the other,
 * each through the API.
 *
 * @param shown told of every secret that an answer shows
 */
export function everyChange(plane: TestControl, shown: (secret: string) => void): readonly Step[] {
  const ada = newBrowser(plane, shown);
  const eve = newBrowser(plane, shown);
  const known = new Map<string, string>();
  const { password, newPassword, header } = typedSecrets;

  const keep = (answer: ApiAnswer, names: Readonly<Record<string, string>>): ApiAnswer => {
    for (const [name, path] of Object.entries(names)) {
      const value = path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], answer.body);
      if (typeof value !== 'string') throw new Error(`${path} is not in ${JSON.stringify(answer.body)}`);
      known.set(name, value);
    }
    return answer;
  };
  const of = (name: string): string => known.get(name) ?? '';
  const fragment = (name: string): string => {
    const secret = of(name).split('#')[1] ?? '';
    shown(secret);
    return secret;
  };
  const code = (): string => totpCode(fromBase32(of('factor')), totpStep(plane.clock.now()));
  const show = (answer: ApiAnswer, name: string, path: string): ApiAnswer => {
    keep(answer, { [name]: path });
    shown(of(name));
    return answer;
  };
  const person = { email: 'ada@example.com', name: 'Ada' };
  const invited = { email: 'eve@example.com', name: 'Eve', role: 'policy_manager' };
  const policy = '{"version":"1","default":"allow"}';

  return [
    {
      verb: 'setup.issue',
      ask: async () => keep(await plane.ask('POST', '/setup/link', { body: {} }), { setup: 'link' }),
    },
    {
      verb: 'setup.complete',
      ask: async () =>
        show(await ada.ask('POST', '/setup', { ...person, secret: fragment('setup'), password }), 'token', 'token'),
    },
    { verb: 'profile.update', ask: () => ada.ask('PATCH', '/profile', { name: 'Ada L.' }) },
    {
      verb: 'invitation.create',
      ask: async () => keep(await ada.ask('POST', '/invitations', invited), { first: 'invitation.id' }),
    },
    { verb: 'invitation.revoke', ask: () => ada.ask('DELETE', `/invitations/${of('first')}`) },
    {
      verb: 'invitation.create',
      ask: async () => keep(await ada.ask('POST', '/invitations', invited), { invitation: 'link' }),
    },
    {
      verb: 'invitation.accept',
      ask: async () =>
        keep(await eve.ask('POST', '/invitations/accept', { secret: fragment('invitation'), password }), { eve: 'id' }),
    },
    {
      verb: 'session.begin',
      ask: () => eve.ask('POST', '/session', { email: invited.email, password }),
    },
    {
      verb: 'second_factor.enrol',
      ask: async () => show(await ada.ask('POST', '/profile/second-factor', { password }), 'factor', 'secret'),
    },
    {
      verb: 'second_factor.confirm',
      ask: async () => {
        const answer = await ada.ask('POST', '/profile/second-factor/confirm', { code: code() });
        for (const one of (answer.body as { recoveryCodes: string[] }).recoveryCodes) shown(one);
        return keep(answer, { recovery: 'recoveryCodes.0' });
      },
    },
    {
      verb: 'second_factor.remove',
      ask: () => ada.ask('POST', '/profile/second-factor/remove', { password, recoveryCode: of('recovery') }),
    },
    {
      verb: 'profile.change_password',
      ask: () => ada.ask('POST', '/profile/password', { current: password, password: newPassword }),
    },
    {
      verb: 'api_key.create',
      ask: async () => {
        const body = { name: 'ci', role: 'viewer' };
        const headers = { 'idempotency-key': 'one' };
        const answer = await ada.ask('POST', '/api-keys', body, headers);
        keep(answer, { key: 'apiKey.id' });
        return show(answer, 'api key', 'key');
      },
    },
    { verb: 'api_key.revoke', ask: () => ada.ask('DELETE', `/api-keys/${of('key')}`) },
    {
      verb: 'server.create',
      ask: () =>
        ada.ask('POST', '/servers', {
          slug: 'a',
          url: 'https://a.example/mcp?key=canary-query-credential',
          headers: { Authorization: header },
        }),
    },
    { verb: 'server.update', ask: () => ada.ask('PATCH', '/servers/a', { name: 'The server' }) },
    { verb: 'policy.save', ask: () => ada.ask('PUT', '/policies/p', { text: policy, activate: true }) },
    {
      verb: 'grant.create',
      ask: async () => show(await ada.ask('POST', '/grants', { label: 'g', servers: { a: 'p' } }), 'grant', 'token'),
    },
    {
      verb: 'grant.rotate',
      ask: async () => show(await ada.ask('POST', '/grants/g/rotate', {}), 'rotated', 'token'),
    },
    { verb: 'grant.revoke', ask: () => ada.ask('DELETE', '/grants/g') },
    { verb: 'server.remove', ask: () => ada.ask('DELETE', '/servers/a') },
    { verb: 'user.end_sessions', ask: () => ada.ask('POST', `/users/${of('eve')}/end-sessions`, {}) },
    { verb: 'user.update', ask: () => ada.ask('PATCH', `/users/${of('eve')}`, { role: 'viewer' }) },
    {
      verb: 'user.reset_password',
      ask: async () => keep(await ada.ask('POST', `/users/${of('eve')}/reset-password`, {}), { reset: 'link' }),
    },
    {
      verb: 'invitation.accept',
      ask: () => {
        // The page of a link knows nothing of a session that is over.
        eve.token = '';
        return eve.ask('POST', '/invitations/accept', { secret: fragment('reset'), password: newPassword });
      },
    },
    {
      verb: 'session.begin',
      ask: () => eve.ask('POST', '/session', { email: invited.email, password: newPassword }),
    },
    { verb: 'second_factor.enrol', ask: async () => enrol() },
    {
      verb: 'second_factor.confirm',
      ask: () => eve.ask('POST', '/profile/second-factor/confirm', { code: code() }),
    },
    {
      verb: 'user.remove_second_factor',
      ask: () => ada.ask('POST', `/users/${of('eve')}/remove-second-factor`, {}),
    },
    { verb: 'user.remove', ask: () => ada.ask('DELETE', `/users/${of('eve')}`) },
    { verb: 'session.end', ask: () => ada.ask('DELETE', '/session') },
  ];

  async function enrol(): Promise<ApiAnswer> {
    return show(await eve.ask('POST', '/profile/second-factor', { password: newPassword }), 'factor', 'secret');
  }
}

function fromBase32(text: string): Buffer {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = Array.from(text, (c) => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
