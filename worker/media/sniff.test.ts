import { expect } from 'chai';
import { audioFrame, beginsFile, type Kind, sniff } from './sniff.js';
import { load } from './testing.js';

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe('sniff', () => {
  const files: Record<string, Kind> = {
    'chunk-025.mp4': 'mp4',
    'short-frag.mp4': 'mp4',
    'short.m4a': 'mp4',
    'short.ts': 'ts',
    'wav-8.wav': 'wav',
    'short.mp3': 'mp3',
    'chirp-0-notag.mp3': 'mp3',
    'short.aac': 'aac',
    'short.flac': 'flac',
    'short.opus': 'ogg',
    'vp9.webm': 'webm',
    'not-a-video.html': 'html',
  };
  for (const [name, kind] of Object.entries(files)) {
    it(`tells what ${name} is`, async () => expect(sniff(await load(name))).to.equal(kind));
  }

  it('tells what else is met', () => {
    const found = ['\x89PNG', '\xff\xd8\xff', 'GIF89a', '%PDF', 'PK\x03\x04', '{"a":1}', 'plain text'].map((text) =>
      sniff(bytes(text)),
    );
    expect(found).to.deep.equal(['png', 'jpeg', 'gif', 'pdf', 'zip', 'json', 'text']);
  });

  it('does not guess at slices from within a file, or at nothing', async () => {
    expect(sniff((await load('chunk-025.mp4')).subarray(1000, 3000))).to.equal(undefined);
    expect(sniff(new Uint8Array(0))).to.equal(undefined);
  });

  it('takes what has a name for the start of a file, but not what may be a sample', async () => {
    const names = ['chunk-025.mp4', 'wav-8.wav', 'short.flac', 'short.opus', 'short.mp3', 'short.aac', 'short.ts'];
    const found = (await Promise.all(names.map(load))).map(beginsFile);
    expect(found).to.deep.equal([true, true, true, true, true, false, false]);
  });

  it('reads the heads of mp3 and AAC frames', async () => {
    const mp3 = audioFrame(await load('chirp-0-notag.mp3'), 0)!;
    expect([mp3.kind, mp3.sampleRate, mp3.channelCount, mp3.samples, mp3.isMpeg1]).to.deep.equal([
      'mp3',
      44_100,
      1,
      1152,
      true,
    ]);
    const aac = await load('short.aac');
    const first = audioFrame(aac, 0)!;
    expect([first.kind, first.sampleRate, first.channelCount, first.samples]).to.deep.equal(['aac', 44_100, 1, 1024]);
    expect(audioFrame(aac, first.length)?.kind, 'where the first says that the second is').to.equal('aac');
    expect(audioFrame(aac, 1)).to.equal(undefined);
  });
});
