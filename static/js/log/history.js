// Whether what a log shows now still holds what it signed before.
import { equal } from "./bytes.js";
import { Fault } from "./fault.js";
import { leafHash, provesInclusion, rootsFromConsistency } from "./merkle.js";

// Two signed states of one size must be one state; this needs nothing but the two.
export function assertAgree(one, other) {
  if (one.size === other.size && !equal(one.root, other.root)) throw new Fault("contradiction", { older: one, newer: other });
}

// What is published must be what was signed before it can speak against anybody: it may have been spoilt on the way.
export async function assertPublished({ size, root }, tiles) {
  if (!equal(await tiles.hashOf(0, size), root)) throw new Fault("tile-broken", { path: "tile/0" });
}

// Throws `shorter` or `contradiction` where the newer state does not hold the older one.
export async function assertGrown(older, newer, tiles) {
  if (older.size > newer.size) throw new Fault("shorter", { older, newer });
  assertAgree(older, newer);
  if (older.size === newer.size) return;
  await assertPublished(newer, tiles);
  const proof = await tiles.consistency(older.size);
  const [before, after] = (await rootsFromConsistency(older.root, older.size, newer.size, proof)) ?? [];
  const isContained = before && equal(before, older.root) && equal(after, newer.root);
  if (!isContained) throw new Fault("contradiction", { older, newer });
}

// Whether these bytes are what the newer state covers at this index.
export async function isSigned(entry, index, newer, tiles) {
  return provesInclusion(await leafHash(entry), index, newer.size, await tiles.inclusion(index), newer.root);
}
