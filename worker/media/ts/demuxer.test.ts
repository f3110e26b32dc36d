import { expect } from 'chai';
import { joinBytes } from '../bytes.js';
import { joinStretches } from '../join.js';
import type { MediaTools, Stretch } from '../types.js';
import { TsDemuxer } from './demuxer.js';

const PACKET = 188;
const AAC = 0x0f;
const H264 = 0x1b;
const HEVC = 0x24;
const AC3 = 0x81;
const NONE = 0x05;

/** What ffprobe tells of the clip: when its pictures are shown, in decode order, and which are key frames. */
const SHOWN = [0, 3, 1, 2, 4, 7, 5, 6, 10, 8, 9, 11, 12, 15, 13, 14, 16, 19, 17, 18, 21, 20, 23, 22, 24];
const KEYS = [0, 12, 24];
const FRAME = 90_000 / 25;
const LENGTH = 48_000;

describe('MPEG-TS', () => {
  const tools: MediaTools = {
    decodeOnPage: () => Promise.reject(new TypeError('not on the page')),
    parts: {},
  };
  /** One second of H.264, 25 pictures a second, and of AAC: a sine of 440 Hz. */
  let clip: Uint8Array;

  before(async () => {
    const response = await fetch(new URL('../../../test/media/h264-aac.m2t', import.meta.url));
    clip = new Uint8Array(await response.arrayBuffer());
  });

  /** @param size - Bytes of a slice. */
  async function read(bytes: Uint8Array, size = bytes.length): Promise<Stretch> {
    const demuxer = new TsDemuxer(tools);
    const stretches: (Stretch | undefined)[] = [];
    for (let at = 0; at < bytes.length; at += size) stretches.push(await demuxer.push(bytes.slice(at, at + size)));
    return joinStretches([...stretches, await demuxer.end()])!;
  }

  const failure = (bytes: Uint8Array) =>
    read(bytes).then(
      () => expect.fail('it was read'),
      (error) => error as Error,
    );

  it('gives pictures and sound of a file', async () => {
    const { pictures, sound, complaint } = await read(clip);
    const { config, timescale, samples } = pictures!;
    expect(config).to.include({ codec: 'avc1.64000a', width: 96, height: 64 });
    expect([...config.description.subarray(0, 4)]).to.deep.equal([1, 0x64, 0, 0x0a]);
    expect(timescale).to.equal(90_000);
    expect(samples.map(({ cts }) => cts / FRAME)).to.deep.equal(SHOWN);
    expect(samples.every(({ duration }) => duration === FRAME)).to.equal(true);
    expect(samples.flatMap(({ sync }, i) => (sync ? i : []))).to.deep.equal(KEYS);
    expect(complaint).to.equal(undefined);
    expect(sound!.sampleRate).to.equal(48_000);
    expect(sound!.channels.map(({ length }) => length)).to.deep.equal([LENGTH, LENGTH]);
  });

  it('gives the sound that belongs to the first picture at its start', async () => {
    const [left] = (await read(clip)).sound!.channels;
    const sine = (i: number) => 0.125 * Math.SQRT1_2 * Math.sin((2 * Math.PI * 440 * i) / 48_000);
    const error = left!.subarray(4800, 43_200).reduce((most, x, i) => Math.max(most, Math.abs(x - sine(4800 + i))), 0);
    expect(error).to.be.below(0.01);
  });

  it('gives units with lengths, without delimiters and the parameter sets that are in the configuration', async () => {
    for (const { data, sync } of (await read(clip)).pictures!.samples) {
      const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
      const types: number[] = [];
      let at = 0;
      for (; at < data.length; at += 4 + view.getUint32(at)) types.push(data[at + 4]! & 31);
      expect(at).to.equal(data.length);
      expect(types.filter((type) => ![1, 5, 6].includes(type))).to.deep.equal([]);
      expect(types.includes(5)).to.equal(sync);
    }
  });

  it('gives the same for slices, wherever they are cut', async () => {
    const whole = await read(clip);
    for (const size of [100, PACKET * 3, 1000, 4099]) expect(await read(clip, size), `${size}`).to.deep.equal(whole);
  });

  it('gives all but the last picture before it knows that there are no more', async () => {
    const demuxer = new TsDemuxer(tools);
    const { pictures } = (await demuxer.push(clip))!;
    expect(pictures!.samples.length).to.equal(SHOWN.length - 1);
    expect(demuxer.whole).to.equal(false);
    expect(demuxer.soundOnly).to.equal(false);
    expect((await demuxer.end())!.pictures!.samples.length).to.equal(1);
  });

  it('reads video without sound', async () => {
    const { pictures, sound } = await read(withType(clip, AAC, NONE));
    expect(pictures!.samples.length).to.equal(SHOWN.length);
    expect(sound).to.equal(undefined);
  });

  it('reads sound without video', async () => {
    const demuxer = new TsDemuxer(tools);
    const first = await demuxer.push(withType(clip, H264, NONE));
    expect(demuxer.soundOnly).to.equal(true);
    const { pictures, sound } = joinStretches([first, await demuxer.end()])!;
    expect(pictures).to.equal(undefined);
    // With what the encoder has put before it and behind.
    expect(sound!.channels[0]!.length).to.equal(48 * 1024);
  });

  it('reads both where times wrap', async () => {
    const whole = await read(clip);
    const late = retimed(clip, (time) => (time + 2 ** 33 - 150_000) % 2 ** 33);
    expect(await read(late)).to.deep.equal(whole);
  });

  it('puts silence before sound that starts late', async () => {
    const late = retimed(clip, (time, isVideo) => (isVideo ? time : time + 45_000));
    const { sound } = await read(late);
    const [left] = sound!.channels;
    expect(left!.length).to.be.above(LENGTH + 24_000 - 1024);
    expect(left!.subarray(0, 22_000).every((x) => x === 0)).to.equal(true);
  });

  it('names what it does not take', async () => {
    const messages = {
      HEVC: withType(clip, H264, HEVC),
      'AC-3': withType(clip, AAC, AC3),
      nothing: withType(withType(clip, AAC, NONE), H264, NONE),
      'no table': clip.subarray(0, PACKET),
      encrypted: eachPacket(clip, (packet) => {
        if (pidOf(packet) === 0x100 || pidOf(packet) === 0x101) packet[3] = packet[3]! | 0x80;
      }),
    };
    const found = await Promise.all(Object.values(messages).map(failure));
    expect(found.map(({ message }) => message)).to.deep.equal([
      'MPEG-TS with HEVC video. It takes H.264 and AAC',
      'MPEG-TS with AC-3 sound. It takes H.264 and AAC',
      'MPEG-TS without video or sound. It takes H.264 and AAC',
      'MPEG-TS without a table of what is in it. It takes H.264 and AAC',
      'MPEG-TS that is encrypted',
    ]);
    expect(found.every((error) => error instanceof TypeError)).to.equal(true);
  });

  it('finds packets after bytes that are none', async () => {
    const middle = PACKET * 40;
    const garbage = new Uint8Array(333).fill(0x47, 100, 200);
    const bytes = joinBytes([clip.subarray(0, middle), garbage, clip.subarray(middle)]);
    const { pictures, sound } = await read(bytes);
    expect(pictures!.samples.length).to.be.within(SHOWN.length - 1, SHOWN.length);
    expect(sound!.channels[0]!.length).to.equal(LENGTH);
  });

  it('leaves out pictures that are damaged, and keeps the time of the others', async () => {
    const at = packetsOf(clip).findIndex((packet) => pidOf(packet) === 0x100 && !(packet[1]! & 0x40));
    const bytes = joinBytes([clip.subarray(0, at * PACKET), clip.subarray((at + 1) * PACKET)]);
    const { pictures, complaint } = await read(bytes);
    const { pictures: all } = await read(clip);
    expect(complaint).to.equal('it is damaged, and some of its pictures are left out');
    // The first one is, and those that need it.
    const start = SHOWN[KEYS[1]!]! * FRAME;
    expect(pictures!.samples).to.deep.equal(
      all!.samples.slice(KEYS[1]).map((s) => ({ ...s, cts: s.cts - start, dts: s.dts - start })),
    );
    expect(await read(bytes, 1000)).to.deep.equal(await read(bytes));
  });

  it('fills a hole in the sound with silence', async () => {
    const packets = packetsOf(clip);
    const starts = packets.flatMap((packet, i) => (pidOf(packet) === 0x101 && packet[1]! & 0x40 ? i : []));
    const [from, to] = [starts[1]!, starts[2]!];
    const kept = packets.filter((packet, i) => pidOf(packet) !== 0x101 || i < from || i >= to);
    const { sound } = await read(joinBytes(kept));
    const [left] = sound!.channels;
    expect(left!.length).to.equal(LENGTH);
    expect(left!.some((_, i) => i > 3000 && left!.subarray(i, i + 500).every((x) => Math.abs(x) < 1e-4))).to.equal(
      true,
    );
  });

  it('plays what there is of a file that is cut short', async () => {
    const { pictures, sound, complaint } = await read(clip.subarray(0, 63 * PACKET + 77));
    expect(complaint).to.equal('it is cut short');
    expect(pictures!.samples.length).to.be.within(10, 22);
    expect(sound!.channels[0]!.length).to.be.above(LENGTH / 4);
  });

  it('never fails with anything but a TypeError', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      let state = seed;
      const random = (below: number) => {
        state = (state * 48_271) % 0x7fff_ffff;
        return state % below;
      };
      const bytes = clip.slice();
      for (let i = 0; i < 20 * seed; i++) bytes[random(bytes.length)] = random(256);
      const outcome = await read(bytes, 3000).catch((error) => error);
      if (outcome instanceof Error) expect(outcome).to.be.instanceOf(TypeError);
    }
  });

  it('tells what goes on with a file from another file', async () => {
    const packets = packetsOf(clip);
    const cut = packets.findIndex((packet, i) => i > 60 && pidOf(packet) === 0x100 && packet[1]! & 0x40);
    const [head, tail] = [packets.slice(0, cut), packets.slice(cut)];
    const tables = [0, 0x1000].map((pid) => {
      const last = head.findLast((packet) => pidOf(packet) === pid)!.slice();
      last[3] = (last[3]! & 0xf0) | ((last[3]! + 1) & 15);
      return last;
    });
    const demuxer = new TsDemuxer(tools);
    await demuxer.push(joinBytes(head));
    expect(demuxer.continues(joinBytes(tail)), 'slice').to.equal(true);
    expect(demuxer.continues(joinBytes([...tables, ...tail])), 'segment').to.equal(true);
    expect(demuxer.continues(clip), 'again').to.equal(false);
    expect(demuxer.continues(retimed(clip, (time) => time + 9_000_000)), 'other').to.equal(false);
    // A slice that ends within a packet goes on with the rest of it.
    await demuxer.push(tail[0]!.subarray(0, 100));
    expect(demuxer.continues(joinBytes([tail[0]!.subarray(100), ...tail.slice(1)])), 'rest').to.equal(true);
    expect(demuxer.continues(clip), 'file after a rest').to.equal(false);
  });
});

