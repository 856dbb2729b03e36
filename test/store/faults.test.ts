import { describe, expect, it } from 'vitest';
import { COLLECTION_NAMES } from '../../src/store/state.js';
import { ObservedStore } from '../support/observed-store.js';
import { SeededRandom } from '../support/seeded-random.js';
import { type Call, SimulatedDisk, type Trouble } from '../support/simulated-disk.js';
import { Ledger, type Step } from '../support/store-ledger.js';
import { checkFlip, lastBatchOf } from '../support/store-rot.js';
import { MIXES, Workload } from '../support/store-workload.js';

/** One seed is one disk with several lives. More ways: SEED=1 RUNS=5000 npx vitest run test/store/faults.test.ts */
const SEED = Number(process.env.SEED ?? 20_261_120);
const RUNS = Number(process.env.RUNS ?? 320);
const TIME_LIMIT_MS = 15 * 60_000;

const set = (id: string, value: string) => (): Step[] => [['set', 'settings', id, value]];
const pair = (name: string): Step[] => [
  ['set', 'settings', 'left', name],
  ['set', 'settings', 'right', name],
];
const secret = (name: string): Step[] => [['set', 'settings', 'secret', `secret-${name};`]];
const long = (name: string): Step[] => [['set', 'settings', 'long', name.padEnd(1500, '.')]];

/** Opens the store once more, on a disk that is well again: all is there, and it works. */
async function expectMended(disk: SimulatedDisk, ledger: Ledger): Promise<ObservedStore> {
  disk.troubleOf = () => undefined;
  disk.room = Number.POSITIVE_INFINITY;
  const store = new ObservedStore(disk, ledger);
  await disk.during(async () => {
    await store.open();
    await store.compare();
    expect(await store.change(pair)).toBe(true);
    await store.compare();
  });
  expect(store.failure).toBeUndefined();
  return store;
}

describe('whatever the disk does, what was confirmed stays, as a whole, and nothing else comes', () => {
  it.each(Object.entries(MIXES))(
    `with ${RUNS} disks (seed ${SEED}): %s`,
    async (name, { mix, expected }) => {
      const happened = new Map<string, number>();
      for (let run = 0; run < RUNS; run += 1) await new Workload(SEED + run, mix, happened).run();
      process.stdout.write(`faults: ${name}: ${JSON.stringify(Object.fromEntries([...happened].sort()))}\n`);
      for (const [what, least] of Object.entries(expected)) {
        expect(happened.get(what) ?? 0, `${what}, in ${RUNS} runs`).toBeGreaterThanOrEqual(Math.floor(least * RUNS));
      }
    },
    TIME_LIMIT_MS,
  );
});

it('is the same each time that the seed is the same', async () => {
  const once = async () => {
    const happened = new Map<string, number>();
    for (const { mix } of Object.values(MIXES)) {
      for (let run = 0; run < 30; run += 1) await new Workload(SEED + run, mix, happened).run();
    }
    return [...happened];
  };
  expect(await once()).toEqual(await once());
});

describe('a disk that fails in one call', () => {
  /** All that a process does; `work` ends early when the disk has failed. */
  async function work(store: ObservedStore): Promise<void> {
    await store.open();
    await Promise.all([store.change(pair), store.change(secret), store.change(long), store.look()]);
    await store.change(() => [['drop', 'settings', 'long']]);
    await store.change(set('secret', 'erased'), { erases: true });
    await Promise.all([store.change(pair), store.fold(), store.change(long), store.read()]);
    if (store.failure) return;
    await store.compare();
    await store.close();
  }

  /** Runs it with a trouble in the calls of these numbers; answers how many calls there were. */
  async function runWith(seed: number, troubleOf: (call: Call) => Trouble | undefined): Promise<number> {
    const disk = new SimulatedDisk(new SeededRandom(seed));
    const ledger = new Ledger();
    disk.troubleOf = troubleOf;
    await disk.during(async () => {
      const store = new ObservedStore(disk, ledger, { foldBytes: 2000 });
      await work(store).catch((error: Error & { code?: string }) => {
        const isOfTheDisk = error.name === 'DiskError' || error.code === 'EIO' || error.code === 'ENOSPC';
        if (!isOfTheDisk) throw error;
      });
    });
    const { calls } = disk;
    await expectMended(disk, ledger);
    return calls;
  }

  it.each<[Trouble, string]>([
    ['kill', 'the process is killed'],
    ['cut', 'the power goes'],
    ['broken', 'it answers EIO'],
    ['full', 'it has no room'],
    ['short', 'it takes less than it is given'],
  ])('%s: %s, once or from then on', async (trouble) => {
    for (const seed of [1, 2, 3, 4]) {
      const calls = await runWith(seed, () => undefined);
      expect(calls).toBeGreaterThan(40);
      for (let nth = 1; nth <= calls; nth += 1) {
        await runWith(seed, ({ number }) => (number === nth ? trouble : undefined));
        await runWith(seed, ({ number }) => (number >= nth ? trouble : undefined));
      }
    }
  });
});

