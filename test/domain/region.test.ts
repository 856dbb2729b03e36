import { expect, it } from 'vitest';
import { isSameRegion } from '../../src/domain/region.js';

it.each([
  ['DE', 'DE', true],
  ['DE', 'FR', true],
  ['FR', 'CH', true],
  ['NO', 'IS', true],
  ['GB', 'IT', true],
  ['DE', 'US', false],
  ['DE', 'TR', false],
  ['US', 'UM', true],
  ['US', 'CA', false],
  ['AU', 'NZ', false],
  ['SG', 'MY', true],
  ['MX', 'AR', true],
  ['BR', 'AR', false],
  ['KE', 'GH', true],
  ['ZA', 'KE', false],
])('between %s and %s orders go through: %s', (one, other, expected) => {
  expect(isSameRegion(one, other)).toBe(expected);
  expect(isSameRegion(other, one)).toBe(expected);
});

it.each(['BR', 'IN', 'JP', 'KR', 'RU', 'TW'])(
  '%s stands alone, and so does a country that is not listed',
  (country) => {
    expect(isSameRegion(country, country)).toBe(true);
    for (const other of ['DE', 'US', 'IN', 'JP', 'QQ'].filter((one) => one !== country)) {
      expect(isSameRegion(country, other)).toBe(false);
    }
  },
);
