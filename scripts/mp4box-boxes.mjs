// Leaves out of mp4box what is not used of it: a fifth of the media part of the worker.

/** The boxes that are read or written (ISO 14496-12, -14, -15); any other is read as a box without fields. */
const BOXES = new Set(
  `avcC co64 ctts dOps dfLa dinf dref edts elst esds ftyp hdlr mdhd mdia mfhd minf moof moov mvex mvhd sbgp sgpd smhd stbl stco stsc
  stsd stss stsz stts stz2 tfdt tfhd tkhd traf trak trex trun url vmhd wave`
    .split(/\s+/)
    .map((name) => `${name}Box`),
);

/** A Vite plugin. Fails when mp4box is written in another way than it was. */
export function mp4boxBoxes() {
  return {
    name: 'mp4box-boxes',
    transform(code, id) {
      if (!id.includes('/node_modules/mp4box/')) return null;
      // A class with a static block is never left out, whether it is used or not; one with a static field is.
      const fields = code.replace(/static \{\s*this\.(\w+) = ("[^"]*");\s*\}/g, 'static $1 = $2;');
      if (!id.endsWith('mp4box.all.mjs')) return fields;
      const list = /(var all_boxes_exports = .*\{\n)([^}]*)(\}\);)/.exec(fields);
      if (!list) throw new Error('mp4box names its boxes in another way than scripts/mp4box-boxes.mjs looks for');
      const [whole, head, lines, end] = list;
      const names = lines.split('\n').map((line) => line.trim().split(':')[0]);
      for (const name of BOXES) if (!names.includes(name)) throw new Error(`mp4box has no ${name} any more`);
      const kept = names.filter((name) => BOXES.has(name) || name.endsWith('SampleEntry'));
      return fields.replace(whole, `${head}${kept.map((name) => `${name}: () => ${name},`).join('\n')}\n${end}`);
    },
  };
}
