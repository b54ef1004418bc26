import { describe, expect, it } from 'vitest';
import { defaultCaps } from '../json/caps.ts';
import type { NotificationMessage, RequestMessage } from '../rpc/message.ts';
import { readMessage } from '../rpc/read-message.ts';
import { readUpstreamMessage } from '../rpc/read-upstream-message.ts';
import {
  bothSubscriptionFilters,
  isSubscribedTo,
  readSubscriptionFilter,
  type SubscriptionFilter,
  writeSubscriptionFilter,
} from './subscription-filter.ts';

function listen(params: string): RequestMessage {
  const text = `{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":${params}}`;
  const message = readMessage(Buffer.from(text), defaultCaps);
  if (message.kind !== 'request') throw new Error(message.kind);
  return message;
}

function notification(method: string, params = '{}'): NotificationMessage {
  const text = `{"jsonrpc":"2.0","method":"${method}","params":${params}}`;
  const message = readUpstreamMessage(Buffer.from(text), defaultCaps);
  if (message.kind !== 'notification') throw new Error(message.kind);
  return message;
}

const filter = (lists: readonly string[], uris: readonly string[] = []): SubscriptionFilter => ({
  lists: new Set(lists),
  uris: new Set(uris),
});

describe('what is listened for', () => {
  it.each([
    ['{}', []],
    ['{"toolsListChanged":true}', ['toolsListChanged']],
    [
      '{"resourcesListChanged":true,"promptsListChanged":true,"toolsListChanged":true}',
      ['toolsListChanged', 'promptsListChanged', 'resourcesListChanged'],
    ],
    ['{"toolsListChanged":false,"promptsListChanged":1,"resourcesListChanged":"true"}', []],
    ['{"TOOLSLISTCHANGED":true,"everything":true,"constructor":true}', []],
  ])('of the lists, %s asks for %j', (notifications, lists) => {
    expect(readSubscriptionFilter(listen(`{"notifications":${notifications}}`), 2)).toEqual(filter(lists));
  });

  it.each<[string, string[] | undefined]>([
    ['[]', []],
    ['["file:///a"]', ['file:///a']],
    ['["file:///a","file:///b"]', ['file:///a', 'file:///b']],
    ['["file:///a","file:///a","file:///a"]', undefined],
    ['["file:///a",1]', undefined],
    ['"file:///a"', undefined],
    ['null', undefined],
    ['{"0":"file:///a","length":1}', undefined],
  ])('of at most two resources, %s asks for %j', (uris, expected) => {
    const read = readSubscriptionFilter(listen(`{"notifications":{"resourceSubscriptions":${uris}}}`), 2);
    expect(read).toEqual(expected === undefined ? undefined : filter([], expected));
  });

  it.each(['{}', '{"notifications":[]}', '{"notifications":true}', '{"notifications":null}'])(
    '%s is no filter',
    (params) => {
      expect(readSubscriptionFilter(listen(params), 2)).toBeUndefined();
    },
  );

  it.each([
    [filter([]), '{}'],
    [filter(['toolsListChanged']), '{"toolsListChanged":true}'],
    [filter([], ['a', '"']), '{"resourceSubscriptions":["a","\\""]}'],
    [filter(['promptsListChanged', 'toolsListChanged'], ['a']), undefined],
  ])('what is written is read again', (one, text) => {
    const written = writeSubscriptionFilter(one);
    if (text !== undefined) expect(written).toBe(text);
    expect(readSubscriptionFilter(listen(`{"notifications":${written}}`), 2)).toEqual(one);
  });

  it('what is in both is what each has', () => {
    const a = filter(['toolsListChanged', 'promptsListChanged'], ['x', 'y']);
    const b = filter(['promptsListChanged', 'resourcesListChanged'], ['y', 'z']);
    expect(bothSubscriptionFilters(a, b)).toEqual(filter(['promptsListChanged'], ['y']));
    expect(bothSubscriptionFilters(a, filter([]))).toEqual(filter([]));
  });
});

describe('what is heard', () => {
  const some = filter(['toolsListChanged', 'resourcesListChanged'], ['file:///a']);
  it.each([
    ['notifications/tools/list_changed', '{}', true],
    ['notifications/resources/list_changed', '{}', true],
    ['notifications/prompts/list_changed', '{}', false],
    ['notifications/message', '{}', false],
    ['notifications/resources/updated', '{"uri":"file:///a"}', true],
    ['notifications/resources/updated', '{"uri":"file:///\\u0061"}', true],
    ['notifications/resources/updated', '{"uri":"file:///b"}', false],
    ['notifications/resources/updated', '{"uri":1}', false],
    ['notifications/resources/updated', '{}', false],
  ])('%s %s: %s', (method, params, heard) => {
    expect(isSubscribedTo(notification(method, params), some)).toBe(heard);
  });

  it.each(['tools', 'prompts', 'resources'])('a filter for the list of %s hears of that one alone', (of) => {
    const heard = ['tools', 'prompts', 'resources'].filter((list) =>
      isSubscribedTo(notification(`notifications/${list}/list_changed`), filter([`${of}ListChanged`])),
    );
    expect(heard).toEqual([of]);
  });

  it('a filter that asks for nothing hears nothing', () => {
    for (const method of ['tools/list_changed', 'prompts/list_changed', 'message'])
      expect(isSubscribedTo(notification(`notifications/${method}`), filter([]))).toBe(false);
  });
});
