import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { call } from '../../api/call.ts';
import type { Remark } from './builder/editing.tsx';
import type { Broken } from './use-policy-text.ts';

/** How long nothing must be typed before the engine is asked, in ms. */
const restMs = 150;

/** What the engine says of a text, as it is typed. While it is asked, what it said before stays. */
export function useChecked(
  text: string,
  broken: Broken | undefined,
): { readonly remarks: readonly Remark[]; readonly valid: boolean } {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), restMs);
    return () => clearTimeout(timer);
  }, [text]);
  const asked = useQuery({
    queryKey: ['policy.check', rested],
    queryFn: ({ signal }) => call('policy.check', { document: rested }, signal),
    enabled: broken === undefined,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (before) => before,
  });
  const { data } = asked;
  const remarks = useMemo<readonly Remark[]>(() => {
    if (broken !== undefined) return [{ pointer: '', ...broken, grave: true }];
    return [
      ...(data?.errors ?? []).map((error) => ({ ...error, grave: true })),
      ...(data?.warnings ?? []).map((warning) => ({ ...warning, grave: false })),
    ];
  }, [data, broken]);
  return {
    remarks: useDeferredValue(remarks),
    valid: broken === undefined && text === rested && data?.valid === true && !asked.isPlaceholderData,
  };
}
