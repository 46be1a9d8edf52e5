import { describe, expect, it } from 'vitest';
import { locateJson } from '../../../src-shared/json/locate-json.ts';
import { checkProtocolText, readProtocolText } from '../../../src-shared/study/protocol-text.ts';
import { retitled } from '../../../src-shared/study/protocol-title.ts';

const TEXT = `{
  "schemaVersion": 1,
  "title": "Seen?",
  "seed": 7,
  "tasks": [
    {
      "id": "which",
      "question": "which-is-real",
      "arms": [
        { "name": "SAP", "attack": { "method": "sap" }, "pairs": 0, "pears": 3 },
        { "name": "PGD", "attack": { "method": "pgd" } }
      ]
    }
  ]
}
`;

describe('locateJson', () => {
  it.each([
    '{"a":[1,-2.5e3,true,false,null,{"b":"c"}],"d":{},"e":[]}',
    ' [ ] ',
    '"\\u00e4\\n\\"\\\\"',
    '-0',
    '{"__proto__": {"x": 1}}',
  ])('reads %s as JSON.parse does', (text) => {
    const located = locateJson(text);
    expect('json' in located && JSON.stringify(located.json)).toBe(JSON.stringify(JSON.parse(text)));
  });

  it.each([
    ['{\n  "a": 1,\n}', 3, 1, 'the name of a field'],
    ['{\n  "a" 1\n}', 2, 7, 'a colon'],
    ['[1, 2', 1, 6, 'a comma or ]'],
    ['{"a": "no\nend"}', 1, 7, 'does not end on its line'],
    ['{"a": 01}', 1, 8, 'a comma or a closing bracket'],
    ['{"a": 1', 1, 8, 'a comma or }'],
    ['{"a": 1.}', 1, 7, 'digits'],
    ["{\r\n  'a': 1\r\n}", 2, 3, 'in double quotes'],
    ['["\\x"]', 1, 2, 'wrong escape'],
    ['["\t"]', 1, 2, 'wrong escape or character'],
    ['{"a": 1, "a": 2}', 1, 10, 'there twice'],
    ['', 1, 1, 'a value'],
    ['{} {}', 1, 4, 'nothing more'],
    ['{ // note\n}', 1, 3, 'no comment'],
    ['[undefined]', 1, 2, 'true, false or null'],
  ])('says of %j where it is not JSON', (text, line, column, why) => {
    const located = locateJson(text);
    expect(located).toMatchObject({ place: { line, column }, problem: expect.stringContaining(why) as string });
  });

  it('refuses what is nested so deeply that a reader would run out of stack', () => {
    expect(locateJson('['.repeat(100_000))).toMatchObject({
      problem: expect.stringContaining('levels deep') as string,
    });
  });
});

describe('a protocol.json', () => {
  it('is told all that is wrong with it, each with its line and column', () => {
    const { protocol, problems } = checkProtocolText(TEXT);
    expect(protocol).toBeUndefined();
    expect(problems.map(({ line, column, path, sentence }) => [line, column, path.join('.'), sentence])).toEqual([
      [10, 57, 'tasks.0.arms.0.pairs', 'tasks[0].arms[0].pairs is 0: it must be at least 1.'],
      [
        10,
        69,
        'tasks.0.arms.0.pears',
        expect.stringMatching(/^tasks\[0\]\.arms\[0\]\.pears is not a field of a protocol/),
      ],
      [11, 9, 'tasks.0.arms.1.pairs', 'tasks[0].arms[1].pairs is missing: it must be a number.'],
    ]);
    expect(problems[0]?.short).toBe('must be at least 1.');
  });

  it('is refused as a file with the lines of its mistakes', () => {
    expect(() => readProtocolText(TEXT, 'my.json')).toThrow(/my\.json cannot be used\. Line 10, column 57: tasks/);
    expect(() => readProtocolText('{ "title" }', 'my.json')).toThrow(/Line 1, column 11: This is not JSON: a colon/);
  });

  it('is copied under another title, and as it is where it has none', () => {
    expect(retitled(TEXT)).toContain('"title": "Seen? (copy)"');
    expect(retitled('{ "title" }')).toBe('{ "title" }');
  });
});
