// What is held against the worker's media part: see size.mjs.
export { createFile } from 'mp4box';
