import type { Act } from './verbs.lexicon.ts';

// Tables of `read-name.ts`: where in a name a word is the verb, and where a noun.

/** Nouns of who or what does it, at the end of a name without a verb: `code_runner`, `audio_generation`. */
export const doers = new Map(
  `generation=generate execution=execute management=manage analysis=analyze conversion=convert validation=validate
  creation=create deletion=delete removal=remove translation=translate simulation=simulate transcription=transcribe
  calculation=calculate extraction=extract detection=detect recognition=recognize recommendation=recommend
  lookup=lookup generator=generate runner=run executor=execute sender=send creator=create editor=edit manager=manage
  converter=convert validator=validate checker=check finder=find scraper=scrape searcher=search calculator=calculate
  analyzer=analyze recommender=recommend writer=write reader=read uploader=upload downloader=download deleter=delete
  remover=remove updater=update builder=build fetcher=fetch loader=load extractor=extract crawler=crawl
  publisher=publish translator=translate formatter=format saver=save installer=install launcher=launch reviewer=review
  summarizer=summarize optimizer=optimize detector=detect viewer=view lister=list scanner=scan inspector=inspect
  getter=get parser=parse helper=help merger=merge recorder=record locator=locate tester=test crawling=scrape scraping=scrape shortener=shorten simulator=simulate`
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const [noun = '', verb = ''] = entry.split('=');
      return [noun, verb] as const;
    }),
);
export const joints = new Set(['and', 'or', 'then', 'n']);
/** Verbs after which other verbs are part of a noun: `get_update_status`, `list_delete_markers`. */
export const looks = new Set<Act>(['look', 'check', 'compute', 'ask']);
/** Verbs that count behind a word that may be a noun: `mail_get_email`, `call_log_delete`. */
export const crud = new Set(
  'get list create add update delete remove send fetch retrieve find edit modify cancel insert upsert search execute replace rm del clear purge flush revoke drop restore refresh unset prepend append'.split(
    ' ',
  ),
);
/** Words that stay the verb whatever follows: `set_fill_color`, `mark_as_read`. */
export const articles = new Set(['of', 'the', 'by', 'my', 'a', 'an']);
export const media = new Set(
  'markdown md html json csv xml yaml text image audio speech video photo music picture voice svg pdf sound'.split(' '),
);
/** Verbs of work that takes its time, and what is told of it: `sync_status` looks how it stands. */
export const processes = new Set(
  'sync install crawl scrape index ingest import export migrate replicate publish deploy upload download connect render transcribe'.split(
    ' ',
  ),
);
export const told = new Set('status progress history stats statistics'.split(' '));
/** Nouns at the start of a name, when the name ends in what is told of them: `block_info`, `trade_history`. */
export const entities = new Set(
  'type release block trade index cache order rollout deploy swap stake call message comment contact post play book mail email text bid bet charge refund deposit tip transfer map stream option queue config group record schedule plan test note draft tag label vote report star clip form train backup build filter scan view trash run score stage stash lock patch mark power contact place commit push bridge issue exchange group fund margin short deposit audit award'.split(
    ' ',
  ),
);
export const descriptors = new Set(
  'depth evaluations alerts times schedules routes arrivals stations delays stats status version info data details detail history summary schema count logs list metadata overview results types balance price rates rate book id ids quote quotes permissions similar flags transfers reports hotspots ranking rankings statistics description similarity sentiment state states values value available next outputs latest finder reactions likes reposts insights impressions analytics followers'.split(
    ' ',
  ),
);
/** Of these several can be made, sent or run: `post_alerts` and `run_reports` do, `train_schedules` is a noun. */
export const objects = new Set(
  'metadata alerts schedules routes transfers reports permissions quotes flags'.split(' '),
);
export const doing = new Set(
  'post run test schedule record lock call play charge refund deploy scan tag label mark'.split(' '),
);
/** Words that are verbs where they come first and something follows, though they may be nouns elsewhere. */
export const imperatives = new Set(
  `update archive transfer install start stop change push merge copy move upload download subscribe clean reset cancel
  approve sign register submit deploy process handle import expand highlight compare complete close finish follow wait
  open run click press tap drag accept wake mount exit quit adjust pull replay export require go place test set put
  backup void buy purchase pay deposit charge refund fund mint fix bump build invite allow empty delegate delete track
  mark pin monitor assign request restore`
    .trim()
    .split(/\s+/),
);
export const governing = new Set('set put change mark switch toggle import export sync'.split(' '));
/** Groups whose words are nouns in the middle of a name: `post_message_history`, `dex_trade_latest`. */
export const outward: ReadonlySet<Act | undefined> = new Set<Act>([
  'send',
  'publish',
  'call',
  'pay',
  'buy',
  'trade',
  'transfer',
  'revoke',
  'book',
]);
/** Programs that run what stands behind them: `npm_build`, `docker_test`. */
export const builders = new Set(
  'swift npm yarn pnpm docker cargo gradle maven mvn make dotnet xcode bazel cmake'.split(' '),
);
export const placed = new Set('order orders bet bets trade trades bid wager'.split(' '));
/** Words that are nouns before these: `pull_request_review`, `merge_request`. */
export const nounBefore = new Map([
  ['pull', new Set(['request', 'requests'])],
  ['merge', new Set(['request', 'requests', 'train'])],
  ['change', new Set(['request', 'requests', 'log', 'logs', 'history', 'set'])],
  ['check', new Set(['run', 'runs', 'suite', 'suites', 'list', 'lists'])],
  ['call', new Set(['log', 'logs', 'graph', 'stack', 'history'])],
  [
    'attack',
    new Set(['tactic', 'tactics', 'technique', 'techniques', 'pattern', 'patterns', 'surface', 'path', 'paths']),
  ],
  [
    'block',
    new Set([
      'volume',
      'height',
      'hash',
      'number',
      'header',
      'headers',
      'reward',
      'rewards',
      'explorer',
      'trade',
      'trades',
      'deal',
      'deals',
    ]),
  ],
  ['test', new Set(['case', 'cases', 'suite', 'suites', 'result', 'results', 'plan', 'plans', 'run', 'runs'])],
  [
    'order',
    new Set([
      'book',
      'books',
      'item',
      'items',
      'line',
      'lines',
      'number',
      'by',
      'type',
      'types',
      'flow',
      'hold',
      'release',
      'approve',
      'complete',
      'fulfill',
    ]),
  ],
  ['set', new Set(['of'])],
  [
    'fund',
    new Set([
      'manager',
      'managers',
      'flow',
      'flows',
      'info',
      'nav',
      'performance',
      'holdings',
      'portfolio',
      'ranking',
      'company',
    ]),
  ],
  ['margin', new Set(['trade', 'trades', 'trading', 'level', 'rate', 'rates', 'balance', 'detail', 'details'])],
  ['open', new Set(['orders', 'interest', 'positions', 'source', 'issues', 'to'])],
  ['boot', new Set(['progress', 'time', 'log'])],
  ['send', new Set(['as'])],
  ['chat', new Set(['schedule', 'post', 'message', 'messages', 'history'])],
  ['vacuum', new Set('return start stop pause locate dock clean set send'.split(' '))],
  ['forward', new Set(['geocoding', 'geocode', 'geocoder', 'pass', 'kinematics', 'rates', 'rate', 'pe', 'curve'])],
  ['compute', new Set('vm vms instance instances disk disks engine node nodes resource resources'.split(' '))],
  ['play', new Set(['style', 'styles', 'store', 'developer', 'app', 'apps', 'search', 'reviews'])],
]);

