import { describe, expect, it } from 'vitest';
import { RecordingPlatform } from '../support/recording-platform.js';
import { wholeBot } from '../support/whole-bot.js';

const START = 'start contoso.com source=open offer="Office 365 E3" seats=25 ends=2027-01-31 renewal=auto';

describe('about', () => {
  it('says in one line that all is in order, and what is connected', async () => {
    const { say, at } = await wholeBot();
    await say(START);
    await at('2026-11-20T10:01:00Z');
    const about = await say('about');
    expect(about).toContain('\nAll is in order.\n');
    expect(about).toContain('Connected to: chat');
    expect(about).not.toContain('\n! ');
  });

  it('counts the channels that take no posts, and says why', async () => {
    const platform = new RecordingPlatform('chat');
    const { say, at } = await wholeBot({ platform });
    platform.outcomes.push({ kind: 'stop', reason: 'is_archived' });
    await say(START);
    await at('2026-11-20T10:01:00Z');
    const about = await say('about');
    expect(about).toContain('! chat: 1 channel takes no posts now (is_archived).');
    expect(about).not.toContain('All is in order');
  });

  it('counts the posts that wait because the last try failed', async () => {
    const platform = new RecordingPlatform('chat');
    const { say } = await wholeBot({ platform });
    platform.outcomes.push({ kind: 'not-sent', reason: 'ratelimited', retryAfterMs: 60_000 });
    await say(START);
    expect(await say('about')).toContain('! chat: 1 post waits, since the last try failed (ratelimited).');
  });

  it('says when the look at what is due has not come round', async () => {
    const { say, at, clock } = await wholeBot();
    await at('2026-11-20T10:01:00Z');
    clock.set('2026-11-20T10:20:00Z');
    expect(await say('about')).toContain('! What is due was last looked at on Fri, 20 Nov 2026, 11:01 CET');
  });

  it('says which posts nobody knows the fate of', async () => {
    const platform = new RecordingPlatform('chat');
    const { say } = await wholeBot({ platform });
    platform.outcomes.push({ kind: 'unknown', reason: 'ECONNRESET' });
    await say(START);
    expect(await say('about')).toContain('! 1 post did not arrive, or it is not known whether it did');
  });
});
