// What streams of media are held against: chunks made by ffmpeg, and served as Gradio serves a stream.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** As Gradio turns a chunk of sound, and one of video, into a segment of its playlist (the latter as it stands there). */
const SOUND = ['-c:a', 'aac', '-f', 'adts'];
const VIDEO = '-c:v libx264 -c:a aac -f mpegts -bsf:v h264_mp4toannexb -bsf:a aac_adtstoasc'.split(' ');
const PLAYLIST = [
  '#EXTM3U',
  '#EXT-X-PLAYLIST-TYPE:EVENT',
  '#EXT-X-TARGETDURATION:6',
  '#EXT-X-VERSION:4',
  '#EXT-X-MEDIA-SEQUENCE:0',
];

/** Serves what is added to it to pages of any origin. `close()` throws it all away. */
export async function startMediaServer() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-media-'));
  const files = new Map();
  const server = createServer((request, response) => {
    const body = files.get(request.url);
    const headers = { 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'no-store' };
    if (!body) return void response.writeHead(404, headers).end();
    response.writeHead(200, { ...headers, 'Content-Length': Buffer.byteLength(body) }).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://localhost:${server.address().port}`;

  /** Makes a file of a name, whose end tells ffmpeg its format, and gives its path. */
  const make = (name, ...args) => {
    const path = join(folder, name);
    execFileSync('ffmpeg', ['-y', '-v', 'error', ...args.flat(), path]);
    return path;
  };
  const add = (name, body) => {
    if (files.has(`/${name}`)) throw new Error(`There are two files named ${name}`);
    files.set(`/${name}`, body);
    return `${origin}/${name}`;
  };

  return {
    make,
    /** Serves a file, and gives its URL. */
    serve: (name, path) => add(name, readFileSync(path)),
    /**
     * Serves the files as the segments of a playlist, and gives its URL.
     *
     * @param options.seconds - How long each is.
     * @param options.ended - Whether there is no more to come.
     */
    playlist(name, paths, { kind, seconds, ended }) {
      const lines = paths.flatMap((path, i) => {
        const segment = `${name}-${i}.${kind === 'video' ? 'ts' : 'aac'}`;
        add(segment, readFileSync(make(segment, '-i', path, kind === 'video' ? VIDEO : SOUND)));
        return ['#EXT-X-DISCONTINUITY', `#EXTINF:${seconds.toFixed(3)},`, segment];
      });
      return add(`${name}.m3u8`, `${[...PLAYLIST, ...lines, ...(ended ? ['#EXT-X-ENDLIST'] : [])].join('\n')}\n`);
    },
    close() {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
