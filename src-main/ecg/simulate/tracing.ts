/** The sampling of a tracing. */
export interface Grid {
  samplingHz: number;
  sampleCount: number;
  durationS: number;
}

export interface Tracing {
  /** (sampleCount,), mV. */
  millivolts: Float64Array;
  /** Times of the R peaks within the tracing, seconds. */
  beatSeconds: number[];
}
