const HALF_POWER = Math.SQRT1_2;

/**
 * Makes `count` channels of those there are: one becomes the same on all, 5.1 becomes stereo as ITU-R BS.775 mixes it, and
 * what has no place otherwise is left out or silent.
 */
export function toChannels(channels: readonly Float32Array[], count: number): readonly Float32Array[] {
  if (channels.length === count) return channels;
  const [first] = channels as [Float32Array];
  if (channels.length === 1) return Array.from({ length: count }, (_, i) => (i < 2 ? first : silence(first.length)));
  if (count === 1)
    return [first.map((_, i) => channels.reduce((sum, channel) => sum + channel[i]!, 0) / channels.length)];
  if (count === 2 && channels.length >= 6) {
    const [left, right, centre, , leftBehind, rightBehind] = channels as Float32Array[];
    const mix = (side: Float32Array, behind: Float32Array) =>
      // Scaled by what would clip if all were at their loudest.
      side.map((value, i) => (value + HALF_POWER * (centre![i]! + behind[i]!)) / (1 + 2 * HALF_POWER));
    return [mix(left!, leftBehind!), mix(right!, rightBehind!)];
  }
  return Array.from({ length: count }, (_, i) => channels[i] ?? silence(first.length));
}

function silence(length: number): Float32Array {
  return new Float32Array(length);
}
