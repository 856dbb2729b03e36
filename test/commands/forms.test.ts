import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/commands/index.js';
import type { Form, Reply } from '../../src/messages/form.js';
import en from '../../src/messages/locales/en.json' with { type: 'json' };
import type { Message } from '../../src/messages/message.js';
import { plainText } from '../../src/messages/plain-text.js';
import { StoreError } from '../../src/services/ports.js';
import { type WholeBot, wholeBot } from '../support/whole-bot.js';

const ADA = { identity: 'slack:TADMIN/UADMIN', name: 'Ada', member: true };
const VERA = { identity: 'chat:T1/vera', name: 'Vera', member: true };
const START = 'start contoso.com source=open country=FR offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=auto';
/** 20 November 2026, a Friday: when the tests begin. */
const TODAY = '2026-11-20';

function formIn(reply: Reply): Form {
  if (reply.kind !== 'form') throw new Error(plainText(reply.message));
  return reply.form;
}

function messageIn(reply: Reply): Message {
  if (reply.kind !== 'message') throw new Error(JSON.stringify(problemsIn(reply)));
  return reply.message;
}

function valuesIn(reply: Reply): Record<string, string> {
  return Object.fromEntries(
    formIn(reply).inputs.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
  );
}

function problemsIn(reply: Reply): Record<string, string> {
  const { problem, inputs } = formIn(reply);
  const at = inputs.flatMap((input) => (input.problem === undefined ? [] : [[input.name, input.problem]]));
  return { ...Object.fromEntries(at), ...(problem === undefined ? {} : { '': problem }) };
}

async function accepted(): Promise<WholeBot> {
  const bot = await wholeBot();
  for (const text of [START, 'accept M1 on=2026-11-10', 'change M1 agreement=2026-11-10']) await bot.say(text);
  return bot;
}

async function stateOf({ bot }: WholeBot, id = 'M1') {
  const { beside: _, ...migration } = (await bot.services.lookup.show(id)).migration;
  return migration;
}

const FORMS = COMMANDS.filter(({ form }) => form.length > 0);

describe.each(FORMS.map((command) => [command.name, command] as const))('the form of %s', (name, command) => {
  it('has an input with a label for each of its fields, and words for each choice', async () => {
    const { open } = await wholeBot();
    const { inputs, title, submit } = formIn(await open(name, { actor: ADA }));
    // In spite of what one goes on is asked once something was found.
    const asked = command.form.filter(({ kind }) => kind !== 'checks');
    expect(inputs.map((input) => input.name)).toEqual(asked.map((field) => field.name));
    expect([title, submit, ...inputs.map(({ label }) => label)]).not.toContain('');
    // Languages are called as each calls itself.
    for (const { name: field, options = [] } of inputs.filter((input) => input.name !== 'language')) {
      for (const { value } of options) expect(Object.keys(en)).toContain(`choice.${field}.${value}`);
    }
  });

  it('asks for all that the command needs', () => {
    const asked = new Set<string>(command.form.map((field) => field.name));
    expect(command.fields.filter((field) => field.required && !asked.has(field.name))).toEqual([]);
  });
});

describe('words that end in an ellipsis', () => {
  it.each(['note M1 …', 'note M1 ...', '/csp note M1 …'])('%s are only begun: nothing is done', async (text) => {
    const bot = await accepted();
    const before = await stateOf(bot);
    const said = await bot.answer(text);
    expect(said).toMatchObject({ refused: true, opens: { run: 'note M1' } });
    expect(await stateOf(bot)).toEqual(before);
    expect(await bot.say('history M1')).not.toMatch(/…|\.\.\./);
  });

  it('open the form of a command that lacks nothing', async () => {
    const bot = await accepted();
    expect((await bot.answer('settings …')).opens).toMatchObject({ run: 'settings' });
    expect((await bot.answer('change M1.1')).opens).toMatchObject({ run: 'change M1.1' });
  });
});

