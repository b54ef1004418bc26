import type { CallFactsRecord } from '../../audit/index.ts';

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
const shared = new RegExp(
  `^,"organization":${plain},"grant":\\{"id":${kept},"label":${kept}\\}.*,"server":${kept},"method":${kept},"subject":${kept}$`,
  's',
);

/** So many are remembered; then all are forgotten. */
const most = 1_024;

/**
 * Finds in the text of a record, or of an intent's facts, what it is filed under. Nearly every text is read by pattern;
 * any other is parsed. What calls of one session to one tool share is read once.
 */
export class Headings {
  readonly #known = new Map<string, Heading>();

  filed(text: string): Filed {
    const [, time, piece] = facts.exec(text) ?? [];
    if (piece === undefined) return parsed(text);
    let heading = this.#known.get(piece);
    if (heading === undefined) {
      const [, grantId = '', label = '', server = '', method = '', subject = ''] = shared.exec(piece) ?? [];
      heading = { grantId, label, server, method, subject };
      if (this.#known.size >= most) this.#known.clear();
      this.#known.set(piece, heading);
    }
    return { time: Number(time), heading };
  }
}

function parsed(text: string): Filed {
  const { time, grant, server, method, subject }: CallFactsRecord = JSON.parse(text);
  return { time, heading: { grantId: grant.id, label: grant.label, server, method, subject: subject ?? null } };
}
