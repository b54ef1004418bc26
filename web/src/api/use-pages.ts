import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query';
import { call, type Input, type Output } from './call.ts';
import type { Operations } from './operations.generated.ts';

interface Listed {
  readonly items: readonly unknown[];
  readonly next?: string | undefined;
}

/** The verbs that list something, a page at a time. */
export type ListVerb = { [N in keyof Operations]: Output<N> extends Listed ? N : never }[keyof Operations];

type ItemOf<N extends ListVerb> = Output<N> extends { readonly items: readonly (infer T)[] } ? T : never;

/** A list as far as it has been read, and how to read on. */
export interface Pages<T> {
  readonly items: readonly T[];
  readonly query: UseInfiniteQueryResult<InfiniteData<unknown, unknown>>;
  readonly more: () => void;
}

export function usePages<N extends ListVerb>(
  name: N,
  input: Input<N>,
  options: { readonly refetchMs?: number } = {},
): Pages<ItemOf<N>> {
  const query = useInfiniteQuery({
    queryKey: [name, input],
    queryFn: ({ pageParam, signal }) =>
      call(name, { ...input, ...(pageParam === undefined ? {} : { cursor: pageParam }) } as Input<N>, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => (last as unknown as Listed).next,
    // Comparing ten thousand rows with ten thousand rows, for each page that comes, would cost more than showing them.
    structuralSharing: false,
    // Who has scrolled far reads; reading all of it anew every few seconds would serve nobody.
    refetchInterval: ({ state }) =>
      options.refetchMs === undefined || (state.data?.pages.length ?? 0) > 2 ? false : options.refetchMs,
  });
  const items = (query.data?.pages ?? []).flatMap((page) => (page as unknown as Listed).items) as ItemOf<N>[];
  return {
    items,
    query: query as unknown as UseInfiniteQueryResult<InfiniteData<unknown, unknown>>,
    more: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
    },
  };
}
