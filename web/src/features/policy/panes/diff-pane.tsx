import { Badge, Icon, ProblemNote, Skeleton } from '../../../ui/index.ts';
import type { KnownTool } from '../builder/editing.tsx';
import { useDifference } from '../use-difference.ts';
import { WidthBadges } from '../width-badges.tsx';

const words = {
  allowed: 'now allowed',
  held: 'now asked for',
  refused: 'now refused',
  terms: 'asked for on other terms',
  limits: 'limited otherwise',
  shown: 'now shown in lists',
  unlisted: 'no longer shown in lists',
} as const;

/** What would become allowed or refused against what is in force: as calls, not as text. */
export function DiffPane({
  before,
  after,
  valid,
  tools,
}: {
  readonly before: string;
  readonly after: string;
  readonly valid: boolean;
  readonly tools: readonly KnownTool[];
}) {
  const asked = useDifference(
    before,
    after,
    tools.map(({ name }) => name),
    valid,
  );
  const found = asked.data;
  return (
    <div className="p-4">
      <h2 className="text-base font-semibold">Against what is in force</h2>
      <p className="mb-3 text-xs text-ink-2">
        Every example was judged by both. What is not listed is proven to be the same, or said not to be.
      </p>
      {!valid && <p className="text-ink-2">The document has errors: it cannot be compared.</p>}
      {asked.isError && <ProblemNote problem={asked.error} onRetry={() => void asked.refetch()} />}
      {valid && asked.isPending && <Skeleton />}
      {valid && found !== undefined && (
        <>
          <WidthBadges found={found} />
          {found.document.map((one) => (
            <p key={one.pointer} className="mb-1 text-xs">
              <code>{one.pointer}</code>: {one.from} <Icon name="chevron" className="inline size-3" /> {one.to}
            </p>
          ))}
          <ul className="space-y-2">
            {found.items.map((item) => (
              <li key={`${item.kind}${item.name}`} className="overflow-hidden rounded-md border border-line text-xs">
                <div className="border-b border-line bg-canvas px-3 py-1.5">
                  <span className="text-ink-2">{item.kind} </span>
                  <code className="foreign font-medium">
                    {item.single
                      ? item.name
                      : item.globs.length > 0
                        ? item.globs.join(', ')
                        : `others, such as ${item.name}`}
                  </code>
                </div>
                {item.changes.map((change) => (
                  <div key={`${change.what}${change.example}`} className="px-3 py-2">
                    <div className="flex flex-wrap items-center gap-2">
                      <Badge tone={change.widening ? 'ask' : 'limit'}>{words[change.what]}</Badge>
                      {change.from?.code != null && <span className="text-ink-2">was {change.from.code}</span>}
                      {change.to?.code != null && <span className="text-ink-2">is {change.to.code}</span>}
                    </div>
                    {change.removed.map((text) => (
                      <p key={text} className="foreign mt-1 text-deny">
                        − {text}
                      </p>
                    ))}
                    {change.added.map((text) => (
                      <p key={text} className="foreign mt-1 text-allow">
                        + {text}
                      </p>
                    ))}
                    {change.example !== null && (
                      <pre className="foreign mt-1.5 rounded bg-sunken px-2 py-1">{change.example}</pre>
                    )}
                  </div>
                ))}
              </li>
            ))}
          </ul>
          {found.items.length + found.document.length === 0 && (
            <p className="text-ink-2">No call would be judged otherwise.</p>
          )}
        </>
      )}
    </div>
  );
}
