import { quotasSchema } from '../../../src-shared/study/criteria.ts';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CLASS_CODES } from '../../../src-shared/ecg.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { blindProtocol } from '../../../src-shared/study/blinded-protocol.ts';
import { totalTrials } from '../../../src-shared/study/planned-arms.ts';
import { parseProtocol, protocolSchema } from '../../../src-shared/study/protocol.ts';
import { protocolInput } from './protocols.ts';

describe('a protocol', () => {
  it('gets the documented defaults for all that it leaves out', () => {
    const protocol = parseProtocol(protocolInput());
    expect(protocol.description).toBe('');
    expect(protocol.stimuli).toEqual({
      split: 'test',
      onlySuccessful: true,
      minDurationMs: 0,
    });
    expect(protocol.options).toEqual({
      paperSpeedMmPerS: 25,
      gainMmPerMv: 10,
      similarityMargin: 0.6,
      distinctRecords: 'study',
    });
    expect(protocol.tasks[0]?.arms[0]?.attack).toMatchObject({ epsilonUnits: 10, kernels: 'cross25', target: null });
    expect(totalTrials(protocol)).toBe(7);
  });

  it('may instruct in several languages, which the blinded one keeps', () => {
    const input = protocolInput();
    const instructions = { en: 'Look.', de: 'Schauen Sie.' };
    const [first, ...others] = input.tasks;
    const protocol = parseProtocol({ ...input, tasks: [{ ...first, instructions }, ...others] });
    expect(protocol.tasks[0]?.instructions).toEqual(instructions);
    expect(blindProtocol(protocol).tasks[0]?.instructions).toEqual(instructions);
  });

  it('reads back the same after it was stored with its defaults', () => {
    const protocol = parseProtocol(protocolInput());
    expect(parseProtocol(JSON.parse(JSON.stringify(protocol)))).toEqual(protocol);
  });

  it('leaves the classes open where it names none: they are those of the dataset', () => {
    expect(parseProtocol(protocolInput()).stimuli.classes).toBeUndefined();
    const classes = ['STTC', 'MI'];
    expect(parseProtocol({ ...protocolInput(), stimuli: { classes } }).stimuli.classes).toEqual(classes);
    expect(() => parseProtocol({ ...protocolInput(), stimuli: { classes: ['a,b'] } })).toThrow(/stimuli\.classes\[0\]/);
  });

  it('writes quotas of the classes of CinC 2017 in one order, as older versions did', () => {
    expect(Object.keys(quotasSchema.parse({ O: 0.25, X: 0.25, N: 0.5 }))).toEqual(['N', 'O', 'X']);
  });

  it.each<[string, (file: Loose) => void, string]>([
    ['an unknown field', (file) => (file.colour = 1), 'colour is not a field of a protocol: remove it, or use one of'],
    [
      'quotas that are neither shares nor the pairs of the arm',
      (file) => (armOf(file)['quotas'] = { N: 2, A: 1 }),
      'tasks[0].arms[0].quotas is {"N":2,"A":1}: it must add up to 1, as shares, or to the 4 pairs of the arm SAP, as whole numbers: they add up to 3',
    ],
    [
      'quotas of a class that is left out',
      (file) => ((file.stimuli = { classes: ['N', 'A'] }), (armOf(file)['quotas'] = { N: 0.5, O: 0.5 })),
      'tasks[0].arms[0].quotas.O is 0.5: it must be left out: "classes" of the stimuli are N, A',
    ],
    [
      'a size whose ends are the wrong way round',
      (file) => (armOf(file)['size'] = { least: 3, most: 2 }),
      'tasks[0].arms[0].size.most is 2: it must not be below "least"',
    ],
    [
      'a longest record below the shortest',
      (file) => (file.stimuli = { minDurationMs: 9000, maxDurationMs: 8000 }),
      'stimuli.maxDurationMs is 8000: it must not be below "minDurationMs", 9000',
    ],
    [
      'a misspelt setting of an attack',
      (file) => (armOf(file).attack.epsilon = 1),
      'tasks[0].arms[0].attack.epsilon is not a field of a protocol: remove it, or use one of method, target, epsilonUnits, padding, seed, loss,',
    ],
    [
      'a budget that quantising would make 0',
      (file) => (armOf(file).attack.epsilonUnits = 0.9),
      'tasks[0].arms[0].attack.epsilonUnits is 0.9: it must be at least 1: signals are stored in whole ADC units,',
    ],
    [
      'an attack by no known method',
      (file) => (armOf(file).attack.method = 'magic'),
      'tasks[0].arms[0].attack.method is "magic": it must be "fgsm" or "pgd" or "smoothed-pgd" or "sap" or "spsa" or "ecgadv"',
    ],
    [
      'an arm that nothing makes',
      (file) => Reflect.deleteProperty(armOf(file), 'attack'),
      'tasks[0].arms[0].attack is missing: it must say what makes the second tracing, unless a "source" says',
    ],
    [
      'an arm that two things make',
      (file) => (armOf(file).source = { kind: 'dataset', dataset: 'gan' }),
      'tasks[0].arms[0].source is {"kind":"dataset","dataset":"gan"}: it must be left out where there is an "attack"',
    ],
    [
      'a source by no known kind',
      (file) => (armOf(file).source = { kind: 'file' }),
      'tasks[0].arms[0].source.kind is "file": it must be "dataset" or "pairs"',
    ],
    ['a missing seed', (file) => delete file.seed, 'seed is missing: it must be a number'],
    ['a fractional seed', (file) => (file.seed = 1.5), 'seed is 1.5: it must be a whole number'],
    ['a negative seed', (file) => (file.seed = -1), 'seed is -1: it must be at least 0'],
    ['an empty title', (file) => (file.title = ' '), 'title is " ": it must have at least 1 character'],
    ['another version', (file) => (file.schemaVersion = 2), 'schemaVersion is 2: it must be 1'],
    ['no task', (file) => (file.tasks = []), 'tasks is []: it must have at least 1 entry'],
    ['an arm without pairs', (file) => (armOf(file).pairs = 0), 'tasks[0].arms[0].pairs is 0: it must be at least 1'],
    [
      'an unknown question',
      (file) => (taskOf(file).question = 'who'),
      'tasks[0].question is "who": it must be "which-is-real" or "same-class"',
    ],
    [
      'a slash in the name of an arm',
      (file) => (armOf(file).name = 'a/b'),
      'tasks[0].arms[0].name is "a/b": it must be 1 to 40 letters',
    ],
    [
      'two arms of one name, capitals aside',
      (file) => taskOf(file).arms.push({ ...armOf(file), name: 'sap' }),
      'tasks[0].arms[2].name is "sap": it must differ from entry 0 of the list',
    ],
    [
      'two tasks of one id',
      (file) => (file.tasks as unknown[]).push(taskOf(file)),
      'tasks[1].id is "real": it must differ from entry 0 of the list',
    ],
    [
      'a class twice',
      (file) => (file.stimuli = { classes: ['N', 'N'] }),
      'stimuli.classes[1] is "N": it must differ from entry 0 of the list',
    ],
    [
      'a margin at chance',
      (file) => (file.options = { similarityMargin: 0.5 }),
      'options.similarityMargin is 0.5: it must be more than 0.5',
    ],
    [
      'a paper speed that no paper has',
      (file) => (file.options = { paperSpeedMmPerS: 30 }),
      'options.paperSpeedMmPerS is 30: it must be 12.5 or 25 or 50',
    ],
  ])('with %s is refused with path, value and cure', (_name, spoil, message) => {
    const file = structuredClone(protocolInput()) as unknown as Loose;
    spoil(file);
    expect(() => parseProtocol(file)).toThrow(AppError);
    expect(() => parseProtocol(file)).toThrow(message);
    expect(() => parseProtocol(file)).toThrow(expect.objectContaining({ code: 'bad-input' }));
  });

  it.each([null, [], 'x', 3, undefined])('that is %j is refused, not stumbled over', (document) => {
    expect(() => parseProtocol(document)).toThrow(/^The protocol cannot be used\. The document is .*an object in { }/);
  });

  it('names everything that is wrong at once', () => {
    const file = { ...protocolInput(), seed: -1, title: '' };
    expect(() => parseProtocol(file)).toThrow(/title is "".*seed is -1/);
  });
});

