import { assertNever } from '../../kernel/index.ts';
import type { Category } from '../classify/category.ts';
import type { Flag } from '../classify/flags.ts';
import type { Severity } from '../classify/severity.ts';
import { type ArgumentRule, argumentFacts } from './argument-rules.ts';
import type { Strength } from './strength.ts';

/** A tool as far as a recommendation needs it. */
export interface RecommendedTool {
  readonly name: string;
  readonly inputSchema?: unknown;
  readonly category: Category;
  readonly severity: Severity;
  readonly flags: readonly Flag[];
}

/** What is to become of the calls of a tool. Entry, sentence and proof are made of this and of nothing else. */
export interface RecommendedPlan {
  readonly tool: string;
  readonly effect: 'allow' | 'ask' | 'deny';
  /** Calls a minute for each grant; none for what is denied. */
  readonly perMinute: number;
  readonly rules: readonly ArgumentRule[];
}

/** The plan for a tool under `guarded` or `strict`; `observe` is `guarded` that only records. */
export function planTool(tool: RecommendedTool, strength: Exclude<Strength, 'observe'>): RecommendedPlan {
  const { effect, perMinute } = strength === 'strict' ? strict(tool) : guarded(tool);
  if (effect === 'deny') return { tool: tool.name, effect, perMinute: 0, rules: [] };
  const { hosts, files, amount, closed } = argumentFacts(tool.inputSchema);
  const rules = [
    ...(tool.flags.includes('arbitrary_url') ? hosts : []),
    ...(tool.flags.includes('fs_path') ? files : []),
    ...(tool.category === 'financial' ? amount : []),
    ...(strength === 'strict' ? closed : []),
  ];
  return { tool: tool.name, effect, perMinute, rules };
}

type Effect = Pick<RecommendedPlan, 'effect' | 'perMinute'>;

const allow = (perMinute: number): Effect => ({ effect: 'allow', perMinute });
const ask = (perMinute: number): Effect => ({ effect: 'ask', perMinute });
const deny: Effect = { effect: 'deny', perMinute: 0 };

/** The taxonomy's table: what each kind of effect asks for. */
function guarded({ category, severity, flags }: RecommendedTool): Effect {
  const grave = severity === 'high' || severity === 'critical';
  switch (category) {
    case 'read':
      return grave ? ask(10) : allow(60);
    case 'write':
      if (severity === 'critical') return ask(10);
      return allow(grave || flags.includes('bulk') ? 10 : 30);
    case 'communicate':
      return grave ? ask(10) : allow(10);
    case 'access':
      return ask(10);
    case 'execute':
      return severity === 'critical' ? ask(10) : allow(10);
    case 'destructive':
      return severity === 'critical' ? deny : ask(10);
    case 'financial':
      return ask(5);
    default:
      return assertNever(category);
  }
}

/** What only reads, and nothing that reads secrets or watches people. */
function strict({ category, severity, flags }: RecommendedTool): Effect {
  const reads = category === 'read' && (severity === 'low' || severity === 'medium');
  return reads && !flags.includes('returns_secret') ? allow(30) : deny;
}
