import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seatsShort } from '../../src/domain/seating.js';

const red = { seats: 10 };
const blue = { seats: 5 };

describe('seats for several demands', () => {
  it.each([
    ['nobody', [], 0],
    ['enough', [{ seats: 10, from: [red] }], 0],
    ['too few', [{ seats: 12, from: [red] }], 2],
    ['none to take', [{ seats: 3, from: [] }], 3],
    ['over two supplies', [{ seats: 15, from: [red, blue] }], 0],
    [
      'each seat once',
      [
        { seats: 8, from: [red] },
        { seats: 8, from: [red] },
      ],
      6,
    ],
    [
      'seats move on for one who has no other',
      [
        { seats: 5, from: [red, blue] },
        { seats: 10, from: [red] },
      ],
      0,
    ],
    [
      'what others cannot use helps nobody else',
      [
        { seats: 12, from: [red] },
        { seats: 1, from: [blue] },
      ],
      2,
    ],
  ])('%s', (_case, demands, short) => {
    expect(seatsShort(demands)).toBe(short);
  });

  // By Hall's theorem what is missing is the worst excess of any group of demands over the supplies in its reach.
  it('are short by as much as the worst-off group of demands', () => {
    const seats = fc.integer({ min: 0, max: 9 });
    const reach = fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { maxLength: 4 });
    const cases = fc.tuple(
      fc.array(seats, { minLength: 4, maxLength: 4 }),
      fc.array(fc.tuple(seats, reach), { maxLength: 5 }),
    );
    fc.assert(
      fc.property(cases, ([sizes, wants]) => {
        const supplies = sizes.map((size) => ({ seats: size }));
        let worst = 0;
        for (let group = 0; group < 2 ** wants.length; group += 1) {
          const members = wants.filter((_, index) => (group >> index) % 2 === 1);
          const inReach = new Set(members.flatMap(([, from]) => from));
          const wanted = members.reduce((sum, [size]) => sum + size, 0);
          worst = Math.max(worst, wanted - [...inReach].reduce((sum, index) => sum + (sizes[index] ?? 0), 0));
        }
        const demands = wants.map(([size, from]) => ({
          seats: size,
          from: supplies.filter((_, index) => from.includes(index)),
        }));
        expect(seatsShort(demands)).toBe(worst);
      }),
      { numRuns: 1_000 },
    );
  });
});
