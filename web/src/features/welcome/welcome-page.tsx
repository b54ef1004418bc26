import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { call, type Output } from '../../api/call.ts';
import { useMay } from '../../api/session.ts';
import { usePages } from '../../api/use-pages.ts';
import { useChange, useVerb } from '../../api/use-verb.ts';
import { Button, cx, Icon, Page, ProblemNote, Severity, Skeleton } from '../../ui/index.ts';
import { TokenOnce } from '../grants/token-once.tsx';
import { textOfPolicy } from '../policy/text-of-policy.ts';
import { ChoosePolicy } from './choose-policy.tsx';
import { Step } from './step.tsx';

type Strength = Output<'policy.recommend'>['items'][number]['strength'];

/** From nothing to the first governed call: each step says what it needs, and turns green by what really happened. */
export function WelcomePage() {
  const servers = usePages('server.list', {}, { refetchMs: 3_000 });
  const asked = useSearch({ strict: false }).server;
  const [chosen, setChosen] = useState(asked);
  const slug = chosen ?? servers.items[0]?.slug;
  const tools = useVerb('server.tools', { slug: slug ?? '' }, { enabled: slug !== undefined });
  const [strength, setStrength] = useState<Strength>('guarded');
  const recommended = useQuery({
    queryKey: ['policy.recommend', slug, tools.data?.tools.length],
    queryFn: ({ signal }) =>
      call(
        'policy.recommend',
        {
          server: slug ?? '',
          definitions: (tools.data?.tools ?? []).map(({ definition }) => definition as { name: string }),
        },
        signal,
      ),
    enabled: tools.data !== undefined,
  });
  const saved = useMutation({
    mutationFn: async (text: string) =>
      call('policy.save', {
        name: await freeName(`${slug ?? ''}-${strength}`, text),
        text,
        note: 'recommended',
        activate: true,
      }),
  });
  const name = saved.data?.name ?? '';
  const granted = useChange('grant.create');
  const label = granted.data?.grant.label;
  const watched = usePages('grant.list', label === undefined ? {} : { q: label }, { refetchMs: 1_500 });
  const called =
    label !== undefined && watched.items.some((grant) => grant.label === label && grant.lastUsedAt !== null);
  const writes = useMay('policies:write');
  const grants = useMay('grants:write');
  if (!writes || !grants) {
    return (
      <Page title="The first governed call">
        <p className="text-ink-2">
          It takes a policy and a token, and your role makes {writes ? 'no tokens' : 'neither'}: an admin can.
        </p>
      </Page>
    );
  }
  return (
    <Page
      title="The first governed call"
      lead="Five steps. Nothing is in force before you say so, and everything can be changed later."
    >
      <ol className="max-w-3xl space-y-3">
        <Step n={1} title="A server" done={slug !== undefined} hint="What agents are to reach.">
          {servers.query.isPending ? (
            <Skeleton rows={1} />
          ) : (
            <div className="flex flex-wrap gap-2">
              {servers.items.map((server) => (
                <button
                  key={server.slug}
                  type="button"
                  aria-pressed={server.slug === slug}
                  onClick={() => setChosen(server.slug)}
                  className={cx(
                    'flex h-9 max-w-full items-center gap-2 rounded-md border px-3 font-medium',
                    server.slug === slug
                      ? 'border-accent bg-accent-soft text-accent'
                      : 'border-line-strong hover:bg-hover',
                  )}
                >
                  <Icon name="servers" /> <span className="foreign truncate">{server.name}</span>
                </button>
              ))}
              <Link
                to="/servers/new"
                search={{ next: '/welcome' }}
                className="flex h-9 items-center gap-2 rounded-md border border-dashed border-line-strong px-3 text-ink-2 hover:bg-hover"
              >
                <Icon name="plus" /> Register one by its URL
              </Link>
            </div>
          )}
        </Step>
        <Step
          n={2}
          title="Its tools, and how far each could go"
          done={tools.data !== undefined}
          waits={slug === undefined}
        >
          {tools.isPending && slug !== undefined && <Skeleton rows={3} />}
          {tools.isError && <ProblemNote problem={tools.error} onRetry={() => void tools.refetch()} />}
          {tools.data !== undefined && (
            <ul className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
              {tools.data.tools.map((tool) => (
                <li key={tool.name} className="flex items-center gap-3 border-b border-line py-1">
                  <span className="foreign min-w-0 flex-1 truncate font-mono text-xs">{tool.name}</span>
                  <span className="text-2xs text-ink-3">{tool.category}</span>
                  <Severity severity={tool.severity} />
                </li>
              ))}
            </ul>
          )}
        </Step>
        <Step
          n={3}
          title="A policy"
          done={saved.data?.activation?.state === 'active'}
          waits={recommended.data === undefined}
        >
          {recommended.isError && (
            <ProblemNote problem={recommended.error} onRetry={() => void recommended.refetch()} />
          )}
          {recommended.data !== undefined && (
            <ChoosePolicy
              items={recommended.data.items}
              strength={strength}
              onStrength={setStrength}
              server={slug}
              saved={saved.data?.name}
              busy={saved.isPending}
              onSave={(text) => saved.mutate(text)}
            />
          )}
          {saved.isError && <ProblemNote problem={saved.error} className="mt-3" />}
        </Step>
        <Step
          n={4}
          title="A grant: the token of one agent"
          done={granted.data !== undefined}
          waits={saved.data === undefined}
        >
          {saved.data !== undefined && granted.data === undefined && (
            <Button
              look="primary"
              busy={granted.isPending}
              onClick={() =>
                granted.mutate({
                  label: `my-agent-${Math.random().toString(36).slice(2, 6)}`,
                  servers: { [slug ?? '']: name },
                })
              }
            >
              Create the token
            </Button>
          )}
          {granted.isError && <ProblemNote problem={granted.error} className="mt-3" />}
          {granted.data !== undefined && <TokenOnce token={granted.data.token} grant={granted.data.grant.id} />}
        </Step>
        <Step
          n={5}
          title={called ? 'The first call came through' : 'Waiting for the first call…'}
          done={called}
          waits={granted.data === undefined}
          live={granted.data !== undefined && !called}
        >
          {granted.data !== undefined && !called && (
            <p className="text-ink-2">Start your agent with the configuration above. This turns green by itself.</p>
          )}
          {called && (
            <p className="text-ink-2">
              Every call is judged from now on.{' '}
              <Link to="/" className="link">
                Go to the overview
              </Link>
            </p>
          )}
        </Step>
      </ol>
    </Page>
  );
}

/** The name, or one like it, that no policy has which says something else. */
async function freeName(name: string, text: string): Promise<string> {
  for (let n = 1; ; n++) {
    const tried = n === 1 ? name : `${name}-${n}`;
    const there = await textOfPolicy(tried);
    if (there === undefined || there === text) return tried;
  }
}
