import type { CallFactsRecord } from '../../audit/index.ts';
import { inOnePiece } from './in-one-piece.ts';

/** What a call's record is searched by, besides its time and how it ended. Calls that are alike share one. */
export interface Heading {
  readonly grantId: string;
  readonly label: string;
  readonly server: string;
  readonly method: string;
  readonly subject: string | null;
}

export interface Filed {
  readonly time: number;
  readonly heading: Heading;
}

/** A JSON string without escapes. One that has any does not match, and neither does then the whole. */
const plain = '"[^"\\\\]*"';
const kept = '"([^"\\\\]*)"';

/** The facts of a call from their beginning to the subject, as `line.ts` writes them. What calls share is one piece. */
const facts = new RegExp(
  `^\\{"kind":"call","requestId":${plain},"time":(\\d+)(,"organization":${plain},"grant":\\{"id":${plain},"label":${plain}\\}` +
    `(?:,"user":${plain})?(?:,"session":${plain})?(?:,"client":\\{"name":${plain},"version":${plain}\\})?` +
    `,"server":${plain},"method":${plain},"subject":${plain})`,
);

/** Of that piece, what is searched by. */
const members = new RegExp(
  `^,"organization":${plain},"grant":\\{"id":${kept},"label":${kept}\\}.*,"server":${kept},"method":${kept},"subject":${kept}$`,
  's',
);

/** So many are remembered; then all are forgotten. */
const most = 2_048;
/** What is longer is read each time: many of those would be much. */
const longest = 2_048;

/** What calls share that are alike, and what they are filed under. Its texts are kept for long. */
interface Shared {
  readonly piece: string;
  readonly heading: Heading;
}

/**
 * Finds in the text of a record, or of an intent's facts, what it is filed under. Nearly every text is read by pattern;
 * any other is parsed. What calls of one session to one tool share is read once: it is looked for under the number that the
 * journal gave to calls that are alike, and compared, since to hash it costs as much as to read it.
 */
export class Headings {
  readonly #known = new Map<string, Shared>();
  readonly #alike = new Map<number, Shared>();

  /** @param alike the number that the journal's line has, where there is one */
  filed(text: string, alike?: number): Filed {
    const shared = alike === undefined ? undefined : this.#alike.get(alike);
    if (shared !== undefined) {
      const { piece, heading } = shared;
      // No text within has these two unescaped: the first is the member's name.
      const from = text.indexOf('"time":') + 7;
      const to = text.indexOf(',', from);
      if (text.slice(to, to + piece.length) === piece) return { time: Number(text.slice(from, to)), heading };
    }
    const [, time, piece] = facts.exec(text) ?? [];
    if (piece === undefined) return parsed(text);
    const found = this.#read(piece);
    if (alike !== undefined && piece.length <= longest) {
      if (this.#alike.size >= most) this.#alike.clear();
      this.#alike.set(alike, found);
    }
    return { time: Number(time), heading: found.heading };
  }

  #read(cut: string): Shared {
    let found = this.#known.get(cut);
    if (found === undefined) {
      const piece = inOnePiece(cut);
      const [, grantId = '', label = '', server = '', method = '', subject = ''] = members.exec(piece) ?? [];
      found = { piece, heading: { grantId, label, server, method, subject } };
      if (cut.length > longest) return found;
      if (this.#known.size >= most) this.#known.clear();
      this.#known.set(piece, found);
    }
    return found;
  }
}

function parsed(text: string): Filed {
  const { time, grant, server, method, subject }: CallFactsRecord = JSON.parse(text);
  return { time, heading: { grantId: grant.id, label: grant.label, server, method, subject: subject ?? null } };
}