describe('docs/protocol.md', () => {
  const page = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');
  const fields = fieldNames(z.toJSONSchema(protocolSchema, { io: 'input' }));

  it('and docs/attacks.md name every field of the schema in their tables, and no other', () => {
    const attacks = readFileSync(new URL('../../../docs/attacks.md', import.meta.url), 'utf8');
    const pages = page + attacks.replace(/## Methods.*?(?=## Options)|## Presets.*/gs, '');
    const documented = [...pages.matchAll(/^\| `(\w+)`/gm)].map((match) => match[1]);
    // Quotas are keyed by the codes of classes, which are no fields of their own.
    const named = fields.filter((field) => !(CLASS_CODES as readonly string[]).includes(field));
    expect(new Set(['method', ...documented])).toEqual(new Set(named));
    expect(fields).toContain('similarityMargin');
    expect(fields).toContain('spsaPairs');
  });

  it('shows an example that can be used as it stands', () => {
    const example = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    expect(totalTrials(parseProtocol(JSON.parse(example)))).toBe(100);
  });
});

interface LooseArm {
  attack: Record<string, unknown>;
  [field: string]: unknown;
}
interface LooseTask {
  arms: LooseArm[];
  [field: string]: unknown;
}
type Loose = Record<string, unknown>;

function taskOf(file: Loose): LooseTask {
  return (file['tasks'] as LooseTask[])[0] as LooseTask;
}

function armOf(file: Loose): LooseArm {
  return taskOf(file).arms[0] as LooseArm;
}

interface JsonSchema {
  properties?: Record<string, unknown>;
  items?: unknown;
  oneOf?: unknown[];
}

function fieldNames(schema: unknown): string[] {
  const { properties = {}, items, oneOf = [] } = schema as JsonSchema;
  const own = Object.entries(properties).flatMap(([name, field]) => [name, ...fieldNames(field)]);
  return [...own, ...(items === undefined ? [] : fieldNames(items)), ...oneOf.flatMap(fieldNames)];
}
