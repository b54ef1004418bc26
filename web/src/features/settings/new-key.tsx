import { useState } from 'react';
import { useChange } from '../../api/use-verb.ts';
import { Field, FormDialog, Input, Select, ShownOnce } from '../../ui/index.ts';
import { RoleField } from './role-field.tsx';
import type { Role } from './roles.ts';

const dayMs = 86_400_000;
/** The choice of a key that does not expire, among numbers of days. */
const forEver = 0;

/** A key for a program: what uses it, as what, and until when. Ends with the key. */
export function NewKey({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [days, setDays] = useState(90);
  const created = useChange('api_key.create');
  if (created.data !== undefined) {
    return (
      <ShownOnce
        title="The key, shown this once"
        secret={created.data.key}
        label="API key"
        done="I have it"
        onClose={onClose}
      />
    );
  }
  const expiresAt = days === forEver ? null : Date.now() + days * dayMs;
  return (
    <FormDialog
      title="New API key"
      act="Create"
      onClose={onClose}
      onSubmit={() => created.mutate({ name, role, expiresAt })}
      change={created}
    >
      <Field label="Name" hint="What uses it.">
        {(ids) => <Input {...ids} required value={name} onChange={({ target }) => setName(target.value)} />}
      </Field>
      <RoleField role={role} onChange={setRole} />
      <Field label="Works for" hint="Whoever finds it later finds it useless.">
        {(ids) => (
          <Select {...ids} value={days} onChange={({ target }) => setDays(Number(target.value))}>
            <option value={7}>7 days</option>
            <option value={30}>30 days</option>
            <option value={90}>90 days</option>
            <option value={365}>a year</option>
            <option value={forEver}>ever, until it is revoked</option>
          </Select>
        )}
      </Field>
    </FormDialog>
  );
}
