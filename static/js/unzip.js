/* Reads a ZIP archive in the browser: unzip(buffer) → Map of name → bytes.
   Enough for results bundles: stored or deflated members, no encryption, no 64-bit sizes. */
const [DIRECTORY_END, DIRECTORY_ENTRY] = [0x06054b50, 0x02014b50];
const [END_BYTES, LONGEST_COMMENT, LARGEST] = [22, 65535, 200_000_000];

function findEnd(view) {
  const last = view.byteLength - END_BYTES;
  for (let place = last; place >= Math.max(0, last - LONGEST_COMMENT); place -= 1) {
    if (view.getUint32(place, true) === DIRECTORY_END) return place;
  }
  throw new Error("no archive");
}

function entries(view) {
  const end = findEnd(view);
  const found = [];
  let place = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left; left -= 1) {
    if (view.getUint32(place, true) !== DIRECTORY_ENTRY) throw new Error("no directory");
    const [name, extra, comment] = [28, 30, 32].map((at) => view.getUint16(place + at, true));
    found.push({
      name: new TextDecoder().decode(new Uint8Array(view.buffer, place + 46, name)),
      method: view.getUint16(place + 10, true),
      packed: view.getUint32(place + 20, true),
      size: view.getUint32(place + 24, true),
      head: view.getUint32(place + 42, true),
    });
    place += 46 + name + extra + comment;
  }
  return found;
}

async function unpack(view, { method, packed, size, head }) {
  const start = head + 30 + view.getUint16(head + 26, true) + view.getUint16(head + 28, true);
  const body = new Uint8Array(view.buffer, start, packed);
  if (method === 0) return body;
  if (method !== 8) throw new Error("unknown method");
  const stream = new Blob([body]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const whole = new Uint8Array(size);
  let filled = 0;
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return filled === size ? whole : Promise.reject(new Error("another size"));
    whole.set(value, filled);
    filled += value.length;
  }
}

export async function unzip(buffer) {
  const view = new DataView(buffer);
  const found = entries(view);
  if (found.reduce((total, { size }) => total + size, 0) > LARGEST) throw new Error("too large");
  const members = new Map();
  for (const entry of found) members.set(entry.name, await unpack(view, entry));
  return members;
}
