import { QUESTIONS } from '../../src-shared/questions/index.ts';

/** The questions that a protocol can ask, as a Markdown table. */
export function questionTable(): string {
  const rows = QUESTIONS.map(({ id, text, answers, rightWhen, analysis }) => {
    const given = answers.map((answer) => `\`${answer.id}\` (${answer.label()}, key ${answer.keys[0]})`).join(', ');
    return `| \`"${id}"\` | ${text()} | ${given} | ${rightWhen} | ${analysis.chance ?? 'none'} |`;
  });
  return [
    '<!-- prettier-ignore -->',
    '| question | what the reader is asked | answers | right where | level of chance |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
