import { describe, expect, it } from 'vitest';
import { perMillivolt } from '../../../src-main/ecg/formats/units/voltage.ts';

describe('a unit', () => {
  it.each([
    [1, ['mV', 'mv', 'MV', 'millivolt', 'Millivolts', 'mVolt', 'milli-volts', ' mV ']],
    [1000, ['uV', 'UV', 'µV', '\u03bcV', 'microvolts', 'MICROVOLT', 'uVolts', '\u03bcvolt']],
    [1e6, ['nV', 'nanovolts']],
    [1e-3, ['V', 'v', 'volt', 'Volts']],
    [undefined, ['NV', 'nv', 'NU', 'mmHg', 'Ohm', 'mV/s', 'kilovolt', 'constructor', '__proto__', '', '%', 'revolts']],
  ])('of which %s make a millivolt is recognised however it is spelled', (perMv, spellings) => {
    for (const unit of spellings) expect(perMillivolt(unit), unit).toBe(perMv);
  });
});
