import { useState } from 'react';
import { useVerb } from '../../api/use-verb.ts';
import { CopyText, Pills, ProblemNote, Skeleton } from '../../ui/index.ts';

/** How each client is told of the gateway: as `toolgate connect` would write it, the token read from its environment. */
export function ClientSnippets({ grant }: { readonly grant: string }) {
  const asked = useVerb('grant.snippets', { grant, url: window.location.origin });
  const [client, setClient] = useState('claude-code');
  if (asked.isError) return <ProblemNote problem={asked.error} onRetry={() => void asked.refetch()} />;
  if (asked.data === undefined) return <Skeleton rows={4} />;
  const { items, url, variable } = asked.data;
  const shown = items.find((one) => one.client === client);
  const other = `URL:    ${url}\nHeader: Authorization: Bearer $${variable}`;
  const tabs = [
    ...items.map(({ client: id, title }) => ({ id: id as string, label: title })),
    { id: 'other', label: 'Any other' },
  ];
  return (
    <>
      <Pills label="Clients" pills={tabs} open={client} onOpen={setClient} className="mb-2" />
      <p className="mb-1 text-xs text-ink-2">
        {shown === undefined ? 'Streamable HTTP' : <code className="foreign">{shown.places.join(' or ')}</code>}
      </p>
      <CopyText
        text={shown?.text ?? other}
        label={shown === undefined ? 'address and header' : `configuration of ${shown.title}`}
        multiline
      />
      {shown !== undefined && shown.needs !== null && (
        <>
          <p className="mt-3 mb-1 text-xs text-ink-2">
            It starts programs only: <code>toolgate run</code> stands in between, with this file beside it,{' '}
            <code>{shown.needs.file}</code>:
          </p>
          <CopyText text={shown.needs.text} label={shown.needs.file} multiline />
        </>
      )}
    </>
  );
}
