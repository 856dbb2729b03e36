import { answerChange } from './answer-change.js';
import { command } from './command.js';

export const provision = command({
  name: 'provision',
  role: 'operator',
  fields: [
    { name: 'original', kind: 'originals', positional: true, required: true },
    { name: 'offer', kind: 'offer' },
    { name: 'seats', kind: 'count' },
    { name: 'on', kind: 'day' },
    { name: 'another', kind: 'yes' },
    { name: 'ordered', kind: 'moment', clearable: true },
    { name: 'ends', kind: 'day', clearable: true },
    { name: 'despite', kind: 'checks' },
  ],
  example: 'provision M12.1 offer="Microsoft 365 E3" seats=25 on=2027-01-25',
  async run({ original, offer, seats, on, another, ordered, ends, despite }, context) {
    const wanted = { offer, seats, on, another: another ?? false, ordered, ends, despite };
    return answerChange(context, await context.services.moves.provision(context.ask, original, wanted));
  },
});
