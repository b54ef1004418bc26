import { type FormEvent, useState } from 'react';
import type { Output } from '../../api/call.ts';
import { useMay } from '../../api/session.ts';
import { usePages } from '../../api/use-pages.ts';
import { useChange } from '../../api/use-verb.ts';
import {
  Button,
  Checkbox,
  Confirm,
  CopyText,
  Dialog,
  Empty,
  Field,
  IconButton,
  Input,
  ProblemNote,
  Section,
  Select,
  Skeleton,
  since,
  Table,
  toast,
} from '../../ui/index.ts';
import { RoleField } from './role-field.tsx';
import { type Role, roleName } from './roles.ts';

const day = 86_400_000;
/** The choice of a key that does not expire, among numbers of days. */
const forEver = 0;

type Key = Output<'api_key.list'>['items'][number];

/** Programs that act for an operator: the command line against another machine, a pipeline. */
export function ApiKeys() {
  const { items, query, rest } = usePages('api_key.list', {});
  const may = useMay('api_keys:write');
  const [asked, setAsked] = useState(false);
  const [revoking, setRevoking] = useState<Key>();
  const [keepsMade, setKeepsMade] = useState(false);
  const revoke = useChange('api_key.revoke', ({ apiKeys }) => {
    toast(
      apiKeys === 0
        ? 'The key is gone: its next request is refused.'
        : `The key is gone, and so are ${apiKeys} that were made with it: their next requests are refused.`,
    );
    setRevoking(undefined);
  });
  const ask = (key: Key): void => {
    setKeepsMade(false);
    setRevoking(key);
  };
  const create = may && (
    <Button look="primary" icon="plus" onClick={() => setAsked(true)}>
      New key
    </Button>
  );
  return (
    <Section title="API keys" hint="For /api/v1 and the command line, each with a role." actions={create}>
      {query.isPending ? (
        <Skeleton />
      ) : query.isError ? (
        <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />
      ) : items.length === 0 ? (
        <Empty icon="code" title="No API key" action={create}>
          A program uses one with <code>TOOLGATE_API_KEY</code>, as <code>toolgate server list --gateway …</code> does.
        </Empty>
      ) : (
        <Table<Key>
          label="API keys"
          items={items}
          keyOf={({ id }) => id}
          rest={rest}
          columns={[
            {
              id: 'name',
              head: 'Key',
              width: 'minmax(0,2fr)',
              cell: (key) => <span className="foreign block truncate font-medium">{key.name}</span>,
            },
            { id: 'role', head: 'Role', width: '8rem', cell: (key) => roleName(key.role) },
            {
              id: 'used',
              head: 'Last used',
              width: '7rem',
              wide: true,
              cell: ({ lastUsedAt }) => (
                <span className="text-ink-2">{lastUsedAt === null ? 'never' : since(lastUsedAt, Date.now())}</span>
              ),
            },
            {
              id: 'expires',
              head: 'Expires',
              width: '7rem',
              wide: true,
              cell: ({ expiresAt }) => (
                <span className="text-ink-2">{expiresAt === null ? 'never' : since(expiresAt, Date.now())}</span>
              ),
            },
            {
              id: 'more',
              head: <span className="sr-only">Revoke</span>,
              width: '2rem',
              end: true,
              cell: (key) => may && <IconButton icon="trash" label={`Revoke ${key.name}`} onClick={() => ask(key)} />,
            },
          ]}
        />
      )}
      {asked && <NewKey onClose={() => setAsked(false)} />}
      {revoking !== undefined && (
        <Confirm
          title={`Revoke ${revoking.name}?`}
          lead="Whatever uses it is refused from its next request on, and so is whatever uses a key or a link that was made with it."
          keep="Keep it"
          act="Revoke"
          onKeep={() => setRevoking(undefined)}
          onAct={() => revoke.mutate({ id: revoking.id, made: keepsMade ? 'keep' : 'revoke' })}
          change={revoke}
        >
          {items.some(({ madeWith }) => madeWith === revoking.id) && (
            <Checkbox
              label="Keep what was made with it, since nobody else ever had it"
              checked={keepsMade}
              onChange={({ target }) => setKeepsMade(target.checked)}
            />
          )}
        </Confirm>
      )}
    </Section>
  );
}

function NewKey({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [days, setDays] = useState(90);
  const created = useChange('api_key.create');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    created.mutate({ name, role, expiresAt: days === forEver ? null : Date.now() + days * day });
  };
  if (created.data !== undefined) {
    return (
      <Dialog
        open
        onClose={onClose}
        title="The key, shown this once"
        footer={
          <Button look="primary" onClick={onClose}>
            I have it
          </Button>
        }
      >
        <CopyText text={created.data.key} label="API key" />
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="New API key"
      footer={
        <Button look="primary" type="submit" form="new-key" busy={created.isPending}>
          Create
        </Button>
      }
    >
      <form id="new-key" onSubmit={submit}>
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
        {created.isError && <ProblemNote problem={created.error} />}
      </form>
    </Dialog>
  );
}
