import { Field, Input, Section } from '../../ui/index.ts';
import type { ServerDraft, Span } from './server-draft.ts';

const spans: readonly { readonly span: Span; readonly label: string; readonly hint: string }[] = [
  { span: 'connectMs', label: 'To connect', hint: 'seconds' },
  { span: 'firstByteMs', label: 'To the first byte', hint: 'seconds' },
  { span: 'idleMs', label: 'Between bytes', hint: 'seconds' },
];

/** How long a server may take, and how much it is asked at a time. */
export function ServerLoad({
  draft,
  wrong,
  onChange,
}: {
  readonly draft: ServerDraft;
  /** What is wrong with a field, by its place. */
  readonly wrong: ReadonlyMap<string, string>;
  readonly onChange: (more: Partial<ServerDraft>) => void;
}) {
  return (
    <Section title="Time and load">
      <div className="grid gap-x-3 sm:grid-cols-3">
        {spans.map(({ span, label, hint }) => (
          <Field key={span} label={label} hint={hint} error={wrong.get(`/timeouts/${span}`)}>
            {(ids) => (
              <Input
                {...ids}
                type="number"
                required
                min={0.001}
                max={86_400}
                step="any"
                value={draft.timeouts[span]}
                onChange={({ target }) => onChange({ timeouts: { ...draft.timeouts, [span]: target.value } })}
              />
            )}
          </Field>
        ))}
      </div>
      <Field
        label="Most calls at once"
        hint="One more is refused as overloaded. Empty: no limit."
        error={wrong.get('/maxConcurrency')}
      >
        {(ids) => (
          <Input
            {...ids}
            type="number"
            min={1}
            max={100_000}
            className="w-32"
            value={draft.maxConcurrency}
            onChange={({ target }) => onChange({ maxConcurrency: target.value })}
          />
        )}
      </Field>
    </Section>
  );
}
