import { type ComponentProps, useState } from 'react';
import type { ItemOf } from '../../api/use-pages.ts';
import { useChange } from '../../api/use-verb.ts';
import { Confirm, IconButton, Menu, MenuItem, moment, ShownOnce, toast } from '../../ui/index.ts';
import { wholeLink } from './whole-link.ts';

/** What is asked about before it happens. */
type Asked = 'end' | 'unlock' | 'state' | 'remove';

/** What an admin can do for a member, or against them; never for oneself. */
export function MemberMenu({ user }: { readonly user: ItemOf<'user.list'> }) {
  const { id, name, email, state, secondFactor } = user;
  const [asked, setAsked] = useState<Asked>();
  const done = (text: string): void => {
    setAsked(undefined);
    toast(text);
  };
  const reset = useChange('user.reset_password');
  const end = useChange('user.end_sessions', ({ ended }) =>
    done(ended === 0 ? `${name} is signed in nowhere.` : `${name} is signed out, everywhere.`),
  );
  const unlock = useChange('user.remove_second_factor', () => done(`${name} signs in by the password alone now.`));
  const update = useChange('user.update', (after) =>
    done(after.state === 'active' ? `${name} may sign in again.` : `${name} is disabled.`),
  );
  const remove = useChange('user.remove', () => done(`${name} is no member any more.`));
  const active = state === 'active';
  const questions: Readonly<
    Record<Asked, Pick<ComponentProps<typeof Confirm>, 'title' | 'lead' | 'keep' | 'act' | 'onAct' | 'change' | 'look'>>
  > = {
    end: {
      title: `End the sessions of ${name}?`,
      lead: 'They are signed out everywhere, and can sign in again. What they were typing stays on their page.',
      keep: 'Leave them',
      act: 'End them',
      onAct: () => end.mutate({ id }),
      change: end,
    },
    unlock: {
      title: `Remove the second factor of ${name}?`,
      lead: 'For who has lost it: the password alone signs them in, until they set up another one. Their sessions end.',
      keep: 'Keep it',
      act: 'Remove it',
      onAct: () => unlock.mutate({ id }),
      change: unlock,
    },
    state: {
      title: active ? `Disable ${name}?` : `Enable ${name}?`,
      lead: active
        ? 'They can no longer sign in. Their sessions end, and the API keys and links that they made are refused for good.'
        : 'They can sign in again, with the password and the role that they had.',
      keep: 'Leave it',
      act: active ? 'Disable' : 'Enable',
      look: active ? 'danger' : 'primary',
      onAct: () => update.mutate({ id, state: active ? 'disabled' : 'active' }),
      change: update,
    },
    remove: {
      title: `Remove ${name}?`,
      lead: 'They can no longer sign in. Their sessions end, and the API keys that they made are refused. This cannot be undone; what they did stays on the record.',
      keep: 'Keep them',
      act: `Remove ${name}`,
      onAct: () => remove.mutate({ id }),
      change: remove,
    },
  };
  const ask = (what: Asked) => (): void => {
    for (const change of [end, unlock, update, remove]) change.reset();
    setAsked(what);
  };
  return (
    <>
      <Menu trigger={<IconButton icon="more" label={`More about ${name}`} />}>
        <MenuItem
          icon="grants"
          onSelect={() => reset.mutate({ id }, { onError: ({ message }) => toast(message, 'deny') })}
        >
          Link for a new password
        </MenuItem>
        <MenuItem icon="leave" onSelect={ask('end')}>
          End their sessions…
        </MenuItem>
        {secondFactor && (
          <MenuItem icon="approvals" onSelect={ask('unlock')}>
            Remove their second factor…
          </MenuItem>
        )}
        <MenuItem icon={active ? 'stop' : 'check'} danger={active} onSelect={ask('state')}>
          {active ? 'Disable…' : 'Enable…'}
        </MenuItem>
        <MenuItem icon="trash" danger onSelect={ask('remove')}>
          Remove…
        </MenuItem>
      </Menu>
      {reset.data !== undefined && (
        <ShownOnce
          title={`A new password for ${name}`}
          lead="Send them this link. It is shown this once and works once; until then the old password holds."
          secret={wholeLink(reset.data.link)}
          label="link for a new password"
          done="Done"
          onClose={reset.reset}
        >
          <p className="mt-2 text-xs text-ink-2">
            It ends {moment(reset.data.expiresAt)}; a later link ends it sooner.
          </p>
          {reset.data.apiKeys.length > 0 && (
            <p className="mt-2 text-xs text-ink-2">
              Their sessions end when it is used. API keys that they made stay unless they end them there:{' '}
              <span className="foreign">{reset.data.apiKeys.map((key) => key.name).join(', ')}</span>.
            </p>
          )}
        </ShownOnce>
      )}
      {asked !== undefined && (
        <Confirm {...questions[asked]} onKeep={() => setAsked(undefined)}>
          <p className="foreign text-ink-2">{email}</p>
        </Confirm>
      )}
    </>
  );
}
