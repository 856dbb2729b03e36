import { describe, expect, it } from 'vitest';
import type { Language } from '../../src/domain/language.js';
import { pair } from '../../src/messages/pair.js';
import { plainText } from '../../src/messages/plain-text.js';

describe('a name and its value', () => {
  it.each<[Language | undefined, string]>([
    [undefined, 'Stage: new'],
    ['en', 'Stage: new'],
    ['fr', 'Stage\u00a0: new'],
    ['ru', 'Stage: new'],
    ['zh-CN', 'Stage：new'],
  ])('stand apart in %s as that language writes it', (language, written) => {
    expect(pair('Stage', 'new', language)).toBe(written);
    const message = { title: 'M1', blocks: [{ kind: 'facts', facts: [{ label: 'Stage', value: 'new' }] }] } as const;
    expect(plainText(language === undefined ? message : { ...message, language })).toBe(`M1\n${written}`);
  });
});
