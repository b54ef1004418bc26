import type { KyselyPlugin } from 'kysely';
import { expect, it, vi } from 'vitest';
import { openTestControl, type TestControl } from '../../test/support/control.ts';
import { operator } from '../accounts/index.ts';
import type { Control } from '../control/index.ts';
import { observeDefinitions, rejectDefinitions } from '../control/verbs/definition/index.ts';
import { setKill } from '../control/verbs/kill/index.ts';
import type { DefinitionGate } from '../definitions/index.ts';
import { Kills } from '../kills/index.ts';
import type { Gateway } from './composed.ts';
import { govern } from './governance.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const tool = { name: 'read', hash: 'h', text: '{"name":"read"}' };

/** What a gateway was told. */
interface Told {
  gate: DefinitionGate | undefined;
  kills: Kills;
}

/** Governs a gateway. @param after called after each answer of the database, with its number */
async function governed(control: Control, after: (answer: number) => Promise<void>) {
  let answers = 0;
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      answers += 1;
      await after(answers);
      return result;
    },
  };
  const sql = control.sql.withPlugin(plugin);
  const watched = new Proxy(control, {
    get: (target, name) => {
      const value: unknown = name === 'sql' ? sql : Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const told: Told = { gate: undefined, kills: Kills.none };
  const gateway = {
    pin: (gate: DefinitionGate) => {
      told.gate = gate;
    },
    stop: async (kills: Kills) => {
      told.kills = kills;
    },
    capture: () => undefined,
    noteUses: () => undefined,
    toolsChanged: () => undefined,
    declared: () => ({ capture: [], webhooks: [] }),
    verify: async () => ({ findings: [] }),
  } as unknown as Gateway;
  const governance = await govern(gateway, watched, silent as never, '0.0.0');
  return { told, governance, answers };
}

/** A control plane that has one approved definition, and another one beside it, of another process. */
async function twoPlanes(): Promise<{ plane: TestControl; other: TestControl; reject(): Promise<void> }> {
  const plane = await openTestControl();
  const other = await openTestControl({}, plane.folder);
  await other.control.run(observeDefinitions, { server: 's', tools: [tool] }, { actor: operator });
  const { id } = await other.control.sql.selectFrom('definition').select('id').executeTakeFirstOrThrow();
  return {
    plane,
    other,
    reject: async () => {
      await other.control.run(rejectDefinitions, { ids: [id] }, { actor: operator });
      await other.control.run(setKill, { server: 's' }, { actor: operator });
    },
  };
}

it('passes nothing over that is decided elsewhere while a gateway starts, whenever that is', async () => {
  const at = async (moment: number): Promise<number> => {
    const { plane, other, reject } = await twoPlanes();
    try {
      const { told, governance, answers } = await governed(plane.control, async (answer) => {
        if (answer === moment) await reject();
      });
      if (answers < moment) await reject();
      await vi.waitFor(() => {
        expect([moment, told.gate?.admits('s', tool)]).toEqual([moment, false]);
        expect([moment, told.kills.list.length]).toEqual([moment, 1]);
      }, 10_000);
      await governance.close();
      return answers;
    } finally {
      await other.control.sql.destroy();
      await plane.close();
    }
  };
  const answers = await at(1);
  expect(answers).toBeGreaterThan(3);
  await Promise.all(Array.from({ length: answers }, (_, i) => at(i + 2)));
}, 60_000);
