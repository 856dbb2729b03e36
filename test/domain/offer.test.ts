import { describe, expect, it } from 'vitest';
import { isKnownOffer, nearestOffer, OFFER_NAMES, plainOffer, seatLimit } from '../../src/domain/offer.js';
import { SKUS } from '../../src/domain/skus.js';
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
    'Microsoft 365 E7',
    'ENTERPRISEPACK',
    '6fd2c87f-b296-42f0-b197-1e91e994b900',
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
    ['O365_BUSINESS_PREMIUM', 300],
    ['SMB_BUSINESS_ESSENTIALS', 300],
    ['SPB', 300],
    ['Microsoft 365 Apps for enterprise', undefined],
    ['Microsoft 365 E3', undefined],
    ['Dynamics 365 Business Central Premium', undefined],
    ['X', undefined],
  ])('of %s: %s', (offer, most) => {
    expect(seatLimit(offer)).toBe(most);
  });
});

describe('two ways to write an offer', () => {
  it.each([
    ['Microsoft 365 Business Premium', 'microsoft 365 business premium (NCE)'],
    ['Exchange Online (Plan 1)', 'Exchange Online P1'],
    ['Office 365 Business Premium', 'Microsoft 365 Business Standard'],
    ['o365_business_premium', 'Microsoft 365 Business Standard (NCE)'],
    [' F245ECC8-75AF-4F8E-B61F-27D8114DE5F3 ', 'Office 365 Business Premium'],
    ['Microsoft 365 Business', 'Microsoft 365 Business Premium'],
    ['Office 365 ProPlus', 'M365 Apps for enterprise'],
    ['ENTERPRISEPACK', 'O365 E3'],
    ['SPE_E5', 'Microsoft 365 E5'],
    ['Azure AD Premium P1', 'Microsoft Entra ID Plan 1'],
    ['Project Plan 3', 'Planner and Project Plan 3'],
    ['Project Online Professional', 'Project Plan 3'],
    ['SharePoint Online (Plan 1)', 'SharePoint Plan 1'],
    ['O365_w/o_Teams_Bundle_E3', 'Office 365 E3 EEA (no Teams)'],
  ])('%s and %s are one', (one, other) => {
    expect(isSameOffer(one, other)).toBe(true);
  });

  it.each([
    ['Microsoft 365 Business Premium', 'Microsoft 365 Business Premium (no Teams)'],
    ['Exchange Online (Plan 1)', 'Exchange Online (Plan 2)'],
    // It sounds alike, and is another one.
    ['Office 365 Business Premium', 'Microsoft 365 Business Premium'],
    ['Office 365 E3', 'Microsoft 365 E3'],
    ['Office 365 E3', 'Office 365 E3 EEA (no Teams)'],
    ['Office 365 E3 (no Teams)', 'Office 365 E3 EEA (no Teams)'],
    ['Office 365 A3 for faculty', 'Office 365 A3 for students'],
    ['Office 365 G3 GCC', 'Office 365 E3'],
    ['Exchange Online (Plan 1)', 'Exchange Online (Plan 1) for GCC'],
    // Each of these has its name in common with the other.
    ['SMB_BUSINESS', 'O365_BUSINESS'],
    ['WIN10_VDA_E3', 'WIN10_PRO_ENT_SUB'],
    ['Adobe Creative Cloud', 'Adobe Acrobat'],
  ])('%s and %s are two', (one, other) => {
    expect(isSameOffer(one, other)).toBe(false);
  });

  it('is compared by its name where no SKU is known', () => {
    expect(plainOffer('Adobe  Creative Cloud (NCE)')).toBe('adobe creative cloud');
  });
});

describe('the shipped list', () => {
  it('has every id, every code and every name of its own once', () => {
    const all = SKUS.flatMap(({ id, code, name, isShared, also, before }) => {
      return [id, code.toLowerCase(), ...(isShared ? [] : [name]), ...also, ...before];
    });
    const twice = all.filter((one, index) => all.indexOf(one) !== index);
    expect(twice).toEqual([]);
    expect(SKUS.filter(({ id }) => !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))).toEqual([]);
  });

  it('answers its own id for each of them', () => {
    for (const { id, code, name, isShared, also, before } of SKUS) {
      for (const typed of [id, code, ...(isShared ? [] : [name]), ...also, ...before]) {
        expect([typed, plainOffer(typed)]).toEqual([typed, id]);
      }
    }
  });

  it('knows most of the offers that Ferry names', () => {
    const unknown = OFFER_NAMES.filter((name) => !SKUS.some(({ id }) => plainOffer(name) === id));
    // Sold in variants alone, newer than the list, or several under one name.
    expect(unknown.length).toBeLessThan(OFFER_NAMES.length / 3);
  });
});
