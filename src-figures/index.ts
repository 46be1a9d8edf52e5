/**
 * Every figure as a pure function from data to the text of a complete SVG: the window and the report draw the same.
 * Colours are tokens of the page with the light ones as a fallback; `withPlainColors` makes a figure fit for a file.
 */
export { answerFigure } from './answer-figure.ts';
export { bandFigure } from './band-figure.ts';
export { calibrationFigure } from './calibration-figure.ts';
export { UNDERLAY, withPlainColors } from './colors.ts';
export { comparisonFigure } from './comparison-figure.ts';
export { confusionFigure } from './confusion-figure.ts';
export { ecgFigure, secondsOnPage, type EcgTrack } from './ecg-figure.ts';
export { epsilonCurveFigure } from './epsilon-curve-figure.ts';
export type { FigureOptions } from './figure.ts';
export { historyFigure } from './history-figure.ts';
export { probabilityFigure } from './probability-figure.ts';
export { enclosingTicks } from './scale.ts';
export { spectrumFigure, type SpectrumCurve } from './spectrum-figure.ts';
export { amplitudeSpectrum, type Spectrum } from './spectrum.ts';
export { textWidth } from './svg.ts';
export { survivalFigure } from './survival-figure.ts';
export { targetedTableFigure } from './targeted-table-figure.ts';
