import { describe, expect, it } from 'vitest';
import { type Country, expectInOrder, story } from './story.js';

/** Whoever reads Russian there, and sells in Germany. */
const RUSSIAN: Country = { language: 'ru', locale: 'ru-RU', zone: 'Europe/Moscow', code: 'DE' };

describe('the Russian page of 2017', () => {
  it('moves two subscriptions of an Enterprise Agreement into one replacement, and waits until both have expired', async () => {
    const { say, says, tells, until, expectCarriedOn } = await story(RUSSIAN);
    const first = { recommended: { day: '2027-01-24' }, latest: { day: '2027-01-31' } };
    const second = { recommended: { day: '2027-02-21' }, latest: { day: '2027-02-28' } };
    const provision = tells('M1.1 · fabrikam.com', 'rung.provision', first);
    const provisionSecond = tells('M1.2 · fabrikam.com', 'rung.provision', second);
    const stop = tells('M1.1 · fabrikam.com', 'rung.stop-renewal', { before: { moment: '2027-01-31T00:00:00Z' } });
    const unanswered = (days: number) => says('notice.invitation-title', { id: 'M1', customer: 'fabrikam.com', days });

    // There is no automatic move between programs. What the portal can do for an Enterprise Agreement today is the usual way,
    // and by hand stays possible, with the functions for several channels and partners.
    const usual = await say(
      'начать fabrikam.com source=ea country=DE offer="Office 365 E3" seats=40 ends=31.01.2027 renewal=auto',
    );
    expect(usual).toContain('Office 365 E3, 40 рабочих мест');
    expect(await say('показать M1')).toContain('Enterprise Agreement (передача между каналами)');
    expect(await say('чек-лист M1')).toContain(says('checklist.note-by-hand', { id: 'M1' }));
    await say('изменить M1 route=manual');
    await say('добавить M1 offer="Office 365 E3" seats=15 ends="28 февраля 2027" renewal=ends assigned=14');
    await say('изменить M1.1 assigned=36');
    const checklist = await say('чек-лист M1');
    expect(checklist).toContain('Путь: вручную.');
    expect(checklist).toContain('возмещение не предусмотрено');
    expect(checklist).toContain('другие каналы и другие партнеры остаются');
    expectInOrder(checklist, [
      'Запросить установление взаимоотношений с торговым посредником',
      'Глобальный администратор клиента принимает приглашение',
      'Подготовить те же предложения и рабочие места',
      'Переназначить лицензии',
      'истечения срока действия исходных подписок или отменить их',
      'без перерыва',
    ]);

    // 1. Customers in the dashboard's menu, then ask for the relationship.
    expect(await say('пригласить M1')).toContain(
      'В Центре партнеров: Информационная панель > Клиенты > Запросить установление взаимоотношений с торговым посредником',
    );
    expect(await until('2026-12-01')).toEqual([
      `2026-11-25 ${unanswered(3)}`,
      `2026-11-30 ${tells('M1.2 · fabrikam.com', 'rung.provision-after-accept', second)}`,
      `2026-12-01 ${unanswered(7)}`,
    ]);

    // 2. After that, the subscriptions and the seats that are wanted: one of 50 seats for 40 and 15 with 50 people.
    expect(await say('подготовить M1.1+M1.2 seats=50')).toContain('клиент еще не принял приглашение');
    await say('принять M1 on=30.11.2026 agreement=01.12.2026');
    expect(await until('2027-01-22')).toEqual([
      `2026-12-02 ${provision}`,
      `2026-12-30 ${provisionSecond}`,
      `2027-01-01 ${provision}`,
      `2027-01-15 ${provision}`,
      `2027-01-22 ${provision}`,
    ]);
    expect(await say('подготовить M1.1+M1.2 seats=45')).toContain(
      says('rung.provision-short', { missing: 5, latest: { day: '2027-01-31' } }),
    );
    const corrected = await say('подготовить M1.R1 seats=50');
    expect(corrected).toContain('50 рабочих мест, активна с пт, 22 янв. 2027 г., вместо M1.1 и M1.2');
    const ready = await say('показать M1');
    expect(ready).toContain(
      says('card.seats-assigned', { offer: 'Office 365 E3', before: 55, assigned: 50, after: 50 }),
    );
    // The same offer as before: no licence is given anew, and nobody stops working.
    expect(ready).toContain('M1.R1: то же предложение, рабочих мест достаточно. Переназначать лицензии не нужно');

    // 3. Here the Russian text goes further than the English one beside it: not near the end, but until it has expired.
    const asked = await say('завершить M1.2 cancelled');
    expect(asked).toContain('возмещение не предусмотрено, поэтому при отмене теряются 37 оплаченных дней');
    expect(asked).toContain('Если клиент может подождать, дайте сроку истечь');
    expect(await say('показать M1')).not.toContain('отменена');
    expect(await until('2027-01-29')).toEqual([`2027-01-27 ${stop}`, `2027-01-29 ${stop}`]);
    await say('изменить M1.1 renewal=ends');
    expect(await until('2027-02-01')).toEqual([
      `2027-02-01 ${tells('M1.1 · fabrikam.com', 'rung.end-passed', { latest: { day: '2027-01-31' } })}`,
    ]);
    expect(await say('завершить M1.1 expired')).toContain(says('rung.end', { latest: { day: '2027-02-28' } }));
    expect(await say('показать M1')).toContain(says('stage.ending'));
    expect(await say('завершить M1.2 expired')).toContain(
      says('refusal.expires-later', { id: 'M1.2', on: { day: '2027-02-28' } }),
    );
    expect(await until('2027-03-01')).toEqual([
      `2027-03-01 ${tells('M1.2 · fabrikam.com', 'rung.end-passed', { latest: { day: '2027-02-28' } })}`,
    ]);
    expect(await say('завершить M1.2 expired')).toContain(
      says('changed.expired', { original: 'M1.2', on: { day: '2027-02-28' } }),
    );

    // 4. On with the new subscription, without a break.
    await expectCarriedOn('M1');
  });

  it('says with the order itself that another offer means new licences', async () => {
    const { say } = await story(RUSSIAN);
    await say('начать contoso.com source=open country=DE offer="Office 365 E3" seats=12 ends=31.01.2027 renewal=ends');
    await say('принять M1 agreement=20.11.2026');
    const ready = await say('подготовить M1.1 offer="Microsoft 365 Business Premium"');
    expect(ready).toContain('лицензии нужно переназначить');
    expect(ready).toContain('назначение лицензий');
  });
});
