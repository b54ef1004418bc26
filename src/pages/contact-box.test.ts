import { expect, it } from 'vitest';
import { manualClock } from '../kernel/index.ts';
import { ContactBox, type ContactMessage } from './contact-box.ts';

function opened() {
  const clock = manualClock(0);
  const stored: ContactMessage[] = [];
  const box = new ContactBox(clock, (message) => Promise.resolve(void stored.push(message)));
  const send = (form: Record<string, string>, address = '203.0.113.1') =>
    box.take(Buffer.from(new URLSearchParams({ text: 'A tool is missing.', ...form }).toString()), address);
  return { clock, stored, send };
}

it('goes back to the page, or to the first one where that is none of ours', async () => {
  const { send } = opened();
  const about = '/catalog/a/~0123abcd';
  expect(await send({ about })).toEqual({ about, sent: 'sent' });
  for (const strange of [
    '//evil.example',
    'https://evil.example/catalog',
    '/catalog/../settings',
    '/catalog/a?b',
    '',
  ]) {
    expect((await send({ about: strange, text: 'short' })).about, strange).toBe('/catalog');
  }
});

it('counts characters as the form does', async () => {
  const { send, stored } = opened();
  const lines = Array.from({ length: 400 }, () => 'nine char').join('\n');
  expect(lines).toHaveLength(3_999);
  expect(await send({ text: lines.replaceAll('\n', '\r\n') })).toMatchObject({ sent: 'sent' });
  expect(stored[0]?.text).toBe(lines);
  expect(await send({ text: `${lines}ab` })).toMatchObject({ sent: 'wrong' });
  expect(await send({ text: ' 9 chars. ' })).toMatchObject({ sent: 'wrong' });
  expect(await send({ from: 'x'.repeat(201) })).toMatchObject({ sent: 'wrong' });
});

it('takes five an hour from an address, of IPv6 from a whole /64, and two hundred from all', async () => {
  const { send, stored, clock } = opened();
  const outcomes = async (addresses: readonly string[]): Promise<string[]> => {
    const all: string[] = [];
    for (const address of addresses) all.push((await send({}, address)).sent);
    return all;
  };
  const host = (at: number): string => `2001:db8:0:1::${at.toString(16)}`;
  expect(await outcomes([1, 2, 3, 4, 5, 6].map(host))).toEqual([...Array(5).fill('sent'), 'refused']);
  expect(await outcomes(['2001:db8:0:2::1', '198.51.100.1'])).toEqual(['sent', 'sent']);
  const others = Array.from({ length: 194 }, (_, at) => `198.51.100.${at + 2}`);
  expect((await outcomes(others)).filter((sent) => sent === 'sent')).toHaveLength(193);
  clock.advance(3_600_000);
  expect(await outcomes([host(1)])).toEqual(['sent']);
  expect(stored).toHaveLength(201);
});

it('tells a program what it tells people, and stores nothing of it', async () => {
  const { send, stored } = opened();
  expect(await send({ website: 'https://spam.example' })).toMatchObject({ sent: 'sent' });
  expect(stored).toEqual([]);
});
