import { Role } from '../domain/person.js';
import { UserError } from '../domain/refusal.js';
import { sayEveryonesRole, sayRoleGiven, sayRoles } from '../messages/people.js';
import { command, usage } from './command.js';
import { personMeant } from './person-meant.js';

/** Of a person: takes the role away. In the place of a person: everybody who was given none. */
const DEFAULT = 'default';

export const roles = command({
  name: 'roles',
  role: 'viewer',
  // Everybody may see who may do what; changing it is for admins.
  roleFor: ({ person, role }) => (person === undefined && role === undefined ? 'viewer' : 'admin'),
  fields: [
    { name: 'person', kind: 'person', positional: true },
    { name: 'role', kind: 'one-of', options: [...Role.options, DEFAULT], positional: true },
  ],
  looks: true,
  example: 'roles @maria approver',
  async run({ person, role }, context) {
    const { services, words, ask } = context;
    if (person === undefined && role === undefined) return sayRoles(words, await services.roles.list());
    if (person === undefined || role === undefined) {
      const fields = person === undefined ? 'person' : 'role';
      throw new UserError('missing-fields', { fields, usage: usage(roles) });
    }
    const wanted = Role.safeParse(role).data;
    if (person.toLowerCase() !== DEFAULT) {
      return sayRoleGiven(words, await services.roles.give(ask, personMeant(context, person), wanted));
    }
    const everyones = wanted ?? 'operator';
    return sayEveryonesRole(words, everyones, await services.roles.giveEveryone(ask, everyones));
  },
});
