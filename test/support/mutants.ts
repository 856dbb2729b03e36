import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import type { createBot } from '../../src/bot.js';
import type { StoreModules } from './observed-store.js';

/** One place of one file put differently; of the store's mutants the file is one of `src/store/`, of a bot's one of `src/`. */
export interface Mutation {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** What the store is made of: its folder, its port, and the records. */
const STORE = ['store', 'services', 'domain'].flatMap(sourcesOf);
/** What the whole bot is made of, but for the platforms. */
const BOT = [...STORE, ...['messages', 'messages/locales', 'commands', 'jobs'].flatMap(sourcesOf), 'bot.ts'];

/** The whole bot over its store: the real modules, or those of a mutant. */
export interface BotModules extends StoreModules {
  readonly createBot: typeof createBot;
}

/** Copies of the sources that a test may break. They lie where the packages are found and git does not look. */
export class MutantFolder {
  readonly #folder: string;
  #count = 0;

  constructor() {
    const cache = join('node_modules', '.cache');
    mkdirSync(cache, { recursive: true });
    this.#folder = mkdtempSync(join(cache, 'ferry-mutants-'));
  }

  /** The store's modules with these mutations; throws where the text is not found exactly once. */
  async grow(mutations: readonly Mutation[]): Promise<StoreModules> {
    return this.#storeOf(
      this.#plant(
        STORE,
        mutations.map((one) => ({ ...one, file: join('store', one.file) })),
      ),
    );
  }

  /** The bot's modules with these mutations; throws where the text is not found exactly once. */
  async growBot(mutations: readonly Mutation[]): Promise<BotModules> {
    const root = this.#plant(BOT, mutations);
    const { createBot } = await load(root, 'bot.js');
    return { createBot, ...(await this.#storeOf(root)) };
  }

  async #storeOf(root: string): Promise<StoreModules> {
    const [{ Journal }, { JsonStore }] = await Promise.all([
      load(root, 'store/journal.js'),
      load(root, 'store/json-store.js'),
    ]);
    return { Journal, JsonStore };
  }

  /** Answers the folder of a broken copy. */
  #plant(sources: readonly string[], mutations: readonly Mutation[]): string {
    this.#count += 1;
    const root = join(this.#folder, String(this.#count));
    const open = new Set(mutations);
    for (const path of sources) {
      let text = readFileSync(join('src', path), 'utf8');
      for (const mutation of mutations.filter(({ file }) => join(file) === path)) {
        text = mutated(text, mutation);
        open.delete(mutation);
      }
      if (path.endsWith('.json')) write(join(root, path), text);
      else write(join(root, path.replace(/\.ts$/, '.js')), compiled(text));
    }
    if (open.size > 0) throw new Error(`There is no ${Array.from(open, ({ file }) => file)}`);
    write(join(root, 'package.json'), '{"type":"module"}');
    return root;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function load(root: string, name: string) {
  return import(pathToFileURL(join(process.cwd(), root, name)).href);
}

function sourcesOf(folder: string): string[] {
  return readdirSync(join('src', folder))
    .filter((name) => name.endsWith('.ts') || name.endsWith('.json'))
    .map((name) => join(folder, name));
}

function mutated(text: string, { file, from, to }: Mutation): string {
  const found = text.split(from).length - 1;
  if (found !== 1) throw new Error(`${file} has "${from}" ${found} times, and it must be there once`);
  return text.replace(from, () => to);
}

const known = new Map<string, string>();

function compiled(text: string): string {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  const output = known.get(text) ?? ts.transpileModule(text, { compilerOptions }).outputText;
  known.set(text, output);
  return output;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
