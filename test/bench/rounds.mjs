// How the benchmark measures and what it prints: ratios of things measured in turn in one run, the median of the rounds, so
// that a slow or busy machine changes all sides alike.

export const ROUNDS = 5;

// What ships is measured; it is built only when the benchmark runs.
export const built = (file) => import(new URL(`../../dist/${file}`, import.meta.url).href);

export async function timed(work) {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

export function median(all) {
  const sorted = [...all].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

/**
 * Measures every side once a round, forwards and backwards by turns: machines change their mind, and what one side leaves to
 * be done (a page to be written, garbage) is not always the same one's burden. `sides`: by name, what answers a number.
 */
export async function inTurn(sides, rounds = ROUNDS) {
  const names = Object.keys(sides);
  const measured = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) measured[name].push(await sides[name](round));
  }
  return measured;
}

/** The median of the ratios of each round: both of a pair were measured within the same seconds. */
export function ratioOf(one, other) {
  return median(one.map((value, round) => value / other[round]));
}

/** `wanted`: at least (`least`) or at most (`most`) so much; said beside what was measured, and never a failure. */
export function print(name, value, unit, { least, most, facts } = {}) {
  const target = least ?? most;
  const isMet = least === undefined ? value <= most : value >= least;
  const verdict =
    target === undefined ? '' : ` [${most === undefined ? '≥' : '≤'} ${target}: ${isMet ? 'met' : 'missed'}]`;
  console.log(`${name}: ${readable(value)} ${unit}${verdict}${facts ? `   (${facts})` : ''}`);
}

/** Three digits, and no more behind the point than a small number needs. */
export function readable(value) {
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
