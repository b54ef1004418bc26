import { useQuery } from '@tanstack/react-query';
import { call, type Output } from '../../api/call.ts';
import { useMay } from '../../api/session.ts';
import { useMayNotify } from './may-notify.ts';

/** How often it is looked, whichever page is open. */
const everyMs = 5_000;

type Waiting = Output<'approval.list'>['items'];

/** The calls that wait for a person: the first page of them, and whether there are more. */
export function useWaiting(): { readonly items: Waiting | undefined; readonly count: number; readonly more: boolean } {
  const may = useMay('approvals:read');
  const announced = useMayNotify() === 'granted';
  const { data } = useQuery({
    queryKey: ['approval.list', { state: 'pending' }, 'waiting'],
    queryFn: ({ signal }) => call('approval.list', { state: 'pending' }, signal),
    enabled: may,
    refetchInterval: everyMs,
    // Also behind other windows, where the browser is to announce them: it is there that somebody is told.
    refetchIntervalInBackground: announced,
  });
  const items = may ? data?.items : undefined;
  return { items, count: items?.length ?? 0, more: data?.next !== undefined };
}
