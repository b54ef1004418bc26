import { useState } from 'react';
import { useMay } from '../../api/session.ts';
import { Button } from '../../ui/index.ts';
import { StopDialog } from '../stops/stop-dialog.tsx';

/** Stops one tool of a server, for whoever may. */
export function StopTool({ server, tool }: { readonly server: string; readonly tool: string }) {
  const may = useMay('kill:write');
  const [asked, setAsked] = useState(false);
  if (!may) return null;
  return (
    <p className="mb-8">
      <Button small icon="stop" onClick={() => setAsked(true)}>
        Stop this tool…
      </Button>
      {asked && (
        <StopDialog target={{ server, tool }} what={`tool ${server}/${tool}`} onClose={() => setAsked(false)} />
      )}
    </p>
  );
}
