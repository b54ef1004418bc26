import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '../../../api/call.ts';
import { Button, cx, Field, Icon, Input, Outcome, ProblemNote, Select, Textarea } from '../../../ui/index.ts';
import type { KnownTool } from '../builder/editing.tsx';
import { isObject, type JsonValue, member } from '../model/json.ts';

/** One call, judged by the document as it is typed, step by step. */
export function TryPane(props: {
  readonly document: string;
  readonly valid: boolean;
  readonly server: string | undefined;
  readonly tools: readonly KnownTool[];
}) {
  const { tools } = props;
  const [subject, setSubject] = useState<'tool' | 'resource' | 'prompt'>('tool');
  const [name, setName] = useState(tools[0]?.name ?? '');
  const [text, setText] = useState('{}');
  const [grant, setGrant] = useState('alice-laptop');
  const [more, setMore] = useState(false);
  const [user, setUser] = useState('');
  const tool = tools.find((one) => one.name === name);
  useEffect(() => {
    if (name === '' && tools[0] !== undefined) {
      setName(tools[0].name);
      setText(exampleOf(tools[0].inputSchema));
    }
  }, [tools, name]);
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
              list="tools-to-try"
              value={name}
              className="w-full font-mono"
              onChange={({ target }) => {
                setName(target.value);
                const chosen = tools.find((one) => one.name === target.value);
                if (chosen !== undefined) setText(exampleOf(chosen.inputSchema));
              }}
            />
          )}
        </Field>
        <datalist id="tools-to-try">
          {subject === 'tool' && tools.map((one) => <option key={one.name} value={one.name} />)}
        </datalist>
      </div>
      {subject === 'tool' && (
        <Field label="Arguments" hint="Raw JSON, read as those of a call are.">
          {(ids) => (
            <Textarea
              {...ids}
              rows={4}
              className="w-full font-mono text-xs"
              value={text}
              onChange={({ target }) => setText(target.value)}
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
          <h3 className="mb-1 text-xs font-semibold">What was looked at</h3>
          <ol className="divide-y divide-line rounded-md border border-line">
            {asked.data.trace.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the order is what the steps are
              <li key={index} className="flex items-start gap-2 px-3 py-1.5 text-xs">
                <Icon
                  name={
                    /true|holds$|accepts|applies|takes/.test(line.said) && !/not/.test(line.said)
                      ? 'check'
                      : /unknown|cannot/.test(line.said)
                        ? 'warning'
                        : 'close'
                  }
                  className={cx('mt-0.5 size-3.5', line.rule === asked.data.decision.rule ? 'text-deny' : 'text-ink-3')}
                />
                <span className="min-w-0">
                  <code className="foreign block text-2xs text-ink-3">
                    {line.rule === '' ? 'the document' : line.rule}
                  </code>
                  <span className="foreign">{line.said}</span>
                </span>
              </li>
            ))}
            {asked.data.trace.length === 0 && <li className="px-3 py-2 text-xs text-ink-2">No entry speaks of it.</li>}
          </ol>
        </div>
      )}
    </div>
  );
}

/** Arguments to begin with, from the tool’s own schema. */
function exampleOf(schema: JsonValue): string {
  const properties = member(schema, 'properties');
  if (!isObject(properties)) return '{}';
  const required = member(schema, 'required');
  const names = Array.isArray(required)
    ? Object.keys(properties).filter((name) => required.includes(name))
    : Object.keys(properties).slice(0, 4);
  const example = Object.fromEntries(names.map((name) => [name, sample(properties[name])]));
  return JSON.stringify(example, null, 2);
}

function sample(schema: JsonValue | undefined): JsonValue {
  const options = member(schema, 'enum');
  if (Array.isArray(options) && options[0] !== undefined) return options[0] as JsonValue;
  const first = member(schema, 'default');
  if (first !== undefined) return first;
  switch (member(schema, 'type')) {
    case 'number':
    case 'integer':
      return 1;
    case 'boolean':
      return true;
    case 'array':
      return [];
    case 'object':
      return {};
    default:
      return '';
  }
}
