import { useState } from 'react';
import { CopyText, cx } from '../../ui/index.ts';
import { snippets } from './snippets.ts';

/** A token, this once, and what to do with it. */
export function TokenOnce({ token, servers }: { readonly token: string; readonly servers: readonly string[] }) {
  const [server] = servers;
  const url = `${window.location.origin}/mcp${servers.length === 1 && server !== undefined ? `/${server}` : ''}`;
  const all = snippets(url, servers.length === 1 && server !== undefined ? server : 'toolgate');
  const [client, setClient] = useState(all[0]?.client);
  const shown = all.find((one) => one.client === client);
  return (
    <>
      <p className="mb-1.5 text-xs font-medium">The token, shown this once</p>
      <CopyText text={token} label="token" />
      <p className="mt-1.5 mb-5 text-xs text-ink-2">
        Toolgate keeps only its hash. Put it into the environment of the agent as <code>TOOLGATE_TOKEN</code>.
      </p>
      <div role="tablist" aria-label="Clients" className="mb-2 flex flex-wrap gap-0.5">
        {all.map((one) => (
          <button
            key={one.client}
            type="button"
            role="tab"
            aria-selected={one.client === client}
            className={cx(
              'h-7 rounded-md px-2 text-xs font-medium',
              one.client === client ? 'bg-accent-soft text-accent' : 'text-ink-2 hover:bg-hover',
            )}
            onClick={() => setClient(one.client)}
          >
            {one.client}
          </button>
        ))}
      </div>
      {shown !== undefined && (
        <>
          <p className="mb-1 text-xs text-ink-2">{shown.where}</p>
          <CopyText text={shown.text} label={`configuration of ${shown.client}`} multiline />
        </>
      )}
    </>
  );
}
