import { useState } from 'react';
import { CopyText, cx } from '../../ui/index.ts';
import { snippets } from './snippets.ts';

/** How each client is told of the gateway. */
export function ClientSnippets({ servers }: { readonly servers: readonly string[] }) {
  const [server] = servers;
  const one = servers.length === 1 && server !== undefined;
  const url = `${window.location.origin}/mcp${one ? `/${server}` : ''}`;
  const all = snippets(url, one ? server : 'toolgate');
  const [client, setClient] = useState(all[0]?.client);
  const shown = all.find((snippet) => snippet.client === client);
  return (
    <>
      <div role="tablist" aria-label="Clients" className="mb-2 flex flex-wrap gap-0.5">
        {all.map((snippet) => (
          <button
            key={snippet.client}
            type="button"
            role="tab"
            aria-selected={snippet.client === client}
            className={cx(
              'h-7 rounded-md px-2 text-xs font-medium',
              snippet.client === client ? 'bg-accent-soft text-accent' : 'text-ink-2 hover:bg-hover',
            )}
            onClick={() => setClient(snippet.client)}
          >
            {snippet.client}
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
