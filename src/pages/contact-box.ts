import { addressKey } from '../audit/index.ts';
import type { Clock } from '../kernel/index.ts';

/** A message from a page. */
export interface ContactMessage {
  /** The page's path. */
  readonly about: string;
  /** Where to answer, as its sender says; empty when nothing was said. */
  readonly from: string;
  readonly text: string;
  readonly address: string;
}

const perHour = 5;
const perHourOfAll = 200;
const hourMs = 3_600_000;
const mostAddresses = 10_000;

/**
 * Takes what the forms under the pages send. A message is words: it is stored as it is and shown as text. An address (of
 * IPv6, the /64 that one customer has) may send five an hour, all together two hundred.
 */
export class ContactBox {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #store: (message: ContactMessage) => Promise<void>;
  readonly #byAddress = new Map<string, number[]>();
  #all: number[] = [];

  constructor(clock: Pick<Clock, 'monotonic'>, store: (message: ContactMessage) => Promise<void>) {
    this.#clock = clock;
    this.#store = store;
  }

  /** @returns the page to go back to, and how it ended */
  async take(body: Buffer, address: string): Promise<{ about: string; sent: 'sent' | 'refused' | 'wrong' }> {
    const form = new URLSearchParams(body.toString());
    const given = form.get('about') ?? '';
    const about = /^\/(catalog|attacks|risk)(\/[A-Za-z0-9_~][A-Za-z0-9._~-]{0,159}){0,2}$/.test(given)
      ? given
      : '/catalog';
    // A form sends each line end as two characters, of which its reader counted one.
    const text = (form.get('text') ?? '').replaceAll('\r\n', '\n').trim();
    const from = (form.get('from') ?? '').trim();
    if (text.length < 10 || text.length > 4_000 || from.length > 200) return { about, sent: 'wrong' };
    // The field that nobody sees is filled by programs alone: they are told what people are told.
    if ((form.get('website') ?? '') !== '') return { about, sent: 'sent' };
    if (!this.#room(addressKey(address))) return { about, sent: 'refused' };
    await this.#store({ about, from, text, address });
    return { about, sent: 'sent' };
  }

  #room(address: string): boolean {
    const now = this.#clock.monotonic();
    const recent = (times: readonly number[]): number[] => times.filter((at) => at > now - hourMs);
    this.#all = recent(this.#all);
    const mine = recent(this.#byAddress.get(address) ?? []);
    if (mine.length >= perHour || this.#all.length >= perHourOfAll) return false;
    this.#byAddress.delete(address);
    const [oldest] = this.#byAddress.keys();
    if (this.#byAddress.size >= mostAddresses && oldest !== undefined) this.#byAddress.delete(oldest);
    this.#byAddress.set(address, [...mine, now]);
    this.#all.push(now);
    return true;
  }
}
