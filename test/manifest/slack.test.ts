import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  COMMAND,
  SCOPE_OF_COMMANDS,
  SCOPES_OF_EVENTS,
  SCOPES_OF_METHODS,
  SHORTCUTS,
} from '../../src/platforms/slack/api.js';

const manifest: unknown = JSON.parse(readFileSync(new URL('../../manifest/slack.json', import.meta.url), 'utf8'));

const url = z.url({ protocol: /^https$/ }).endsWith('/slack/events');

/** The parts of an app manifest that Ferry has, with the limits of Slack's reference; any other key is a mistake. */
const Manifest = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(1), minor_version: z.literal(1) }),
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().min(1).max(140),
    long_description: z.string().min(174).max(4000),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: z.string().regex(/^[\w.-]{1,80}$/), always_online: z.boolean() }),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\/[a-z-]{1,31}$/),
          url,
          description: z.string().min(1).max(2000),
          usage_hint: z.string().max(1000),
          should_escape: z.boolean(),
        }),
      )
      .max(50),
    shortcuts: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(24),
          type: z.enum(['global', 'message']),
          callback_id: z.string().min(1).max(255),
          description: z.string().min(1).max(150),
        }),
      )
      .max(10),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string()).max(255) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: url, bot_events: z.array(z.string()).max(100) }),
    interactivity: z.strictObject({ is_enabled: z.boolean(), request_url: url, message_menu_options_url: url }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});

describe('the Slack manifest', () => {
  it("has the shape and keeps the limits of Slack's reference", () => {
    expect(Manifest.safeParse(manifest).error).toBeUndefined();
  });

  const { features, oauth_config, settings } = Manifest.parse(manifest);

  it('declares the one command that the bot listens to, with names and links escaped', () => {
    expect(features.slash_commands.map(({ command, should_escape }) => [command, should_escape])).toEqual([
      [COMMAND, true],
    ]);
  });

  it('asks for the scopes that the code needs, and no other', () => {
    const needed = [
      ...Object.values(SCOPES_OF_METHODS).flat(),
      ...Object.values(SCOPES_OF_EVENTS).flat(),
      SCOPE_OF_COMMANDS,
    ];
    expect(oauth_config.scopes.bot).toEqual([...new Set(needed)].sort());
  });

  it('subscribes to the events that the code hears', () => {
    expect(settings.event_subscriptions.bot_events).toEqual(Object.keys(SCOPES_OF_EVENTS));
  });

  it('declares the shortcuts that the code hears', () => {
    const types = { global: 'shortcut', message: 'message_action' };
    const declared = features.shortcuts.map(({ callback_id, type }) => [callback_id, types[type]]);
    expect(Object.fromEntries(declared)).toEqual(SHORTCUTS);
  });

  it('shows the home in which boards stand', () => {
    expect(features.app_home.home_tab_enabled).toBe(true);
  });

  it('lets people write to the bot and click its buttons, over HTTP until somebody turns Socket Mode on', () => {
    expect(features.app_home).toMatchObject({ messages_tab_enabled: true, messages_tab_read_only_enabled: false });
    expect(features.bot_user.always_online).toBe(true);
    expect(settings.interactivity.is_enabled).toBe(true);
    expect(settings.socket_mode_enabled).toBe(false);
  });

  it('sends everything to one address, as the start of the README says to replace', () => {
    const addresses = [
      features.slash_commands[0]?.url,
      settings.event_subscriptions.request_url,
      settings.interactivity.request_url,
      settings.interactivity.message_menu_options_url,
    ];
    expect(new Set(addresses)).toEqual(new Set(['https://ferry.contoso.com/slack/events']));
  });
});
