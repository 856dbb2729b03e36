// Who may import whom. The arrows are those of the README's tree; types count as imports, since a type is knowledge too.

/** A package by its name, or every package that starts so (`@slack/`). */
const npm = (name) => `(^|/)node_modules/(@types/)?${name.endsWith('/') || name.endsWith('-') ? name : `${name}/`}`;

/** Comparing and hashing: Node's own modules that touch nothing outside. */
const noInputOrOutput = '^(node:)?(util|crypto)$';

/** A folder of src may import itself, what is listed here, and nothing else: neither ours, nor npm's, nor Node's own. */
const layers = {
  domain: [npm('zod'), npm('temporal-polyfill'), npm('date-holidays')],
  services: ['^src/domain/', npm('zod'), npm('temporal-polyfill'), npm('fastest-levenshtein'), noInputOrOutput],
  messages: [
    '^src/domain/',
    npm('get-east-asian-width'),
    npm('intl-messageformat'),
    npm('temporal-polyfill'),
    npm('csv-stringify'),
  ],
  commands: [
    '^src/(services|messages|domain)/',
    npm('zod'),
    npm('temporal-polyfill'),
    npm('fastest-levenshtein'),
    npm('pino'),
  ],
  jobs: ['^src/(services|messages|domain)/', npm('node-cron'), npm('temporal-polyfill'), npm('pino'), noInputOrOutput],
};

/** What runs in the browser. */
const PAGE = '^src/platforms/playground/page/';

