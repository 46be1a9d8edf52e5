/**
 * Part: the texts that people read, compiled from src-shared/messages/<language>/*.json into functions that main and
 * window import. The compiled files are never committed.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, SetupError, exists, modulePath, run } from './context.mjs';

const SOURCE = join(ROOT, 'src-shared/messages');
const TARGET = join(SOURCE, 'compiled');
const STAMP = join(TARGET, '.stamp');
const COMPILER = join(ROOT, 'scripts/setup/compile-messages.mjs');

/** Compiles the messages, but only when something differs. */
export async function setUpMessages({ check, state }) {
  if (messagesAreCompiled()) return { text: 'compiled' };
  if (check) return { missing: true, text: 'to be compiled' };
  const wanted = fingerprint();
  const text = await compileMessages(state.node, SOURCE, TARGET);
  writeFileSync(STAMP, wanted);
  return { text, changed: true };
}

/** Whether the compiled messages are those of the message files, the compiler and its version. */
export function messagesAreCompiled() {
  return exists(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint();
}

/** Compiles one folder of languages into another folder; returns how many messages there are in which languages. */
export async function compileMessages(node, source, target) {
  const { code, stdout, stderr } = await run(node.path, [...node.flags, COMPILER, source, target]);
  if (code !== 0) throw new SetupError(`The messages could not be compiled:\n${stderr || stdout}`);
  return stdout.trim();
}

/** SHA-256 of everything that the compiled files depend on, in hex. */
function fingerprint() {
  const files = readdirSync(SOURCE, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && join(SOURCE, entry.name) !== TARGET)
    .flatMap(({ name }) => readdirSync(join(SOURCE, name)).map((file) => join(SOURCE, name, file)))
    .sort();
  const hash = createHash('sha256');
  // A missing package is reported by the compilation, which cannot find it either.
  const tools = [COMPILER, modulePath('@inlang/paraglide-js/package.json')].filter(exists);
  for (const file of [...files, ...tools]) {
    const content = readFileSync(file);
    hash.update(`${file.slice(ROOT.length)} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}
