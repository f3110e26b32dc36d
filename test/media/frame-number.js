// What the clips that scripts/make-clips.mjs makes show and sound, for it and for the tests that look at them.

/**
 * The number a frame carries: along the top are eight square blocks, an eighth of the frame's width each, white for 1
 * and black for 0, the most significant first.
 */
export function frameNumber({ data, width }) {
  const block = width / 8;
  let number = 0;
  for (let bit = 0; bit < 8; bit++) {
    const x = Math.floor((bit + 0.5) * block);
    const luma = data[(Math.floor(block / 2) * width + x) * 4 + 1];
    number = number * 2 + (luma > 127 ? 1 : 0);
  }
  return number;
}

/** A sine of amplitude 0.4 whose frequency rises from 200 Hz to 4000 Hz over all of its samples, by the same factor in each second. */
export function chirp(length, rate) {
  const seconds = length / rate;
  const octaves = Math.log(4000 / 200);
  const scale = (2 * Math.PI * 200 * seconds) / octaves;
  return Float32Array.from({ length }, (_, i) => 0.4 * Math.sin(scale * (Math.exp((octaves * i) / length) - 1)));
}