describe('an older version’s state', () => {
  const record = { id: 'kept', rev: 1, value: 1 };
  const old = {
    format: 'ferry',
    version: 1,
    seq: 7,
    ...Object.fromEntries(COLLECTION_NAMES.map((name) => [name, name === 'settings' ? [record] : []])),
  };
  const files = new Map([['state.json', Buffer.from(JSON.stringify(old))]]);

  /** Opens it; answers what is in it, or undefined where the process has ended or the disk has refused. */
  async function settingsOf(disk: SimulatedDisk): Promise<unknown> {
    let settings: unknown;
    await disk.during(async () => {
      const store = new ObservedStore(disk, new Ledger());
      settings = await store.settings().catch((error: Error & { code?: string }) => {
        if (error.name !== 'DiskError' && error.code !== 'EIO' && error.code !== 'ENOSPC') throw error;
      });
    });
    return settings;
  }

  it.each<Trouble>(['kill', 'cut', 'broken', 'full', 'short'])(
    'is brought to this one, whatever fails: %s',
    async (trouble) => {
      for (let nth = 1; nth <= 40; nth += 1) {
        for (const seed of [1, 2, 3, 4, 5]) {
          const disk = new SimulatedDisk(new SeededRandom(seed), files);
          disk.troubleOf = ({ number }) => (number === nth ? trouble : undefined);
          expect([undefined, [record]]).toContainEqual(await settingsOf(disk));
          disk.troubleOf = () => undefined;
          disk.cut();
          expect(await settingsOf(disk)).toEqual([record]);
          expect(disk.files.get('state.json')?.toString()).toContain('"version":2,"seq":7');
          expect(disk.files.get('kept/version-1-state.json')).toEqual(files.get('state.json'));
        }
      }
    },
  );
});

describe('a batch that was being written', () => {
  /** A disk whose process was killed when it had written a last batch, and nobody had been told of it yet. */
  async function interrupted(changes: number): Promise<{ disk: SimulatedDisk; ledger: Ledger }> {
    const disk = new SimulatedDisk(new SeededRandom(1));
    const ledger = new Ledger();
    await disk.during(async () => {
      const store = new ObservedStore(disk, ledger);
      await store.open();
      await store.change(pair);
      disk.troubleOf = ({ kind }) => (kind === 'sync' ? 'kill' : undefined);
      await Promise.all(Array.from({ length: changes }, () => store.change(pair)));
    });
    disk.troubleOf = () => undefined;
    return { disk, ledger };
  }

  it.each([
    ['one change', 1],
    ['two changes', 2],
  ])(
    'of %s is kept to the last whole line, wherever it was torn',
    async (_, changes) => {
      const name = 'journal-0000000001.jsonl';
      const journal = (await interrupted(changes)).disk.files.get(name) ?? Buffer.alloc(0);
      const from = lastBatchOf(journal.toString());
      expect(journal.toString('utf8', from).split('\n')).toHaveLength(changes + 1);
      for (let byte = from; byte <= journal.length; byte += 1) {
        const zeros = Buffer.from(journal).fill(0, byte);
        const hole = Buffer.from(journal).fill(0, from, byte);
        for (const torn of [journal.subarray(0, byte), zeros, hole]) {
          const { disk, ledger } = await interrupted(changes);
          const copy = new SimulatedDisk(new SeededRandom(byte), new Map([...disk.files, [name, torn]]));
          await expectMended(copy, ledger);
        }
      }
    },
    60_000,
  );
});

