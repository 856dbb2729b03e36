import { expect, it } from 'vitest';
import { nextRung } from '../../src/domain/ladder.js';
import { dueIncidents } from '../../src/domain/notice.js';
import type { Person } from '../../src/domain/person.js';
import { UserError } from '../../src/domain/refusal.js';
import type { MigrationView } from '../../src/domain/view.js';
import { migrationCard } from '../../src/messages/card.js';
import { sayChecklist } from '../../src/messages/checklist.js';
import { sayDue, sayHistory, sayList, sayRequests } from '../../src/messages/lists.js';
import type { Message } from '../../src/messages/message.js';
import { sayIncidentNotice, sayNudge, sayRequestNotice } from '../../src/messages/notice.js';
import { plainText } from '../../src/messages/plain-text.js';
import { sayRefusal } from '../../src/messages/refusals.js';
import { sayReminder } from '../../src/messages/reminder.js';
import { Words } from '../../src/messages/words.js';
import { render } from '../../src/platforms/slack/render.js';
import { renderCards } from '../../src/platforms/teams/render.js';
import { aMigration, anOriginal, aReplacement, aRequest, at, aView } from '../support/builders.js';

// How Ferry's own cards look, drawn by each platform. Look at the difference before you take it over (vitest -u).

const words = new Words('en', 'Europe/Berlin');
const NOW = '2026-11-20T10:00Z';
const page = { page: 1, rows: 20, command: 'list' };
const { acceptedOn: _, ...fresh } = aMigration({ originals: [anOriginal({ renewal: 'auto-renews' })] });
const expired = { how: 'expired', on: '2027-01-31' } as const;

const started = aView(fresh, NOW);
const accepted = aView(
  aMigration({ originals: [anOriginal(), anOriginal({ id: 'M1.2', offer: 'Visio', seats: 4 })] }),
  NOW,
);
const ending = aView(aMigration({ replacements: [aReplacement({ offer: 'Microsoft 365 E3' })] }), '2027-01-25T10:00Z');
const lost = aView(aMigration({ originals: [anOriginal({ ended: expired })] }), '2027-03-10T10:00Z');
const abandoned = aView(aMigration({ abandoned: { on: '2026-11-19', reason: 'stays' } }), NOW);

const untold = { ...fresh, invitation: { sentOn: '2026-11-02' } };
const invited = aView(untold, NOW);
const request = aRequest({ at: '2026-11-19T10:00:00Z', on: '2026-11-19' });
const igor: Person = { id: 'P2', rev: 1, name: 'Igor', identities: ['slack:T0001/U0002'] };
const renewedTwice = aView(
  aMigration({
    originals: [
      anOriginal({
        renewal: 'auto-renews',
        price: 20,
        currency: 'EUR',
        expiresOn: '2027-10-31',
        renewals: [{ from: '2026-10-31', until: '2027-10-31' }],
      }),
    ],
    replacements: [aReplacement({ provisionedOn: '2026-10-24' })],
  }),
  NOW,
);

const cards: Record<string, Message> = {
  'card-started': migrationCard(words, started),
  'card-accepted': migrationCard(words, accepted),
  'card-ending': migrationCard(words, ending),
  'card-incident': migrationCard(words, lost),
  'card-abandoned': migrationCard(words, abandoned),
  'card-invited': migrationCard(words, invited),
  'card-request': migrationCard(words, { ...accepted, requests: [request] }),
  'card-renewed': migrationCard(words, renewedTwice),
  checklist: sayChecklist(words, started),
  'notice-invitation': sayNudge(words, invited, 14),
  'notice-incident': sayIncidentNotice(words, renewedTwice, incidentOf(renewedTwice)),
  'notice-request': sayRequestNotice(words, accepted, { request, customer: 'contoso.com', by: 'Maria Silva' }, [igor]),
  requests: sayRequests(words, [{ request, customer: 'contoso.com', by: 'Maria Silva' }], {
    ...page,
    command: 'requests',
  }),
  reminder: reminder(),
  list: sayList(words, [started, accepted, ending], undefined, page),
  due: sayDue(words, dueLines(), 90, { ...page, command: 'due 90' }),
  history: sayHistory(words, accepted, historyLines(), { ...page, command: 'history M1' }),
  refusal: sayRefusal(words, new UserError('not-accepted', { id: 'M1' }, ['accept M1'])),
};

it.each(Object.entries(cards))('%s on Slack', async (name, message) => {
  await expect(json(render(message, 'T0001'))).toMatchFileSnapshot(`golden/${name}.slack.json`);
});

it.each(Object.entries(cards))('%s on Teams', async (name, message) => {
  const tenant = '22222222-2222-4222-8222-222222222222';
  await expect(json(renderCards(message, tenant))).toMatchFileSnapshot(`golden/${name}.teams.json`);
});

it.each(Object.entries(cards))('%s as text', async (name, message) => {
  await expect(`${plainText(message)}\n`).toMatchFileSnapshot(`golden/${name}.txt`);
});

function json(drawn: unknown): string {
  return `${JSON.stringify(drawn, null, 2)}\n`;
}

function incidentOf({ migration, now }: MigrationView) {
  const [due] = dueIncidents(migration, now);
  if (!due) throw new Error('the sample has no incident');
  return due;
}

function reminder(): Message {
  const [original] = accepted.migration.originals;
  const rung = original && nextRung(accepted.migration, original, accepted.now);
  if (!original || !rung) throw new Error('the sample has nothing to remind of');
  return sayReminder(words, accepted, original, rung, '2026-11-19');
}

function dueLines() {
  return [started, accepted].flatMap((view) =>
    view.migration.originals.flatMap((original) => {
      const rung = nextRung(view.migration, original, view.now);
      return rung ? [{ view, original, rung }] : [];
    }),
  );
}

function historyLines() {
  const entry = { rev: 1, migration: 'M1', by: 'P1', from: 'slack:T0001/C0001' };
  const started = { did: 'started', customer: 'contoso.com', source: 'open' } as const;
  const noted = { did: 'noted', text: 'the admin is away until Monday' } as const;
  return [
    { entry: { ...entry, id: 'M1@2', at: at('2026-11-19T09:30Z').toString(), what: noted }, by: 'Igor' },
    { entry: { ...entry, id: 'M1@1', at: at('2026-11-18T08:00Z').toString(), what: started }, by: 'Maria Silva' },
  ];
}
