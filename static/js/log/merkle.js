// The tree of RFC 6962 (2.1): its hashes, and how RFC 9162 (2.1.3.2, 2.1.4.2) checks proofs about it.
// Hashes are 32 bytes; sizes and indexes are exact numbers, halved by division because shifts end at 32 bits.
import { equal, sha256 } from "./bytes.js";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export const leafHash = (entry) => sha256(LEAF, entry);
export const nodeHash = (left, right) => sha256(NODE, left, right);

const half = (number) => Math.floor(number / 2);
const isOdd = (number) => number % 2 === 1;

// The root of a tree of `size` leaves to which the proof leads from this leaf; null when it leads nowhere.
export async function rootFromInclusion(leaf, index, size, proof) {
  if (index >= size) return null;
  let [node, last, hash] = [index, size - 1, leaf];
  for (const part of proof) {
    if (last === 0) return null;
    if (isOdd(node) || node === last) {
      hash = await nodeHash(part, hash);
      while (!isOdd(node) && node > 0) [node, last] = [half(node), half(last)];
    } else {
      hash = await nodeHash(hash, part);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? hash : null;
}

// The two roots that the proof speaks of, the older one first; null when it speaks of no such pair of sizes.
export async function rootsFromConsistency(oldRoot, oldSize, newSize, proof) {
  if (oldSize < 1 || oldSize > newSize) return null;
  if (oldSize === newSize) return proof.length ? null : [oldRoot, oldRoot];
  let [node, last] = [oldSize - 1, newSize - 1];
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  // An older tree that is whole is itself the first part, and left out of the proof.
  const [first, ...rest] = node === 0 ? [oldRoot, ...proof] : proof;
  if (!first) return null;
  let [older, newer] = [first, first];
  for (const part of rest) {
    if (last === 0) return null;
    if (isOdd(node) || node === last) {
      [older, newer] = [await nodeHash(part, older), await nodeHash(part, newer)];
      while (!isOdd(node) && node > 0) [node, last] = [half(node), half(last)];
    } else {
      newer = await nodeHash(newer, part);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? [older, newer] : null;
}

export async function provesInclusion(leaf, index, size, proof, root) {
  const reached = await rootFromInclusion(leaf, index, size, proof);
  return reached !== null && equal(reached, root);
}
