/**
 * Every figure as a pure function from data to the text of a complete SVG: the window and the report draw the same.
 * Colours are tokens of the page with the light ones as a fallback; `withPlainColors` makes a figure fit for a file.
 */
export { bandFigure } from './runs/band-figure.ts';
export { calibrationFigure } from './runs/calibration-figure.ts';
export { svgFile, UNDERLAY, withPlainColors } from './drawing/colors.ts';
export { comparisonFigure } from './runs/comparison-figure.ts';
export { confusionFigure } from './runs/confusion-figure.ts';
export { ecgFigure, secondsOnPage } from './runs/ecg-figure.ts';
export { epsilonCurveFigure } from './runs/epsilon-curve-figure.ts';
export type { FigureOptions } from './drawing/figure.ts';
export { historyFigure } from './runs/history-figure.ts';
export { probabilityFigure } from './runs/probability-figure.ts';
export { enclosingTicks } from './drawing/scale.ts';
export { spectrumFigure, type SpectrumCurve } from './runs/spectrum-figure.ts';
export { amplitudeSpectrum, type Spectrum } from './runs/spectrum.ts';
export { textWidth } from './drawing/svg.ts';
export { survivalFigure } from './runs/survival-figure.ts';
export { targetedTableFigure } from './runs/targeted-table-figure.ts';
export { tracingFigure, type Tracings } from './runs/tracing-figure.ts';
export { replayFigure } from './runs/replay-figure.ts';
export { RESULT_FIGURES, type StudyResults } from './results/index.ts';
