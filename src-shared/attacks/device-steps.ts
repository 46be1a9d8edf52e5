/** What a device does to a tracing between the electrodes and the program that classifies it, in this order. */
export const DEVICE_STEPS = ['band-pass', 'notch', 'resampling', 'gain', 'shift', 'resolution'] as const;
export type DeviceStep = (typeof DEVICE_STEPS)[number];
