// The log as it is published (C2SP tlog-tiles, height 8): which file holds which hashes, and proofs made of them.
import { Fault } from "./fault.js";
import { nodeHash } from "./merkle.js";

const WIDTH = 256;
const HASH = 32;
export const ENTRIES = "entries";

// "tile/0/x001/234", "tile/entries/000.p/8"
export function pathOf(level, number, width) {
  const groups = [String(number % 1000).padStart(3, "0")];
  for (let rest = Math.floor(number / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${String(rest % 1000).padStart(3, "0")}`);
  }
  return `tile/${level}/${groups.join("/")}${width < WIDTH ? `.p/${width}` : ""}`;
}

function largestPowerBelow(number) {
  let power = 1;
  while (power * 2 < number) power *= 2;
  return power;
}

// A log of `size` entries, read tile by tile; `read` fetches the bytes of a path.
export class Tiles {
  #known = new Map();

  constructor(read, size) {
    this.read = read;
    this.size = size;
  }

  async #tile(level, number) {
    const wide = Math.floor(this.size / WIDTH ** (level === ENTRIES ? 0 : level)) - number * WIDTH;
    const width = Math.min(WIDTH, wide);
    const path = pathOf(level, number, width);
    if (!this.#known.has(path)) this.#known.set(path, await this.read(path));
    const bytes = this.#known.get(path);
    if (level !== ENTRIES && bytes.length !== width * HASH) throw new Fault("tile-broken", { path });
    return { bytes, path, width };
  }

  // The hash over the entries from..to (excluded), as the tree cuts them.
  async hashOf(from, to) {
    const many = to - from;
    const left = largestPowerBelow(many);
    if (many === 1 || left * 2 === many) return this.#perfect(Math.log2(many), from / many);
    return nodeHash(await this.hashOf(from, from + left), await this.hashOf(from + left, to));
  }

  async #perfect(level, index) {
    const span = 2 ** (level % 8);
    const first = index * span;
    const { bytes } = await this.#tile(Math.floor(level / 8), Math.floor(first / WIDTH));
    const at = (first % WIDTH) * HASH;
    return folded(bytes.subarray(at, at + span * HASH));
  }

  async entry(index) {
    const { bytes, path, width } = await this.#tile(ENTRIES, Math.floor(index / WIDTH));
    const entries = split(bytes);
    if (entries?.length !== width) throw new Fault("tile-broken", { path });
    return entries[index % WIDTH];
  }

  // RFC 6962, 2.1.1
  async inclusion(index, from = 0, to = this.size) {
    if (to - from === 1) return [];
    const middle = from + largestPowerBelow(to - from);
    return index < middle
      ? [...(await this.inclusion(index, from, middle)), await this.hashOf(middle, to)]
      : [...(await this.inclusion(index, middle, to)), await this.hashOf(from, middle)];
  }

  // RFC 6962, 2.1.2
  async consistency(old, from = 0, to = this.size, isWhole = true) {
    if (old === to) return isWhole ? [] : [await this.hashOf(from, to)];
    const middle = from + largestPowerBelow(to - from);
    return old <= middle
      ? [...(await this.consistency(old, from, middle, isWhole)), await this.hashOf(middle, to)]
      : [...(await this.consistency(old, middle, to, false)), await this.hashOf(from, middle)];
  }
}

async function folded(hashes) {
  if (hashes.length === HASH) return hashes;
  const middle = hashes.length / 2;
  return nodeHash(await folded(hashes.subarray(0, middle)), await folded(hashes.subarray(middle)));
}

// (uint16 length ‖ entry) repeated; null when the last one is cut off.
function split(bundle) {
  const entries = [];
  for (let at = 0; at < bundle.length; ) {
    const from = at + 2;
    at = from + bundle[at] * 256 + (bundle[at + 1] ?? NaN);
    if (!(at <= bundle.length)) return null;
    entries.push(bundle.subarray(from, at));
  }
  return entries;
}
