import { describe, expect, it } from 'vitest';
import { isCalled, nameCustomer, sameName } from '../../src/domain/customer.js';

describe('naming a customer', () => {
  it.each([
    ['contoso.com', { name: 'contoso.com', domain: 'contoso.com' }],
    [' Contoso.COM ', { name: 'contoso.com', domain: 'contoso.com' }],
    ['fabrikam.co.uk', { name: 'fabrikam.co.uk', domain: 'fabrikam.co.uk' }],
    ['bücher.example', { name: 'bücher.example', domain: 'bücher.example' }],
    ['Contoso  Ltd.\n', { name: 'Contoso Ltd.' }],
    ['Contoso Ltd. Paris', { name: 'Contoso Ltd. Paris' }],
    ['O’Neill & Söhne', { name: 'O’Neill & Söhne' }],
    ['-contoso.com', { name: '-contoso.com' }],
    ['contoso..com', { name: 'contoso..com' }],
    ['a.1', { name: 'a.1' }],
  ])('%j is %j', (typed, expected) => {
    expect(nameCustomer(typed)).toEqual(expected);
  });

  it('knows a customer by name or domain, whatever the case, spaces or encoding', () => {
    const customer = { id: 'C1', rev: 1, name: 'Café Fabrikam', domain: 'fabrikam.com' };
    expect(isCalled(customer, 'cafe\u0301  FABRIKAM ')).toBe(true);
    expect(isCalled(customer, 'Fabrikam.com')).toBe(true);
    expect(isCalled(customer, 'fabrikam')).toBe(false);
    expect(sameName('Office 365 Ｅ３')).toBe('office 365 e3');
  });
});
