import { usePages } from '../../api/use-pages.ts';

/** The policies that a grant can name, and which of them a server's is likeliest to be. */
export function usePolicyFor() {
  const policies = usePages('policy.list', {});
  const ready = policies.items.filter(({ activeVersion, origin }) => activeVersion !== null || origin === 'file');
  return {
    ready,
    none: ready.length === 0 && !policies.query.isPending,
    policyFor: (slug: string): string | undefined =>
      (ready.find(({ name }) => name === slug) ?? ready.find(({ name }) => name.startsWith(slug)) ?? ready[0])?.name,
  };
}
