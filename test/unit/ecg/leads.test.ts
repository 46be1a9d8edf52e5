import { describe, expect, it } from 'vitest';
import type { ListedSignal } from '../../../src-main/ecg/formats/format.ts';
import { chooseLead } from '../../../src-main/ecg/leads/choose-lead.ts';
import { leadOf } from '../../../src-main/ecg/leads/lead-name.ts';

function signals(...names: (string | undefined)[]): ListedSignal[] {
  return names.map((name) => ({
    name: name?.replace('!', ''),
    isVoltage: !name?.endsWith('!'),
    read: () => ({ samples: new Int16Array(1), samplingHz: 300, unitsPerMv: 1000, missing: [] }),
  }));
}

describe('the lead that a name means', () => {
  it.each([
    ['II', ['II', 'ii', ' Lead II ', 'lead_ii', 'ECG II', 'ECG Lead II', 'EKG-II', 'DII', 'd2', 'MDC_ECG_LEAD_II']],
    ['I', ['Lead I (Einthoven)', 'i', 'DI']],
    ['ECG', ['ECG', 'ekg', 'ECG 1', 'ECG_2', 'ECG1']],
    ['aVF', ['AVF', 'avf', 'MDC_ECG_LEAD_AVF']],
    ['X', ['vx', 'X']],
    ['V1', ['V1', 'ECG V1']],
    [undefined, ['', 'lead', 'EEG', '1', 'V10', 'PLETH', 'constructor']],
  ])('is %s', (lead, names) => {
    expect(names.map(leadOf)).toEqual(names.map(() => lead));
  });
});

describe('the signal that is read', () => {
  it.each([
    ['one lead by its stated order', signals('V', 'III', 'MLII', 'I'), undefined, 'I'],
    ['a lead among signals that are none', signals('EEG Fpz-Cz', 'col 1', 'ECG'), undefined, 'ECG'],
    ['a voltage among other units', signals('PLETH!', 'col 1', 'ABP!'), undefined, 'col 1'],
    ['the only one without a name', signals(undefined), undefined, 'ECG'],
    ['the one that is asked for', signals('I', 'Lead II', 'V1'), 'ii', 'II'],
    ['the one of that very name before others that mean it', signals('V1', 'ECG 2', 'ECG 1'), 'ecg 1', 'ECG 1'],
    ['an EEG where it is asked for', signals('EEG', 'ECG'), 'EEG', 'EEG'],
  ])('is %s', (_, all, asked, name) => {
    expect(chooseLead(all, asked).lead).toBe(name);
  });

  it.each([
    ['only an EEG', signals('EEG Fpz-Cz'), undefined, /"EEG Fpz-Cz", which is no lead.*--lead/],
    ['two of the same meaning', signals('ECG 1', 'ECG 2'), undefined, /several.*ECG 1, ECG 2.*--lead/],
    ['names that mean nothing', signals('a', 'b', undefined), undefined, /a, b, without a name.*--lead/],
    ['no voltage', signals('ABP!', 'RESP!'), undefined, /none of its signals is a voltage.*ABP, RESP/],
    ['the lead that is asked for missing', signals('I', 'II'), 'V5', /no lead V5; its signals are I, II/],
    ['what is asked for in mmHg', signals('I', 'ABP!'), 'ABP', /ABP is not in units of a voltage/],
  ])('is refused with %s', (_, all, asked, message) => {
    expect(() => chooseLead(all, asked)).toThrow(message);
  });
});
