import { m } from '../messages/compiled/messages.js';

/** What a device does to a tracing between the electrodes and the program that classifies it, in this order. */
export const DEVICE_STEPS = ['band-pass', 'notch', 'resampling', 'gain', 'shift', 'resolution'] as const;
export type DeviceStep = (typeof DEVICE_STEPS)[number];

const NAMES: Record<DeviceStep, () => string> = {
  'band-pass': m.attacks_device_band_pass,
  notch: m.attacks_device_notch,
  resampling: m.attacks_device_resampling,
  gain: m.attacks_device_gain,
  shift: m.attacks_device_shift,
  resolution: m.attacks_device_resolution,
};

/** The name of a step, or of all of them in turn. */
export function stageName(stage: DeviceStep | 'all'): string {
  return stage === 'all' ? m.attacks_device_all() : NAMES[stage]();
}
