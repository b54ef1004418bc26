import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { usePage } from '../../api/ask-page.ts';
import { Badge, Category, CodeBlock, moment, Page, ProblemNote, Section, Severity, Skeleton } from '../../ui/index.ts';
import { Findings } from '../servers/findings.tsx';
import type { CatalogTool, Strength } from './catalog-shape.ts';
import { policyName } from './policy-name.ts';
import { RecommendedPolicy } from './recommended-policy.tsx';

/** What one tool can do at worst, why that is said, and the policy for it. */
export function CatalogToolPage() {
  const { server, tool: slug } = useParams({ strict: false }) as { server: string; tool: string };
  const [strength, setStrength] = useState<Strength>('guarded');
  const asked = usePage<CatalogTool>(`/catalog/${encodeURIComponent(server)}/${encodeURIComponent(slug)}`);
  const tool = asked.data?.slug === slug ? asked.data : undefined;
  if (asked.isError) {
    return (
      <Page title="Catalogue">
        <ProblemNote problem={asked.error} onRetry={() => void asked.refetch()} />
      </Page>
    );
  }
  if (tool === undefined) {
    return (
      <Page title={slug}>
        <Skeleton rows={8} />
      </Page>
    );
  }
  return (
    <Page
      code
      title={tool.name}
      lead={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
          <Link to="/explore/$server" params={{ server }} className="foreign text-accent hover:underline">
            {tool.server.title ?? tool.server.name}
          </Link>
          <Severity severity={tool.severity} />
          <Category category={tool.unclassified ? 'unclassified' : tool.category} />
          <span>{Math.round(tool.confidence * 100)} % sure</span>
          {tool.flags.map((flag) => (
            <Badge key={flag}>{flag.replaceAll('_', ' ')}</Badge>
          ))}
        </span>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
        <div className="min-w-0">
          <Section title="Why">
            <p className="foreign mb-3 text-ink-2">{tool.judged.reason}</p>
            {tool.judged.evidence.length > 0 && (
              <ul className="divide-y divide-line rounded-lg border border-line bg-surface text-xs">
                {tool.judged.evidence.map(({ field, words, says }) => (
                  <li key={field + words.join()} className="flex flex-wrap items-center gap-2 px-3 py-2">
                    <span className="w-24 text-ink-3">{field === 'inputSchema' ? 'parameters' : field}</span>
                    <span className="foreign min-w-0 flex-1 font-mono">{words.join(' ')}</span>
                    <span className="text-ink-2">says</span>
                    <Category category={says} />
                  </li>
                ))}
              </ul>
            )}
          </Section>
          <Findings findings={tool.findings} />
          <Section title="Definition" hint={<span className="foreign font-mono">SHA-256 {tool.hash}</span>}>
            <CodeBlock label="Definition" text={JSON.stringify(tool.definition, null, 2)} className="max-h-96" />
          </Section>
          {tool.history.length > 1 && (
            <Section title="History">
              <ul className="divide-y divide-line rounded-lg border border-line bg-surface text-xs">
                {tool.history.map(({ hash, version, firstSeen }) => (
                  <li key={hash} className="flex gap-3 px-3 py-2">
                    <code>{hash.slice(0, 12)}</code>
                    <span className="foreign flex-1">{version}</span>
                    <span className="text-ink-2">{moment(firstSeen)}</span>
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </div>
        <div className="min-w-0">
          <Section title="A policy for it" hint="The engine has proven that it does what the sentence says.">
            <RecommendedPolicy
              recommended={tool.recommended}
              strength={strength}
              onStrength={setStrength}
              name={policyName(`${server}-${slug}`)}
            />
          </Section>
        </div>
      </div>
    </Page>
  );
}
