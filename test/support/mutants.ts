import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import type { StoreModules } from './observed-store.js';

/** One place of one file of `src/store/` put differently. */
export interface Mutation {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** What the store is made of: its folder, its port, and the records. */
const SOURCES = ['store', 'services', 'domain'].flatMap(sourcesOf);

/** Copies of the store's sources that a test may break. They lie where the packages are found and git does not look. */
export class MutantFolder {
  readonly #folder: string;
  #count = 0;

  constructor() {
    const cache = join('node_modules', '.cache');
    mkdirSync(cache, { recursive: true });
    this.#folder = mkdtempSync(join(cache, 'ferry-mutants-'));
  }

  /** The modules with these mutations; throws where the text is not found exactly once. */
  async grow(mutations: readonly Mutation[]): Promise<StoreModules> {
    this.#count += 1;
    const root = join(this.#folder, String(this.#count));
    const open = new Set(mutations);
    for (const path of SOURCES) {
      let text = readFileSync(join('src', path), 'utf8');
      for (const mutation of mutations.filter(({ file }) => join('store', file) === path)) {
        text = mutated(text, mutation);
        open.delete(mutation);
      }
      write(join(root, path.replace(/\.ts$/, '.js')), compiled(text));
    }
    if (open.size > 0) throw new Error(`There is no ${Array.from(open, ({ file }) => file)}`);
    write(join(root, 'package.json'), '{"type":"module"}');
    const load = (name: string) => import(pathToFileURL(join(process.cwd(), root, 'store', name)).href);
    const [{ Journal }, { JsonStore }] = await Promise.all([load('journal.js'), load('json-store.js')]);
    return { Journal, JsonStore };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function sourcesOf(folder: string): string[] {
  return readdirSync(join('src', folder))
    .filter((name) => name.endsWith('.ts'))
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
