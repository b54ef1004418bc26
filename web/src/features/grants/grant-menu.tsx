import { useState } from 'react';
import { useMay } from '../../api/session.ts';
import { useChange } from '../../api/use-verb.ts';
import { Button, Confirm, Dialog, IconButton, Menu, MenuItem, toast } from '../../ui/index.ts';
import { StopDialog } from '../stops/stop-dialog.tsx';
import type { Grant } from './grant.ts';
import { TokenOnce } from './token-once.tsx';

/** What else can be done with a grant that is not over: another token, a stop, or its end. */
export function GrantMenu({ grant }: { readonly grant: Grant }) {
  const { id, label } = grant;
  const changes = useMay('grants:write') && grant.origin === 'stored';
  const kills = useMay('kill:write');
  const [asked, setAsked] = useState<'rotate' | 'stop' | 'revoke'>();
  const keep = (): void => setAsked(undefined);
  const rotate = useChange('grant.rotate', keep);
  const revoke = useChange('grant.revoke', () => {
    toast(`${label} is revoked: its next call is refused.`);
    keep();
  });
  if ((!changes && !kills) || grant.state === 'revoked') return null;
  return (
    <>
      <Menu trigger={<IconButton icon="more" label={`More about ${label}`} />}>
        {changes && (
          <MenuItem icon="redo" onSelect={() => setAsked('rotate')}>
            New token…
          </MenuItem>
        )}
        {kills && (
          <MenuItem icon="stop" danger onSelect={() => setAsked('stop')}>
            Stop at once…
          </MenuItem>
        )}
        {changes && (
          <MenuItem icon="trash" danger onSelect={() => setAsked('revoke')}>
            Revoke…
          </MenuItem>
        )}
      </Menu>
      {asked === 'rotate' && (
        <Confirm
          title={`A new token for ${label}?`}
          lead="The one that its agent has now opens the same for an hour longer, and then nothing: give it the new one in that time."
          keep="Keep the token"
          act="Make a new one"
          look="primary"
          onKeep={keep}
          onAct={() => rotate.mutate({ grant: id })}
          change={rotate}
        />
      )}
      {rotate.data !== undefined && (
        <Dialog
          open
          once
          wide
          onClose={rotate.reset}
          title={`Another token for ${label}`}
          lead="The one before opens the same for an hour longer."
          footer={
            <Button look="primary" onClick={rotate.reset}>
              I have the token
            </Button>
          }
        >
          <TokenOnce token={rotate.data.token} grant={id} />
        </Dialog>
      )}
      {asked === 'stop' && <StopDialog target={{ grant: label }} what={`grant ${label}`} onClose={keep} />}
      {asked === 'revoke' && (
        <Confirm
          title={`Revoke ${label}?`}
          lead="Its next call is refused and its sessions end. A revoked grant does not come back; make another one instead."
          keep="Keep it"
          act="Revoke"
          onKeep={keep}
          onAct={() => revoke.mutate({ grant: id })}
          change={revoke}
        />
      )}
    </>
  );
}
