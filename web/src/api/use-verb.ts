import {
  keepPreviousData,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { call, type Input, type Output } from './call.ts';
import type { Operations } from './operations.generated.ts';
import { whatStays } from './what-stays.ts';

/**
 * What a verb that changes nothing answers, kept as fresh as `refetchMs` says. With `keep`, what was answered to the
 * input before stays until the answer to this one is there.
 */
export function useVerb<N extends keyof Operations>(
  name: N,
  input: Input<N>,
  options: { readonly enabled?: boolean; readonly refetchMs?: number; readonly keep?: boolean } = {},
): UseQueryResult<Output<N>> {
  const query = useQuery({
    queryKey: [name, input],
    queryFn: ({ signal }) => call(name, input, signal),
    ...(options.keep === true ? { placeholderData: keepPreviousData as never } : {}),
    ...(options.enabled === undefined ? {} : { enabled: options.enabled }),
    ...(options.refetchMs === undefined ? {} : { refetchInterval: options.refetchMs }),
  });
  return whatStays(query as UseQueryResult<Output<N>>);
}

/** Runs a verb that changes something; what is on the screen is read anew afterwards. */
export function useChange<N extends keyof Operations>(
  name: N,
  onDone?: (output: Output<N>, input: Input<N>) => void,
): UseMutationResult<Output<N>, Error, Input<N>> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: Input<N>) => call(name, input),
    onSuccess: (output, input) => {
      void queries.invalidateQueries();
      onDone?.(output, input);
    },
  });
}
