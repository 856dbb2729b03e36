import { describe, expect, it } from 'vitest';
import { usage } from '../../src/commands/command.js';
import { COMMANDS } from '../../src/commands/index.js';
import { readValues } from '../../src/commands/read-values.js';
import { splitWords } from '../../src/commands/words-typed.js';

const READING = [
  // Of herself alone.
  'language',
  'show',
  'checklist',
  'list',
  'due',
  'digest',
  'reminders',
  'mail',
  'clock',
  'history',
  'export',
  'about',
  'help',
  'requests',
  'roles',
  'settings',
  'board',
  'share',
];
const DECIDING = ['approve', 'reject'];
const ADMINISTERING = ['link', 'unlink', 'forget'];

describe.each(COMMANDS.map((command) => [command.name, command] as const))('the command %s', (name, command) => {
  it('understands its own example', () => {
    const typed = splitWords(command.example);
    expect(typed.command).toBe(name);
    expect(Object.keys(readValues(command, typed, { language: 'en' })).length).toBeGreaterThanOrEqual(
      command.fields.filter((field) => field.required).length,
    );
  });

  it('names its fields as they can be typed, each once', () => {
    const names = command.fields.map((field) => field.name);
    expect(new Set(names).size).toBe(names.length);
    for (const field of names) expect(field).toMatch(/^[a-z][a-z-]*$/);
  });

  it('asks in its usage for what is required, and shows the rest in brackets', () => {
    const text = usage(command);
    for (const field of command.fields) {
      const shown = field.positional && field.kind !== 'one-of' ? `<${field.name}>` : field.name;
      if (!field.positional) expect(text).toContain(`${shown}=`);
      expect(text.includes(`[${shown}`)).toBe(!field.required && (!field.positional || field.kind !== 'one-of'));
    }
  });

  it('takes required words before optional ones, so that a position means one thing', () => {
    const positional = command.fields.filter((field) => field.positional).map((field) => field.required ?? false);
    expect(positional).toEqual([...positional].sort((one, other) => Number(other) - Number(one)));
  });

  it('gives a choice something to choose from', () => {
    for (const field of command.fields) expect((field.options?.length ?? 0) > 0).toBe(field.kind === 'one-of');
  });

  it('can be used by viewers if it changes nothing of the work, and by operators if it changes a migration', () => {
    const role = READING.includes(name)
      ? 'viewer'
      : DECIDING.includes(name)
        ? 'approver'
        : ADMINISTERING.includes(name)
          ? 'admin'
          : 'operator';
    expect(command.role).toBe(role);
    expect(command.roleFor({})).toBe(role);
  });
});

describe('all commands', () => {
  it('have names of their own', () => {
    const names = COMMANDS.map((command) => command.name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('ask whether Ferry can post only where a migration is tied to the channel', () => {
    expect(COMMANDS.filter((command) => command.posts).map((command) => command.name)).toEqual(['start']);
  });
});