describe('a bit that flips', () => {
  it('in what was confirmed is refused by the name of the file, and in the last batch it is cut or refused', async () => {
    const disk = new SimulatedDisk(new SeededRandom(1));
    const store = new ObservedStore(disk, new Ledger());
    await disk.during(async () => {
      await store.open();
      for (const steps of [pair, secret]) await store.change(steps);
      await store.fold();
      await store.change(pair);
      await Promise.all([store.change(secret), store.change(pair), store.change(secret)]);
    });
    const noticed = new Map<string, number>();
    for (const [name, content] of disk.files) {
      for (let byte = 0; byte < content.length; byte += 1) {
        for (let bit = 0; bit < 8; bit += 1) {
          const how = await checkFlip(disk.files, { name, byte, bit });
          noticed.set(how, (noticed.get(how) ?? 0) + 1);
        }
      }
    }
    expect(noticed.get('refused')).toBeGreaterThan(5_000);
    expect(noticed.get('cut')).toBeGreaterThan(1_000);
  }, 60_000);
});

describe('a full disk', () => {
  /** A store that has ballast, a journal worth folding, and not a byte of room. */
  async function fill(): Promise<{ disk: SimulatedDisk; ledger: Ledger; store: ObservedStore }> {
    const disk = new SimulatedDisk(new SeededRandom(1));
    const ledger = new Ledger();
    const store = new ObservedStore(disk, ledger, { foldBytes: 64_000 });
    await store.open();
    for (let number = 0; number < 20; number += 1) await store.change(long);
    expect(disk.files.get('ballast')?.length).toBeGreaterThan(16_000);
    disk.room = disk.used;
    return { disk, ledger, store };
  }

  it('lets the journal be folded with the room of the ballast, and then takes changes again', async () => {
    const { disk, ledger, store } = await fill();
    await disk.during(async () => {
      expect(await store.change(long)).toBe(false);
      expect(await store.fold()).toBe(true);
      for (let number = 0; number < 10; number += 1) expect(await store.change(long)).toBe(true);
      await store.compare();
    });
    await expectMended(disk, ledger);
  });

  it('lets it be folded also while many go on asking', async () => {
    const { disk, ledger, store } = await fill();
    await disk.during(async () => {
      const ask = async () => {
        for (let refusals = 0; refusals < 50; refusals += 1) if (await store.change(long)) return;
        throw new Error('The journal was not folded');
      };
      await Promise.all([ask(), ask(), ask(), ask()]);
      await store.compare();
    });
    await expectMended(disk, ledger);
  });

  it('is not made so by the ballast', async () => {
    const disk = new SimulatedDisk(new SeededRandom(1));
    const ledger = new Ledger();
    await disk.during(async () => {
      const store = new ObservedStore(disk, ledger, { foldBytes: 64_000 });
      await store.open();
      // Less than the ballast wants.
      disk.room = disk.used + 16_000;
      const kept: unknown[] = [];
      for (let number = 0; number < 20; number += 1) kept.push(await store.change(pair));
      expect(disk.files.get('ballast')?.length).toBeGreaterThan(5_000);
      expect(kept.slice(10)).not.toContain(false);
      expect(kept.filter((isKept) => isKept).length).toBeGreaterThan(14);
    });
    await expectMended(disk, ledger);
  });

  it('keeps no erasing change from saying that a file still has the old text; a later fold takes it out', async () => {
    const { disk, ledger, store } = await fill();
    const hasSecret = () => [...disk.files.values()].some((content) => content.includes('secret-change-'));
    await disk.during(async () => {
      disk.room = Number.POSITIVE_INFINITY;
      await store.change(secret);
      disk.troubleOf = ({ kind, name }) => (kind === 'create' && name === 'state.json.tmp' ? 'full' : undefined);
      expect(await store.change(set('secret', 'erased'), { erases: true })).toBe(true);
      expect(store.notErased).toBe(1);
      expect(hasSecret()).toBe(true);
      disk.troubleOf = () => undefined;
      for (let number = 0; number < 20 && hasSecret(); number += 1) await store.change(long);
      expect(hasSecret()).toBe(false);
    });
    await expectMended(disk, ledger);
  });
});
