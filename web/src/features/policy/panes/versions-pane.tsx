import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type Output } from '../../../api/call.ts';
import { useMay } from '../../../api/session.ts';
import { type ItemOf, usePages } from '../../../api/use-pages.ts';
import { useChange } from '../../../api/use-verb.ts';
import { Badge, Button, moment, ProblemNote, Skeleton, toast } from '../../../ui/index.ts';
import { PutInForce } from '../put-in-force.tsx';
import { jsonOf } from '../use-json-of.ts';

type Version = ItemOf<'policy.versions'>;

/** What is asked about: that a version comes into force, or that one does which somebody else has proposed. */
type Asked =
  | { readonly kind: 'activate'; readonly version: Version }
  | { readonly kind: 'agree'; readonly version: NonNullable<Output<'policy.show'>['proposal']> };

/** Every version there was, each of which can be looked at, gone on from, or put in force again. */
export function VersionsPane(props: {
  /** What calls are judged by now, as JSON. */
  readonly inForce: Output<'policy.show'>;
  readonly onLoad: (text: string) => void;
}) {
  const { inForce, onLoad } = props;
  const { name, proposal } = inForce;
  const { items, query, more } = usePages('policy.versions', { name });
  const may = useMay('policies:activate');
  const [asked, setAsked] = useState<Asked>();
  const done = (text: string): void => {
    toast(text);
    setAsked(undefined);
  };
  const activate = useChange('policy.activate', ({ version, state }) =>
    done(state === 'active' ? `Version ${version} is in force.` : `Version ${version} is proposed to a second person.`),
  );
  const confirm = useChange('policy.confirm', ({ version }) => done(`Version ${version} is in force.`));
  const load = async (version: number): Promise<void> => {
    const { text, yaml } = await jsonOf(await call('policy.show', { name, version }));
    onLoad(text);
    const left = yaml === undefined ? '' : ', as JSON and without its comments';
    toast(`Version ${version} is in the editor${left}. Nothing is saved yet.`);
  };
  const ask = (what: Asked) => (): void => {
    activate.reset();
    confirm.reset();
    setAsked(what);
  };
  return (
    <div className="p-4">
      <h2 className="text-base font-semibold">Versions</h2>
      <p className="mb-3 text-xs text-ink-2">As they were saved: what is being edited here is none of them yet.</p>
      {proposal !== null && (
        <div className="mb-3 rounded-md bg-ask-soft px-3 py-2 text-xs text-ask">
          Version {proposal.version} is proposed{proposal.observe && ' on trial, where it refuses nothing,'} and waits
          for a second person.
          {may && (
            <Button small className="ml-2" onClick={ask({ kind: 'agree', version: proposal })}>
              Agree…
            </Button>
          )}
        </div>
      )}
      {query.isPending && <Skeleton />}
      {query.isError && <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />}
      <ol className="divide-y divide-line rounded-md border border-line">
        {items.map((one) => (
          <li key={one.version} className="flex flex-wrap items-center gap-2 px-3 py-2 text-xs">
            <span className="font-semibold">v{one.version}</span>
            {one.state === 'active' && (
              <Badge tone="allow" icon="check">
                in force
              </Badge>
            )}
            {one.state === 'draft' && <Badge>draft</Badge>}
            <span className="min-w-0 flex-1">
              <span className="foreign block truncate">{one.note}</span>
              <span className="text-2xs text-ink-3">{moment(one.createdAt)}</span>
            </span>
            <Button
              small
              look="quiet"
              aria-label={`Open version ${one.version} in the editor`}
              onClick={() => void load(one.version).catch(({ message }: Error) => toast(message, 'deny'))}
            >
              Open
            </Button>
            {may && one.state !== 'active' && (
              <Button small onClick={ask({ kind: 'activate', version: one })}>
                {one.state === 'former' ? `Roll back to v${one.version}…` : `Put v${one.version} in force…`}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {query.hasNextPage && (
        <Button small look="quiet" className="mt-2" onClick={more}>
          Older ones
        </Button>
      )}
      {asked?.kind === 'activate' && (
        <Question
          title={
            asked.version.state === 'former'
              ? `Roll back to version ${asked.version.version}?`
              : `Put version ${asked.version.version} in force?`
          }
          act={asked.version.state === 'former' ? 'Roll back' : 'Put in force'}
          version={asked.version.version}
          inForce={inForce}
          onKeep={() => setAsked(undefined)}
          onAct={() => activate.mutate({ name, version: asked.version.version })}
          change={activate}
        />
      )}
      {asked?.kind === 'agree' && (
        <Question
          title={`Agree to version ${asked.version.version}?`}
          act={asked.version.observe ? 'Agree, on trial' : 'Agree'}
          version={asked.version.version}
          inForce={inForce}
          onKeep={() => setAsked(undefined)}
          onAct={() => confirm.mutate({ name, version: asked.version.version, observe: asked.version.observe })}
          change={confirm}
        />
      )}
    </div>
  );
}

/** Asks about a version that is on no screen yet. */
function Question(props: {
  readonly title: string;
  readonly act: string;
  readonly version: number;
  readonly inForce: Output<'policy.show'>;
  readonly onKeep: () => void;
  readonly onAct: () => void;
  readonly change: { readonly isPending: boolean; readonly isError: boolean; readonly error: unknown };
}) {
  const { version, inForce, ...rest } = props;
  const { name } = inForce;
  const text = useQuery({
    queryKey: ['policy.show', { name, version }, 'as JSON'],
    queryFn: async ({ signal }) => (await jsonOf(await call('policy.show', { name, version }, signal))).text,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return <PutInForce {...rest} inForce={inForce} text={text.data} />;
}
