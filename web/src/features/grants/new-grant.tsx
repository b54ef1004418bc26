import { type FormEvent, useState } from 'react';
import { usePages } from '../../api/use-pages.ts';
import { useChange } from '../../api/use-verb.ts';
import { Button, Checkbox, Dialog, Field, Input, ProblemNote, Select } from '../../ui/index.ts';
import { TokenOnce } from './token-once.tsx';

const days = 86_400_000;

/** A grant: who, which servers under which policies, until when. Ends with the token. */
export function NewGrant({ onClose, server }: { readonly onClose: () => void; readonly server?: string | undefined }) {
  const servers = usePages('server.list', {});
  const policies = usePages('policy.list', {});
  const [label, setLabel] = useState('');
  const [reach, setReach] = useState<Readonly<Record<string, string>>>({});
  const [lasts, setLasts] = useState('90');
  const created = useChange('grant.create');
  const ready = policies.items.filter(({ activeVersion, origin }) => activeVersion !== null || origin === 'file');
  const guess = (slug: string): string =>
    ready.find(({ name }) => name === slug)?.name ??
    ready.find(({ name }) => name.startsWith(slug))?.name ??
    ready[0]?.name ??
    '';
  const chosen =
    server !== undefined && !(server in reach) && Object.keys(reach).length === 0 && ready.length > 0
      ? { [server]: guess(server) }
      : reach;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    created.mutate({ label, servers: chosen, expiresAt: lasts === '' ? null : Date.now() + Number(lasts) * days });
  };
  if (created.data !== undefined) {
    return (
      <Dialog
        open
        onClose={onClose}
        wide
        title={`${created.data.grant.label} may call`}
        lead="From its next request on."
        footer={
          <Button look="primary" onClick={onClose}>
            I have the token
          </Button>
        }
      >
        <TokenOnce token={created.data.token} grant={created.data.grant.id} />
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="New grant"
      lead="A token for one agent, with what it opens."
      footer={
        <Button
          look="primary"
          type="submit"
          form="new-grant"
          busy={created.isPending}
          disabled={Object.keys(chosen).length === 0}
        >
          Create
        </Button>
      }
    >
      <form id="new-grant" onSubmit={submit}>
        <Field label="Label" hint="Whose it is, such as alice-laptop.">
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              required
              pattern="[A-Za-z0-9][A-Za-z0-9._@\-]*"
              value={label}
              className="w-full"
              onChange={({ target }) => setLabel(target.value)}
            />
          )}
        </Field>
        <fieldset className="mb-4">
          <legend className="mb-1 text-xs font-medium">Opens</legend>
          <div className="divide-y divide-line rounded-md border border-line">
            {servers.items.map(({ slug, name }) => (
              <div key={slug} className="flex items-center gap-3 px-3 py-2">
                <Checkbox
                  label={<span className="foreign">{name}</span>}
                  className="min-w-0 flex-1"
                  checked={slug in chosen}
                  onChange={({ target }) => {
                    const { [slug]: _gone, ...rest } = chosen;
                    setReach(target.checked ? { ...rest, [slug]: guess(slug) } : rest);
                  }}
                />
                {slug in chosen && (
                  <Select
                    small
                    aria-label={`Policy on ${slug}`}
                    className="w-48"
                    value={chosen[slug] ?? ''}
                    onChange={({ target }) => setReach({ ...chosen, [slug]: target.value })}
                  >
                    {ready.map((policy) => (
                      <option key={policy.name} value={policy.name}>
                        {policy.name}
                      </option>
                    ))}
                  </Select>
                )}
              </div>
            ))}
            {servers.items.length === 0 && <p className="px-3 py-3 text-xs text-ink-2">There is no server yet.</p>}
          </div>
          {ready.length === 0 && !policies.query.isPending && (
            <p className="mt-1 text-xs text-ask">No policy is in force yet: without one a grant opens nothing.</p>
          )}
        </fieldset>
        <Field label="Lasts">
          {(ids) => (
            <Select {...ids} className="w-40" value={lasts} onChange={({ target }) => setLasts(target.value)}>
              <option value="7">7 days</option>
              <option value="30">30 days</option>
              <option value="90">90 days</option>
              <option value="365">a year</option>
              <option value="">for ever</option>
            </Select>
          )}
        </Field>
        {created.isError && <ProblemNote problem={created.error} />}
      </form>
    </Dialog>
  );
}
