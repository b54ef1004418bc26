import { type Severity, severities } from '../../policy/index.ts';
import type { Category } from './category.ts';
import { senseOf } from './domains.ts';
import type { ToolFeatures } from './features.ts';
import { governedNoun } from './governed-noun.ts';

/** The policy language's own words, like the categories. */
export { type Severity, severities };

const set = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const bulk = set('all subtree infrastructure flushall flushdb bulk batch batches multiple many mass everything');
const trifles = set(
  'tag label emoji reaction star bookmark like favorite favourite cache clipboard breakpoint highlight draft rating checklist vote cookie session selection sticker badge favicon link downtime silence notification cart thought',
);
const lowWrites = set(
  'tag label emoji reaction star bookmark like favorite playlist todo note memo folder timer sticker annotation position preference pref color selection watchlist wishlist wantlist track card deck memory title description comment',
);
const estates = set(
  'database db schema zone bucket instance cluster project organization org workspace namespace account user users repository repo site app application index volume server vm domain vault datastore studies table collection resource chart disk patient memories tf terraform',
);
/** Verbs that leave nothing. */
const thorough = set('zeroize obliterate nuke wipe expunge');
const overwrites = set(
  'replace overwrite swap merge restore rewrite write file dns config configuration branch production default parameter policy filter',
);
const outside = set(
  'email mail gmail sms tweet webhook invoice reddit linkedin twitter whatsapp broadcast campaign facebook public blog phone call voice fax envelope newsletter subscriber patient guest customer notice attendee survey postcard correo courriel',
);
const drafts = set('invoice link draft quote estimate coupon');
const secretsAdmin = set(
  'totp otp secret secrets credential credentials token tokens key keys password acl admin mnemonic',
);
const privates = set(
  'email emails mail message messages inbox contact contacts customer customers user users member members employee employees patient profile profiles account accounts payment payments transaction transactions statement statements calendar event events meeting meetings conversation conversations transcript transcripts record records lead person people audit opportunity health sleep document lifelogs group role policy',
);
const strongPrivates = set(
  'mailbox contacts employees lifelogs sleep emails audit lifelog employee patient ledger portfolio payslip payroll salary cv voicemail',
);
const privateKinds = set('mail chat crm identity pay notes');
const belongings = set('document documents record records row rows log logs deal lead');
const belongingKinds = ['database', 'crm', 'identity'];
const watching = set('env dotenv environ camera screen webcam microphone keystroke keylogger gdpr malware');
const clicks = set(
  'back forward click hover scroll press tap swipe drag select cancel abort test step retry rerequest pause boot close go goback',
);
const programs = set(
  'code script shell bash command cmd python javascript exec eval terminal powershell evaluate sql statement playbook gcode cypher',
);

const isProgram = (word: string, kinds: ReadonlySet<string>): boolean => senseOf(word, '', kinds) === 'code';

const figures = set(
  'statistic statistics stats counter count limit rating theme brand metadata schema usage quota template',
);
const contents = set('file content contents note document text csv message transcript memory');
const forwards = set('filter alias forwarding rule as delegate vacation');
const payees = set('payee beneficiary');
const ownSettings = set(
  'workspace path profile active current context preference checked timeout wait directory project view',
);
/** Verbs by which a secret is handed in and none handed out. */
const handedIn = set('set configure save store enter');
/** What only says that something has happened, where it stands before what it happened to. */
const notices = set('notification webhook event topic list membership alert');
const headings = set('project workspace collection');
const takenBack = set('cancel remove void');
const mergedDaily = set('cell contact');
const databases = set('database db');
const lookUps = set('get search read fetch find list');
const farReaching = set('navigate upload open goto login install post put patch delete');
const jottings = set('note memo todo');
const storedQuestions = set('query card question report');
const holders = set('role user group');

/**
 * Severity by the table of the taxonomy, from name, schema and server alone: what a description says cannot lower it.
 *
 * @param category as classed
 * @param unclassified judged as a grave write because nobody can tell
 */
export function severityOf(category: Category, reading: ToolFeatures, unclassified: boolean): Severity {
  return unclassified ? 'high' : scales[category](factsOf(reading));
}

/** What severity is read from. */
interface Facts {
  readonly reading: ToolFeatures;
  readonly words: ReadonlySet<string>;
  readonly parameters: ReadonlySet<string>;
  /** Whether the name has one of the words, in the singular or the plural. */
  readonly says: (wanted: ReadonlySet<string>) => boolean;
  readonly kind: (...kinds: string[]) => boolean;
  readonly verb: (...verbs: string[]) => boolean;
  readonly act: (...acts: string[]) => boolean;
}

function factsOf(reading: ToolFeatures): Facts {
  return {
    reading,
    words: new Set(reading.words),
    parameters: reading.schema.words,
    says: (wanted) => reading.words.some((word) => wanted.has(word) || wanted.has(word.replace(/s$/, ''))),
    kind: (...kinds) => kinds.some((one) => reading.kinds.has(one)),
    verb: (...verbs) => reading.deeds.some((deed) => verbs.includes(deed.verb)),
    act: (...acts) => reading.deeds.some((deed) => acts.includes(deed.act)),
  };
}

