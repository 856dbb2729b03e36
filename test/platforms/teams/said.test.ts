import { describe, expect, test } from 'vitest';
import { TeamsActivity } from '../../../src/platforms/teams/activity.js';
import { readText } from '../../../src/platforms/teams/said.js';
import { BOT, IGOR, MARIA, mention, message } from '../../support/teams-activities.js';

const read = (text: string, ...entities: unknown[]) =>
  readText(TeamsActivity.parse(message('https://smba.trafficmanager.net/emea/', text, { entities })));

describe("Teams' escapes are undone, once", () => {
  test.each<[string, string]>([
    ['start contoso.com', 'start contoso.com'],
    ['start <a href="http://contoso.com">contoso.com</a>', 'start contoso.com'],
    [
      'start <a href="http://contoso.com" target="_blank" rel="noopener">contoso.com</a> again=yes',
      'start contoso.com again=yes',
    ],
    ['start <a href="http://contoso.com"><b>contoso.com</b></a>', 'start contoso.com'],
    ['start [contoso.com](http://contoso.com)', 'start contoso.com'],
    ['start [contoso.com](https://contoso.com/)', 'start contoso.com'],
    ['note M1 write to [ops@contoso.com](mailto:ops@contoso.com)', 'note M1 write to ops@contoso.com'],
    ['note M1 [sic](see above)', 'note M1 [sic](see above)'],
    ['start&nbsp;contoso.com', 'start contoso.com'],
    ['start\u00a0contoso.com', 'start contoso.com'],
    ['start contoso.com\u200b', 'start contoso.com'],
    ['start contoso.com\r\nsource=web-direct<br/>country=FR<br>', 'start contoso.com source=web-direct country=FR'],
    ['note M1 &quot;Smith &amp; Sons&quot;', 'note M1 "Smith & Sons"'],
    ['note M1 &amp;lt;b&amp;gt;', 'note M1 &lt;b&gt;'],
    ['note M1 a &lt; b &gt; c &#39;d&#39; &#x27;e&#x27;', "note M1 a < b > c 'd' 'e'"],
    ['note M1 R&D; AT&T &unknown; &#xD800; &#9999999;', 'note M1 R&D; AT&T &unknown; &#xD800; &#9999999;'],
    ['note M1 &lt;at&gt;Ferry&lt;/at&gt;', 'note M1 <at>Ferry</at>'],
    ['<at>Nobody</at> list', '@Nobody list'],
    ['  list  ', 'list'],
    ['', ''],
  ])('%j', (raw, text) => {
    expect(read(raw)).toEqual({ text, namings: [] });
  });
});

describe('mentions', () => {
  test("the bot's own goes, wherever it stands", () => {
    expect(read('<at>Ferry</at> list', mention(BOT)).text).toBe('list');
    expect(read('list <at>Ferry</at>', mention(BOT)).text).toBe('list');
    expect(read('<at>Ferry</at> list <at>Ferry</at>', mention(BOT)).text).toBe('list');
    expect(read('<at id="0">Ferry</at> list', { ...mention(BOT), text: '<at id="0">Ferry</at>' }).text).toBe('list');
  });

  test('of people stay, by name', () => {
    const { text, namings } = read('assign M1 <at>Maria Diaz</at>&nbsp;', mention(MARIA));
    expect(text).toBe('assign M1 @Maria Diaz');
    expect(namings).toMatchObject([{ as: '@Maria Diaz', mentioned: { id: MARIA.id } }]);
  });

  test('of one person twice are one name', () => {
    const { text, namings } = read('<at>Maria Diaz</at> <at>Maria Diaz</at>', mention(MARIA), mention(MARIA));
    expect(text).toBe('@Maria Diaz @Maria Diaz');
    expect(namings).toHaveLength(1);
  });

  test('of two people with one name stay two people', () => {
    const namesake = { ...IGOR, name: MARIA.name };
    const { text, namings } = read('<at>Maria Diaz</at> <at>Maria Diaz</at>', mention(MARIA), mention(namesake));
    expect(text).toBe('@Maria Diaz @Maria Diaz (2)');
    expect(namings.map(({ as, mentioned }) => [as, mentioned.id])).toEqual([
      ['@Maria Diaz', MARIA.id],
      ['@Maria Diaz (2)', IGOR.id],
    ]);
  });

  test('of a person who is called like the bot stay', () => {
    const namesake = { ...IGOR, name: BOT.name };
    expect(read('<at>Ferry</at> assign M1 <at>Ferry</at>', mention(BOT), mention(namesake)).text).toBe(
      'assign M1 @Ferry',
    );
  });

  test('with entities inside are read once', () => {
    const person = { ...IGOR, name: 'Smith & Sons' };
    expect(
      read('<at>Smith &amp; Sons</at>', { ...mention(person), text: '<at>Smith &amp; Sons</at>' }).namings[0]?.as,
    ).toBe('@Smith & Sons');
  });

  test('that are no mentions are left alone', () => {
    expect(read('list', { type: 'clientInfo' }, null, 'x', { type: 'mention' }).text).toBe('list');
  });
});

test('a text made to be slow is read within the time of a test', () => {
  expect(read('<at>'.repeat(60_000)).text).toHaveLength(240_000);
  expect(read('<a x>'.repeat(50_000)).text).toHaveLength(250_000);
  expect(read('['.repeat(100_000) + ']('.repeat(50_000)).text).toHaveLength(200_000);
});
