const kinds: readonly ((n: number) => object)[] = [
  () => ({}),
  () => ({ rate_limit: { max: 10, window: 'minute' } }),
  (n) => ({ require: [{ conditions: [{ path: 'args.path', op: 'starts_with', value: `/srv/${n}/` }] }] }),
  (n) => ({ deny_if: [{ conditions: [{ path: 'args.n', op: 'gt', value: n }] }] }),
];

/** `tools` of a policy as people write them: exact names mostly, a glob now and then, each kind of rule as often as the others. */
export function manyRules(from: number, count: number): Readonly<Record<string, object>> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => {
      const n = from + i;
      return [n % 50 === 49 ? `group_${n}_*` : `tool_${n}`, kinds[n % kinds.length]?.(n) ?? {}];
    }),
  );
}
