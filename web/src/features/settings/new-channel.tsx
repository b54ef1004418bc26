import { type FormEvent, useState } from 'react';
import type { Input as VerbInput } from '../../api/call.ts';
import { useChange } from '../../api/use-verb.ts';
import { Button, Checkbox, CopyText, Dialog, Field, Input, ProblemNote, Segmented } from '../../ui/index.ts';
import { messageWords } from './message-words.table.ts';

type Kind = VerbInput<'channel.create'>['kind'];
type Type = NonNullable<VerbInput<'channel.create'>['types']>[number];

const kinds = [
  { value: 'webhook', label: 'Webhook' },
  { value: 'slack', label: 'Slack' },
  { value: 'mail', label: 'Mail' },
] as const;

/** A channel: where to, and what it is told of. Ends with the secret that signs a webhook, shown once. */
export function NewChannel({ onClose }: { readonly onClose: () => void }) {
  const [kind, setKind] = useState<Kind>('webhook');
  const [name, setName] = useState('');
  const [target, setTarget] = useState('');
  const [types, setTypes] = useState<readonly Type[]>([]);
  const created = useChange('channel.create', ({ secret }) => {
    if (secret === null) onClose();
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const where = kind === 'mail' ? { to: target.split(/[\s,;]+/).filter((one) => one !== '') } : { url: target };
    created.mutate({ name, kind, types, ...where });
  };
  if (created.data !== undefined && created.data.secret !== null) {
    return (
      <Dialog
        open
        onClose={onClose}
        title="The signing secret, shown this once"
        lead="Every message carries a signature by it (Standard Webhooks): refuse what has none."
        footer={
          <Button look="primary" onClick={onClose}>
            I have it
          </Button>
        }
      >
        <CopyText text={created.data.secret} label="signing secret" />
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="New channel"
      footer={
        <Button look="primary" type="submit" form="new-channel" busy={created.isPending}>
          Create
        </Button>
      }
    >
      <form id="new-channel" onSubmit={submit}>
        <div className="mb-4">
          <Segmented label="Kind" value={kind} options={kinds} onChange={setKind} />
        </div>
        <Field label="Name">
          {(ids) => <Input {...ids} required value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field
          label={kind === 'mail' ? 'Addresses' : 'URL'}
          hint={
            kind === 'mail'
              ? 'Several are parted by a comma. Mail needs smtp in toolgate.yaml.'
              : 'https, on a public address. It is kept sealed and never shown again.'
          }
        >
          {(ids) => (
            <Input
              {...ids}
              required
              type={kind === 'mail' ? 'text' : 'url'}
              placeholder={kind === 'mail' ? 'ops@example.com' : 'https://hooks.example.com/…'}
              value={target}
              onChange={(event) => setTarget(event.target.value)}
            />
          )}
        </Field>
        <fieldset>
          <legend className="mb-1 text-xs font-medium">Is told of</legend>
          <p className="mb-2 text-xs text-ink-2">
            {types.length === 0 ? 'Everything, while nothing is chosen.' : `${types.length} kinds of message.`}
          </p>
          <div className="grid gap-1.5 sm:grid-cols-2">
            {messageWords.map(([type, words]) => (
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
        {created.isError && (
          <div className="mt-4">
            <ProblemNote problem={created.error} />
          </div>
        )}
      </form>
    </Dialog>
  );
}
