import { useMay } from '../../api/session.ts';
import { useChange, useVerb } from '../../api/use-verb.ts';
import { Badge, Button, moment, ProblemNote, Section, Skeleton, toast } from '../../ui/index.ts';
import { Findings } from './findings.tsx';

/** A definition that waits: what it changes, what may be wrong with it, and the decision. */
export function Definition({ id, onDecided }: { readonly id: string; readonly onDecided: () => void }) {
  const shown = useVerb('definition.show', { id });
  const may = useMay('definitions:decide');
  const done = (text: string) => (): void => {
    toast(text);
    onDecided();
  };
  const approve = useChange('definition.approve', done('Approved: it is listed and may be called.'));
  const reject = useChange('definition.reject', done('Rejected: it stays quarantined.'));
  if (shown.isPending) return <Skeleton />;
  if (shown.isError) return <ProblemNote problem={shown.error} onRetry={() => void shown.refetch()} />;
  const { definition, differences, findings, text } = shown.data;
  return (
    <>
      <p className="mb-4 flex flex-wrap items-center gap-2">
        <Badge tone="ask" icon="warning">
          {definition.change ?? definition.state}
        </Badge>
        <code className="foreign font-medium">{definition.tool}</code>
        <span className="text-xs text-ink-2">
          on {definition.server}, first seen {moment(definition.seenAt)}
        </span>
      </p>
      <Findings findings={findings} />
      {differences !== null && (
        <Section title="What changed">
          <ul className="space-y-2">
            {differences.map((one) => (
              <li key={one.at} className="overflow-hidden rounded-md border border-line text-xs">
                <div className="flex items-center gap-2 border-b border-line bg-canvas px-3 py-1.5">
                  <Badge tone={one.kind === 'added' ? 'allow' : one.kind === 'removed' ? 'deny' : 'ask'}>
                    {one.kind}
                  </Badge>
                  <code className="foreign">{one.at === '' ? 'the whole definition' : one.at}</code>
                </div>
                {one.before !== null && (
                  <pre className="foreign bg-deny-soft px-3 py-1.5 text-deny">− {one.before}</pre>
                )}
                {one.after !== null && (
                  <pre className="foreign bg-allow-soft px-3 py-1.5 text-allow">+ {one.after}</pre>
                )}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {text !== null && (
        <Section title="The definition as it is now">
          <pre className="foreign max-h-80 overflow-y-auto rounded-md border border-line bg-sunken p-3 text-xs">
            {text}
          </pre>
        </Section>
      )}
      {(approve.isError || reject.isError) && <ProblemNote problem={approve.error ?? reject.error} />}
      {may && (
        <div className="sticky -bottom-5 -mx-5 -mb-5 flex gap-2 border-t border-line bg-raised px-5 py-3">
          <Button look="primary" icon="check" busy={approve.isPending} onClick={() => approve.mutate({ ids: [id] })}>
            Approve
          </Button>
          <Button icon="close" busy={reject.isPending} onClick={() => reject.mutate({ ids: [id] })}>
            Reject
          </Button>
        </div>
      )}
    </>
  );
}