const scales: Readonly<Record<Category, (facts: Facts) => Severity>> = {
  read: ({ reading, words, parameters, says, kind, verb, act }) => {
    if (says(watching) && !kind('ui')) return 'high';
    // Figures and looks of what is private are not.
    if (says(figures)) return 'low';
    const personal = says(privates) && [...reading.kinds].some((one) => privateKinds.has(one));
    return personal ||
      says(strongPrivates) ||
      (kind('mail') && says(lookUps)) ||
      words.has('url') ||
      kind('identity') ||
      (says(belongings) && kind(...belongingKinds)) ||
      (verb('read') && says(contents) && !kind('data', 'ui')) ||
      act('download') ||
      (words.has('fetch') && parameters.has('url'))
      ? 'medium'
      : 'low';
  },
  write: ({ words, parameters, says, kind, verb, act }) => {
    // What many rely on: a branch, a rule that sends mail on, whom money may go to, what programs start with.
    if (act('light')) return 'low';
    if (says(bulk) || (act('merge') && !says(mergedDaily)) || words.has('env')) return 'high';
    if ((kind('mail') && says(forwards)) || (act('create') && says(payees)) || (verb('push') && words.has('files')))
      return 'high';
    if (verb('update', 'edit') && says(jottings)) return 'medium';
    // A variable of a program that is taken apart, and hours that are noted.
    if ((words.has('variable') && kind('forensic')) || (words.has('entry') && words.has('time'))) return 'low';
    if (act('generate') || says(lowWrites) || kind('media')) return 'low';
    if (verb('set', 'switch', 'use') && says(ownSettings)) return 'low';
    if (act('upload') || verb('move', 'insert', 'append', 'copy')) return 'medium';
    return says(overwrites) &&
      !words.has('create') &&
      (words.has('file') ||
        words.has('dns') ||
        words.has('replace') ||
        words.has('swap') ||
        words.has('default') ||
        words.has('overwrite') ||
        (parameters.has('overwrite') && words.has('write')))
      ? 'high'
      : 'medium';
  },
  communicate: ({ parameters, says, kind, verb }) => {
    if (verb('show', 'display')) return 'low';
    const named = ['recipient', 'recipients', 'phone', 'jid'].some((word) => parameters.has(word));
    return says(outside) || kind('mail', 'social') || named ? 'high' : 'medium';
  },
  access: ({ reading, words, says, kind, verb, act }) => {
    if (words.has('logout')) return 'medium';
    if (words.has('acl') || words.has('admin') || act('assume')) return 'critical';
    // What lies in a safe is handed out, and who may do what in a cloud is rewritten.
    if (act('look') && kind('safe')) return 'critical';
    if (kind('identity') && words.has('policy') && says(holders) && verb('put', 'attach')) return 'critical';
    return says(secretsAdmin) && !reading.deeds.some(({ verb: one }) => handedIn.has(one)) ? 'critical' : 'high';
  },
  execute: ({ reading, words, parameters, says, kind, verb, act }) => {
    if (
      says(programs) ||
      // In any language: a program that is run, and what is typed or run at a shell.
      reading.deeds.some(
        ({ act: one, objects }) => one === 'run' && objects.some((word) => isProgram(word, reading.kinds)),
      ) ||
      (kind('shell') && act('run', 'ui', 'save')) ||
      ['code', 'command', 'commands', 'cmd', 'script', 'shell'].some((word) => parameters.has(word))
    )
      return 'critical';
    if (verb('close', 'resize', 'disconnect', 'speak') && !words.has('all')) return 'low';
    if (verb('play', 'next', 'previous') || words.has('playback')) return 'medium';
    if (verb('stop', 'shutdown', 'exit', 'quit') && words.has('server')) return 'medium';
    if (act('connect') && says(databases)) return 'medium';
    // What was written down before is asked again.
    if (says(storedQuestions) && parameters.has('id') && !parameters.has('sql')) return 'medium';
    const far = says(farReaching) || words.has('force');
    return (says(clicks) && !words.has('force')) || (kind('ui') && !far) ? 'medium' : 'high';
  },
  destructive: ({ reading, words, says, kind, verb }) => {
    if (says(trifles)) return 'medium';
    if (reading.deeds.some((deed) => thorough.has(deed.verb))) return 'critical';
    const noun = governedEstate(reading);
    // A project of a list of tasks is a heading.
    const estate = estates.has(noun) && !(kind('notes') && headings.has(noun));
    if (says(bulk) || estate) return 'critical';
    return verb('clear', 'unlike', 'unfollow', 'unstar') && !words.has('all') ? 'medium' : 'high';
  },
  financial: ({ says, act }) => {
    if (says(drafts) && act('create')) return 'medium';
    return says(takenBack) ? 'high' : 'critical';
  },
};

/** The noun that is destroyed, unless what stands before it says that it is only a notice of it. */
function governedEstate({ deeds }: ToolFeatures): string {
  for (const { objects } of deeds) {
    const noun = governedNoun(objects);
    if (estates.has(noun) && !objects.some((word) => notices.has(word))) return noun;
  }
  return '';
}