/** Each SDK lives in one place, so that exchanging it is a change in one place. */
const homes = {
  '@slack/': '^src/platforms/slack/',
  '@microsoft/teams-ai': '^src/platforms/teams/',
  botbuilder: '^src/platforms/teams/',
  'botbuilder-': '^src/platforms/teams/',
  'botframework-': '^src/platforms/teams/',
  '@azure/': '^src/platforms/teams/',
  lowdb: '^src/store/',
  'node-cron': '^src/jobs/',
  express: '^src/(http[.]ts$|platforms/)',
  'csv-stringify': '^src/messages/',
  'get-east-asian-width': '^src/messages/',
  'intl-messageformat': '^src/messages/',
  'fastest-levenshtein': '^src/(commands/suggest|services/near-(names|start))[.]ts$',
  'date-holidays': '^src/domain/public-holidays[.]ts$',
  preact: PAGE,
  adaptivecards: PAGE,
};

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(layers).map(([layer, allowed]) => ({
      name: `${layer}-knows-only-its-own`,
      comment: `src/${layer} imports itself and: ${allowed.join(', ')}`,
      severity: 'error',
      from: { path: `^src/${layer}/` },
      to: { pathNot: [`^src/${layer}/`, ...allowed] },
    })),
    {
      name: 'platforms-speak-through-commands-and-messages',
      comment:
        'A platform imports its own folder, the layers to its right, and the types of the configuration and the server.',
      severity: 'error',
      from: { path: '^src/platforms/([^/]+)/' },
      to: {
        path: '^(src|test|scripts)/',
        pathNot: ['^src/platforms/$1/', '^src/(commands|services|messages|domain)/', '^src/(config|http)[.]ts$'],
      },
    },
    {
      name: 'platforms-never-import-each-other',
      severity: 'error',
      from: { path: '^src/platforms/([^/]+)' },
      to: { path: '^src/platforms/', pathNot: '^src/platforms/$1' },
    },
    {
      name: 'page-knows-the-protocol',
      comment: 'The page runs in a browser: it knows its server by what they say to each other, and types of texts.',
      severity: 'error',
      from: { path: PAGE },
      to: {
        path: '^src/|^(node:)',
        pathNot: [PAGE, '^src/platforms/playground/protocol[.]ts$', '^src/messages/locales/en[.]json$'],
      },
    },
    {
      name: 'nobody-imports-the-page',
      severity: 'error',
      from: { path: '^(src|test)/', pathNot: PAGE },
      to: { path: PAGE },
    },
    {
      name: 'store-knows-only-its-port',
      comment: 'The store implements services/ports.ts for records that domain/ describes; it knows no use case.',
      severity: 'error',
      from: { path: '^src/store/' },
      to: {
        path: '^(src|test|scripts)/|node_modules/',
        pathNot: ['^src/store/', '^src/services/ports[.]ts$', '^src/domain/', npm('lowdb'), npm('zod'), npm('pino')],
      },
    },
    {
      name: 'operators-tool-knows-the-store',
      comment:
        'It works on what is kept, through the door of the store, and knows records by their types; it runs no use case. What the doctor finds on a platform is handed to it by main.ts; it speaks the language of LOCALE, so that it takes its words from messages.',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: {
        path: '^(src|test|scripts)/|node_modules/',
        pathNot: [
          '^src/cli/',
          '^src/store/index[.]ts$',
          '^src/services/(ports|health)[.]ts$',
          '^src/messages/(doctor|words)[.]ts$',
          '^src/domain/',
        ],
      },
    },
    {
      name: 'only-main-wires',
      comment: 'The files at the top of src/ wire things together. The folders get what they need from main.ts.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: '^src/platforms/' },
      to: { path: '^src/[^/]+$' },
    },
    {
      name: 'configuration-and-server-as-types-only',
      comment: 'A platform may name the shape of its configuration and of the server; main.ts hands it the values.',
      severity: 'error',
      from: { path: '^src/platforms/' },
      to: { path: '^src/(config|http)[.]ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'server-and-configuration-know-no-one',
      comment: 'http.ts mounts what main.ts hands it; config.ts reads what main.ts hands it.',
      severity: 'error',
      from: { path: '^src/(config|http)[.]ts$' },
      to: { path: '^src/', pathNot: ['^src/(config|http)[.]ts$', '^src/(messages|domain)/'] },
    },
    { name: 'nobody-imports-main', severity: 'error', from: {}, to: { path: '^src/main[.]ts$' } },
    {
      name: 'nobody-imports-the-operators-tool',
      severity: 'error',
      from: { pathNot: '^(src/cli/|src/main[.]ts$|test/)' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'source-never-imports-tests',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'tests-import-source-and-packages',
      comment: 'Tests use dist/ as a process only, never as modules.',
      severity: 'error',
      from: { path: '^test/' },
      to: { path: '^(dist|stubs|scripts)/' },
    },
    ...Object.entries(homes).map(([name, home]) => ({
      name: `home-of-${name.replace(/\W+$/, '')}`,
      comment: `${name} is imported in ${home} alone.`,
      severity: 'error',
      from: { path: '^src/', pathNot: home },
      to: { path: npm(name) },
    })),
    {
      name: 'only-main-makes-the-logger',
      comment: 'Everybody else is given a pino Logger and may import its type.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main[.]ts$' },
      to: { path: npm('pino'), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'audit-shares-no-code-with-the-planner',
      comment:
        'Whoever works out a second time what should have gone out must not be wrong together with whoever plans it.',
      severity: 'error',
      from: { path: '^src/(domain/audit-(days|rules)|services/audit|jobs/audit)[.]ts$' },
      to: {
        path: '^src/(domain/(reminder|next-look|snooze|nudge)|services/(reminders|due-rows|digests|outbox|agenda|speaking))[.]ts$',
        reachable: true,
      },
    },
    {
      name: 'audit-has-its-own-calendar',
      comment:
        'Facts of the field rest on domain/calendar.ts too, so it is only what the audit itself asks that counts.',
      severity: 'error',
      from: { path: '^src/(domain/audit-(days|rules)|services/audit|jobs/audit)[.]ts$' },
      to: { path: '^src/domain/calendar[.]ts$' },
    },
    {
      name: 'no-circles',
      comment: 'Types included: two files that know each other are one file.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: '[.]d[.]ts$' },
      to: {},
    },
    {
      name: 'no-dev-dependencies-in-source',
      comment:
        '`npm ci --omit=dev` must be enough to run. Types (@types/…) are gone by then, and not needed; what the page needs is bundled into dist/.',
      severity: 'error',
      from: { path: '^src/', pathNot: PAGE },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-undeclared-dependencies',
      comment: 'A package that another one happens to bring is gone with its next version.',
      severity: 'error',
      from: { path: '^(src|test)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-bundled'] },
    },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.test.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
    detectProcessBuiltinModuleCalls: true,
  },
};
