import { describe, expect, it } from 'vitest';
import { wholeBot } from '../support/whole-bot.js';

const FACTS = 'source=open offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=ends';

describe('a new customer', () => {
  it.each([
    ['adatum.com', 'adatum'],
    ['Adatum', 'adatum.com'],
    ['contoso.com', 'contoso.fr'],
    ['contoso.com', 'contoso.co.uk'],
    ['fabrikam.com', 'fabrikan.com'],
    ['Fabrikam Residences', 'fabrikam residence'],
    ['fabrikam.com', 'afbrikam.com'],
    ['fabrikam.com', 'fabrikma'],
    ['North-Contoso', 'north contoso'],
  ])('beside %s: whether %s is another one is asked, and nothing is entered', async (open, typed) => {
    const { answer, say } = await wholeBot();
    await say(`start "${open}"`);
    const asked = await answer(`start "${typed}"`);
    expect(asked).toMatchObject({ refused: true, title: 'One thing more' });
    expect(
      asked.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons.map(({ run }) => run) : [])),
    ).toEqual(['show M1', expect.stringMatching(/^start .* again=yes$/)]);
    expect(await say('list')).not.toContain('M2');
  });

  it.each([
    ['acme1.com', 'acme2.com'],
    ['Contoso 12', 'Contoso 13'],
    ['contoso.com', 'north.contoso.com'],
    ['contoso-a.com', 'contoso-b.com'],
    ['fabrikam.com', 'fabrikan.fr'],
    ['adatum.com', 'atum.com'],
    ['Marino', 'Merida'],
    ['Arbor', 'Armor'],
    ['Contoso', 'Contoso Residences'],
    ['contoso.com', 'xcnotoso.com'],
  ])('beside %s: %s is another one, and a list of both goes through', async (open, typed) => {
    const { say } = await wholeBot();
    await say(`start "${open}"`);
    expect(await say(`start "${typed}"`)).toContain(`M2 · ${typed}`);
  });

  it('is started by the button below the question, with all that was said of the customer', async () => {
    const { answer, say } = await wholeBot();
    await say('start adatum.com');
    const { blocks } = await answer(`start "Adatum" ${FACTS} price=12.50 currency=EUR country=FR trial=yes`);
    const runs = blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons.map(({ run }) => run) : []));
    expect(runs[1]).toBe(
      'start Adatum source=open country=FR offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=ends price=12.5 currency=EUR trial=yes again=yes',
    );
    expect(await say(runs[1] ?? '')).toContain('M2.1 added: Office 365 E3, 25 seats, ends Sun, 31 Jan 2027');
  });

  it('is not asked about where the other migration is over, nor where the customer is known by that very name', async () => {
    const { say } = await wholeBot();
    await say('start adatum.com');
    await say('start adatum again=yes');
    await say('abandon M2 "entered twice"');
    expect(await say('start adatum')).toContain('M3 · adatum');
    await say('abandon M1 "they stay"');
    await say('abandon M3 "they stay"');
    expect(await say('start adatun.com')).toContain('M4 · adatun.com');
  });

  it('keeps a form’s question with its buttons', async () => {
    const { say, submit } = await wholeBot();
    await say('start adatum.com');
    const reply = await submit('start', { customer: 'adatum' });
    expect(reply).toMatchObject({ kind: 'message', message: { refused: true } });
  });
});
