import type { Category } from './category.ts';
import { senseOf } from './domains.ts';
import type { Reading } from './features.ts';
import { governedNoun } from './governed-noun.ts';

/** How bad a wrong call can be; it follows what can be put back. */
export const severities = ['low', 'medium', 'high', 'critical'] as const;

/** One of the four severities. */
export type Severity = (typeof severities)[number];

const set = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const bulk = set('all subtree infrastructure flushall flushdb bulk batch batches multiple many mass everything');
const trifles = set(
  'tag label emoji reaction star bookmark like favorite favourite cache clipboard breakpoint highlight draft rating checklist vote cookie session selection sticker badge favicon link downtime silence',
);
const lowWrites = set(
  'tag label emoji reaction star bookmark like favorite playlist todo note memo folder timer sticker annotation position preference pref variable color selection watchlist wishlist wantlist track card deck memory title description tracking entry comment',
);
const estates = set(
  'database db schema zone bucket instance cluster project organization org workspace namespace account user users repository repo site app application subscription index volume server vm domain vault datastore studies table collection resource chart disk patient memories tf terraform',
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

/**
 * Severity by the table of the taxonomy, from name, schema and server alone: what a description says cannot lower it.
 *
 * @param category as classed
 * @param unclassified judged as a grave write because nobody can tell
 */
export function severityOf(category: Category, reading: Reading, unclassified: boolean): Severity {
  const words = new Set(reading.words);
  const parameters = reading.schema.words;
  const says = (wanted: ReadonlySet<string>): boolean =>
    reading.words.some((word) => wanted.has(word) || wanted.has(word.replace(/s$/, '')));
  const kind = (...kinds: string[]): boolean => kinds.some((one) => reading.kinds.has(one));
  if (unclassified) return 'high';
  switch (category) {
    case 'read': {
      if (says(watching) && !kind('ui')) return 'high';
      const personal = says(privates) && [...reading.kinds].some((one) => privateKinds.has(one));
      if (
        personal ||
        says(strongPrivates) ||
        (kind('mail') && says(set('get search read fetch find list'))) ||
        words.has('url') ||
        kind('identity') ||
        (says(belongings) && kind(...belongingKinds)) ||
        words.has('member') ||
        words.has('members') ||
        words.has('membership') ||
        reading.deeds.some(({ act }) => act === 'download') ||
        (words.has('fetch') && parameters.has('url'))
      )
        return 'medium';
      return 'low';
    }
    case 'write':
      if (says(bulk)) return 'high';
      if (reading.deeds.some((deed) => deed.act === 'light') || says(lowWrites) || kind('media')) return 'low';
      return says(overwrites) &&
        !words.has('create') &&
        (words.has('file') ||
          words.has('dns') ||
          words.has('replace') ||
          words.has('swap') ||
          words.has('default') ||
          words.has('overwrite'))
        ? 'high'
        : 'medium';
    case 'communicate':
      return says(outside) || kind('mail', 'social') ? 'high' : 'medium';
    case 'access':
      if (reading.words.some((word) => word === 'logout')) return 'medium';
      if (words.has('acl') || words.has('admin')) return 'critical';
      // What lies in a safe is handed out, or an identity.
      if (reading.deeds.some(({ act, verb }) => verb === 'assume' || (act === 'look' && kind('safe'))))
        return 'critical';
      return says(secretsAdmin) && !reading.deeds.some((deed) => deed.verb === 'set' || deed.verb === 'configure')
        ? 'critical'
        : 'high';
    case 'execute':
      if (
        says(programs) ||
        // In any language: a program that is run, and what is typed or run at a shell.
        reading.deeds.some(
          ({ act, objects }) => act === 'run' && objects.some((word) => isProgram(word, reading.kinds)),
        ) ||
        (kind('shell') && reading.deeds.some(({ act }) => act === 'run' || act === 'ui' || act === 'save')) ||
        ['code', 'command', 'commands', 'cmd', 'script', 'shell'].some((word) => parameters.has(word))
      )
        return 'critical';
      return says(clicks) || (kind('ui') && !says(set('navigate upload open goto'))) ? 'medium' : 'high';
    case 'destructive':
      if (says(trifles)) return 'medium';
      if (reading.deeds.some(({ verb }) => thorough.has(verb))) return 'critical';
      return says(bulk) || reading.deeds.some((deed) => estates.has(governedNoun(deed.objects))) ? 'critical' : 'high';
    case 'financial':
      if (says(drafts) && reading.deeds.some((deed) => deed.act === 'create')) return 'medium';
      return says(set('cancel sell remove void')) ? 'high' : 'critical';
  }
}
