import { sayForecast } from '../messages/forecast.js';
import { command, pageOf } from './command.js';

const DAYS = 30;
const MOST_DAYS = 366;

export const reminders = command({
  name: 'reminders',
  role: 'viewer',
  fields: [
    { name: 'days', kind: 'count', most: MOST_DAYS, positional: true },
    { name: 'page', kind: 'count', positional: true },
  ],
  looks: true,
  example: 'reminders 14',
  async run({ days = DAYS, page }, context) {
    const planned = await context.services.forecast.planned(days);
    return sayForecast(
      context.words,
      { ...planned, days, from: context.ask.from, names: await context.services.channels.names() },
      pageOf(context, page, `reminders ${days}`),
    );
  },
});
