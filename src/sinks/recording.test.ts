import { expect } from 'chai';
import { movieOf } from '../../worker/media/movie.js';
import type { MediaPart, MediaTrack } from '../../worker/protocol.js';
import { Recorder } from '../../worker/recording/recorder.js';
import { Store } from '../../worker/recording/store.js';
import { fragmentsOf, picturesOf, RATE, soundOf, streamOf } from '../../worker/recording/testing.js';
import { Recording } from './recording.js';

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

async function expectSame(found: Blob | ArrayBuffer, expected: Blob | ArrayBuffer): Promise<void> {
  const [a, b] = await Promise.all([found, expected].map((each) => bytesOf(new Blob([each]))));
  expect(a!.length).to.equal(b!.length);
  expect(a!.findIndex((byte, i) => byte !== b![i])).to.equal(-1);
}

/** The names of the files in which recordings are; `undefined` where there are no files. */
async function files(): Promise<string[] | undefined> {
  const root = await navigator.storage?.getDirectory().catch(() => undefined);
  const folder = await root?.getDirectoryHandle('rivulet-recordings', { create: true });
  if (!folder) return undefined;
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  return names;
}

const rejection = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => expect.fail('did not reject'),
    (error) => error,
  );

describe('Recording', () => {
  let recordings: Recording[] = [];
  let troubles: string[] = [];

  function record(tracks: readonly MediaTrack[]): Recording {
    const recording = new Recording(tracks, { onTrouble: (message) => troubles.push(message) });
    recordings.push(recording);
    return recording;
  }

  /** Adds copies, as what is added is taken away. */
  function add(recording: Pick<Recording, 'add'>, parts: readonly MediaPart[]): void {
    for (const { fragments, facts } of parts) {
      for (const fragment of fragments) recording.add({ ...fragment, data: fragment.data.slice(0) }, facts);
    }
  }

  /** Three chunks of pictures and sound, of 1.5 s each. */
  async function threeChunks(): Promise<MediaPart[]> {
    const clips = ['clip-0.mp4', 'clip-1.mp4', 'clip-2.mp4'];
    return streamOf(
      await Promise.all(clips.map(async (name) => ({ pictures: await picturesOf(name), sound: soundOf(1.5) }))),
    );
  }

  afterEach(() => {
    for (const recording of recordings) recording.close();
    recordings = [];
    troubles = [];
  });

  it('gives what it kept again, from where decoding can begin', async () => {
    const parts = await threeChunks();
    const recording = record(parts[0]!.tracks!);
    add(recording, parts);
    const found = await recording.read(2, 2.5);
    const expected = parts[1]!.fragments.filter(({ start }) => start < 2.5);
    expect(found.map(({ track, start, end, sync }) => [track, start, end, sync])).to.deep.equal(
      expected.map(({ track, start, end, sync }) => [track, start, end, sync]),
    );
    for (const [i, { data }] of found.entries()) await expectSame(data, expected[i]!.data);
    expect((await recording.read(0, 99)).length).to.equal(fragmentsOf(parts).length);
    expect(await recording.read(5, 6)).to.deep.equal([]);
  });

  it('begins before a time that can only be decoded from there', async () => {
    const [part] = (await threeChunks()) as [MediaPart];
    const [video] = part.fragments.filter(({ track }) => track === 'video');
    const recording = record(part.tracks!);
    const later = [1, 2, 3].map((k) => ({ ...video!, start: video!.start + k, end: video!.end + k, sync: k === 3 }));
    add(recording, [{ ...part, fragments: [{ ...video!, end: 1 }, ...later] }]);
    expect((await recording.read(2.5, 2.6)).map(({ start }) => start)).to.deep.equal([0, 1, 2]);
    expect([await recording.nextStart(0.5), await recording.nextStart(3)]).to.deep.equal([3, undefined]);
  });

  it('gives one mp4 file of all that came so far', async () => {
    const parts = await threeChunks();
    const recording = record(parts[0]!.tracks!);
    add(recording, parts.slice(0, 1));
    const early = await recording.toBlob();
    add(recording, parts.slice(1));
    await expectSame(await recording.toBlob(), movieOf(parts));
    await expectSame(early, movieOf(parts.slice(0, 1)));
    expect(early.type).to.equal('video/mp4');
    expect((await recording.read(0, 99)).length).to.equal(fragmentsOf(parts).length);
    expect(troubles).to.deep.equal([]);
  });

  it('keeps a file that was given to others, and removes one that was not', async () => {
    // Those of the test before are maybe being removed.
    const others = await files();
    const own = async () => (await files())!.filter((name) => !others!.includes(name));
    const parts = await streamOf([{ sound: soundOf(0.5) }]);
    const [given, kept] = [record(parts[0]!.tracks!), record(parts[0]!.tracks!)];
    add(given, parts);
    add(kept, parts);
    const blob = await given.toBlob();
    await kept.read(0, 1);
    if (others) expect((await own()).length).to.equal(2);
    given.close();
    kept.close();
    // Nobody is told when it is done.
    while (others && (await own()).length > 1) await new Promise(requestAnimationFrame);
    await expectSame(blob, movieOf(parts));
    if (others) expect((await own()).length).to.equal(1);
  });

  it('removes the files of pages that have gone', async function () {
    if (!(await files())) return this.skip();
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('rivulet-recordings', { create: true });
    await folder.getFileHandle('rivulet-gone 1.mp4', { create: true });
    const parts = await streamOf([{ sound: soundOf(0.5) }]);
    const recording = record(parts[0]!.tracks!);
    add(recording, parts);
    await recording.read(0, 1);
    const names = (await files())!;
    expect(names).not.to.include('rivulet-gone 1.mp4');
    expect(names.length).to.be.above(0);
  });

  it('gives the sound as a WAV file, sample for sample', async () => {
    const sounds = [soundOf(0.5), soundOf(0.25, { bits: 24 })];
    const parts = await streamOf(sounds.map((sound) => ({ sound })));
    const recording = record(parts[0]!.tracks!);
    for (const [bytes, some] of [
      [2, parts.slice(0, 1)],
      [3, parts.slice(1)],
    ] as const) {
      add(recording, some);
      const wav = await recording.toWav();
      const view = new DataView(await wav.arrayBuffer());
      expect([wav.type, view.getUint16(22, true), view.getUint32(24, true)]).to.deep.equal(['audio/wav', 2, RATE]);
      expect([view.getUint16(34, true), view.getUint32(40, true)]).to.deep.equal([
        8 * bytes,
        (bytes === 2 ? 0.5 : 0.75) * RATE * 2 * bytes,
      ]);
      const read = (i: number) =>
        bytes === 2
          ? view.getInt16(44 + 2 * i, true)
          : (view.getUint16(44 + 3 * i, true) | (view.getInt8(46 + 3 * i) << 16)) / 256;
      const wrong = sounds[0]!.channels.flatMap((channel, c) =>
        [...channel].filter((value, i) => read(2 * i + c) !== Math.round(value * 2 ** 15)),
      );
      expect(wrong.length).to.equal(0);
    }
  });

  it('writes one channel where all sound had one', async () => {
    const sound = soundOf(0.1, { channelCount: 1 });
    const parts = await streamOf([{ sound }]);
    const recording = record(parts[0]!.tracks!);
    add(recording, parts);
    const view = new DataView(await (await recording.toWav()).arrayBuffer());
    expect([view.getUint16(22, true), view.getUint32(40, true)]).to.deep.equal([1, 2 * 0.1 * RATE]);
    expect(view.getInt16(44 + 2 * 4000, true)).to.equal(Math.round(sound.channels[0]![4000]! * 2 ** 15));
  });

  it('tells once when there is no room for more', async () => {
    const parts = await threeChunks();
    const tracks = parts[0]!.tracks!;
    const room = parts[0]!.fragments.reduce((sum, { data }) => sum + data.byteLength, 0) + 10;
    const recorder = new Recorder(tracks, new Store(undefined, room), (message) => troubles.push(message));
    add(recorder, parts);
    await expectSame(await recorder.toBlob(), movieOf(parts.slice(0, 1)));
    expect(troubles).to.deep.equal(['The recording stopped at 0 MB: there is no room for more. The stream plays on.']);
    expect(await recorder.read(1.6, 9)).to.deep.equal([]);
  });

  it('says that it is empty', async () => {
    const [part] = (await streamOf([{ sound: soundOf(0.1) }])) as [MediaPart];
    const recording = record(part.tracks!);
    expect((await rejection(recording.toBlob())).message).to.equal('There is nothing in the stream yet.');
    expect((await rejection(recording.toWav())).message).to.equal('There is no sound in the stream yet.');
    expect(await recording.read(0, 1)).to.deep.equal([]);
  });

  it('tells once when no worker can be started, and goes on without', async () => {
    const parts = await streamOf([{ sound: soundOf(0.1) }]);
    // It has the worker that the stream before has left.
    await record(parts[0]!.tracks!).read(0, 1);
    const { Worker } = globalThis;
    globalThis.Worker = class {
      constructor() {
        throw new Error('workers are forbidden');
      }
    } as never;
    try {
      const recording = record(parts[0]!.tracks!);
      add(recording, parts);
      expect(await recording.read(0, 1)).to.deep.equal([]);
      expect(await recording.nextStart(0)).to.equal(undefined);
      const { message } = await rejection(recording.toBlob());
      expect(message).to.match(/^The stream can’t be recorded: starting .*recorder.* gave "workers are forbidden"/);
      expect(troubles).to.deep.equal([message]);
    } finally {
      globalThis.Worker = Worker;
    }
  });
});
