import { describe, expect, it } from 'vitest';
import { type Country, expectInOrder, story } from './story.js';

const BRAZIL: Country = { language: 'pt-BR', locale: 'pt-BR', zone: 'America/Sao_Paulo', code: 'BR' };
const IGOR = { actor: { identity: 'chat:T1/igor', name: 'Igor', member: true } };

describe('the Brazilian page of 2018', () => {
  it('moves what was bought online, and has it cancelled near its end and not before', async () => {
    const { say, says, tells, until, post, expectCarriedOn } = await story(BRAZIL);
    const rung = { recommended: { day: '2027-01-24' }, latest: { day: '2027-01-31' } };
    const provision = tells('M1.1 · contoso.com', 'rung.provision', rung);
    const before = { before: { moment: '2027-01-31T00:00:00Z' } };

    // No automatic move; by hand for single customers, who may buy in several ways and from several partners.
    await say(
      'iniciar contoso.com source=web-direct country=BR offer="Office 365 E3" seats=10 ends=31/01/2027 renewal=auto',
    );
    await say('alterar M1.1 price=120 currency=BRL bought="1º de fevereiro de 2026"');
    expect(await say('mostrar M1')).toContain(says('source.note.web-direct', { id: 'M1' }));
    expectInOrder(await say('roteiro M1'), [
      'Solicitar a relação de revenda',
      'aceita',
      'Provisionar as mesmas ofertas e os mesmos assentos',
      'Reatribuir as licenças',
      'reembolso: deixar as assinaturas originais expirarem ou pedir o cancelamento perto do vencimento',
      'sem interrupção',
    ]);

    // 1. Ask for the relationship of a reseller, under the dashboard's customers.
    const invited = await say('convidar M1 link=https://partner.example.com/join');
    expect(invited).toContain('No Partner Center: Painel > Clientes > Solicitar uma relação de revenda');
    expect(invited).toContain('Clientes com outros canais ou parceiros continuam com eles');
    expect(invited).toContain('não cancelem nada e deixem a cobrança recorrente ativada por enquanto');
    expect(await until('2026-11-24')).toEqual([]);

    // 2. After the acceptance, the seats and subscriptions that are wanted: here the same offer, in the same number.
    await say('aceitar M1 on=23/11/2026 agreement=24/11/2026');
    expect(await until('2027-01-05')).toEqual([`2026-12-02 ${provision}`, `2027-01-01 ${provision}`]);
    expect(post('M1.1 · ')).toContain(says('reminder.also-stop', before));

    // 3. The customer would rather have it cancelled, now. With nothing in its place that is refused at once.
    const unsafe = await say('encerrar M1.1 cancelled');
    expect(unsafe).toContain(says('finding.no-replacement', { id: 'M1.1' }));
    expect(await until('2027-01-22')).toEqual([`2027-01-15 ${provision}`, `2027-01-22 ${provision}`]);
    expect(await say('provisionar M1.1')).toContain('M1.R1 provisionada: Office 365 E3, 10 assentos');
    expect(await say('mostrar M1')).toContain(
      'M1.R1: a mesma oferta com assentos suficientes. Não é necessário reatribuir as licenças',
    );

    // Nothing is paid back for what is cancelled: said with the days and the money, before anything is recorded, to each who asks.
    const warned = 'Normalmente não há reembolso, então cancelar faz perder 9 dias pagos (cerca de R$ 355,07).';
    const early = await say('encerrar M1.1 cancelled');
    expect(early).toContain(warned);
    expect(early).toContain('o suporte de cobrança do Microsoft 365 pode conceder um crédito');
    expect(early).toContain('Se o cliente puder esperar, deixe-a expirar');
    expect(await say('encerrar M1.1 cancelled on=22/01/2027 confirm=yes', IGOR)).toContain(warned);
    expect(await say('mostrar M1')).toContain(says('stage.ending'));

    // So it is better to wait until the natural end is near. Meanwhile its renewal is in the customer's hands.
    expect(await until('2027-01-27')).toEqual([
      `2027-01-27 ${tells('M1.1 · contoso.com', 'rung.stop-renewal', before)}`,
    ]);
    const mail = post('M1.1 · ');
    expect(mail).toContain('contoso.com');
    expect(mail).toContain('cobrança recorrente');
    expect(await say('alterar M1.1 renewal=ends')).toContain(says('rung.end', { latest: { day: '2027-01-31' } }));
    expect(await until('2027-01-28')).toEqual([]);
    const lost = says('changed.cancelled', {
      original: 'M1.1',
      on: { day: '2027-01-28' },
      days: 3,
      worth: { amount: 118.36, currency: 'BRL' },
    });
    const cancelled = await say('encerrar M1.1 cancelled');
    expect(cancelled).toContain(lost);
    expect(cancelled).toContain('M1.1 foi cancelada em qui., 28 de jan. de 2027');

    // 4. The customer carries on with the new subscription. Nothing is asked about the old one any more.
    await expectCarriedOn('M1');
    expect(await until('2027-02-08')).toEqual([]);
    expect(await say('histórico M1')).toContain(lost);
  });

  it('says with the order itself that another offer means new licences', async () => {
    const { say } = await story(BRAZIL);
    await say('iniciar contoso.com source=open country=BR offer="Office 365 E3" seats=12 ends=31/01/2027 renewal=ends');
    await say('aceitar M1 agreement=20/11/2026');
    const ready = await say('provisionar M1.1 offer="Microsoft 365 Business Premium"');
    expect(ready).toContain('é preciso reatribuir as licenças');
    expect(ready).toContain('atribuição de licença');
  });
});
