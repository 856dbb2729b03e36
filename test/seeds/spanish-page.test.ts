import { describe, expect, it } from 'vitest';
import { type Country, expectInOrder, story } from './story.js';

const SPAIN: Country = { language: 'es', locale: 'es-ES', zone: 'Europe/Madrid', code: 'ES' };
const MENU = 'En el Centro de partners: Panel > Clientes > Solicitar una relación de revendedor';

describe('the Spanish page of 2018', () => {
  it('moves one subscription that was bought elsewhere to another offer, and the licences with it', async () => {
    const { say, says, tells, until, post, expectCarriedOn } = await story(SPAIN);
    const rung = { recommended: { day: '2027-01-24' }, latest: { day: '2027-01-31' } };
    const provision = tells('M1.1 · contoso.com', 'rung.provision', rung);
    const before = { before: { moment: '2027-01-31T00:00:00Z' } };

    // This version alone begins with the customers' reasons: to have several partners, to change to another one, or to have
    // what was bought elsewhere looked after. So it is asked where that was, and the answer changes the advice.
    expect(
      await say('empezar contoso.com country=ES offer="Office 365 E3" seats=12 ends=31/01/2027 renewal=auto'),
    ).toContain('compró');
    expect(await say('cambiar M1 source=other-csp')).toContain('manual → transferencia de partner');
    const offered = await say('comprobaciones M1');
    expect(offered).toContain('los demás canales y los demás partners siguen como están');
    expect(offered).toContain(says('checklist.note-by-hand', { id: 'M1' }));
    await say('cambiar M1 route=manual');
    expectInOrder(await say('comprobaciones M1'), [
      'Solicitar la relación de revendedor',
      'acepta',
      'Aprovisionar las mismas ofertas y puestos',
      'Volver a asignar las licencias',
      'sin interrupciones',
    ]);

    // 1. Customers in the panel, then ask for the relationship; the partner whom the customer has keeps it.
    const invited = await say('invitar M1');
    expect(invited).toContain(MENU);
    expect(invited).toContain('los demás partners y formas de compra siguen como están');

    // 2. Once accepted, the subscriptions and seats that are wanted: another offer this time.
    await say('aceptar M1 agreement="20 de noviembre de 2026"');
    expect(await until('2027-01-22')).toEqual(
      ['2026-12-02', '2027-01-01', '2027-01-15', '2027-01-22'].map((day) => `${day} ${provision}`),
    );

    // To another offer: the assignment of the licences has to be updated, and it is said with the order itself.
    const ordered = await say('aprovisionar M1.1 offer="Microsoft 365 Business Premium"');
    expect(ordered).toContain('hay que volver a asignar las licencias');
    expect(ordered).toContain('asignación de licencias');
    const planned = await say('mostrar M1');
    expect(planned).toContain(says('licenses.other', { id: 'M1.R1', original: 'M1.1' }));
    expect(planned).toContain(says('step.licenses', { id: 'M1', done: 0, total: 12 }));
    expect(await say('licencias M1 done=5')).toContain(says('changed.licensed', { done: 5, total: 12 }));
    expect(await say('licencias M1 done=13')).toContain(
      says('refusal.licenses-too-many', { id: 'M1', done: 13, total: 12 }),
    );

    // 3. Left to expire: at the old partner it can hardly be cancelled, and renewal off alone does not end it any more.
    expect(planned).toContain(says('source.note.other-csp', { id: 'M1' }));
    expect(await until('2027-01-27')).toEqual([
      `2027-01-27 ${tells('M1.1 · contoso.com', 'rung.stop-renewal', before)}`,
    ]);
    expect(await say('cambiar M1.1 renewal=ends')).toContain(says('rung.stop-instruction', before));
    expect(await say('mostrar M1')).toContain(says('note.est', { id: 'M1.1' }));
    expect(await until('2027-01-29')).toEqual([
      `2027-01-29 ${tells('M1.1 · contoso.com', 'rung.stop-instruction', before)}`,
    ]);
    expect(post('M1.1 · ')).toContain('change M1.1 term-end=cancel');
    expect(await say('cambiar M1.1 term-end=cancel')).toContain(
      says('next.licenses', { id: 'M1', left: 7, total: 12 }),
    );
    expect(await say('licencias M1 done=12')).toContain(says('changed.licensed', { done: 12, total: 12 }));
    expect(await until('2027-02-01')).toEqual([
      `2027-02-01 ${tells('M1.1 · contoso.com', 'rung.end-passed', { latest: { day: '2027-01-31' } })}`,
    ]);
    expect(await say('finalizar M1.1 expired')).toContain('M1.1 expiró el dom, 31 ene 2027');

    // 4. The customer goes on with what was provisioned, without interruptions.
    await expectCarriedOn('M1');
  });

  it('transfers all that a customer has at another partner, where nothing is replaced and nobody notices', async () => {
    const { say, says, until, expectCarriedOn } = await story(SPAIN);
    await say(
      'empezar fabrikam.com source=other-csp country=ES offer="Microsoft 365 E3" seats=60 ends=30/06/2027 renewal=auto',
    );

    // 1. The relationship is asked for in the same way.
    const invited = await say('invitar M1');
    expect(invited).toContain(MENU);
    expect(invited).toContain('sus suscripciones pasan a nosotros tal como están');
    expect(invited).toContain('sin interrupciones');

    // 2. and 3. After the acceptance both partners agree. Nothing is provisioned, so nothing expires and nothing is cancelled.
    expect(await say('paso M1 requested')).toContain(
      says('refusal.step-not-accepted', { id: 'M1', step: 'requested' }),
    );
    await say('aceptar M1 agreement=20/11/2026');
    expect(await say('paso M1 lines')).toContain(
      says('refusal.step-missing', { id: 'M1', step: 'lines', first: 'requested' }),
    );
    expect(await say('paso M1 requested')).toContain('dom, 20 dic 2026');
    expect(await until('2026-12-01')).toEqual([]);
    await say('paso M1 lines');
    expect(await say('tareas M1')).toContain('El cliente continúa con las mismas suscripciones sin interrupciones');
    expect(await say('finalizar M1.1 transferred')).toContain(
      says('changed.transferred', { original: 'M1.1', on: { day: '2026-12-01' } }),
    );

    // 4. Without interruption: it is the same subscription.
    await expectCarriedOn('M1');
    expect(await say('mostrar M1')).toContain(
      says('card.seats-line', { offer: 'Microsoft 365 E3', before: 60, after: 60 }),
    );
    expect(await until('2027-07-08')).toEqual([]);
  });

  // Who still has only a licence of the original cannot work once it is gone, however many seats are ready.
  it('does not call a move finished while people are without a licence of the other offer', async () => {
    const { say, says, until } = await story(SPAIN);
    await say('empezar contoso.com source=open country=ES offer="Office 365 E3" seats=12 ends=31/01/2027 renewal=ends');
    const checklist = await say('comprobaciones M1');
    expect(checklist).toContain('devolución: dejar que las suscripciones originales expiren o pedir que se cancelen');
    await say('aceptar M1 agreement=20/11/2026');
    await until('2027-01-25');
    await say('aprovisionar M1.1 offer="Microsoft 365 Business Premium"');
    await say('licencias M1 done=5');
    await until('2027-02-01');
    const answer = await say('finalizar M1.1 expired');
    expect(answer).toContain('M1.1 expiró el dom, 31 ene 2027');
    expect(answer).not.toContain(says('next.done'));
    expect(answer).toContain('licenses M1');
    expect(await say('licencias M1 done=12')).toContain(says('next.done'));
  });
});
