import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '../../api/session.ts';
import { useChange } from '../../api/use-verb.ts';
import { Button, Checkbox, Dialog, IconButton, Menu, MenuItem, ProblemNote, toast } from '../../ui/index.ts';
import type { Server } from './server-draft.ts';
import { ServerSettings } from './server-settings.tsx';

/** What else can be done with a server: changed, stopped at once, or taken away. */
export function ServerMenu({ server }: { readonly server: Server }) {
  const { slug } = server;
  const stored = server.origin === 'stored';
  const navigate = useNavigate();
  const writes = useMay('servers:write');
  const kills = useMay('kill:write');
  const [asked, setAsked] = useState(false);
  const [detach, setDetach] = useState(false);
  const [settings, setSettings] = useState(false);
  const lift = useChange('kill.lift', () => toast(`${slug} goes on.`));
  const kill = useChange('kill.set', ({ kill: { id } }) =>
    toast(`${slug} is stopped: new calls are refused.`, 'normal', () => lift.mutate({ id })),
  );
  const remove = useChange('server.remove', () => {
    toast(`${slug} is gone, with its credentials.`);
    void navigate({ to: '/servers' });
  });
  if (!kills && !(writes && stored)) return null;
  return (
    <>
      <Menu trigger={<IconButton icon="more" label="More" />}>
        {writes && stored && (
          <MenuItem icon="settings" onSelect={() => setSettings(true)}>
            Settings…
          </MenuItem>
        )}
        {kills && (
          <MenuItem icon="stop" danger onSelect={() => kill.mutate({ server: slug })}>
            Stop at once
          </MenuItem>
        )}
        {writes && stored && (
          <MenuItem icon="trash" danger onSelect={() => setAsked(true)}>
            Take away…
          </MenuItem>
        )}
      </Menu>
      {settings && <ServerSettings server={server} onClose={() => setSettings(false)} />}
      <Dialog
        open={asked}
        onClose={() => setAsked(false)}
        title={`Take ${slug} away?`}
        lead="Its credentials are erased. Agents can no longer reach it from their next call on. This cannot be undone."
        footer={
          <>
            <Button onClick={() => setAsked(false)}>Keep it</Button>
            <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate({ slug, detach })}>
              Take it away
            </Button>
          </>
        }
      >
        <Checkbox
          label="The grants that open it lose it, too"
          checked={detach}
          onChange={({ target }) => setDetach(target.checked)}
        />
        {remove.isError && (
          <div className="mt-3">
            <ProblemNote problem={remove.error} />
          </div>
        )}
      </Dialog>
    </>
  );
}
