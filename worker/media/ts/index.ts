// What is loaded when the first MPEG-TS file comes.
export { TsDemuxer } from './demuxer.js';
