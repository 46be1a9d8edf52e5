/** What people and programs call the array of signals, the preferred first. */
export const SIGNAL_NAMES = [
  'val',
  'ecg',
  'ecgs',
  'signal',
  'signals',
  'x',
  'data',
  'ecg.data',
  'p_signal',
  'tracings',
  'arr_0',
  '',
];
export const RATE_NAME = /(?:^|\.)(?:fs|sfreq|rate|freq|frequency|sampling_?(?:rate|freq\w*|hz)|sample_?rate)$/i;
export const UNIT_NAME = /(?:^|\.)units?$/i;
export const LEAD_NAME = /(?:^|\.)(?:leads?|sig_?names?|channels?|ch_?names?|lead_?names?)$/i;
