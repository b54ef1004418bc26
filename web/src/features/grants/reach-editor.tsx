import { useState } from 'react';
import { usePages } from '../../api/use-pages.ts';
import { Button, Checkbox, Input, ProblemNote, Select } from '../../ui/index.ts';
import { usePolicyFor } from './use-policy-for.ts';

/** Server slug → policy name. */
export type Reach = Readonly<Record<string, string>>;

/** From so many servers on, they are looked for by name. */
const manyServers = 8;

/** What a grant opens: servers, and under which policy each. What is chosen stays in sight, whatever is looked for. */
export function ReachEditor({ reach, onChange }: { readonly reach: Reach; readonly onChange: (reach: Reach) => void }) {
  const [typed, setTyped] = useState('');
  const servers = usePages('server.list', typed === '' ? {} : { q: typed });
  const { ready, none, policyFor } = usePolicyFor();
  const names = new Map(servers.items.map(({ slug, name }) => [slug, name]));
  const chosen = Object.keys(reach);
  const rows = [...new Set([...chosen, ...names.keys()])];
  const many = rows.length > manyServers || typed !== '';
  return (
    <fieldset className="mb-4">
      <legend className="text-xs font-medium">Opens</legend>
      <p className="mb-1 text-xs text-ink-2">Servers, each under the policy that its calls are judged by.</p>
      {many && (
        <Input
          small
          type="search"
          aria-label="Filter servers"
          placeholder="Filter servers"
          value={typed}
          className="mb-1.5 w-full"
          onChange={({ target }) => setTyped(target.value)}
        />
      )}
      <div className="max-h-72 divide-y divide-line overflow-y-auto rounded-md border border-line">
        {rows.map((slug) => {
          const policy = reach[slug];
          const open = policy !== undefined;
          return (
            <div key={slug} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
              <Checkbox
                label={<span className="foreign">{names.get(slug) ?? slug}</span>}
                className="min-w-0 flex-1"
                checked={open}
                onChange={({ target }) => {
                  const { [slug]: _gone, ...rest } = reach;
                  onChange(target.checked ? { ...rest, [slug]: policyFor(slug) ?? '' } : rest);
                }}
              />
              {open && (
                <Select
                  small
                  aria-label={`Policy on ${slug}`}
                  className="w-48"
                  value={policy}
                  onChange={({ target }) => onChange({ ...reach, [slug]: target.value })}
                >
                  {!ready.some(({ name }) => name === policy) && <option value={policy}>{policy}</option>}
                  {ready.map(({ name }) => (
                    <option key={name} value={name}>
                      {name}
                    </option>
                  ))}
                </Select>
              )}
            </div>
          );
        })}
        {servers.query.isError && <ProblemNote problem={servers.query.error} />}
        {rows.length === 0 && !servers.query.isPending && (
          <p className="px-3 py-3 text-xs text-ink-2">
            {typed === '' ? 'There is no server yet.' : 'No server is called so.'}
          </p>
        )}
        {servers.rest.hasMore && (
          <div className="px-3 py-2">
            <Button small onClick={servers.rest.more}>
              More servers
            </Button>
          </div>
        )}
      </div>
      {none && <p className="mt-1 text-xs text-ask">No policy is in force yet: without one a grant opens nothing.</p>}
    </fieldset>
  );
}
