import { AdtsDemuxer } from '../audio/adts.js';
import { FlacDemuxer } from '../audio/flac.js';
import { Mp3Demuxer } from '../audio/mp3.js';
import { OggDemuxer } from '../audio/ogg.js';
import { WavDemuxer } from '../audio/wav.js';
import type { Kind } from '../sniff.js';
import type { Demuxer, MediaTools } from '../types.js';
import { Mp4Demuxer } from './mp4.js';

/** @returns `undefined` for a kind that can't be joined to a stream. */
export async function createDemuxer(kind: Kind, tools: MediaTools): Promise<Demuxer | undefined> {
  switch (kind) {
    case 'mp4':
      return new Mp4Demuxer(tools);
    case 'ts':
      return new (await loadTs(tools)).TsDemuxer(tools);
    case 'wav':
      return new WavDemuxer();
    case 'mp3':
      return new Mp3Demuxer(tools);
    case 'aac':
      return new AdtsDemuxer(tools);
    case 'flac':
      return new FlacDemuxer(tools);
    case 'ogg':
      return new OggDemuxer(tools);
    default:
      return undefined;
  }
}

async function loadTs({ parts }: MediaTools): Promise<typeof import('../ts/index.js')> {
  try {
    return await import(/* @vite-ignore */ parts.ts!);
  } catch (error) {
    throw new TypeError(`the part that reads MPEG-TS can't be loaded (${(error as Error).message})`);
  }
}
