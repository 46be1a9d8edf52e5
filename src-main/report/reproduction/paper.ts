/** What Han et al. 2020 report (Nature Medicine 26, 360-363), as shares. */
export const PAPER = {
  accuracy: 0.88,
  meanF1: 0.87,
  sap: 0.74,
  smoothedPgd: 0.71,
  noise: 0.876,
  /** By the public script, which joins mostly within the zero padding. */
  concatenation: 1,
  parameters: 5_486_916,
  paddedSamples: 18_000,
  testRecords: 853,
  /** Normal, AF, Other, Noise in its test set. */
  testCounts: [509, 84, 229, 31],
} as const;

/** The paper gives whole percentages: a figure stands for everything that rounds to it. */
export const PAPER_ROUNDING = 0.005;

export const CITATION =
  'Han X, Hu Y, Foschini L, Chinitz L, Jankelson L, Ranganath R. Deep learning models for electrocardiograms are susceptible to adversarial attack. Nature Medicine 26, 360–363 (2020).';
export const DOI = '10.1038/s41591-020-0791-x';