describe('a form that is opened', () => {
  it('of an order holds what it would be: offer and seats of the original, from today', async () => {
    const { open } = await accepted();
    const reply = await open('provision M1.1');
    expect(valuesIn(reply)).toEqual({ offer: 'Office 365 E3', seats: '25', on: TODAY });
    expect(formIn(reply)).toMatchObject({
      command: 'provision M1.1',
      intro: expect.stringContaining('M1.1 · Office 365 E3'),
    });
  });

  it('of an order that is there holds it as it stands, by the original and by its own id', async () => {
    const { open, say } = await accepted();
    await say('provision M1.1 seats=30 on=2026-11-15 ends=2027-11-14');
    const held = { offer: 'Office 365 E3', seats: '30', on: '2026-11-15', ends: '2027-11-14' };
    expect(valuesIn(await open('provision M1.1'))).toEqual(held);
    expect(valuesIn(await open('provision M1.R1'))).toEqual(held);
  });

  it('of an order for several originals holds their seats together, and no offer where they differ', async () => {
    const { open, say } = await accepted();
    await say('add M1 offer="Visio Plan 2" seats=3 ends=2027-02-28');
    expect(valuesIn(await open('provision M1.1+M1.2'))).toEqual({ seats: '28', on: TODAY });
  });

  it('of an end holds today, but not of one that expired on its own last day', async () => {
    const { open } = await accepted();
    expect(valuesIn(await open('end M1.1 cancelled'))).toMatchObject({ on: TODAY, how: 'cancelled' });
    expect(valuesIn(await open('end M1.1 expired'))).toEqual({ original: 'M1.1', how: 'expired' });
  });

  it('of a snooze holds the next working day of the channel', async () => {
    const { open, say } = await accepted();
    expect(valuesIn(await open('snooze M1.1'))).toEqual({ what: 'M1.1', until: '2026-11-23' });
    await say('settings freeze 2026-11-23..2026-11-24');
    expect(valuesIn(await open('snooze M1.1'))).toMatchObject({ until: '2026-11-25' });
  });

  it('of an invitation holds today, or the day on which it went out', async () => {
    const { open, say } = await wholeBot();
    await say(START);
    expect(valuesIn(await open('invite M1'))).toEqual({ migration: 'M1', sent: TODAY });
    await say('invite M1 sent=2026-11-02');
    expect(valuesIn(await open('invite contoso.com'))).toEqual({ migration: 'contoso.com', sent: '2026-11-02' });
  });

  it('of a correction holds the facts as they are, of an original or of its migration', async () => {
    const { open, say } = await accepted();
    await say('change M1.1 price=12.5 currency=EUR assigned=0 trial=yes unneeded="the site closes"');
    expect(valuesIn(await open('change M1.1'))).toEqual({
      offer: 'Office 365 E3',
      seats: '25',
      ends: '2027-01-31',
      renewal: 'auto',
      assigned: '0',
      price: '12.5',
      currency: 'EUR',
      'term-end': 'unknown',
      trial: 'yes',
      unneeded: 'the site closes',
    });
    expect(valuesIn(await open('change M1'))).toEqual({
      source: 'open',
      country: 'FR',
      agreement: '2026-11-10',
    });
  });

  it('holds what was said before what is known, and what came with it, such as a message that becomes a note', async () => {
    const { open, say } = await accepted();
    expect(valuesIn(await open('provision M1.1 seats=30'))).toMatchObject({ seats: '30', offer: 'Office 365 E3' });
    const text = 'they said: "migration=M2" = <!channel>';
    expect(valuesIn(await open('note', { filled: { text } }))).toEqual({ text });
    await say('licenses M1 done=0');
    expect(valuesIn(await open('licenses M1'))).toEqual({ migration: 'M1', done: '0' });
  });

  it('asks which one is meant where that is not clear, and says at once that there is none', async () => {
    const { open, say } = await accepted();
    await say('add M1 offer="Visio Plan 2" seats=3 ends=2027-02-28');
    expect(valuesIn(await open('end M1'))).toEqual({ original: 'M1' });
    expect(plainText(messageIn(await open('change M9.1')))).toContain('M9.1');
  });

  it('is not opened for a viewer, unless it only looks', async () => {
    const { open, say, submit } = await accepted();
    await say('roles chat:T1/vera viewer', { actor: ADA });
    for (const command of FORMS) {
      const reply = await open(command.name, { actor: VERA });
      expect([command.name, reply.kind]).toEqual([command.name, command.role === 'viewer' ? 'form' : 'message']);
    }
    const sent = await submit('note', { migration: 'M1', text: 'hello' }, { actor: VERA });
    expect(messageIn(sent).refused).toBe(true);
  });
});

