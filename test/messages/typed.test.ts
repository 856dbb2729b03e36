import { describe, expect, it } from 'vitest';
import { KEYS, OTHERS, readingsOf } from './catalogues.js';
import { BESIDES, typedIn } from './typed-words.js';

/** English that reads like a command by chance, with what it says instead. */
const PROSE: Readonly<Record<string, readonly [piece: string, why: string]>> = {
  'card.away': ['away until {on}', 'somebody is away, until a day'],
  'choice.how.until': ['away until', 'said by a person of herself'],
  'digest.none-here': ['digest here', 'no digest was posted in this channel'],
  'doctor.says-slack-refuses': ['accept {variable}', 'Slack does not accept it'],
  'note.addon-base': ['end {id}', 'see that it ends'],
  'refusal.confirm-cancel': ['away {days}', 'paid days are given away'],
  'reminder.deputy': ['away until {on}', 'somebody is away, until a day'],
  'summary.away': ['away until', 'you are away, until a day'],
};

function piecesOf(key: string): string[] {
  const found = readingsOf('en', key).flatMap(typedIn);
  return [...new Set([...found, ...(BESIDES[key] ?? [])])].filter((piece) => piece !== PROSE[key]?.[0]);
}

describe('what is to be typed', () => {
  it.each(OTHERS)('is the same in %s as in English', (language) => {
    const lost = KEYS.flatMap((key) => {
      const readings = readingsOf(language, key);
      const said = [...readings, ...readings.flatMap(typedIn)];
      return piecesOf(key)
        .filter((piece) => !said.some((text) => text.includes(piece)))
        .map((piece) => `${language} ${key}: ${piece}`);
    });
    expect(lost).toEqual([]);
  });

  it.each(OTHERS)('is no more in %s than in English', (language) => {
    const more = KEYS.flatMap((key) => {
      const english = readingsOf('en', key).flatMap((text) => [text, ...typedIn(text)]);
      const strange = readingsOf(language, key)
        .flatMap(typedIn)
        .filter((piece) => !english.some((text) => text.includes(piece)));
      return [...new Set(strange)].map((piece) => `${language} ${key}: ${piece}`);
    });
    expect(more).toEqual([]);
  });

  it('is found by this test', () => {
    const keys = KEYS.filter((key) => piecesOf(key).length > 0);
    expect(keys.length).toBeGreaterThan(150);
    expect(piecesOf('finding.accepted')).toEqual(['accept {id} on={example}', 'accepted']);
    expect(piecesOf('settings.how')).toEqual(['settings time 08:30', 'settings time default', 'help settings']);
    expect(piecesOf('digest.none-mine')).toEqual(['list']);
    for (const [key, [piece]] of Object.entries(PROSE))
      expect(readingsOf('en', key).flatMap(typedIn), key).toContain(piece);
    for (const [key, pieces] of Object.entries(BESIDES)) {
      for (const piece of pieces) expect(readingsOf('en', key).join('\n'), key).toContain(piece);
    }
  });
});
