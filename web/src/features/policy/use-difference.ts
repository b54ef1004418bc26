import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { call, type Output } from '../../api/call.ts';

/**
 * What another text would make of calls, as the engine proves it.
 *
 * @param tools names that are looked at one by one; none: those that the texts name
 * @param enabled whether both texts are policies
 */
export function useDifference(
  before: string,
  after: string,
  tools: readonly string[],
  enabled = true,
): UseQueryResult<Output<'policy.compare'>> {
  return useQuery({
    queryKey: ['policy.compare', before, after, tools],
    queryFn: ({ signal }) => call('policy.compare', { before, after, ...(tools.length > 0 ? { tools } : {}) }, signal),
    enabled,
    placeholderData: (last) => last,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