describe('a form that is sent with mistakes', () => {
  it('comes back with each said at its field, and with all that was filled in', async () => {
    const { submit } = await accepted();
    const filled = { migration: 'M1', offer: '', seats: '-3', ends: '31.1.27', renewal: 'auto', price: '1,000' };
    const reply = await submit('add', filled);
    expect(Object.keys(problemsIn(reply))).toEqual(['offer', 'seats', 'ends', 'price']);
    const { offer: _empty, ...kept } = filled;
    expect(valuesIn(reply)).toEqual(kept);
    expect(problemsIn(reply).offer).toBe('Offer is needed.');
  });

  it.each<[string, Record<string, string>, string]>([
    ['accept', { migration: 'M1', on: '2026-12-01' }, 'on'],
    ['accept', { migration: 'M1', agreement: '2026-12-01' }, 'agreement'],
    ['accept', { migration: 'M9' }, 'migration'],
    ['add', { migration: 'M1', offer: 'Visio', seats: '1', ends: '2027-01-31', 'addon-of': 'M1.7' }, 'addon-of'],
    ['change', { what: 'M1.1', 'addon-of': 'M1.1' }, 'addon-of'],
    ['change', { what: 'M1.1', country: 'DE' }, 'country'],
    ['change', { what: 'M1', seats: '4' }, 'seats'],
    ['change', { what: 'M1', agreement: '2026-12-01' }, 'agreement'],
    ['change', { what: 'M1', source: 'open', route: 'partner-transfer' }, 'route'],
    ['change', { what: 'M1.9', seats: '4' }, 'what'],
    ['change', { what: 'M1.1', 'addon-of': 'M1.9' }, 'addon-of'],
    ['invite', { migration: 'M2', sent: '2026-12-01' }, 'sent'],
    ['provision', { original: 'M1.1', on: '2026-11-01' }, 'on'],
    ['provision', { original: 'M1.1', on: '2026-11-20', ends: '2026-11-01' }, 'ends'],
    ['provision', { original: 'M1.1', offer: 'Office 365 E33' }, 'despite'],
    ['provision', { original: 'M1.7' }, 'original'],
    ['provision', { original: 'M1.1+M1.2' }, 'offer'],
    ['end', { original: 'M1.1', how: 'cancelled', on: '2026-11-20' }, 'reason'],
    ['end', { original: 'M1.1', how: 'cancelled', on: '2026-12-20' }, 'on'],
    ['end', { original: 'M1.1', how: 'renewed' }, 'until'],
    ['end', { original: 'M1.1', how: 'renewed', until: '2026-01-31' }, 'until'],
    ['end', { original: 'M1.1', how: 'expired', on: '2026-11-20' }, 'on'],
    ['end', { original: 'M1.1', how: 'expired' }, 'how'],
    ['end', { original: 'M1.1', how: 'expired', reason: 'why not' }, 'reason'],
    ['end', { original: 'M1.1', how: 'cancelled', unneeded: 'gone' }, 'unneeded'],
    ['end', { original: 'M1.1', how: 'transferred' }, 'how'],
    ['end', { original: 'M1', how: 'expired' }, 'original'],
    ['snooze', { what: 'M1.1', until: '2026-11-01' }, 'until'],
    ['snooze', { what: 'M1.1', until: '2027-02-20' }, 'until'],
    ['licenses', { migration: 'M1', done: '5' }, 'done'],
    ['step', { migration: 'M1', step: 'requested' }, 'step'],
    ['away', { how: 'until' }, 'day'],
    ['away', { how: 'until', day: '2026-11-01' }, 'day'],
    ['assign', { migration: 'M1', person: 'Nora' }, 'person'],
    ['deputy', { migration: 'M1', person: 'me' }, 'person'],
    ['approve', { request: 'A9' }, 'request'],
    ['note', { migration: 'M1', text: 'x'.repeat(2001) }, 'text'],
    ['forget', { customer: 'nobody.com' }, 'customer'],
    ['help', { command: 'nonsense' }, 'command'],
  ])('%s %j says it at %s', async (command, filled, field) => {
    const { say, submit } = await accepted();
    await say('add M1 offer="Visio Plan 2" seats=3 ends=2027-02-28');
    await say('start fabrikam.com source=web-direct country=FR');
    const actor = command === 'approve' || command === 'forget' ? { actor: ADA } : {};
    const reply = await submit(command, filled, actor);
    expect(Object.keys(problemsIn(reply))).toEqual([field]);
    expect(valuesIn(reply)).toEqual(filled);
  });

  it('says what is against none of its fields above all of them', async () => {
    const { say, submit } = await accepted();
    await say('abandon M1 "they stay"');
    expect(Object.keys(problemsIn(await submit('provision', { original: 'M1.1' })))).toEqual(['']);
  });
});

