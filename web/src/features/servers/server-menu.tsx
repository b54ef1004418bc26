import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '../../api/session.ts';
import { useChange } from '../../api/use-verb.ts';
import { Checkbox, Confirm, IconButton, Menu, MenuItem, toast } from '../../ui/index.ts';
import { StopDialog } from '../stops/stop-dialog.tsx';
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
  const [stopping, setStopping] = useState(false);
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
          <MenuItem icon="stop" danger onSelect={() => setStopping(true)}>
            Stop at once…
          </MenuItem>
        )}
        {writes && stored && (
          <MenuItem icon="trash" danger onSelect={() => setAsked(true)}>
            Take away…
          </MenuItem>
        )}
      </Menu>
      {stopping && <StopDialog target={{ server: slug }} what={`server ${slug}`} onClose={() => setStopping(false)} />}
      {settings && <ServerSettings server={server} onClose={() => setSettings(false)} />}
      <Confirm
        open={asked}
        title={`Take ${slug} away?`}
        lead="Its credentials are erased. Agents can no longer reach it from their next call on. This cannot be undone."
        keep="Keep it"
        act="Take it away"
        onKeep={() => setAsked(false)}
        onAct={() => remove.mutate({ slug, detach })}
        change={remove}
      >
        <Checkbox
          label="The grants that open it lose it, too"
          checked={detach}
          onChange={({ target }) => setDetach(target.checked)}
        />
      </Confirm>
    </>
  );
}
