import { newId } from '../../src/kernel/index.ts';
import { KeyRing } from '../../src/seal/index.ts';
import { person } from '../contract/approvals/calls.ts';
import { emptyBook, memoryQueue } from '../contract/approvals/memory-queue.ts';
import type { Bug } from './bugs.ts';
import { CounterServer } from './counter-server.ts';
import { type Happening, History } from './history.ts';
import { makeCall } from './make-call.ts';
import { Network, type Process } from './network.ts';
import { Random } from './random.ts';
import { ChannelServer } from './simulated-channels.ts';
import { openGateway, type SimulatedGateway } from './simulated-gateway.ts';
import type { Surroundings } from './surroundings.ts';
import { VirtualTime } from './virtual-time.ts';

const lengthMs = 20_000;
const gateways = 3;
const keys = new KeyRing([Buffer.alloc(32, 9)]);
const process = (name: string): Process => ({ name, alive: true });

/**
 * Twenty seconds in the life of three gateways, their database, the server that they count in and the channels between
 * them, in weather that the seed decides: messages late, lost and twice, ways that are cut, processes that die and come
 * back, clocks that are wrong and step.
 *
 * @returns what happened; for a seed it is always the same
 */
export async function simulate(seed: number, bug?: Bug): Promise<readonly Happening[]> {
  const random = new Random(seed);
  const time = new VirtualTime(random);
  const weather = { lost: random.next() * 0.06, doubled: random.next() * 0.2, slow: random.next() * 0.2 };
  const network = new Network(time, random, weather);
  const history = new History(() => time.now);
  const [database, counter, speaker] = [process('database'), process('counter'), process('channels')];
  const world: Surroundings = {
    time,
    random,
    network,
    history,
    keys,
    bug,
    database: { process: database, book: emptyBook(), policy: 1 },
    counter: { process: counter, server: new CounterServer(time, bug) },
    channels: new ChannelServer(time, network, speaker),
  };
  const living: (SimulatedGateway | undefined)[] = [];
  const addresses: string[] = [];
  const note = (what: string): void => history.tell('world', { kind: 'note', what });

  /** Starts a gateway, again and again until it can be started. */
  const start = async (place: number, life: number): Promise<void> => {
    const name = `gateway ${place}.${life}`;
    try {
      const gateway = await openGateway(name, world);
      const address = newId();
      addresses.push(address);
      gateway.mailbox.hold(address, (bytes) => {
        history.tell(name, { kind: 'taken', address: `of ${name}`, ...(JSON.parse(bytes.toString()) as Letter) });
      });
      living[place] = gateway;
      note(`${name} serves`);
    } catch {
      time.after(300, () => void start(place, life + 1));
    }
  };
  const soon = (run: () => void): void => void time.after(random.whole(500, lengthMs), run);
  const anyOf = (): SimulatedGateway | undefined => random.of(living);

  for (let place = 0; place < gateways; place += 1) {
    living.push(undefined);
    time.after(0, () => void start(place, 0));
  }
  let calls = 0;
  const call = (gateway: SimulatedGateway): void => {
    calls += 1;
    void makeCall(`call ${calls}`, gateway, world);
  };
  for (let n = 0; n < 40; n += 1) {
    soon(() => {
      const gateway = anyOf();
      if (gateway !== undefined) call(gateway);
    });
  }
  // Agents call in bursts, too: what they take is counted in the same moments.
  for (let n = 0; n < 12; n += 1) {
    soon(() => {
      const gateway = anyOf();
      if (gateway === undefined) return;
      for (let one = random.whole(3, 8); one > 0; one -= 1) time.after(random.whole(0, 60), () => call(gateway));
    });
  }
  for (let n = 0; n < 5; n += 1) {
    soon(() => {
      const [gateway, other] = [anyOf(), anyOf()];
      if (gateway === undefined) return;
      // Who is cut off at this very moment goes by what was, and must know when that is over.
      if (other !== undefined && other !== gateway && random.chance(0.5)) {
        time.after(random.whole(0, 60), () => {
          note(`${other.name} is cut off from what is new`);
          for (const from of [database, speaker]) network.cut(process(other.name), from, 9_000);
          for (let at = 4_500; at < 6_500; at += 250) time.after(at, () => call(other));
        });
      }
      gateway.change().then(
        (policy) => history.tell(gateway.name, { kind: 'acknowledged', policy }),
        () => undefined,
      );
    });
  }
  const posted = new Map<string, number>();
  for (let n = 0; n < 15; n += 1) {
    soon(() => {
      const gateway = anyOf();
      if (gateway === undefined || addresses.length === 0) return;
      void post(`letter ${n}`, gateway, random.of(addresses), posted, world);
    });
  }
  const desk = memoryQueue({ now: () => 1e12 + time.now }, world.database.book);
  for (let n = 0; n < 25; n += 1) {
    soon(() => {
      const waiting = [...world.database.book.approvals.values()].filter(({ state }) => state.kind === 'pending');
      if (waiting.length === 0) return;
      const { id } = random.of(waiting);
      const decision = random.chance(0.8) ? ({ verdict: 'approve' } as const) : ({ verdict: 'deny' } as const);
      desk.decide(id, decision, person('ada'));
    });
  }
  for (let n = 0; n < 2; n += 1) {
    soon(() => {
      const place = random.whole(0, gateways - 1);
      const gateway = living[place];
      if (gateway === undefined) return;
      note(`${gateway.name} dies`);
      gateway.crash();
      living[place] = undefined;
      time.after(random.whole(50, 2_000), () => void start(place, 10 * (n + 1)));
    });
    soon(() => {
      note('the counter begins anew');
      counter.alive = false;
      time.after(random.whole(10, 1_500), () => {
        world.counter.server.restart();
        counter.alive = true;
      });
    });
    soon(() => world.counter.server.step(random.whole(-5_000, 5_000)));
  }
  for (let n = 0; n < 4; n += 1) {
    soon(() => {
      const gateway = anyOf();
      if (gateway === undefined) return;
      const other = random.of([database, database, counter, speaker]);
      note(`${gateway.name} is cut off from the ${other.name}`);
      network.cut(process(gateway.name), other, random.whole(500, 9_000));
    });
  }
  await time.run(lengthMs + 2_000);
  for (const gateway of living) gateway?.crash();
  return history.happenings;
}

interface Letter {
  readonly letter: string;
  readonly sender: string;
  readonly place: number;
}

async function post(
  letter: string,
  gateway: SimulatedGateway,
  address: string,
  posted: Map<string, number>,
  { history, bug }: Surroundings,
): Promise<void> {
  const way = `${gateway.name} – ${address}`;
  const place = (posted.get(way) ?? 0) + 1;
  posted.set(way, place);
  const bytes = Buffer.from(JSON.stringify({ letter, sender: gateway.name, place } satisfies Letter));
  let held = await gateway.mailbox.post(address, bytes);
  if (!held && bug === 'a letter without an answer is posted again') held = await gateway.mailbox.post(address, bytes);
  history.tell(gateway.name, { kind: 'confirmed', letter, held });
}
