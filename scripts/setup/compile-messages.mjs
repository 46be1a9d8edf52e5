/**
 * `node compile-messages.mjs <source> <target>`: turns the messages of every language into functions, with paraglide.
 * `<source>` holds a folder for each language, named by its tag (`en`, `de`, `pt-BR`); in each, a file for each room of
 * the program (`reading.json`) with messages by key. English is the source; a message that another language lacks is
 * shown in English. Nothing is fetched: the one plugin comes from node_modules.
 */
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { compile } from '@inlang/paraglide-js';
import { modulePath, partialFolder } from './context.mjs';

const BASE = 'en';
const [source, target] = process.argv.slice(2);

const languages = languagesIn(source);
if (!languages.includes(BASE))
  fail(`${source} has no folder ${BASE}, the language that the others are translated from.`);
const rooms = filesIn(BASE);
const keys = new Map(languages.map((language) => [language, keysOf(language)]));
for (const language of languages) {
  const unknown = keys.get(language).find((key) => !keys.get(BASE).includes(key));
  if (unknown) fail(`${language} has a message "${unknown}" that ${BASE} does not have.`);
}

const partial = partialFolder(dirname(target));
try {
  const project = join(partial, 'project.inlang');
  mkdirSync(project);
  writeFileSync(join(project, 'settings.json'), JSON.stringify(settings(partial)));
  await compile({
    project,
    outdir: join(partial, 'compiled'),
    // One module for each language: Node loads five files instead of one for each message, and bundlers still drop
    // what is not used.
    outputStructure: 'locale-modules',
    // No cookies, no addresses: a process or window that wants another language sets it (setLocale).
    strategy: ['globalVariable', 'baseLocale'],
    emitGitIgnore: false,
    emitPrettierIgnore: false,
    emitReadme: false,
  });
  rmSync(target, { recursive: true, force: true });
  renameSync(join(partial, 'compiled'), target);
} finally {
  rmSync(partial, { recursive: true, force: true });
}
console.log(`${keys.get(BASE).length} messages in ${languages.join(', ')}`);

function settings(from) {
  const fromHere = (path) => relative(from, path).split(sep).join('/');
  return {
    baseLocale: BASE,
    locales: languages,
    modules: [fromHere(modulePath('@inlang/plugin-message-format/dist/index.js'))],
    telemetry: 'off',
    'plugin.inlang.messageFormat': { pathPattern: rooms.map((room) => fromHere(join(source, '{locale}', room))) },
  };
}

function languagesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(entry.name))
    .map((entry) => entry.name)
    .sort();
}

function filesIn(language) {
  return readdirSync(join(source, language)).sort();
}

/** The keys of one language. Each begins with its file's name, so that a key says where it is defined, and only once. */
function keysOf(language) {
  return filesIn(language).flatMap((file) => {
    if (!rooms.includes(file)) fail(`${language}/${file} has no counterpart ${BASE}/${file}.`);
    const found = Object.keys(parse(join(source, language, file)));
    const prefix = `${file.replace(/\.json$/, '').replaceAll('-', '_')}_`;
    const stray = found.find((key) => !key.startsWith(prefix) || !/^[a-z0-9_]+$/.test(key));
    if (stray) fail(`${language}/${file}: "${stray}" should be lower case and begin with "${prefix}".`);
    return found;
  });
}

function parse(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return fail(`${file}: ${error.message}`);
  }
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
