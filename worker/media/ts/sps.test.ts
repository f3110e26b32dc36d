import { expect } from 'chai';
import { pictureSize } from './sps.js';

describe('a sequence parameter set', () => {
  const sizeOf = (hex: string) => {
    const { width, height } = pictureSize(Uint8Array.from(hex.match(/../g)!, (byte) => Number.parseInt(byte, 16)));
    return `${width}x${height}`;
  };

  it('tells the size of progressive video, cropped', () => {
    expect(sizeOf('6742c00dd901519e226c0440000003004000000c83c50a92')).to.equal('322x182');
    expect(sizeOf('6764001eacd940a02ff97011000003000100000300320f162d96')).to.equal('640x360');
  });

  it('tells the size of interlaced video, of both fields', () => {
    expect(sizeOf('674d4028f403c0227ef011000003000100000300321f162ea0')).to.equal('1920x1080');
    expect(sizeOf('67640015acd941433f260220000003002000000643e28532c0')).to.equal('320x180');
  });

  it('tells the size beside scaling lists', () => {
    expect(sizeOf('67f4001f9196805005bb011000000300100000030320f1832a')).to.equal('1280x720');
  });
});
