import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { plannedArms } from '../../../src-shared/study/planned-arms.ts';
import { parseProtocol } from '../../../src-shared/study/protocol.ts';

const STUDIES = new URL('../../../studies/', import.meta.url);

function template(name: string) {
  return parseProtocol(JSON.parse(readFileSync(new URL(`${name}/protocol.json`, STUDIES), 'utf8')));
}

function pairsByArm(name: string) {
  return template(name).tasks.flatMap((task) =>
    plannedArms(task).map(({ origin, pairs }) => {
      const made = origin.kind === 'attack' ? `${origin.attack.method}, ε ${origin.attack.epsilonUnits}` : origin.kind;
      return `${pairs} ${task.question} ${made}`;
    }),
  );
}

describe('study templates', () => {
  it('the demo asks for twelve which-is-real pairs of SAP and PGD and six same-class pairs', () => {
    expect(pairsByArm('demo')).toEqual([
      '6 which-is-real sap, ε 10',
      '6 which-is-real pgd, ε 10',
      '6 same-class sap, ε 10',
    ]);
  });

  it('han2020 asks for the pairs of the paper at its budget', () => {
    expect(pairsByArm('han2020')).toEqual([
      '250 same-class sap, ε 10',
      '100 which-is-real pgd, ε 10',
      '100 which-is-real sap, ε 10',
    ]);
  });

  it('each lies beside a README that says what it is', () => {
    for (const name of readdirSync(STUDIES)) {
      expect(readFileSync(new URL(`${name}/README.md`, STUDIES), 'utf8')).toMatch(/^# \w/);
      expect(template(name).schemaVersion).toBe(1);
    }
  });
});
