import type { ItemOf } from '../../api/use-pages.ts';

/** A grant as the lists show it: never its token. */
export type Grant = ItemOf<'grant.list'>;
