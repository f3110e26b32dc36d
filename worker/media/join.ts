import type { Sound, Stretch } from './types.js';

/** Sounds of one file, one after the other; `undefined` for none. */
export function joinSounds(sounds: readonly (Sound | undefined)[]): Sound | undefined {
  const [first, ...rest] = sounds.filter((sound) => sound !== undefined);
  if (!first || rest.length === 0) return first;
  const all = [first, ...rest];
  const length = all.reduce((sum, { channels }) => sum + channels[0]!.length, 0);
  const channels = first.channels.map((_, i) => {
    const joined = new Float32Array(length);
    let at = 0;
    for (const sound of all) {
      // A decoder may change its mind on the number of channels.
      joined.set(sound.channels[i] ?? sound.channels[0]!, at);
      at += sound.channels[0]!.length;
    }
    return joined;
  });
  return { ...first, channels };
}

/** Stretches of one file, one after the other; `undefined` when there is nothing in them. */
export function joinStretches(stretches: readonly (Stretch | undefined)[]): Stretch | undefined {
  const filled = stretches.filter((stretch) => stretch?.pictures || stretch?.sound || stretch?.complaint) as Stretch[];
  if (filled.length < 2) return filled[0];
  const pictures = filled.flatMap((stretch) => stretch.pictures ?? []);
  return {
    pictures: pictures[0] && { ...pictures[0], samples: pictures.flatMap(({ samples }) => samples) },
    sound: joinSounds(filled.map(({ sound }) => sound)),
    complaint: filled.find(({ complaint }) => complaint)?.complaint,
  };
}
