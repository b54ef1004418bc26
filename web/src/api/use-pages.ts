import {
  type InfiniteData,
  keepPreviousData,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
} from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { call, type Input, type Output } from './call.ts';
import type { Operations } from './operations.generated.ts';
import { whatStays } from './what-stays.ts';

interface Listed {
  readonly items: readonly unknown[];
  readonly next?: string | undefined;
}

/** The verbs that list something, a page at a time. */
export type ListVerb = { [N in keyof Operations]: Output<N> extends Listed ? N : never }[keyof Operations];

/** One of what a verb lists. */
export type ItemOf<N extends ListVerb> = Output<N> extends { readonly items: readonly (infer T)[] } ? T : never;

/** A list as far as it has been read, and how to read on. */
export interface Pages<T> {
  readonly items: readonly T[];
  readonly query: UseInfiniteQueryResult<InfiniteData<unknown, unknown>>;
  readonly more: () => void;
  /** The same for a table that reads on by itself. */
  readonly rest: Rest;
}

/** What is not read yet. */
export interface Rest {
  readonly more: () => void;
  readonly hasMore: boolean;
  /** Why the next page could not be read, and how to ask for it again. */
  readonly failed: { readonly problem: unknown; readonly again: () => void } | undefined;
}

/** Who has read further than this reads: all of it is not read anew because time went by, or the window was left. */
const freshPages = 2;

/** Each picture of a long list costs what all of it costs: whoever reads on is given more each time, up to so many pages. */
const mostAtOnce = 10;

/**
 * @param options.further how many there are on each page but the first: who reads on reads much
 * @param options.refetchMs how often it is read anew; it may depend on what was read
 * @param options.keep what was listed by another filter stays until the list by this one is there: for one list that is
 *   narrowed, never for lists of different things
 */
export function usePages<N extends ListVerb>(
  name: N,
  input: Input<N>,
  options: {
    readonly refetchMs?: number | ((items: readonly ItemOf<N>[]) => number | false);
    readonly keep?: boolean;
    readonly further?: number;
  } = {},
): Pages<ItemOf<N>> {
  const onward = options.further === undefined ? {} : { limit: options.further };
  const query = useInfiniteQuery({
    queryKey: [name, input],
    queryFn: async ({ pageParam, signal, client, queryKey }) => {
      const page = (cursor: string | undefined): Promise<Listed> =>
        call(name, { ...input, ...(cursor === undefined ? {} : { ...onward, cursor }) } as Input<N>, signal) as never;
      let { items: read, next } = await page(pageParam);
      const drawn = client.getQueryData<InfiniteData<unknown>>(queryKey)?.pages.length ?? 0;
      const times = options.further === undefined || pageParam === undefined ? 1 : Math.min(drawn, mostAtOnce);
      for (let i = 1; i < times && next !== undefined; i++) {
        const further = await page(next);
        read = [...read, ...further.items];
        next = further.next;
      }
      return { items: read, next } as Output<N>;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => (last as unknown as Listed).next,
    // Comparing ten thousand rows with ten thousand rows, for each page that comes, would cost more than showing them.
    structuralSharing: false,
    ...(options.keep === true ? { placeholderData: keepPreviousData as never } : {}),
    refetchInterval: ({ state: { data } }) => {
      const { refetchMs } = options;
      if (refetchMs === undefined || (data?.pages.length ?? 0) > freshPages) return false;
      return typeof refetchMs === 'number' ? refetchMs : refetchMs(itemsOf(data));
    },
    refetchOnWindowFocus: ({ state }) => (state.data?.pages.length ?? 0) <= freshPages,
  });
  const { data } = query;
  const items = useMemo<readonly ItemOf<N>[]>(() => itemsOf(data), [data]);
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, error, fetchNextPage } = query;
  // What could not be read is asked for again by somebody, not by each picture that is drawn.
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  const failed = isFetchNextPageError ? { problem: error, again: () => void fetchNextPage() } : undefined;
  return {
    items,
    query: whatStays(query as unknown as UseInfiniteQueryResult<InfiniteData<unknown, unknown>>),
    more,
    rest: { more, hasMore: hasNextPage, failed },
  };
}

/** What stands on all pages that were read. */
const itemsOf = <T>(data: InfiniteData<unknown> | undefined): readonly T[] =>
  (data?.pages ?? []).flatMap((page) => (page as Listed).items) as T[];
