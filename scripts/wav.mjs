// Writes WAV files of every kind the tests read.
import { writeFileSync } from 'node:fs';

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

/** A format in WAVE_FORMAT_EXTENSIBLE stands in the first two bytes of a GUID whose others are these. */
const guidRest = '000000001000800000aa00389b71';

/**
 * @param channels - A `Float32Array` each, -1 to 1.
 * @param options.mask - Which loudspeakers they are for: written as WAVE_FORMAT_EXTENSIBLE.
 * @param options.before - Text of a chunk before the data.
 */
export function writeWav(path, channels, rate, { bits = 16, float = false, mask, before } = {}) {
  const length = channels[0].length;
  const size = bits / 8;
  const data = Buffer.alloc(length * channels.length * size);
  const most = 2 ** (bits - 1);
  for (let i = 0, at = 0; i < length; i++) {
    for (const channel of channels) {
      if (float) data.writeFloatLE(channel[i], at);
      else if (bits === 8) data.writeUInt8(Math.round(channel[i] * most) + most, at);
      else data.writeIntLE(Math.round(channel[i] * most), at, size);
      at += size;
    }
  }
  const frame = channels.length * size;
  const code = float ? FLOAT : PCM;
  const format = Buffer.alloc(16);
  format.writeUInt16LE(mask ? EXTENSIBLE : code, 0);
  format.writeUInt16LE(channels.length, 2);
  format.writeUInt32LE(rate, 4);
  format.writeUInt32LE(rate * frame, 8);
  format.writeUInt16LE(frame, 12);
  format.writeUInt16LE(bits, 14);
  const extension = Buffer.alloc(mask ? 10 : 0);
  if (mask) {
    extension.writeUInt16LE(22, 0);
    extension.writeUInt16LE(bits, 2);
    extension.writeUInt32LE(mask, 4);
    extension.writeUInt16LE(code, 8);
  }
  const body = Buffer.concat([
    Buffer.from('WAVE'),
    chunk('fmt ', Buffer.concat([format, extension, Buffer.from(mask ? guidRest : '', 'hex')])),
    before ? chunk('note', Buffer.from(before)) : Buffer.alloc(0),
    chunk('data', data),
  ]);
  writeFileSync(path, chunk('RIFF', body));
}

/** RIFF chunks begin at even positions. */
function chunk(name, content) {
  const header = Buffer.alloc(8);
  header.write(name, 0, 'latin1');
  header.writeUInt32LE(content.length, 4);
  return Buffer.concat([header, content, Buffer.alloc(content.length % 2)]);
}
