import { believeAuthor } from './believe-author.ts';
import { type Curves, calibrate, type Support } from './calibrate.ts';
import { type Category, categories, rankOf, worse } from './category.ts';
import { confidenceCurves } from './confidence.generated.ts';
import { type CategoryEvidence, evidenceFor, reasonFor } from './explain.ts';
import { type Definition, readDefinition, type ToolFeatures } from './features.ts';
import { type Flag, flagsOf } from './flags.ts';
import { readWeights } from './read-weights.ts';
import { type Model, type Score, score } from './score.ts';
import { type Severity, severityOf } from './severity.ts';
import { firmWeights, raisingWeights } from './weights.generated.ts';

/** Changes with every change of lexicons, rules or weights: the same version says the same of the same definition. */
export const classifierVersion = '11';

/** What the classifier says of a tool. */
export interface Classification {
  readonly category: Category;
  readonly severity: Severity;
  /** Calibrated: of tools with 0.9, about nine in ten are of the category. */
  readonly confidence: number;
  /** Nothing says what the tool does: it is judged as a grave write. */
  readonly unclassified: boolean;
  readonly flags: readonly Flag[];
  /** One sentence in our own words. */
  readonly reason: string;
  readonly evidence: readonly CategoryEvidence[];
  /** What its author claims with hints, where that is milder than the category. */
  readonly contradiction: 'readOnlyHint' | 'destructiveHint' | undefined;
}

let shipped: Model | undefined;

/** The model as it ships; parsed on first use. */
export function shippedModel(): Model {
  shipped ??= { firm: readWeights(firmWeights), raising: readWeights(raisingWeights) };
  return shipped;
}

/** How sure `read` must be of a tool whose name says nothing, without a description and with one. */
const leastSure = { untold: 0.6, told: 0.4 };

/**
 * Classes a tool by the worst effect that it can have. Deterministic, offline, without side effects.
 *
 * Name, schema and server fix how grave it is at least; the description can raise that, and nothing else: adding text
 * to it never lowers the category. The author's hints have no say in it unless the operator trusts him; where they claim less they
 * are reported as a contradiction.
 *
 * @param definition any value of the fields is read; what is no JSON Schema reads as a tool without parameters
 * @param trusted the operator trusts the server's author: only then do hints lower a class
 */
export function classify(
  definition: Definition,
  { trusted = false }: { readonly trusted?: boolean } = {},
): Classification {
  const reading = readDefinition(definition);
  const scored = score(shippedModel(), reading);
  const hints = hintsOf(definition.annotations);
  const judged = conclude(reading, scored, hints, confidenceCurves);
  return trusted ? believeAuthor(judged, reading, hints) : judged;
}

/** Parameters that name what is done and nothing else. */
const firmlyNamed = /^(action|operation|op|command|cmd|subcommand)$/i;

/** Makes a classification of a score: the part after the model, shared with the script that trains it. */
export function conclude(
  reading: ToolFeatures,
  { category: scored, probabilities }: Score,
  hints: ReadonlyMap<string, unknown>,
  curves: Curves,
): Classification {
  const least = reading.told ? leastSure.told : reading.known ? leastSure.untold : 1;
  // A name of which no lexicon knows a word leaves it to the description: what opens a sentence of it counts.
  const claimed =
    reading.silent && !reading.known
      ? reading.claims.filter(({ leads }) => leads).reduce<Category>((worst, one) => worse(worst, one.category), 'read')
      : 'read';
  // Paying among the actions that a tool offers by name is not outweighed by what else it is.
  const pays = reading.schema.actions.some(
    ({ category, parameter }) => category === 'financial' && firmlyNamed.test(parameter),
  );
  const said = pays
    ? 'financial'
    : worse(worse(upTo(mostSaid(reading), scored, probabilities), claimed), reading.floor);
  const probability = probabilities[rankOf(said)] ?? 0;
  const unsure = said === 'read' ? probability < least : said === 'write' && !reading.told;
  const unclassified = reading.silent && unsure;
  const category = unclassified ? 'write' : said;
  const evidence = evidenceFor(category, reading);
  const confidence = unclassified
    ? 0.3
    : Math.round(calibrate(curves[supportOf(category, reading)], probability) * 1000) / 1000;
  return {
    category,
    severity: severityOf(category, reading, unclassified),
    confidence,
    unclassified,
    flags: flagsOf(category, reading, hints),
    reason: reasonFor(category, evidence, unclassified),
    evidence,
    contradiction: contradictionOf(category, hints),
  };
}

/** The gravest that name, schema or description speak of; where the name says nothing, single words may speak of anything. */
function mostSaid({ silent, verdicts, claims, raising }: ToolFeatures): Category {
  if (silent) return 'financial';
  const mentioned = raising.some((feature) => feature.startsWith('mentions:')) ? 'destructive' : 'read';
  return [...verdicts, ...claims.map(({ category }) => category)].reduce<Category>(worse, mentioned);
}

/** The most probable category that is no graver than `most`: steps of a description raise what nobody spoke of, too. */
function upTo(most: Category, scored: Category, probabilities: readonly number[]): Category {
  if (rankOf(scored) <= rankOf(most)) return scored;
  const within = probabilities.slice(0, rankOf(most) + 1);
  return categories[within.lastIndexOf(Math.max(...within))] ?? most;
}

/** What the outcome rests on. */
export function supportOf(category: Category, { claims, silent }: ToolFeatures): Support {
  if (silent) return 'silent';
  const leading = claims.filter(({ leads }) => leads);
  if (leading.length === 0) return 'untold';
  return leading.some((claim) => claim.category === category) ? 'told' : 'otherwise';
}

function contradictionOf(category: Category, hints: ReadonlyMap<string, unknown>): Classification['contradiction'] {
  if (category !== 'read' && hints.get('readOnlyHint') === true) return 'readOnlyHint';
  return category === 'destructive' && hints.get('destructiveHint') === false ? 'destructiveHint' : undefined;
}

function hintsOf(annotations: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof annotations === 'object' && annotations !== null ? Object.entries(annotations) : []);
}
