import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { usePage } from '../../api/ask-page.ts';
import { useMay } from '../../api/session.ts';
import {
  Badge,
  Button,
  Category,
  CopyText,
  Fact,
  Facts,
  Icon,
  Page,
  ProblemNote,
  Section,
  Severity,
  Skeleton,
  Table,
} from '../../ui/index.ts';
import type { CatalogServer, Strength, ToolLine } from './catalog-shape.ts';
import { declarationOf } from './declaration.ts';
import { policyName } from './policy-name.ts';
import { RecommendedPolicy } from './recommended-policy.tsx';
import { RiskBar } from './risk-bar.tsx';

/** All that the catalogue knows of a server, the policy for it, and how to have it behind this gateway. */
export function CatalogServerPage() {
  const { server: slug } = useParams({ strict: false }) as { server: string };
  const navigate = useNavigate();
  const [strength, setStrength] = useState<Strength>('guarded');
  const asked = usePage<CatalogServer>(`/catalog/${encodeURIComponent(slug)}?policy=${strength}`);
  const registers = useMay('servers:write');
  const server = asked.data?.slug === slug ? asked.data : undefined;
  if (asked.isError) {
    return (
      <Page title="Catalogue">
        <ProblemNote problem={asked.error} onRetry={() => void asked.refetch()} />
      </Page>
    );
  }
  if (server === undefined) {
    return (
      <Page title={slug}>
        <Skeleton rows={8} />
      </Page>
    );
  }
  const declared = declarationOf(server);
  const url = server.packages.find(({ name }) => name.startsWith('https://'))?.name;
  return (
    <Page
      title={server.title ?? server.name}
      lead={
        <>
          <span className="foreign block">{server.summary}</span>
          <span className="mt-1 flex flex-wrap items-center gap-2 text-xs">
            <Link to="/explore" className="text-accent hover:underline">
              Catalogue
            </Link>
            <code className="foreign">{server.name}</code>
            {server.version !== undefined && <span className="foreign">version {server.version}</span>}
            {server.status !== 'active' && (
              <Badge tone="ask" icon="warning">
                {server.status}
              </Badge>
            )}
          </span>
        </>
      }
    >
      {server.note !== undefined && (
        <p className="foreign mb-4 rounded-md bg-ask-soft px-3 py-2 text-ask">{server.note}</p>
      )}
      {server.toxicFlow !== null && <ToxicFlow flow={server.toxicFlow} />}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
        <div className="min-w-0">
          <Section title={`${server.list.length} tools`} hint={<RiskBar severities={server.severities} />}>
            <Table<ToolLine>
              label="Tools"
              items={server.list}
              keyOf={(tool) => tool.slug}
              onOpen={(tool) =>
                void navigate({ to: '/explore/$server/$tool', params: { server: slug, tool: tool.slug } })
              }
              columns={[
                {
                  id: 'name',
                  head: 'Tool',
                  width: 'minmax(0,3fr)',
                  cell: (tool) => (
                    <span className="foreign block truncate font-mono text-xs font-medium">{tool.name}</span>
                  ),
                },
                {
                  id: 'severity',
                  head: 'Severity',
                  width: '5.5rem',
                  cell: (tool) => <Severity severity={tool.severity} />,
                },
                {
                  id: 'class',
                  head: 'Class',
                  width: '7rem',
                  wide: true,
                  cell: (tool) => <Category category={tool.unclassified ? 'unclassified' : tool.category} />,
                },
              ]}
            />
          </Section>
        </div>
        <div className="min-w-0">
          <Section title="A policy for all of them" hint="The engine has proven that it does what the sentence says.">
            <RecommendedPolicy
              recommended={server.recommended}
              strength={strength}
              onStrength={setStrength}
              name={policyName(slug)}
              pending={asked.isPlaceholderData}
            />
          </Section>
          <Section
            title="Behind this gateway"
            hint={
              url === undefined
                ? declared === undefined
                  ? 'The catalogue knows no package and no address of it: register it by the URL that its maker gives, or declare it in toolgate.yaml.'
                  : 'It is a process: declare it in toolgate.yaml, and it appears among the servers. No request can choose what is started.'
                : 'It is reached by a URL.'
            }
            actions={
              url === undefined &&
              declared === undefined &&
              registers && (
                <Button small icon="plus" onClick={() => void navigate({ to: '/servers/new' })}>
                  Register it
                </Button>
              )
            }
          >
            {url !== undefined && (
              <div className="mb-3 flex items-center gap-2">
                <code className="foreign min-w-0 flex-1 text-xs">{url}</code>
                {registers && (
                  <Button icon="plus" onClick={() => void navigate({ to: '/servers/new', search: { url } })}>
                    Register it
                  </Button>
                )}
              </div>
            )}
            {declared !== undefined && <CopyText text={declared} label="an entry of toolgate.yaml" multiline />}
            <Facts look="lines" className="mt-3">
              {server.repository !== undefined && <Fact name="Repository">{server.repository}</Fact>}
              {server.homepage !== undefined && <Fact name="Home page">{server.homepage}</Fact>}
              {server.packages.map(({ registry, name, version }) => (
                <Fact key={registry + name} name={registry}>
                  {version === undefined ? name : `${name} ${version}`}
                </Fact>
              ))}
            </Facts>
          </Section>
        </div>
      </div>
    </Page>
  );
}

const parts = [
  ['untrusted', 'reads text of strangers'],
  ['private', 'reads what is private'],
  ['out', 'lets something out'],
] as const;

/** What one agent should not hold at once. */
function ToxicFlow({ flow }: { readonly flow: NonNullable<CatalogServer['toxicFlow']> }) {
  return (
    <section aria-label="Toxic flow" className="mb-6 rounded-lg border border-ask/40 bg-ask-soft px-4 py-3 text-ask">
      <p className="flex items-center gap-2 font-medium">
        <Icon name="warning" /> Together these tools can carry private data out, at the word of a stranger
      </p>
      <dl className="mt-2 grid gap-3 text-xs sm:grid-cols-3">
        {parts.map(([part, words]) => (
          <div key={part}>
            <dt className="mb-0.5 font-medium">{words}</dt>
            <dd className="foreign font-mono text-2xs">
              {flow[part]
                .slice(0, 6)
                .map(({ name }) => name)
                .join(', ')}
              {flow[part].length > 6 && ` and ${flow[part].length - 6} more`}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
