/** What passes between the stages of the media pipeline: sniff → demux → timeline → fragments. */

/** What a track of coded pictures needs beside its samples. */
export interface VideoConfig {
  /** As WebCodecs writes it: `avc1.64001F`. */
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  /** The decoder configuration record (`avcC`), without its box header. */
  readonly description: Uint8Array;
}

/** One coded picture: an access unit whose NAL units have 4-byte lengths. Times are in its track's timescale. */
export interface VideoSample {
  readonly data: Uint8Array;
  /** Presentation time, counted from the start of the file's presentation. */
  readonly cts: number;
  /** When it is decoded, on the same clock: not after `cts`, before 0 where pictures are reordered. */
  readonly dts: number;
  readonly duration: number;
  /** Whether decoding may begin here. */
  readonly sync: boolean;
}

/** Samples in decode order. */
export interface Pictures {
  readonly config: VideoConfig;
  /** Ticks a second. */
  readonly timescale: number;
  readonly samples: readonly VideoSample[];
}

/** Decoded sound: one array for each channel, -1 to 1. What the encoder added before and after is trimmed off. */
export interface Sound {
  readonly sampleRate: number;
  readonly channels: readonly Float32Array[];
  /** Precision worth keeping: 16 for what came of 16-bit or lossy files, else 24. */
  readonly bits: 16 | 24;
}

/** What a demuxer makes of the bytes it was given. A file's sound begins at the start of its presentation, without holes. */
export interface Stretch {
  readonly pictures?: Pictures | undefined;
  readonly sound?: Sound | undefined;
  /** What is wrong with the file, though this much of it can be played. */
  readonly complaint?: string | undefined;
}

/** Reads one file, from its first byte to its last, as it comes in. */
export interface Demuxer {
  /**
   * Takes the next bytes and gives what is complete by then. The bytes may be kept.
   *
   * @throws TypeError that says what was found, without naming the chunk.
   */
  push(bytes: Uint8Array): Promise<Stretch | undefined>;
  /** There are no more bytes: gives what is left. Throws as {@link push} does. */
  end(): Promise<Stretch | undefined>;
  /** Whether the file is known to be over, and all of it was given: there is nothing left for `end`. */
  readonly whole: boolean;
  /** Whether the file is known to have no pictures. */
  readonly soundOnly: boolean;
  /** Whether bytes that {@link sniff} takes for the start of a file go on with this one all the same. */
  continues(bytes: Uint8Array): boolean;
}

/** What the pipeline asks of its surroundings. */
export interface MediaTools {
  /** Decodes a whole audio file in the page, where the worker has no `AudioDecoder`; encoder delay is trimmed. */
  decodeOnPage(file: Uint8Array, sampleRate: number): Promise<Sound>;
  /** Where parts are that are loaded on first use: `ts`, `resampler`. */
  readonly parts: Readonly<Record<string, string>>;
}
