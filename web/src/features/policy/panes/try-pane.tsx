import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../../api/call.ts';
import { Button, Field, Input, Outcome, ProblemNote, Select, Textarea } from '../../../ui/index.ts';
import type { KnownTool } from '../builder/editing.tsx';
import { useSuggestions } from '../builder/suggestions.tsx';
import { exampleOf } from './example-of.ts';
import { Trace } from './trace.tsx';

/** One call, judged by the document as it is typed, step by step. */
export function TryPane(props: {
  readonly document: string;
  readonly valid: boolean;
  readonly server: string | undefined;
  readonly tools: readonly KnownTool[];
}) {
  const { tools } = props;
  const [subject, setSubject] = useState<'tool' | 'resource' | 'prompt'>('tool');
  const [typedName, setName] = useState<string>();
  const [typedArguments, setArguments] = useState<string>();
  const [grant, setGrant] = useState('alice-laptop');
  const [more, setMore] = useState(false);
  const [user, setUser] = useState('');
  // Until something is typed it is the first tool, with arguments as its own schema has them.
  const name = typedName ?? tools[0]?.name ?? '';
  const tool = tools.find((one) => one.name === name);
  const text = typedArguments ?? exampleOf(tool?.inputSchema);
  const { field, list } = useSuggestions(() =>
    subject === 'tool' ? tools.map((one) => <option key={one.name} value={one.name} />) : null,
  );
  const asked = useQuery({
    queryKey: ['policy.explain', props.document, subject, name, text, grant, user, props.server],
    queryFn: ({ signal }) =>
      call(
        'policy.explain',
        {
          document: props.document,
          server: props.server ?? 'server',
          subject,
          name,
          arguments: text,
          grant,
          ...(user === '' ? {} : { user }),
          ...(tool?.category === undefined ? {} : { category: tool.category as 'read' }),
          ...(tool?.severity === undefined ? {} : { severity: tool.severity as 'low' }),
        },
        signal,
      ),
    enabled: props.valid && name !== '',
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <div className="p-4">
      <h2 className="mb-3 text-base font-semibold">Try a call</h2>
      <div className="grid grid-cols-[7rem_minmax(0,1fr)] gap-3">
        <Field label="What">
          {(ids) => (
            <Select {...ids} value={subject} onChange={({ target }) => setSubject(target.value as typeof subject)}>
              <option value="tool">tool</option>
              <option value="resource">resource</option>
              <option value="prompt">prompt</option>
            </Select>
          )}
        </Field>
        <Field label={subject === 'resource' ? 'URI' : 'Name'}>
          {(ids) => (
            <Input
              {...ids}
              {...field}
              value={name}
              className="w-full font-mono"
              onChange={({ target }) => {
                setName(target.value);
                // Another tool has arguments of its own.
                if (tools.some((one) => one.name === target.value)) setArguments(undefined);
              }}
            />
          )}
        </Field>
        {list}
      </div>
      {subject === 'tool' && (
        <Field label="Arguments" hint="Raw JSON, read as those of a call are.">
          {(ids) => (
            <Textarea
              {...ids}
              rows={4}
              className="w-full font-mono text-xs"
              value={text}
              onChange={({ target }) => setArguments(target.value)}
            />
          )}
        </Field>
      )}
      {more ? (
        <div className="grid grid-cols-2 gap-3">
          <Field label="Grant">
            {(ids) => <Input {...ids} value={grant} onChange={({ target }) => setGrant(target.value)} />}
          </Field>
          <Field label="User">
            {(ids) => (
              <Input {...ids} value={user} placeholder="nobody" onChange={({ target }) => setUser(target.value)} />
            )}
          </Field>
        </div>
      ) : (
        <Button small look="quiet" icon="person" onClick={() => setMore(true)} className="mb-3 -ml-1.5">
          Who calls
        </Button>
      )}
      {!props.valid && <p className="text-ink-2">The document has errors: nothing can be judged by it.</p>}
      {asked.isError && <ProblemNote problem={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data !== undefined && props.valid && (
        <div aria-live="polite">
          <div className="mb-3 flex flex-wrap items-center gap-2 rounded-md border border-line bg-canvas px-3 py-2.5">
            <Outcome outcome={asked.data.decision.outcome} />
            {asked.data.decision.code !== null && <code className="text-xs">{asked.data.decision.code}</code>}
            {asked.data.decision.rule !== null && (
              <span className="text-xs text-ink-2">
                by <code className="foreign">{asked.data.decision.rule}</code>
              </span>
            )}
            {asked.data.decision.reason !== null && (
              <p className="foreign w-full text-xs">{asked.data.decision.reason}</p>
            )}
          </div>
          <Trace lines={asked.data.trace} decisive={asked.data.decision.rule} />
        </div>
      )}
    </div>
  );
}
