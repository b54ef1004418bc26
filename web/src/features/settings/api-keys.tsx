import { useState } from 'react';
import type { Output } from '../../api/call.ts';
import { useMay } from '../../api/session.ts';
import { usePages } from '../../api/use-pages.ts';
import { useChange } from '../../api/use-verb.ts';
import {
  Answered,
  Button,
  Checkbox,
  Confirm,
  Empty,
  IconButton,
  Section,
  since,
  Table,
  toast,
} from '../../ui/index.ts';
import { NewKey } from './new-key.tsx';
import { roleName } from './roles.ts';

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
      <Answered query={query}>
        {items.length === 0 ? (
          <Empty icon="code" title="No API key" action={create}>
            A program uses one with <code>TOOLGATE_API_KEY</code>, as <code>toolgate server list --gateway …</code>{' '}
            does.
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
      </Answered>
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
