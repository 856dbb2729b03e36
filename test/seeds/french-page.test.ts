import { describe, expect, it } from 'vitest';
import { type Country, expectInOrder, story } from './story.js';

// The page of Microsoft's Partner Center that this field began with, in the five versions of 2017 and 2018. Each is walked in
// its own language and order by a story of its own: what it tells a partner to do can be done, what it warns of is warned of,
// and the bot says both in the page's own words.

const FRANCE: Country = { language: 'fr', locale: 'fr-FR', zone: 'Europe/Paris', code: 'FR' };

describe('the French page of 2017', () => {
  it('moves two Open License customers one by one, each left to expire', async () => {
    const { say, says, tells, until, post, expectCarriedOn } = await story(FRANCE);
    const first = { recommended: { day: '2027-01-24' }, latest: { day: '2027-01-31' } };
    const second = { recommended: { day: '2027-02-21' }, latest: { day: '2027-02-28' } };
    const provision = tells('M1.1 · contoso.com', 'rung.provision', first);
    const provisionSecond = tells('M2.1 · fabrikam.com', 'rung.provision', second);
    const waitForSecond = tells('M2.1 · fabrikam.com', 'rung.provision-after-accept', second);
    const endPassed = tells('M1.1 · contoso.com', 'rung.end-passed', { latest: { day: '2027-01-31' } });

    // Nothing moves by itself from one licensing program to another: customers are moved by hand, one at a time.
    const begun = await say(
      'démarrer contoso.com source=open country=FR offer="Office 365 E3" seats=25 ends=31/01/2027 renewal=auto',
    );
    expect(begun).toContain(says('next.invite', { id: 'M1' }));
    expect(begun).toContain(says('rung.provision-after-accept', first));
    await say(
      'start fabrikam.com source=open country=BE offer="Office 365 E1" seats=8 ends="28 février 2027" renewal=ends',
    );
    const checklist = await say('contrôles M1');
    expect(checklist).toContain('Provenance : Open License. Parcours : manuel.');
    expect(checklist).toContain(says('source.note.open'));
    // The same four steps, in the page's order and words, and what becomes of the licences.
    expectInOrder(checklist, [
      'Demander la relation de revendeur',
      'L’administrateur général du client accepte',
      'Configurer les mêmes offres et les mêmes nombres de licences',
      'Réaffecter les licences là où un nouvel abonnement est une autre offre',
      'aucun remboursement : laisser expirer les abonnements d’origine, ou les faire annuler',
      'sans interruption',
    ]);

    // 1. Ask for a reseller relationship, from the dashboard's customers. Several channels and partners are no obstacle.
    const invited = await say('inviter M1 link=https://partner.example.com/join');
    expect(invited).toContain('Espace partenaires : Tableau de bord > Clients > Demander une relation de revendeur');
    expect(invited).toContain('Les clients qui ont d’autres canaux ou partenaires les gardent');
    expect(invited).toContain('Merci de demander à un administrateur général chez contoso.com d’ouvrir ce lien');
    expect(invited).toContain('vos autres partenaires et canaux d’achat restent en place');
    expect(invited).toContain('vous continuiez sans interruption');
    expect(invited).toContain('Merci de ne rien annuler');

    // 2. Only once the customer has accepted can subscriptions and licences be set up.
    expect(await say('configurer M1.1')).toContain('le client n’a pas encore accepté l’invitation');
    expect(await until('2026-11-25')).toEqual([
      `2026-11-25 ${says('notice.invitation-title', { id: 'M1', customer: 'contoso.com', days: 3 })}`,
    ]);
    expect(await say('accepter M1 agreement="25 novembre 2026"')).toContain(says('rung.provision', first));
    expect(await until('2027-01-22')).toEqual([
      `2026-11-30 ${waitForSecond}`,
      `2026-12-02 ${provision}`,
      `2026-12-30 ${waitForSecond}`,
      `2027-01-01 ${provision}`,
      `2027-01-15 ${provision}`,
      `2027-01-22 ${provision}`,
    ]);
    const before = { before: { moment: '2027-01-31T00:00:00Z' } };
    expect(post('M1.1 · ')).toContain(says('reminder.also-stop', before));
    const ready = await say('configurer M1.1');
    expect(ready).toContain('Office 365 E3, 25 licences');
    expect(ready).toContain('M1.R1 configuré');

    // An identical offer: no licence is assigned anew, and no user is interrupted.
    const card = await say('afficher M1');
    expect(card).toContain('Nouvel abonnement');
    expect(card).toContain('M1.R1 : la même offre avec assez de licences. Inutile de réaffecter les licences');

    // 3. Left to expire rather than cancelled: so its renewal is stopped, and nothing is recorded before its time.
    const early = await say('terminer M1.1 cancelled');
    expect(early).toContain('aucun remboursement : l’annuler fait perdre 9 jours payés');
    expect(early).toContain('laissez-le plutôt expirer');
    expect(await until('2027-01-27')).toEqual([
      `2027-01-27 ${tells('M1.1 · contoso.com', 'rung.stop-renewal', before)}`,
    ]);
    expect(await say('modifier M1.1 renewal=ends')).toContain(says('rung.end', { latest: { day: '2027-01-31' } }));
    expect(await until('2027-01-31')).toEqual([`2027-01-29 ${waitForSecond}`]);
    expect(await say('terminer M1.1 expired')).toContain('n’a donc pas encore expiré');
    expect(await until('2027-02-01')).toEqual([`2027-02-01 ${endPassed}`]);
    expect(await say('terminer M1.1 expired')).toContain('M1.1 a expiré le dim. 31 janv. 2027');

    // 4. The customer carries on with what was set up, without interruption.
    await expectCarriedOn('M1');

    // One by one: the first move has taken no step of the second one, which goes the same way now.
    expect(await say('afficher M2')).toContain(says('stage.new'));
    await say('inviter M2');
    await say('accepter M2 agreement=01/02/2027');
    expect(await until('2027-02-19')).toEqual([`2027-02-12 ${provisionSecond}`, `2027-02-19 ${provisionSecond}`]);
    expect(await say('configurer M2.1')).toContain('M2.R1 configuré : Office 365 E1, 8 licences');
    expect(await say('afficher M2')).toContain('M2.R1 : la même offre');
    expect(await until('2027-03-01')).toEqual([
      `2027-03-01 ${tells('M2.1 · fabrikam.com', 'rung.end-passed', { latest: { day: '2027-02-28' } })}`,
    ]);
    await say('terminer M2.1 expired');
    await expectCarriedOn('M2');
  });

  // The page's last word: only another offer needs its licences assigned anew.
  it('says with the order itself that another offer means new licences', async () => {
    const { say } = await story(FRANCE);
    await say('start contoso.com source=open country=FR offer="Office 365 E3" seats=25 ends=31/01/2027 renewal=ends');
    await say('accepter M1 agreement=20/11/2026');
    const ready = await say('configurer M1.1 offer="Microsoft 365 Business Premium"');
    expect(ready).toContain('il faut réaffecter les licences');
    expect(ready).toContain('Dans l’attribution des licences');
  });
});
