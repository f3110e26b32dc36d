/** The number, 0 to 255, that a frame of the clips carries. */
export function frameNumber(imageData: Pick<ImageData, 'data' | 'width'>): number;

/**
 * The sound of the clips: a sine of amplitude 0.4 that rises from 200 Hz to 4000 Hz.
 *
 * @param length - Samples of the whole clip: 3 s for `chirp-*`, 4.5 s for `clip-{0,1,2}`.
 * @param rate - Samples a second.
 */
export function chirp(length: number, rate: number): Float32Array;
