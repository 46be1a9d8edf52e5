import type { Replay, ReplayTrial } from './replay.ts';
import { counted } from '../format/counted.ts';
import { decimal } from '../format/number.ts';

const KINDS: Partial<Record<ReplayTrial['kind'], string>> = {
  catch: 'It was a catch trial, there to see whether you were paying attention.',
  repeat: 'You had seen this pair before.',
};

/** What is said of one trial to its reader. */
export function replaySentences(trial: ReplayTrial): { verdict: string; sentences: string[] } {
  const { kind, question, answer, right, isRight, responseTimeMs, confidence, clue } = trial;
  const sure = confidence === null ? '' : ` How sure you were: ${confidence} of 4.`;
  return {
    verdict: isRight === null ? 'no answer' : isRight ? 'right' : 'wrong',
    sentences: [
      `${question} You answered “${answer}” after ${decimal(responseTimeMs / 1000, 1)} s; the right answer was “${right}”.${sure}`,
      shown(trial),
      ...(clue === null ? [] : [`What looked wrong to you: ${clue}.`]),
      ...(KINDS[kind] === undefined ? [] : [KINDS[kind]]),
    ],
  };
}

function shown({ tracings, realSide, made, isPerturbed, record, otherRecord }: ReplayTrial): string {
  const other = isPerturbed
    ? `the same record changed by ${made}`
    : otherRecord === null
      ? made
      : `another record, ${otherRecord} (${made})`;
  if (tracings === 1)
    return realSide === 1 ? `You saw the real tracing, ${record}.` : `You saw ${other}; real is ${record}.`;
  return `The ${realSide === 1 ? 'upper' : 'lower'} tracing was the real one, ${record}; the other one is ${other}.`;
}

/** 'You were right in 12 of 20 trials; of 1 you could not say.' */
export function replayTotal({ trials, virtual }: Pick<Replay, 'trials' | 'virtual'>): string {
  const judged = trials.filter(({ isRight }) => isRight !== null);
  const right = judged.filter(({ isRight }) => isRight).length;
  const open = trials.length - judged.length;
  return [
    `Right in ${right} of ${counted(judged.length, 'trial')}.`,
    ...(open > 0 ? [`In ${counted(open, 'trial')} nothing could be said.`] : []),
    ...(virtual ? ['A virtual reader answered: this is a rehearsal.'] : []),
  ].join(' ');
}
