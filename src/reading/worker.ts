import { parentPort } from 'node:worker_threads';
import { loadConfig } from '../config/index.ts';
import { giveWay, withoutProto } from '../kernel/index.ts';
import { readPolicy, yamlInJson } from '../policy/index.ts';
import type { ConfigPart, ReadingAsk, ReadingCalls } from './messages.ts';
import { piecesOf, withoutPieces } from './pieces.ts';

withoutProto();
giveWay();

let pieces: Generator<ConfigPart, void, void> | undefined;

const answers: { readonly [K in keyof ReadingCalls]: ReadingCalls[K] } = {
  config: ({ file, env, overrides }) => {
    const loaded = loadConfig(file, env, overrides);
    if (!loaded.ok) return loaded;
    pieces = piecesOf(loaded.config);
    return { ...loaded, config: withoutPieces(loaded.config) };
  },
  more: () => pieces?.next().value ?? undefined,
  policy: ({ name, text, lineOffset, columnOffset }) => {
    // All that may be wrong is found here, by who finds it where there is no other thread; the rest is read again.
    const read = readPolicy(text, 'yaml', { name, lineOffset, columnOffset });
    const inJson = read.ok ? yamlInJson(text) : undefined;
    if (inJson !== undefined) return { ok: true, inJson };
    const errors = read.ok ? [] : read.errors;
    return { ok: false, errors: errors.map(({ ...error }) => error) };
  },
};

// What fails in here is a mistake of ours: it ends the thread, and whoever waits reads by himself.
parentPort?.on('message', ({ name, argument }: ReadingAsk) => {
  parentPort?.postMessage(answers[name](argument as never));
});