/** Verbs that only carry what is done, and what they carry: `execute_cql_search`, `perform_site_audit`. */
export const bearers = new Set(['perform', 'execute', 'run', 'do', 'conduct']);
export const doneByName = new Set(['search', 'lookup', 'review', 'audit']);

/** Words that are nouns behind these: `google_play_reviews`, `exchange_rate`. */
export const compounds = new Map([
  ['play', new Set(['google'])],
  ['rate', new Set(['exchange', 'interest', 'mortgage', 'heart', 'tax', 'error', 'success', 'hash'])],
  ['end', new Set(['front', 'back', 'week', 'high', 'low'])],
]);
/** Words that are verbs before these only, and else nouns. */
export const onlyOf = new Map([
  [
    'text',
    new Set('user users contact contacts customer phone person client patient someone me driver number'.split(' ')),
  ],
  ['next', new Set('day turn round level track song video episode slide page scene'.split(' '))],
  ['previous', new Set('track song video episode slide page scene'.split(' '))],
  [
    'issue',
    new Set('token tokens nft esdt collection refund credit certificate card license badge invoice voucher'.split(' ')),
  ],
  ['exchange', new Set('token tokens code codes jwt assertion credential currency currencies money points'.split(' '))],
  [
    'file',
    new Set(
      'return returns tax taxes vat claim complaint motion case petition patent appeal lawsuit dispute'.split(' '),
    ),
  ],
  [
    'log',
    new Set(
      'metric metrics param params artifact artifacts time work hours meal food workout call activity entry event expense weight'.split(
        ' ',
      ),
    ),
  ],
]);