describe('a form that is sent', () => {
  it('with a question still open is answered by the question and its button', async () => {
    const { bot, answer, say, submit } = await accepted();
    await say('provision M1.1 on=2026-11-20');
    const asked = messageIn(await submit('end', { original: 'M1.1', how: 'cancelled', on: TODAY }));
    const [button] = asked.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
    expect(button?.run).toContain('confirm=yes');
    await answer(button?.run ?? '');
    expect((await bot.services.lookup.show('M1')).migration.originals[0]?.ended).toMatchObject({ how: 'cancelled' });
  });

  it('says that something has changed since it was opened, and changes nothing until it is sent again', async () => {
    const bot = await accepted();
    const { rev } = formIn(await bot.open('change M1.1'));
    const filled = { ...valuesIn(await bot.open('change M1.1')), seats: '40' };
    await bot.say('change M1.1 assigned=3');
    const reply = await bot.submit('change M1.1', filled, rev === undefined ? {} : { rev });
    expect(problemsIn(reply)).toEqual({ '': en['form.stale'] });
    expect(valuesIn(reply)).toEqual(filled);
    expect((await stateOf(bot)).originals[0]?.seats).toBe(25);
    const again = formIn(reply).rev;
    messageIn(await bot.submit('change M1.1', filled, again === undefined ? {} : { rev: again }));
    expect((await stateOf(bot)).originals[0]).toMatchObject({ seats: 40 });
  });

  it('of something named is of nothing else: what its values are of cannot be exchanged in it', async () => {
    const bot = await accepted();
    await bot.say('add M1 offer="Visio Plan 2" seats=3 ends=2027-02-28');
    const opened = await bot.open('change M1.1');
    expect(formIn(opened).inputs.map(({ name }) => name)).not.toContain('what');
    const filled = { ...valuesIn(opened), what: 'M1.2', seats: '40' };
    messageIn(await bot.submit(formIn(opened).command, filled));
    expect((await stateOf(bot)).originals.map(({ seats }) => seats)).toEqual([40, 3]);
  });

  it('that did not show a fact takes none away', async () => {
    const bot = await accepted();
    await bot.say('change M1.1 price=12.5 currency=EUR assigned=20');
    await bot.say('provision M1.1 seats=30 on=2026-11-15 ends=2027-11-14');
    await bot.submit('change', { what: 'M1.1', seats: '26' });
    await bot.submit('change', { what: 'M1', source: 'ea' });
    await bot.submit('provision', { original: 'M1.1', seats: '35', on: '2026-11-15' });
    const { originals, replacements, country, agreementOn } = await stateOf(bot);
    expect(originals[0]).toMatchObject({ price: 12.5, currency: 'EUR', assigned: 20, seats: 26 });
    expect(replacements[0]).toMatchObject({ seats: 35, expiresOn: '2027-11-14' });
    expect([country, agreementOn]).toEqual(['FR', '2026-11-10']);
  });

  it('puts back nothing that a colleague has changed since it was opened', async () => {
    const bot = await accepted();
    const order = await bot.open('provision M1.1');
    const speaking = await bot.open('settings');
    await bot.say('provision M1.1 seats=40 on=2026-11-15 ends=2027-11-14');
    await bot.say('settings time 08:15');
    for (const opened of [order, speaking]) {
      const { command, rev = -1 } = formIn(opened);
      expect(problemsIn(await bot.submit(command, valuesIn(opened), { rev }))).toEqual({ '': en['form.stale'] });
    }
    expect((await stateOf(bot)).replacements[0]).toMatchObject({ seats: 40, expiresOn: '2027-11-14' });
    expect(await bot.say('settings')).toContain('08:15');
  });

  it('that only asked of what goes on with what there is to fill in', async () => {
    const bot = await accepted();
    expect(formIn(await bot.open('change')).inputs.map(({ name }) => name)).toEqual(['what']);
    const next = await bot.submit('change', { what: 'M1.1' });
    expect(formIn(next).command).toBe('change M1.1');
    expect(valuesIn(next)).toMatchObject({ seats: '25', offer: 'Office 365 E3' });
    expect(problemsIn(next)).toEqual({});
  });

  it('comes back with all that was typed when the disk refuses the change', async () => {
    const bot = await accepted();
    const filled = { migration: 'M1', text: 'a long story' };
    const { moves } = bot.bot.services;
    const note = moves.note.bind(moves);
    moves.note = async () => {
      throw new StoreError('no room');
    };
    const reply = await bot.submit('note', filled);
    expect(problemsIn(reply)).toEqual({ '': en['error.store'] });
    expect(valuesIn(reply)).toEqual(filled);
    moves.note = note;
    messageIn(await bot.submit('note', filled));
  });

  it('twice changes once', async () => {
    const bot = await accepted();
    const filled = { migration: 'M1', offer: 'Visio Plan 2', seats: '3', ends: '2027-02-28' };
    for (const once of ['form 1', 'form 1']) messageIn(await bot.submit('add', filled, { once }));
    expect((await stateOf(bot)).originals).toHaveLength(2);
  });

  it('with nothing changed changes nothing', async () => {
    const bot = await accepted();
    await bot.say('change M1.1 price=12.5 currency=EUR assigned=0 trial=yes bought=2026-01-31');
    for (const what of ['M1.1', 'M1']) {
      const reply = await bot.open(`change ${what}`);
      const { rev = 0 } = formIn(reply);
      expect(plainText(messageIn(await bot.submit(formIn(reply).command, valuesIn(reply), { rev })))).toContain(
        'Nothing was changed',
      );
    }
  });

  it('with facts emptied takes them away, and with a box not ticked any more takes that back', async () => {
    const bot = await accepted();
    await bot.say('change M1.1 price=12.5 currency=EUR assigned=0 trial=yes');
    const {
      price: _price,
      currency: _currency,
      assigned: _assigned,
      trial: _trial,
      ...left
    } = valuesIn(await bot.open('change M1.1'));
    messageIn(await bot.submit('change M1.1', left));
    const [original] = (await stateOf(bot)).originals;
    expect(original).toMatchObject({ trial: false });
    expect(original).not.toHaveProperty('price');
    expect(original).not.toHaveProperty('assigned');
  });

  it('corrects what is over in what can be corrected still', async () => {
    const bot = await accepted();
    await bot.say('change M1.1 renewal=ends');
    await bot.say('provision M1.1 on=2026-11-20');
    await bot.at('2027-02-02T10:00:00Z');
    await bot.say('end M1.1 expired');
    const filled = { ...valuesIn(await bot.open('change M1.1')), price: '3' };
    messageIn(await bot.submit('change M1.1', filled));
    expect((await stateOf(bot)).originals[0]).toMatchObject({ price: 3, ended: { how: 'expired' } });
  });

  it('does what the same words would do', { timeout: 120_000 }, async () => {
    const day = fc.constantFrom('2026-11-10', '2026-11-20', '2027-01-31', '2027-02-28', '');
    const some = (...values: string[]) => fc.constantFrom('', ...values);
    const sent = fc.oneof(
      fc.record({
        command: fc.constant('change'),
        filled: fc.record({
          what: fc.constantFrom('M1.1', 'M1', 'M1.2'),
          seats: some('3', '40'),
          ends: day,
          renewal: some('auto', 'ends', 'unknown'),
          price: some('12.5', '3'),
          assigned: some('0', '7'),
          trial: some('yes'),
          country: some('DE'),
        }),
      }),
      fc.record({
        command: fc.constant('provision'),
        filled: fc.record({
          original: fc.constantFrom('M1.1', 'M1.1+M1.2', 'M1.2'),
          offer: some('Office 365 E3', 'Visio Plan 2'),
          seats: some('25', '28'),
          on: day,
          ends: day,
        }),
      }),
      fc.record({
        command: fc.constant('end'),
        filled: fc.record({
          original: fc.constantFrom('M1.1', 'M1.2'),
          how: fc.constantFrom('expired', 'cancelled', 'renewed', 'transferred'),
          on: day,
          until: day,
          reason: some('they close = "now"'),
        }),
      }),
    );
    const prepared = async () => {
      const bot = await accepted();
      await bot.say('add M1 offer="Visio Plan 2" seats=3 ends=2027-02-28');
      return bot;
    };
    await fc.assert(
      fc.asyncProperty(fc.array(sent, { minLength: 1, maxLength: 3 }), async (all) => {
        const [typing, filling] = [await prepared(), await prepared()];
        for (const { command, filled } of all) {
          const given = Object.entries(filled).filter(([, value]) => value !== '');
          const quoted = (value: string) => `"${value.replaceAll('"', '\\"')}"`;
          await typing.say(`${command} ${given.map(([name, value]) => `${name}=${quoted(value)}`).join(' ')}`);
          // Fields that are left empty are as they were: the form holds what is known.
          const named = 'what' in filled ? filled.what : filled.original;
          const open = command === 'end' ? undefined : await filling.open(`${command} ${named}`);
          const known = open ? valuesIn(open) : {};
          await filling.submit(command, { ...known, ...Object.fromEntries(given) });
        }
        expect(await stateOf(filling)).toEqual(await stateOf(typing));
        await typing.stop();
        await filling.stop();
      }),
      { numRuns: 25 },
    );
  });
});
