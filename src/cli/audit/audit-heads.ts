import type { Head } from '../../audit/index.ts';
import { CommandError } from '../io.ts';

/** `writer:number:mac` */
export function formatHead({ writer, seq, mac }: Head): string {
  return `${writer}:${seq}:${Buffer.from(mac).toString('hex')}`;
}

/**
 * Reads heads as `audit head` prints them, one a line.
 *
 * @throws CommandError (usage) for anything else
 */
export function parseHeads(text: string): Head[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').map(parseHead);
}

function parseHead(line: string): Head {
  const match = /^([0-9a-z-]{1,64}):(\d{1,15}):([0-9a-f]{64})$/.exec(line) ?? fromJson(line);
  const [, writer, seq, mac] = match ?? [];
  if (writer === undefined || seq === undefined || mac === undefined) {
    throw new CommandError('a head is writer:number:mac, as `toolgate audit head` prints it', 2);
  }
  return { writer, seq: Number(seq), mac: Buffer.from(mac, 'hex') };
}

function fromJson(line: string): RegExpExecArray | null {
  return /^\{"writer":"([0-9a-z-]{1,64})","seq":(\d{1,15}),"mac":"([0-9a-f]{64})"\}$/.exec(line);
}
