import { useParams } from '@tanstack/react-router';
import { type ComponentProps, useRef } from 'react';
import { useVerb } from '../../api/use-verb.ts';
import { Page, ProblemNote, Skeleton } from '../../ui/index.ts';
import { LoadedPolicy } from './loaded-policy.tsx';
import { useJsonOf } from './use-json-of.ts';

/** One policy, as soon as what is in force and what is newest of it are here. */
export function PolicyPage() {
  const { policy: name } = useParams({ strict: false }) as { policy: string };
  const shown = useVerb('policy.show', { name });
  const newest = useVerb(
    'policy.show',
    { name, version: shown.data?.latestVersion ?? 1 },
    { enabled: typeof shown.data?.latestVersion === 'number', keep: true },
  );
  const base = shown.data?.latestVersion === null ? shown.data : newest.data;
  const [before, after] = [useJsonOf(shown.data), useJsonOf(base)];
  const problem = shown.error ?? newest.error ?? before.error ?? after.error;
  // What is being edited stays, whatever the gateway answers, or does not answer, when it is asked again.
  const ready = useRef<ComponentProps<typeof LoadedPolicy>>(undefined);
  if (shown.data !== undefined && base?.name === name && before.data !== undefined && after.data !== undefined) {
    ready.current = {
      inForce: { ...shown.data, text: before.data.text },
      newest: { ...base, text: after.data.text },
      yaml: after.data.yaml,
    };
  }
  if (ready.current?.newest.name === name) return <LoadedPolicy key={name} {...ready.current} />;
  return (
    <Page title={name} wide>
      {problem === null ? (
        <Skeleton rows={8} />
      ) : (
        <ProblemNote
          problem={problem}
          onRetry={() => void Promise.all([shown, newest, before, after].map(({ refetch }) => refetch()))}
        />
      )}
    </Page>
  );
}
