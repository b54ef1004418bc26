import { isJsonObject, type JsonValue } from '../../protocol/index.ts';
import type { Setting } from './setting.ts';

/** Most attempts at making an example smaller. */
const mostAttempts = 500;

/**
 * The smallest setting, as far as leaving things out goes, that still shows what the given one does: slots, then keys
 * and elements inside their values.
 */
export function minimised(setting: Setting, stillShows: (setting: Setting) => boolean): Setting {
  let best = setting;
  let attempts = 0;
  for (let changed = true; changed && attempts < mostAttempts; ) {
    changed = false;
    for (const smaller of smallerThan(best)) {
      if (++attempts >= mostAttempts) break;
      if (!stillShows(smaller)) continue;
      best = smaller;
      changed = true;
      break;
    }
  }
  return best;
}

function* smallerThan(setting: Setting): Generator<Setting> {
  // A policy that asks for the time is shown a call that says when it was made.
  for (const slot of [...setting.keys()].filter((key) => key !== 'time'))
    yield new Map([...setting].filter(([other]) => other !== slot));
  for (const [slot, value] of setting) {
    for (const less of smallerValues(value)) yield new Map([...setting, [slot, less]]);
  }
}

function* smallerValues(value: JsonValue): Generator<JsonValue> {
  if (Array.isArray(value)) {
    for (const index of value.keys()) yield value.toSpliced(index, 1);
    for (const [index, item] of value.entries()) for (const less of smallerValues(item)) yield value.with(index, less);
  } else if (isJsonObject(value)) {
    const entries = Object.entries(value);
    for (const [key] of entries) yield Object.fromEntries(entries.filter(([other]) => other !== key));
    for (const [key, item] of entries) for (const less of smallerValues(item)) yield { ...value, [key]: less };
  }
}
