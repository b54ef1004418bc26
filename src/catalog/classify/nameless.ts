import type { Category } from './category.ts';
import { domainsOf } from './domains.ts';
import type { SchemaFacts } from './read-schema.ts';
import { singular } from './word-forms.ts';

const set = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** What is told of something, at the end of a name without a verb: `service_info`, `trial_outcomes`, `weather`. */
const told = set(
  `info information detail data status state history log summary overview result stat statistic metric metadata list
  forecast weather news price rate trend ranking leaderboard hotspot headline score quote chart report analysis analytic
  type category version schema protocol insight count total balance holding position value definition description documentation doc guide
  example help reference reputation risk outcome location name feed timeline calendar schedule profile review rating
  recommendation suggestion alternative similarity distance time date today now usage health transcript caption lyric
  comment answer fact joke quote arrival departure direction technique tactic behavior behaviour language attribute oracle indicator indicateur uri decimal supply horoscope dictionary meaning synonym lookup chain depth page source temp temperature
  tree weight mass size height area speed velocity density near nearby upcoming popular playing freebusy ledger sheet docket dependent neighbor diff blame lag latency uptime capacity quota spec doc changelog release
  index stock inventory availability slot busy eta itinerary manifest inspection finding coverage lineage topology table`,
);
const carriesNothing = set('tool tools api mcp v1 v2 v3');

/** Words that say which of several are told. */
const several = set(
  'all similar related popular available supported recent my active upcoming top trending latest nearby favorite',
);

/** Whether a name without a verb ends in what is told of something. */
export function isTold(name: readonly string[]): boolean {
  // `balance_of_batch`: what is told stands before its owner.
  const of = name.lastIndexOf('of');
  const end = name.at(-1) ?? '';
  if (end !== singular(end) && name.slice(0, -1).some((word) => several.has(word))) return true;
  return (
    told.has(singular(name.findLast((word) => !carriesNothing.has(word)) ?? '')) ||
    (of > 0 && told.has(singular(name[of - 1] ?? '')))
  );
}

const machines = set(
  'repl interpreter shell terminal bash powershell python javascript sandbox cli console exec cmd rcon',
);
const sockets = set('tcp udp socket websocket telnet');
const screens = set('computer browser');
const screenUses = set('use agent action');
const moved = set('mouse keyboard wheel keys gesture');
/** What is said to people and what is paid, where a name ends in it and does without a verb. */
const sayings = set('message post note reply comment sms fax postcard letter');
const payments = set('charge refund payout debit donation bid tip payment transfer out');

/**
 * What a name does that has no verb: it names what takes programs, moves a screen or is a raw connection, or it ends in
 * what is sent or paid and takes the words or the sum: `mr_note` of a `body`.
 */
export function namelessVerdicts(
  name: readonly string[],
  kinds: ReadonlySet<string>,
  { words, parameters }: SchemaFacts,
): readonly Category[] {
  const names = (wanted: ReadonlySet<string>): boolean => name.some((word) => wanted.has(word));
  if (words.has('method') && (words.has('url') || words.has('params'))) return ['execute'];
  if (['sql', 'command', 'cmd', 'script', 'shell'].some((word) => words.has(word))) return ['execute'];
  if (
    name.some((word) => domainsOf(word).includes('sql')) &&
    !isTold(name) &&
    (words.has('query') || words.has('statement'))
  )
    return ['execute'];
  if (name.some((word) => word.endsWith('script')) && (words.has('program') || words.has('code'))) return ['execute'];
  if (names(machines) && ['code', 'command', 'input', 'expression'].some((word) => words.has(word))) return ['execute'];
  if ((names(screens) && names(screenUses)) || (kinds.has('ui') && names(moved))) return ['execute'];
  if (names(sockets) && !isTold(name)) return ['execute'];
  const end = name.at(-1) ?? '';
  // `maintenance_on`, and a player as a whole.
  if ((end === 'on' || end === 'off') && name.length > 1) return ['execute'];
  if (end === 'playback' && kinds.has('media')) return ['execute'];
  // What is noted for one's own leaves to nobody.
  const inside = end === 'note' && (name.includes('internal') || name.includes('private'));
  if (sayings.has(end) && !inside && ['text', 'body', 'content', 'message'].some((one) => parameters.has(one)))
    return ['communicate'];
  return payments.has(end) && words.has('amount') ? ['financial'] : [];
}
