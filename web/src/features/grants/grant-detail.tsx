import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '../../api/session.ts';
import { useVerb } from '../../api/use-verb.ts';
import { Badge, Button, Fact, Facts, Icon, moment, ProblemNote, Section, Severity, Skeleton } from '../../ui/index.ts';
import { StoppedNote } from '../stops/stopped-note.tsx';
import { stopsGrant, useStops } from '../stops/use-stops.ts';
import { ClientSnippets } from './client-snippets.tsx';
import { EditGrant } from './edit-grant.tsx';
import type { Grant } from './grant.ts';
import { wordsOf } from './matrix-columns.ts';
import { SuggestPolicy } from './suggest-policy.tsx';

/** One grant: what it opens, what it may call there, and how a client is told of it. */
export function GrantDetail({ grant, onSaved }: { readonly grant: Grant; readonly onSaved: (grant: Grant) => void }) {
  const may = useMay('grants:write');
  const maySuggest = useMay('policies:read');
  const [asking, setAsking] = useState<'change' | 'suggest'>();
  const asked = useVerb('inventory.list', { grant: grant.id });
  const [found] = asked.data?.items ?? [];
  const stops = useStops().filter((stop) => stopsGrant(stop, grant));
  return (
    <>
      <StoppedNote stops={stops} />
      <Facts look="grid" className="mb-6">
        <Fact name="State">
          <Badge tone={grant.state === 'active' ? 'allow' : 'deny'} icon={grant.state === 'active' ? 'check' : 'close'}>
            {grant.state}
          </Badge>
        </Fact>
        <Fact name="Ends">{grant.expiresAt === null ? 'never' : moment(grant.expiresAt)}</Fact>
        <Fact name="Last used">{grant.lastUsedAt === null ? 'not that it is known' : moment(grant.lastUsedAt)}</Fact>
        {grant.addresses.length > 0 && <Fact name="Only from">{grant.addresses.join(', ')}</Fact>}
        {Object.keys(grant.tags).length > 0 && (
          <Fact name="Tags">
            {Object.entries(grant.tags)
              .map(([name, value]) => `${name}=${value}`)
              .join(', ')}
          </Fact>
        )}
        <Fact name="Made">{grant.createdAt === null ? 'in the configuration file' : moment(grant.createdAt)}</Fact>
      </Facts>
      <p className="mb-6 flex flex-wrap gap-3">
        <Link to="/activity" search={{ grant: grant.label }} className="text-accent hover:underline">
          Its calls
        </Link>
        {Object.entries(grant.servers).map(([server, policy]) => (
          <Link
            key={server}
            to="/policies/$policy"
            params={{ policy }}
            search={{ server }}
            className="min-w-0 text-accent hover:underline"
          >
            {server} under {policy}
          </Link>
        ))}
      </p>
      <p className="mb-6 flex flex-wrap gap-2">
        {may && grant.origin === 'stored' && grant.state !== 'revoked' && (
          <Button small icon="settings" onClick={() => setAsking('change')}>
            Change…
          </Button>
        )}
        {maySuggest && (
          <Button small icon="policies" onClick={() => setAsking('suggest')}>
            A policy from its calls…
          </Button>
        )}
      </p>
      {asking === 'change' && <EditGrant grant={grant} onSaved={onSaved} onClose={() => setAsking(undefined)} />}
      {asking === 'suggest' && <SuggestPolicy grant={grant} onClose={() => setAsking(undefined)} />}
      {found?.toxicFlow === true && (
        <p className="mb-6 flex items-start gap-2 rounded-md bg-ask-soft px-3 py-2 text-ask">
          <Icon name="warning" className="mt-0.5" />
          Together its tools read strangers’ text and private data, and have a way out: whoever writes that text can
          have the data sent away. Take one of the three from it, or have a person asked.
        </p>
      )}
      <Section title="What it may call">
        {asked.isError ? (
          <ProblemNote problem={asked.error} onRetry={() => void asked.refetch()} />
        ) : asked.data === undefined ? (
          <Skeleton rows={3} />
        ) : found === undefined || found.tools.length === 0 ? (
          <p className="text-ink-2">Nothing, as far as the tools of its servers are known.</p>
        ) : (
          <ul className="divide-y divide-line rounded-lg border border-line">
            {found.tools.map((cell) => (
              <li key={`${cell.server}\n${cell.tool}`} className="flex items-center gap-3 px-3 py-2 text-xs">
                <span className="min-w-0 flex-1">
                  <span className="foreign block truncate font-mono font-medium">{cell.tool}</span>
                  <span className="foreign block text-2xs text-ink-3">
                    {cell.server} · {wordsOf(cell)}
                  </span>
                </span>
                <Severity severity={cell.severity} />
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title="In a client" hint="The token was shown once; a new one is in the menu of the list.">
        <ClientSnippets grant={grant.id} />
      </Section>
    </>
  );
}
