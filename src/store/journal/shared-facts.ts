import type { CallFactsRecord, TakenAmount } from '../../audit/index.ts';
import { jsonString } from '../../kernel/index.ts';
import { inOnePiece } from './in-one-piece.ts';
import { jsonNumber } from './json-number.ts';

/** So many are remembered; then all are forgotten. */
const most = 1_024;
/** What is about something with a longer name is not remembered: many of those would be much. */
const longestSubject = 512;

/**
 * What calls of one session to one tool say alike, as text that is put together once: of a call's facts it is nine tenths,
 * and to join it from its members each time was most of what a line costs. Only texts are shared that say what is asked
 * for, member by member.
 */
export class SharedFacts {
  /** By session, or grant where there is none, and subject. */
  readonly #known = new Map<string, Map<string | undefined, AlikeFacts>>();
  #count = 0;
  #lastNumber = 0;

  of(facts: CallFactsRecord): AlikeFacts {
    const { session = facts.grant.id, subject } = facts;
    if (subject !== undefined && subject.length > longestSubject) return this.#made(facts);
    const found = this.#known.get(session)?.get(subject);
    return found?.says(facts) ? found : this.#learn(session, facts);
  }

  #made(facts: CallFactsRecord): AlikeFacts {
    this.#lastNumber += 1;
    return new AlikeFacts(this.#lastNumber, facts);
  }

  #learn(session: string, facts: CallFactsRecord): AlikeFacts {
    if (this.#count >= most) {
      this.#known.clear();
      this.#count = 0;
    }
    this.#count += 1;
    const made = this.#made(facts);
    const ofSession = this.#known.get(session) ?? new Map<string | undefined, AlikeFacts>();
    this.#known.set(session, ofSession.set(facts.subject, made));
    return made;
  }
}

/** The facts of calls that are alike. Texts are members of an object, each with a comma before it. */
export class AlikeFacts {
  /** Never given to others. */
  readonly number: number;
  /** From the organization to the subject. */
  readonly opening: string;
  /** From the definition's hash to the policy's version. */
  readonly rest: string;
  readonly #facts: CallFactsRecord;
  #keys: readonly string[] = [];
  #keysText = ',"argumentKeys":[]';
  #taken: readonly TakenAmount[] = [];
  #takenText = '[]';

  constructor(given: number, facts: CallFactsRecord) {
    const { organization, grant, user, session, client, server, method, subject } = facts;
    const { definitionHash, policy, policyVersion } = facts;
    let opening = `,"organization":${jsonString(organization)},"grant":{"id":${jsonString(grant.id)},"label":${jsonString(grant.label)}}`;
    if (user !== undefined) opening += `,"user":${jsonString(user)}`;
    if (session !== undefined) opening += `,"session":${jsonString(session)}`;
    if (client !== undefined) {
      opening += `,"client":{"name":${jsonString(client.name)},"version":${jsonString(client.version)}}`;
    }
    opening += `,"server":${jsonString(server)},"method":${jsonString(method)}`;
    if (subject !== undefined) opening += `,"subject":${jsonString(subject)}`;
    let rest = '';
    if (definitionHash !== undefined) rest += `,"definitionHash":${jsonString(definitionHash)}`;
    if (policy !== undefined) rest += `,"policy":${jsonString(policy)}`;
    if (policyVersion !== undefined) rest += `,"policyVersion":${jsonNumber(policyVersion)}`;
    this.number = given;
    this.opening = inOnePiece(opening);
    this.rest = inOnePiece(rest);
    // Not the call's own object: that one holds its arguments.
    this.#facts = {
      requestId: '',
      time: 0,
      organization,
      grant: { id: grant.id, label: grant.label },
      user,
      session,
      client: client && { name: client.name, version: client.version },
      server,
      method,
      subject,
      definitionHash,
      policy,
      policyVersion,
    };
  }

  /** Whether these are the facts of a call, as far as calls share them. */
  says(facts: CallFactsRecord): boolean {
    const own = this.#facts;
    return (
      own.session === facts.session &&
      own.subject === facts.subject &&
      own.server === facts.server &&
      own.method === facts.method &&
      own.grant.id === facts.grant.id &&
      own.grant.label === facts.grant.label &&
      own.client?.name === facts.client?.name &&
      own.client?.version === facts.client?.version &&
      own.user === facts.user &&
      own.organization === facts.organization &&
      own.definitionHash === facts.definitionHash &&
      own.policy === facts.policy &&
      own.policyVersion === facts.policyVersion
    );
  }

  /** The member of that name. */
  argumentKeys(keys: readonly string[]): string {
    const known = this.#keys;
    if (keys.length !== known.length || keys.some((key, at) => key !== known[at])) {
      this.#keys = keys;
      this.#keysText = inOnePiece(`,"argumentKeys":${JSON.stringify(keys)}`);
    }
    return this.#keysText;
  }

  /** The list of what a call took. */
  taken(taken: readonly TakenAmount[]): string {
    const known = this.#taken;
    if (taken.length !== known.length || taken.some((amount, at) => !isSame(amount, known[at]))) {
      this.#taken = taken;
      this.#takenText = inOnePiece(`[${taken.map(amountText).join(',')}]`);
    }
    return this.#takenText;
  }
}

function isSame(one: TakenAmount, other: TakenAmount | undefined): boolean {
  return (
    one === other ||
    (one.key === other?.key &&
      one.family === other.family &&
      one.windowMs === other.windowMs &&
      one.align === other.align &&
      one.cost === other.cost)
  );
}

function amountText({ key, family, windowMs, align, cost }: TakenAmount): string {
  const ofFamily = family === undefined ? '' : `,"family":${jsonString(family)}`;
  return `{"key":${jsonString(key)}${ofFamily},"windowMs":${jsonNumber(windowMs)},"align":${jsonString(align)},"cost":${jsonNumber(cost)}}`;
}