function packetsOf(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: bytes.length / PACKET }, (_, i) => bytes.slice(i * PACKET, (i + 1) * PACKET));
}

function pidOf(packet: Uint8Array): number {
  return ((packet[1]! & 0x1f) << 8) | packet[2]!;
}

function eachPacket(bytes: Uint8Array, change: (packet: Uint8Array) => void): Uint8Array {
  const packets = packetsOf(bytes);
  packets.forEach(change);
  return joinBytes(packets);
}

/** The file, with another type for one of its streams. */
function withType(bytes: Uint8Array, from: number, to: number): Uint8Array {
  return eachPacket(bytes, (packet) => {
    if (pidOf(packet) !== 0x1000) return;
    const at = packet.findIndex((byte, i) => i > 16 && byte === from && packet[i + 1] === 0xe1);
    packet[at] = to;
  });
}

/** The file, with other times in the heads of its PES packets. */
function retimed(bytes: Uint8Array, change: (time: number, isVideo: boolean) => number): Uint8Array {
  return eachPacket(bytes, (packet) => {
    const pid = pidOf(packet);
    if (!(packet[1]! & 0x40) || (pid !== 0x100 && pid !== 0x101)) return;
    const head = packet[3]! & 0x20 ? 5 + packet[4]! : 4;
    for (let i = 0; i < packet[head + 7]! >> 6 && i < 2; i++) {
      const at = head + 9 + 5 * i;
      if (i === 1 && packet[head + 7]! >> 6 !== 3) break;
      const [a, b, c, d, e] = packet.subarray(at, at + 5) as unknown as [number, number, number, number, number];
      const time = ((a >> 1) & 7) * 2 ** 30 + b * 2 ** 22 + (c >> 1) * 2 ** 15 + d * 2 ** 7 + (e >> 1);
      const next = change(time, pid === 0x100);
      packet[at] = (a & 0xf1) | (Math.floor(next / 2 ** 30) << 1);
      packet[at + 1] = Math.floor(next / 2 ** 22) & 255;
      packet[at + 2] = ((Math.floor(next / 2 ** 15) & 127) << 1) | 1;
      packet[at + 3] = Math.floor(next / 2 ** 7) & 255;
      packet[at + 4] = ((next & 127) << 1) | 1;
    }
  });
}
