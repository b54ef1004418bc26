import type { Risks } from '../gateway/index.ts';

/** The catalogue's classes for the lists that the gateway reads; the classifier is loaded with the first of them. */
export function lateRisks(always: boolean): Risks {
  const loaded = (): Promise<Risks['classed']> => import('./class-tools.ts').then(({ classTools }) => classTools());
  let classed: Promise<Risks['classed']> | undefined;
  return {
    always,
    classed: async (server, table, trusted) => {
      classed ??= loaded();
      return await (await classed)(server, table, trusted);
    },
  };
}
