import { withPlainColors } from '../../../src-figures/index.ts';
import { escapeXml as escape } from '../../../src-figures/drawing/svg.ts';
import type { Replay, ReplayTrial } from '../../../src-shared/study/replay.ts';
import { replaySentences, replayTotal } from '../../../src-shared/study/replay-sentences.ts';

const STYLE = `
body { max-width: 720px; margin: 24px auto; padding: 0 16px; font: 15px/1.5 system-ui, sans-serif; color: #1c1f23; }
h1 { font-size: 22px; } h2 { margin: 0; font-size: 16px; }
section { padding: 16px 0; border-top: 1px solid #d5d9de; break-inside: avoid; }
p { margin: 4px 0; } .right { color: #17663a; } .wrong { color: #a3242a; }
svg { max-width: 100%; height: auto; }
@media print { body { margin: 0; } }
`;

/**
 * What a reader answered, with the truth, as one HTML file that can be sent: no scripts, nothing from a network, and
 * nothing of another reader. `figureOf`: the SVG of a trial.
 */
export function replayPage(replay: Replay, figureOf: (trial: ReplayTrial) => string): string {
  const title = `${replay.reader}: your answers to ${replay.study}`;
  const parts = [
    `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escape(title)}</h1>
<p>${escape(replayTotal(replay))}</p>
<p>Each figure has the real tracing in grey and the other one in blue. Where both are of one record, the difference δ stands below on a scale of its own, and what is shown are the seconds about the largest change.</p>`,
    ...replay.trials.map((trial) => section(trial, withPlainColors(figureOf(trial)))),
    '</body>\n</html>\n',
  ];
  return parts.join('\n');
}

function section(trial: ReplayTrial, figure: string): string {
  const { verdict, sentences } = replaySentences(trial);
  const kind = trial.isRight === null ? '' : ` class="${trial.isRight ? 'right' : 'wrong'}"`;
  return `<section>
<h2${kind}>${escape(`Trial ${trial.number}: ${verdict}`)}</h2>
${sentences.map((sentence) => `<p>${escape(sentence)}</p>`).join('\n')}
${figure}
</section>`;
}
