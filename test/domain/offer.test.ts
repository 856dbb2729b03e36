import { describe, expect, it } from 'vitest';
import { isKnownOffer, nearestOffer, seatLimit } from '../../src/domain/offer.js';
import { isSameOffer } from '../../src/domain/subscription.js';

describe('an offer', () => {
  it.each([
    'Office 365 E3',
    'office  365 e3',
    'OFFICE 365 E3 (NCE)',
    'Office 365 E3 (no Teams)',
    'Office 365 E3 EEA (no Teams)',
    'Microsoft Office 365 E3',
    'O365 E3',
    'M365 E5',
    'Microsoft 365 E5 NCE',
    'Microsoft 365 Apps for Business',
    'Exchange Online (Plan 1)',
    'Exchange Online Plan 1',
    'Exchange Online P1',
    'Microsoft Entra ID P2',
    'Microsoft Entra ID Plan 2',
    'Office 365 A3 for faculty',
    'Microsoft 365 Business Premium (Nonprofit Staff Pricing)',
    'Windows 365 Business 2 vCPU 4 GB 128 GB',
    'Windows 365 Enterprise 4 vCPU 16 GB 256 GB',
    'Visio Plan 2',
    'Planner and Project Plan 3',
    'Power BI Premium P1',
  ])('%s is known', (offer) => {
    expect(isKnownOffer(offer)).toBe(true);
  });

  it.each([
    'Office 365',
    'Office 365 E9',
    'Visio',
    'Office 365 Business Premium',
    'Microsoft 365 E3 Deluxe',
    'X',
    '',
    '(NCE)',
  ])('%s is a question', (offer) => {
    expect(isKnownOffer(offer)).toBe(false);
  });
});

describe('the offer that was probably meant', () => {
  it.each([
    ['Office 365 E3s', 'Office 365 E3'],
    ['Microsft 365 Business Premum', 'Microsoft 365 Business Premium'],
    ['Exchange Onlin (Plan 2)', 'Exchange Online Plan 2'],
    ['Microsoft 365 Business Standart', 'Microsoft 365 Business Standard'],
    ['Office 365 Business Premium', 'Microsoft 365 Business Standard'],
    ['Office 365 Business Essentials (NCE)', 'Microsoft 365 Business Basic'],
    ['Microsoft 365 Business', 'Microsoft 365 Business Premium'],
    ['Azure Active Directory Premium P1', 'Microsoft Entra ID P1'],
  ])('of %s is %s', (typed, meant) => {
    expect(nearestOffer(typed)).toBe(meant);
  });

  it.each(['Office 365 E9', 'Visio', 'Microsoft 365 E4', 'Adobe Creative Cloud', 'X', ''])(
    'of %j is not guessed, since none is near or several are',
    (typed) => {
      expect(nearestOffer(typed)).toBeUndefined();
    },
  );
});

describe('the most seats in a tenant', () => {
  it.each([
    ['Microsoft 365 Business Basic', 300],
    ['microsoft 365 business standard eea (no teams)', 300],
    ['M365 Business Premium (NCE)', 300],
    ['Microsoft 365 Apps for business', 300],
    ['Office 365 Business Premium', 300],
    ['Microsoft 365 Apps for enterprise', undefined],
    ['Microsoft 365 E3', undefined],
    ['Dynamics 365 Business Central Premium', undefined],
    ['X', undefined],
  ])('of %s: %s', (offer, most) => {
    expect(seatLimit(offer)).toBe(most);
  });
});

it.each([
  ['Microsoft 365 Business Premium', 'microsoft 365 business premium (NCE)', true],
  ['Exchange Online (Plan 1)', 'Exchange Online P1', true],
  ['Microsoft 365 Business Premium', 'Microsoft 365 Business Premium (no Teams)', false],
  ['Exchange Online (Plan 1)', 'Exchange Online (Plan 2)', false],
])('%s and %s are one offer: %s', (one, other, expected) => {
  expect(isSameOffer(one, other)).toBe(expected);
});
