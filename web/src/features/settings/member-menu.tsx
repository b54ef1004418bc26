import { useState } from 'react';
import type { Output } from '../../api/call.ts';
import { useChange } from '../../api/use-verb.ts';
import { Button, Confirm, CopyText, Dialog, IconButton, Menu, MenuItem, moment, toast } from '../../ui/index.ts';

type User = Output<'user.list'>['items'][number];

/** What is asked about before it happens. */
type Asked = 'second factor' | 'remove';

/** What an admin can do for a member, or against them; never for oneself. */
export function MemberMenu(props: {
  readonly user: User;
  readonly onState: (state: User['state']) => void;
  readonly onProblem: (problem: unknown) => void;
}) {
  const { id, name, email, state, secondFactor } = props.user;
  const [asked, setAsked] = useState<Asked>();
  const reset = useChange('user.reset_password');
  const end = useChange('user.end_sessions', ({ ended }) =>
    toast(ended === 0 ? `${name} is signed in nowhere.` : `${name} is signed out, everywhere.`),
  );
  const done = (text: string) => (): void => {
    setAsked(undefined);
    toast(text);
  };
  const remove = useChange('user.remove', done(`${name} is no member any more.`));
  const unlock = useChange('user.remove_second_factor', done(`${name} signs in by the password alone now.`));
  const ask = (what: Asked): void => {
    remove.reset();
    unlock.reset();
    setAsked(what);
  };
  const run = (change: typeof reset | typeof end): void => {
    props.onProblem(undefined);
    change.mutate({ id }, { onError: props.onProblem });
  };
  const link = reset.data?.link ?? '';
  return (
    <>
      <Menu trigger={<IconButton icon="more" label={`More about ${name}`} />}>
        <MenuItem icon="leave" onSelect={() => run(end)}>
          End their sessions
        </MenuItem>
        <MenuItem icon="grants" onSelect={() => run(reset)}>
          Link for a new password
        </MenuItem>
        {secondFactor && (
          <MenuItem icon="approvals" onSelect={() => ask('second factor')}>
            Remove their second factor…
          </MenuItem>
        )}
        <MenuItem
          icon={state === 'active' ? 'stop' : 'check'}
          danger={state === 'active'}
          onSelect={() => props.onState(state === 'active' ? 'disabled' : 'active')}
        >
          {state === 'active' ? 'Disable' : 'Enable'}
        </MenuItem>
        <MenuItem icon="trash" danger onSelect={() => ask('remove')}>
          Remove…
        </MenuItem>
      </Menu>
      <Dialog
        open={reset.data !== undefined}
        onClose={reset.reset}
        title={`A new password for ${name}`}
        lead="Send them this link. It is shown this once and works once; until then the old password holds."
        footer={
          <Button look="primary" onClick={reset.reset}>
            Done
          </Button>
        }
      >
        <CopyText text={link.startsWith('/') ? window.location.origin + link : link} label="link for a new password" />
        {reset.data !== undefined && (
          <p className="mt-2 text-xs text-ink-2">
            It ends {moment(reset.data.expiresAt)}; a later link ends it sooner.
          </p>
        )}
        {reset.data !== undefined && reset.data.apiKeys.length > 0 && (
          <p className="mt-2 text-xs text-ink-2">
            Their sessions end when it is used. API keys that they made stay unless they end them there:{' '}
            <span className="foreign">{reset.data.apiKeys.map((key) => key.name).join(', ')}</span>.
          </p>
        )}
      </Dialog>
      <Confirm
        open={asked === 'second factor'}
        title={`Remove the second factor of ${name}?`}
        lead="For who has lost it: the password alone signs them in, until they set up another one. Their sessions end."
        keep="Keep it"
        act="Remove it"
        onKeep={() => setAsked(undefined)}
        onAct={() => unlock.mutate({ id })}
        change={unlock}
      />
      <Confirm
        open={asked === 'remove'}
        title={`Remove ${name}?`}
        lead="They can no longer sign in. Their sessions end, and the API keys that they made are refused. This cannot be undone; what they did stays on the record."
        keep="Keep them"
        act={`Remove ${name}`}
        onKeep={() => setAsked(undefined)}
        onAct={() => remove.mutate({ id })}
        change={remove}
      >
        <p className="foreign text-ink-2">{email}</p>
      </Confirm>
    </>
  );
}
