/**
 * Closes that doubles hold exactly, many at a time: what is handed from the scan to the rolling sum.
 *
 * @module
 */

/** Closes of one scale, as integers that doubles hold exactly: close = mantissa × 10^−decimals. */
export interface ScaledCloses {
  /** The first `count` of it are the closes. */
  readonly mantissas: Float64Array;
  readonly count: number;
  readonly decimals: number;
  /** No mantissa is larger, its sign left out. It is below 2^53. */
  readonly largest: number;
}
