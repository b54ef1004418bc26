import type { Category } from './category.ts';
import type { ToolFeatures } from './features.ts';

/** Facts about a tool that stand beside its category, in the order in which they are listed. */
export const flagNames = [
  'arbitrary_code',
  'arbitrary_url',
  'fs_path',
  'secret_argument',
  'returns_secret',
  'private_data',
  'untrusted_content',
  'public_sink',
  'irreversible',
  'bulk',
  'idempotent',
  'open_world',
  'local_only',
  'amount',
] as const;

/** One of the flags. */
export type Flag = (typeof flagNames)[number];

const set = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));
const code = set('code script command cmd sql shell javascript python expression');
const urls = set('url urls uri urls link endpoint host hostname webhook callback');
const paths = set('path paths filepath file filename directory dir folder');
const secrets = set('password passwd secret token apikey credential credentials passphrase pat jwt mnemonic');
const amounts = set('amount price quantity qty amounts lamports value budget');
const privates = set(
  `email emails mail message messages inbox mailbox contact contacts customer customers user users member members
  employee employees patient profile account accounts payment payments transaction transactions statement calendar
  meeting meetings conversation conversations transcript lead person people audit document documents file files record
  records note notes`,
);
const foreign = set(
  `web page webpage url website html search issue issues pull comment comments message messages email emails inbox feed
  news tweet tweets post posts review reviews fetch crawl scrape rss reddit ticket tickets thread threads`,
);
const publics = set('tweet post comment reply issue gist email sms webhook message publish upload share release');
const bulk = set('bulk batch all many multiple mass');

/** Derives the flags of a tool from what was read of it. Hints of its author count for two that grant nothing. */
export function flagsOf(category: Category, reading: ToolFeatures, annotations: ReadonlyMap<string, unknown>): Flag[] {
  const words = new Set(reading.words);
  const parameters = reading.schema.words;
  const has = (where: ReadonlySet<string>, wanted: ReadonlySet<string>): boolean => {
    for (const word of where) if (wanted.has(word)) return true;
    return false;
  };
  const key = parameters.has('key') && (parameters.has('api') || parameters.has('private') || parameters.has('access'));
  const net = reading.schema.domains.has('net') || has(words, urls);
  const facts: Record<Flag, boolean> = {
    arbitrary_code: category === 'execute' && (has(words, code) || has(parameters, code)),
    arbitrary_url: has(parameters, urls),
    fs_path: has(parameters, paths),
    secret_argument: has(parameters, secrets) || key,
    returns_secret: category === 'access' && reading.deeds.some(({ act }) => act === 'look' || act === 'generate'),
    private_data: category === 'read' && has(words, privates),
    untrusted_content: category === 'read' && has(words, foreign),
    public_sink: category === 'communicate' || (category !== 'read' && has(words, publics)),
    irreversible: category === 'destructive' || category === 'financial' || category === 'communicate',
    bulk: has(words, bulk),
    idempotent: annotations.get('idempotentHint') === true,
    open_world: net || category === 'communicate' || annotations.get('openWorldHint') === true,
    local_only: !net && has(parameters, paths) && annotations.get('openWorldHint') !== true,
    amount: has(parameters, amounts),
  };
  return flagNames.filter((flag) => facts[flag]);
}
