import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import AjvDraft04 from 'ajv-draft-04';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/commands/index.js';

const { resolve } = createRequire(import.meta.url);
const folder = new URL('../../manifest/teams/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8'));
const schemaOf = (version: string) =>
  JSON.parse(
    readFileSync(
      resolve(`@microsoft/app-manifest/build/json-schemas/teams/v${version}/MicrosoftTeams.schema.json`),
      'utf8',
    ),
  );

describe('the Teams manifest', () => {
  test("passes Microsoft's schema of its version", () => {
    const ajv = new AjvDraft04.default({ strict: false, validateFormats: false });
    const validate = ajv.compile(schemaOf(manifest.manifestVersion));
    validate(manifest);
    expect(validate.errors).toBeNull();
    expect(manifest.$schema).toContain(`/v${manifest.manifestVersion}/`);
  });

  test('holds a placeholder where everybody puts the id of their own bot, nothing real', () => {
    const placeholder = '00000000-0000-0000-0000-000000000000';
    expect([manifest.id, manifest.bots[0].botId]).toEqual([placeholder, placeholder]);
  });

  test('installs a bot that converses, where people are', () => {
    expect(manifest.bots).toHaveLength(1);
    expect(manifest.bots[0]).toMatchObject({ isNotificationOnly: false, scopes: ['personal', 'team', 'groupChat'] });
    expect(manifest.validDomains).toEqual([]);
    expect(manifest).not.toHaveProperty('authorization');
  });

  test('shows commands that Ferry has, where they are said: in a mention, after a slash, or put into the box to be finished', () => {
    const lists: { commands: { title: string; type?: string; prompt?: string }[] }[] = manifest.bots[0].commandLists;
    const names = new Set<string>(COMMANDS.map(({ name }) => name));
    const said = lists.flatMap(({ commands }) =>
      commands.map(({ title, type, prompt }) => (type === 'prompt' ? (prompt ?? '') : title)),
    );
    const unknown = said.filter((words) => {
      const [first = '', second = 'help'] = words.replace(/^\//, '').split(' ');
      return !names.has(first === 'csp' ? second : first);
    });
    expect(unknown).toEqual([]);
    expect(lists.every(({ commands }) => commands.length <= 12)).toBe(true);
    expect(lists.map(({ commands }) => commands[0])).toMatchObject(
      lists.map(() => ({ title: 'csp', prompt: '/csp help' })),
    );
    expect(said.filter((words) => /^\/?(csp )?(csp|help)$/.test(words))).toEqual(lists.map(() => '/csp help'));
    expect(manifest.bots[0].supportsTargetedMessages).toBe(true);
  });

  test('offers everywhere both what is said at once and what is begun, after a mention and after a slash', () => {
    for (const { triggers, commands } of manifest.bots[0].commandLists) {
      expect(triggers).toEqual(['mention', 'slash']);
      expect(new Set(commands.map(({ type = 'basic' }) => type))).toEqual(new Set(['basic', 'prompt']));
    }
  });

  test.each([
    ['color.png', 192],
    ['outline.png', 32],
  ])('%s is a PNG of %i pixels', (file, size) => {
    const png = readFileSync(new URL(file, folder));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
    expect(Object.values(manifest.icons)).toContain(file);
  });
});
