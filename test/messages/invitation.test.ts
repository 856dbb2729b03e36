import { describe, expect, it } from 'vitest';
import type { Migration } from '../../src/domain/migration.js';
import { ROUTES } from '../../src/domain/migration.js';
import { Source } from '../../src/domain/subscription.js';
import { migrationCard } from '../../src/messages/card.js';
import { invitationBlocks, invitationButtons, sayInvitationAge } from '../../src/messages/invitation.js';
import type { Button } from '../../src/messages/message.js';
import { Words } from '../../src/messages/words.js';
import { aMigration, aView } from '../support/builders.js';
import { wholeBot } from '../support/whole-bot.js';

const berlin = new Words('en', 'Europe/Berlin');
const NOW = '2026-12-02T10:00Z';

function open(facts: Partial<Migration> = {}): Migration {
  const { acceptedOn: _, ...migration } = aMigration();
  return { ...migration, invitation: { sentOn: '2026-11-20', link: 'https://partner.example.com/join' }, ...facts };
}

function mail(facts: Partial<Migration> = {}): string {
  const [code = ''] = invitationBlocks(berlin, aView(open(facts), NOW)).flatMap((block) =>
    block.kind === 'code' ? [block.text] : [],
  );
  return code;
}

describe('the mail of the invitation', () => {
  it.each(Source.options)('is short, whole and without pressure, for %s', (source) => {
    const text = mail({ source, route: ROUTES[source] });
    expect(text.split(/\s+/).length).toBeLessThanOrEqual(170);
    for (const part of [
      'Global admin of contoso.com',
      'https://partner.example.com/join',
      'other partners and ways of buying stay as they are',
      '“you’re about to lose access”',
      'Please cancel nothing',
      'without interruption',
      '(GDAP) would be a separate approval',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('leaves recurring billing on for now where it was bought online, and only there', () => {
    expect(mail({ source: 'web-direct' })).toContain('leave recurring billing on for now');
    expect(mail({ source: 'open-value' })).not.toContain('recurring billing');
  });

  it('promises the same subscriptions in time, or the present ones where they are transferred', () => {
    expect(mail()).toContain('run on until they end, and we provide the same ones in time');
    expect(mail({ source: 'other-csp', route: 'partner-transfer' })).toContain('move to us as they are');
  });

  it('says where the link comes from while it is not known', () => {
    expect(mail({ invitation: { sentOn: '2026-11-20' } })).toContain('Customers > Request a reseller relationship');
  });
});

describe('the age of an invitation', () => {
  it.each([
    ['2026-11-20T10:00Z', 'sent today, not answered yet'],
    // Midnight in Berlin is 23:00 UTC.
    ['2026-11-20T22:59Z', 'sent today, not answered yet'],
    ['2026-11-20T23:00Z', 'sent yesterday, not answered yet'],
    ['2026-12-02T10:00Z', 'sent 12 days ago, not answered yet'],
  ])('is told by the reader’s calendar: %s', (now, said) => {
    expect(sayInvitationAge(berlin, aView(open(), now))).toBe(said);
  });

  it.each<[string, Partial<Migration>]>([
    ['accepted', { acceptedOn: '2026-12-01' }],
    ['declined', { declinedOn: '2026-12-01' }],
    ['abandoned', { abandoned: { on: '2026-12-01', reason: 'they stay' } }],
  ])('is no matter once it is %s', (_how, facts) => {
    expect(sayInvitationAge(berlin, aView(open(facts), NOW))).toBeUndefined();
  });
});

describe('the button that stands out, on a card and below a reminder', () => {
  const runs = (buttons: readonly Button[]) =>
    buttons.flatMap(({ run, style }) => (style === 'primary' ? [run.split(' ')[0]] : []));
  const onCard = (migration: Migration) =>
    migrationCard(berlin, aView(migration, NOW)).blocks.flatMap((block) =>
      block.kind === 'buttons' ? block.buttons : [],
    );

  it('is the invitation until that was sent, and then that the customer accepted', () => {
    const { invitation: _invitation, ...uninvited } = open();
    for (const buttons of [onCard(uninvited), invitationButtons(berlin, uninvited)]) {
      expect(runs(buttons)).toEqual(['invite']);
    }
    for (const buttons of [onCard(open()), invitationButtons(berlin, open())])
      expect(runs(buttons)).toEqual(['accept']);
  });
});

describe('invite', () => {
  it('again shows the mail and its age, and changes nothing', async () => {
    const { say, at } = await wholeBot();
    await say('start contoso.com source=web-direct');
    await say('invite M1 link=https://partner.example.com/join');
    await at('2026-12-02T10:00:00Z');
    const again = await say('invite M1');
    expect(again).toContain('Nothing was changed');
    expect(again).toContain('Invitation: sent 12 days ago, not answered yet');
    expect(again).toContain('Please confirm us as your Microsoft partner');
    expect(again).toContain('https://partner.example.com/join');
    expect(await say('show M1')).toContain('Invitation sent on Fri, 20 Nov 2026');
  });

  it('is refused once the customer has accepted', async () => {
    const { say } = await wholeBot();
    await say('start contoso.com');
    await say('accept M1');
    const refused = await say('invite M1');
    expect(refused).toContain('so no invitation is needed any more. What comes next: show M1');
    expect(refused).not.toContain('abandon');
    expect(refused).not.toContain('Subject:');
  });
});
