import type { Condition } from '../condition/condition.ts';
import { parseJsonAt } from '../source/json.ts';
import { under } from '../source/pointer.ts';
import type { ApprovalRule } from './approval.ts';
import type { Limit } from './limit.ts';
import { type Place, Report } from './report.ts';
import { type ApproveRule, type Concurrency, type ConditionRule, named, type ToolRules, toolRules } from './rules.ts';

/** Longer entries are kept as they were read: a call must not wait for one to be read again. In UTF-16 units. */
const longest = 4 * 1024;
/** What takes long to compile stays compiled. */
const dear = new Set(['regex', 'fullmatch']);

/**
 * The rules of an entry that were read once, found to be sound and let go of: of their conditions only the place in the
 * text is kept, and they are read again when somebody asks for them, which for most entries of many is never. A
 * compiled condition costs ten times what its text does; a hundred thousand of them are a hundred megabytes that a
 * collector moves about while calls wait. What is asked of every entry when a policy is compiled stays.
 */
class WrittenRules implements ToolRules {
  readonly action: ToolRules['action'];
  readonly limits: readonly Limit[];
  readonly concurrency: Concurrency | undefined;
  readonly asksRisk: boolean;
  readonly #text: string;
  readonly #start: number;
  readonly #pattern: string;
  #rules: ToolRules | undefined;

  constructor(text: string, pattern: string, { action, limits, concurrency, asksRisk, place }: ToolRules) {
    this.action = action;
    this.limits = limits;
    this.concurrency = concurrency;
    this.asksRisk = asksRisk;
    this.#text = text;
    this.#start = place.start;
    this.#pattern = pattern;
  }

  /** Schemas stay compiled. */
  get arguments(): undefined {
    return undefined;
  }

  get place(): Place {
    return this.#read.place;
  }

  get reason(): string | undefined {
    return this.#read.reason;
  }

  get require(): readonly ConditionRule[] {
    return this.#read.require;
  }

  get denyIf(): readonly ConditionRule[] {
    return this.#read.denyIf;
  }

  get approveIf(): readonly ApproveRule[] {
    return this.#read.approveIf;
  }

  get approval(): ApprovalRule | undefined {
    return this.#read.approval;
  }

  get #read(): ToolRules {
    this.#rules ??= readAgain(this.#text, this.#start, this.#pattern);
    return this.#rules;
  }
}

/** @throws Error where the text is not what was read: never, and then nothing is judged by it */
function readAgain(text: string, start: number, pattern: string): ToolRules {
  const rules = toolRules.read(parseJsonAt(text, start), under('/tools', pattern), new Report());
  if (rules === undefined) throw new Error(`the entry ${pattern} does not read again`);
  return named(pattern, rules);
}

/**
 * @param text the JSON text of the whole document
 * @param end where the entry ends at the latest
 * @returns the rules, or a form of them that says the same and weighs less
 */
export function thin(rules: ToolRules, pattern: string, text: string, end: number): ToolRules {
  if (rules.arguments !== undefined || end - rules.place.start > longest) return rules;
  const isAnyDear = [rules.require, rules.denyIf, rules.approveIf].some((list) => list.some(hasDear));
  return isAnyDear ? rules : new WrittenRules(text, pattern, rules);
}

function hasDear({ conditions }: { readonly conditions: readonly Condition[] }): boolean {
  return conditions.some(isDear);
}

function isDear(condition: Condition): boolean {
  switch (condition.kind) {
    case 'leaf':
      return dear.has(condition.operator);
    case 'each':
      return isDear(condition.of);
    default:
      return condition.of.some(isDear);
  }
}
