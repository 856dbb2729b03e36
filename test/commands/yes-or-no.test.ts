import { describe, expect, it } from 'vitest';
import { yesOrNo } from '../../src/commands/yes-or-no.js';
import { wholeBot } from '../support/whole-bot.js';

describe('yes and no', () => {
  it.each(['yes', 'YES', 'oui', 'да', 'sim', '是', 'sí', 'si'])('%s is a yes', (word) => {
    expect(yesOrNo(word)).toBe(true);
  });

  it.each(['no', 'non', 'нет', 'não', 'nao', '否'])('%s is a no', (word) => {
    expect(yesOrNo(word)).toBe(false);
  });

  it.each(['', 'y', 'true', 'maybe', 'ja'])('“%s” is neither', (word) => {
    expect(yesOrNo(word)).toBeUndefined();
  });

  it('are typed in the asker’s language', async () => {
    const { say } = await wholeBot();
    await say('start contoso.com offer="Office 365 E3" seats=25 ends=2027-01-31', { locale: 'fr-FR' });
    expect(await say('change M1.1 trial=oui')).toContain('It is a trial: no → yes');
    expect(await say('change M1.1 trial=нет')).toContain('It is a trial: yes → no');
    expect(await say('change M1.1 trial=perhaps')).toContain('It can be: yes, no.');
  });

  it('of a trial say the same in a form, which shows that the renewal is not known', async () => {
    const { say, submit } = await wholeBot();
    await say('start contoso.com offer="Office 365 E3" seats=25 ends=2027-01-31');
    await submit('change M1.1', {
      offer: 'Office 365 E3',
      seats: '25',
      ends: '2027-01-31',
      renewal: 'unknown',
      trial: 'yes',
    });
    expect(await say('show M1')).toContain('renews by itself');
  });
});
