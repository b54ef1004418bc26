import type { Judgement, Policy, TraceLine } from '../../policy/index.ts';
import type { Decision } from '../decide.ts';
import { type Document, isFinal, type Place, type SharedRules } from '../document.ts';

/** A rule of a policy, by its JSON pointer and where it stands. */
export interface CoveredRule {
  readonly pointer: string;
  readonly start: number;
  readonly reached: boolean;
}

/**
 * Which rules of a policy decided at least one call: a refusing rule (`hide`, an action, `require`, `arguments`,
 * `deny_if`, a limit, `default: "deny"`) refused one, an asking rule (`require_approval`, `approve_if`) held one, and an
 * entry that allows, or `default: "allow"`, let one through. `concurrency` is no part of it: calls of a test are over at
 * once.
 */
export class Coverage {
  readonly #reached = new Set<string>();
  readonly #rules: readonly Place[];

  constructor({ document }: Policy) {
    this.#rules = rulesOf(document).toSorted((a, b) => a.start - b.start);
  }

  add({ rule }: Decision, judged: Judgement | undefined, trace: readonly TraceLine[]): void {
    if (rule !== null) this.#reached.add(rule);
    if (judged?.verdict !== 'pass') return;
    for (const asking of judged.approval?.rules ?? []) this.#reached.add(asking);
    const applying = trace.filter(({ said }) => said === 'applies to this call');
    for (const line of applying) this.#reached.add(line.rule);
    if (!applying.some((line) => line.rule !== '/all_tools')) this.#reached.add('/default');
  }

  rules(): readonly CoveredRule[] {
    return this.#rules.map(({ pointer, start }) => ({ pointer, start, reached: this.#reached.has(pointer) }));
  }
}

function rulesOf(document: Document): Place[] {
  const { tools, resources, prompts, allTools, hide, defaultPlace } = document;
  const acting = (rules: { readonly place: Place; readonly action: string }): Place =>
    rules.action === 'allow' ? rules.place : { pointer: `${rules.place.pointer}/action`, start: rules.place.start };
  const entries = tools.flatMap(([, rules]) =>
    isFinal(rules.action)
      ? [acting(rules)]
      : [acting(rules), ...sharedPlaces(rules), ...(rules.arguments ? [rules.arguments.place] : [])],
  );
  const items = [...resources, ...prompts].flatMap(([, rules]) => [
    acting(rules),
    ...(isFinal(rules.action) ? [] : rules.limits.map(({ place }) => place)),
  ]);
  return [
    defaultPlace,
    ...hide.map(({ place }) => place),
    ...entries,
    ...(allTools === undefined ? [] : sharedPlaces(allTools)),
    ...items,
  ];
}

function sharedPlaces({ require, denyIf, approveIf, limits }: SharedRules): Place[] {
  return [...require, ...denyIf, ...approveIf, ...limits].map(({ place }) => place);
}
