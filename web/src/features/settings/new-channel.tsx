import { useState } from 'react';
import type { Input as VerbInput } from '../../api/call.ts';
import { useChange } from '../../api/use-verb.ts';
import { wrongFields } from '../../api/wrong-fields.ts';
import { Checkbox, Field, FormDialog, Input, Segmented, ShownOnce, Textarea } from '../../ui/index.ts';
import { messageWords, recordWords } from './message-words.table.ts';

type Kind = VerbInput<'channel.create'>['kind'];
type Type = NonNullable<VerbInput<'channel.create'>['types']>[number];

const kinds = [
  { value: 'webhook', label: 'Webhook' },
  { value: 'slack', label: 'Slack' },
  { value: 'mail', label: 'Mail' },
  { value: 'otlp', label: 'OpenTelemetry' },
] as const;

/** `Name: value`, one a line. */
function headersIn(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf(':');
      return at === -1 ? [line.trim(), ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    }),
  );
}

const placeholders: Readonly<Record<Kind, string>> = {
  webhook: 'https://hooks.example.com/…',
  slack: 'https://hooks.slack.com/services/…',
  mail: 'ops@example.com',
  otlp: 'https://otlp.example.com',
};

/** A channel: where to, and what it is told of. Ends with the secret that signs a webhook, shown once. */
export function NewChannel({ onClose }: { readonly onClose: () => void }) {
  const [kind, setKind] = useState<Kind>('webhook');
  const [name, setName] = useState('');
  const [target, setTarget] = useState('');
  const [headers, setHeaders] = useState('');
  const [values, setValues] = useState(false);
  const [types, setTypes] = useState<readonly Type[]>([]);
  const mayHaveValues = kind === 'webhook' || kind === 'otlp';
  const words = kind === 'otlp' ? [...recordWords, ...messageWords] : messageWords;
  const created = useChange('channel.create', ({ secret }) => {
    if (secret === null) onClose();
  });
  const wrong = wrongFields(created.error);
  const submit = (): void => {
    const where = kind === 'mail' ? { to: target.split(/[\s,;]+/).filter((one) => one !== '') } : { url: target };
    const known = types.filter((type) => words.some(([one]) => one === type));
    const sent = kind === 'otlp' && headers.trim() !== '' ? { headers: headersIn(headers) } : {};
    created.mutate({ name, kind, types: known, values: values && mayHaveValues, ...where, ...sent });
  };
  if (created.data !== undefined && created.data.secret !== null) {
    return (
      <ShownOnce
        title="The signing secret, shown this once"
        lead="Every message carries a signature by it (Standard Webhooks): refuse what has none."
        secret={created.data.secret}
        label="signing secret"
        done="I have it"
        onClose={onClose}
      />
    );
  }
  return (
    <FormDialog title="New channel" act="Create" onClose={onClose} onSubmit={submit} change={created}>
      <div className="mb-4">
        <Segmented label="Kind" value={kind} options={kinds} onChange={setKind} />
      </div>
      <Field label="Name" error={wrong.get('/name')}>
        {(ids) => <Input {...ids} required value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <Field
        label={kind === 'mail' ? 'Addresses' : 'URL'}
        error={wrong.get('/url') ?? wrong.get('/to')}
        hint={
          kind === 'mail'
            ? 'Several are parted by a comma. Mail needs smtp in toolgate.yaml.'
            : kind === 'otlp'
              ? 'Of a collector that takes OTLP over HTTP: https, on a public address; /v1/logs is added. Kept sealed.'
              : 'https, on a public address. It is kept sealed and never shown again.'
        }
      >
        {(ids) => (
          <Input
            {...ids}
            required
            type={kind === 'mail' ? 'text' : 'url'}
            placeholder={placeholders[kind]}
            value={target}
            onChange={(event) => setTarget(event.target.value)}
          />
        )}
      </Field>
      {kind === 'otlp' && (
        <Field
          label="Headers"
          hint="Name: value, one a line, such as a token of the collector. Kept sealed and never shown again."
        >
          {(ids) => (
            <Textarea
              {...ids}
              rows={2}
              spellCheck={false}
              value={headers}
              onChange={(event) => setHeaders(event.target.value)}
            />
          )}
        </Field>
      )}
      {mayHaveValues && (
        <div className="mb-4">
          <Checkbox
            label="Values, too: arguments of calls that wait or are recorded with them, and texts of messages"
            checked={values}
            onChange={(event) => setValues(event.target.checked)}
          />
        </div>
      )}
      <fieldset>
        <legend className="mb-1 text-xs font-medium">Is told of</legend>
        <p className="mb-2 text-xs text-ink-2">
          {types.length === 0 ? 'Everything, while nothing is chosen.' : `${types.length} kinds of message.`}
        </p>
        <div className="grid gap-1.5 sm:grid-cols-2">
          {words.map(([type, words]) => (
            <Checkbox
              key={type}
              label={words}
              checked={types.includes(type)}
              onChange={(event) =>
                setTypes(event.target.checked ? [...types, type] : types.filter((one) => one !== type))
              }
            />
          ))}
        </div>
      </fieldset>
    </FormDialog>
  );
}
